// A run done again: only what must run runs, and what a kept step would do otherwise is refused.

import { describe, expect, test, vi } from "vitest";
import { newId } from "../../../api/platform/ids.ts";
import { callsOf } from "../runtime/provider.ts";
import { call, newAgent, newTool, type TestAgent } from "./hub.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };

interface Counted {
  readonly agent: TestAgent;
  readonly workflow: string;
  /** The runs so far. */
  readonly runs: string[];
  /** How often the provider was called for each step, in all of them. */
  counts(): Promise<Record<string, number>>;
  /** Lets the step "c" succeed from now on. */
  mend(): Promise<void>;
}

/** a → b → c → d beside e; the provider counts the calls; c's tool is down at first. */
async function counted(): Promise<Counted> {
  const agent = await newAgent();
  const name = newId("run");
  const mirror = (await newTool(agent, "/mirror")).id;
  const down = (await newTool(agent, `/switch?name=${name}`)).id;
  const runs: string[] = [];
  const once = { retry: { maxAttempts: 1 } };
  const steps = [
    { id: "a", toolId: mirror, arguments: { topic: "{{input.topic}}" } },
    { id: "b", toolId: mirror, arguments: { from: "{{steps.a.result}}" } },
    { id: "c", toolId: down, arguments: { from: "{{steps.b.result}}" }, ...once },
    { id: "d", toolId: mirror, arguments: { from: "{{steps.c.result}}" } },
    { id: "e", toolId: mirror, arguments: { other: "{{input.other}}" } },
  ];
  const definition = { name: "counted", steps, errorStrategy: "continue" };
  const created = await call("POST", "/api/v1/workflows", { key: agent.key, body: definition });
  expect([created.status, created.body.errors]).toEqual([201, undefined]);
  return {
    agent,
    workflow: `/api/v1/workflows/${created.body.id}`,
    runs,
    async counts() {
      const counts: Record<string, number> = { a: 0, b: 0, c: 0, d: 0, e: 0 };
      for (const runId of runs) {
        for (const { idempotencyKey } of await callsOf(runId)) {
          const step = idempotencyKey.slice(runId.length + 1);
          counts[step] = (counts[step] ?? 0) + 1;
        }
      }
      return counts;
    },
    async mend() {
      await call("POST", `/api/v1/mcp/invoke/${down}`, { key: agent.key, body: { arguments: { up: true } } });
    },
  };
}

async function run({ agent, workflow, runs }: Counted) {
  const input = { topic: "bees", other: 1 };
  const { body } = await call("POST", `${workflow}/execute?wait=20`, { key: agent.key, body: { input } });
  runs.push(body.id);
  return body;
}

async function rerun({ agent, runs }: Pick<Counted, "agent" | "runs">, runId: string, body: unknown) {
  const answer = await call("POST", `/api/v1/workflow-runs/${runId}/rerun?wait=20`, { key: agent.key, body });
  if (answer.status === 200) runs.push(answer.body.id);
  return answer;
}

describe("POST /api/v1/workflow-runs/:id/rerun", () => {
  test("from what failed: only that and what depends on it is called; the rest keeps its results", async () => {
    const flow = await counted();
    const first = await run(flow);
    expect(first.status).toBe("failed");
    expect(await flow.counts()).toEqual({ a: 1, b: 1, c: 1, d: 0, e: 1 });
    await flow.mend();
    const { status, body } = await rerun(flow, first.id, { from: "failed" });
    expect([status, body.status, body.rerunOf]).toEqual([200, "success", first.id]);
    expect(await flow.counts()).toEqual({ a: 1, b: 1, c: 2, d: 1, e: 1 });
    const kept = Object.entries<{ kept: boolean }>(body.stepResults).flatMap(([id, step]) => (step.kept ? [id] : []));
    expect(kept).toEqual(["a", "b", "e"]);
    expect(body.stepResults.b.result).toEqual(first.stepResults.b.result);
    expect(body.output.d.from.echo.from).toEqual(first.stepResults.b.result);
    await vi.waitFor(async () => {
      const runs = (await call("GET", `${flow.workflow}/runs?status=success`, { key: flow.agent.key })).body.data;
      expect(runs).toMatchObject([{ id: body.id, rerunOf: first.id }]);
    }, PATIENCE);
  });

  test("from a step: that and what depends on it; whole: all of it", async () => {
    const flow = await counted();
    await flow.mend();
    const first = await run(flow);
    expect(first.status).toBe("success");
    const before = await flow.counts();
    const more = async () => {
      const now = await flow.counts();
      return Object.fromEntries(Object.entries(now).map(([id, count]) => [id, count - (before[id] ?? 0)]));
    };
    expect((await rerun(flow, first.id, { from: { steps: ["c"] } })).body.status).toBe("success");
    expect(await more()).toEqual({ a: 0, b: 0, c: 1, d: 1, e: 0 });
    expect((await rerun(flow, first.id, {})).body.status).toBe("success");
    expect(await more()).toEqual({ a: 1, b: 1, c: 2, d: 2, e: 1 });
  });

  test("with another input: a kept step that reads what changed is named and nothing is called", async () => {
    const flow = await counted();
    await flow.mend();
    const first = await run(flow);
    const before = await flow.counts();
    const input = { topic: "wasps", other: 1 };
    const refused = await rerun(flow, first.id, { from: { steps: ["c"] }, input });
    expect([refused.status, refused.body.code]).toEqual([422, "rerun_impossible"]);
    expect(refused.body.errors).toMatchObject([{ pointer: "/from", message: expect.stringContaining('"a"') }]);
    expect(await flow.counts()).toEqual(before);
    // Only e reads `other`.
    const { body } = await rerun(flow, first.id, { from: { steps: ["e"] }, input: { topic: "bees", other: 2 } });
    expect([body.status, body.output.e]).toEqual(["success", { other: 2 }]);
    expect(await flow.counts()).toEqual({ ...before, e: (before["e"] ?? 0) + 1 });
  });

  test("in a newer version: what changed there must run again, or is named", async () => {
    const flow = await counted();
    await flow.mend();
    const first = await run(flow);
    const { definition } = (await call("GET", flow.workflow, { key: flow.agent.key })).body;
    const [a, b, c, d, e] = definition.steps;
    const changed = { ...definition, steps: [a, { ...b, arguments: { renamed: "{{steps.a.result}}" } }, c, d, e] };
    expect((await call("PUT", flow.workflow, { key: flow.agent.key, body: changed })).body.version).toBe(2);
    const before = await flow.counts();
    const refused = await rerun(flow, first.id, { from: { steps: ["d"] }, version: 2 });
    expect([refused.status, refused.body.errors[0].message]).toEqual([422, expect.stringContaining('"b"')]);
    const { body } = await rerun(flow, first.id, { from: { steps: ["b"] }, version: 2 });
    expect([body.status, body.workflowVersion, body.stepResults.a.kept]).toEqual(["success", 2, true]);
    expect(body.stepResults.b.result).toEqual({ renamed: { topic: "bees" } });
    const counts = await flow.counts();
    expect([counts["a"], counts["b"]]).toEqual([before["a"], (before["b"] ?? 0) + 1]);
    expect((await rerun(flow, first.id, { version: 9 })).status).toBe(404);
  });

  describe("of a forEach that failed", () => {
    const PARTS = ["a", "b", "c", "d", "e"];

    /** A run in which b and d are down; since the second is one too many, e never begins. */
    async function parted() {
      const agent = await newAgent();
      const part = (await newTool(agent, `/switch?name=${newId("run")}`)).id;
      const setUp = (...parts: string[]) =>
        Promise.all(
          parts.map((name) =>
            call("POST", `/api/v1/mcp/invoke/${part}`, {
              key: agent.key,
              body: { arguments: { part: name, up: true } },
            }),
          ),
        );
      await setUp("a", "c", "e");
      const forEach = { items: "{{input.parts}}", concurrency: 1, tolerate: 1 };
      const each = {
        id: "each",
        toolId: part,
        forEach,
        arguments: { part: "{{item}}" },
        retry: { maxAttempts: 1 },
      };
      const steps = [each, { id: "all", transform: "{{= $steps.each.result.echo.part }}" }];
      const created = await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "w", steps } });
      expect([created.status, created.body.errors]).toEqual([201, undefined]);
      const workflow = `/api/v1/workflows/${created.body.id}`;
      const execute = `${workflow}/execute?wait=20`;
      const { body } = await call("POST", execute, { key: agent.key, body: { input: { parts: PARTS } } });
      expect([body.status, body.stepResults.each.items]).toEqual([
        "failed",
        { total: 5, settled: 5, failed: 2, kept: 0 },
      ]);
      expect(await itemsOf(body.id)).toEqual([0, 1, 2, 3]);
      return { agent, runs: [], workflow, steps, setUp, runId: body.id as string };
    }

    /** The items that the provider was called for, in this order. */
    async function itemsOf(runId: string): Promise<number[]> {
      return (await callsOf(runId)).map(({ idempotencyKey }) => Number(idempotencyKey.split(":").at(-1)));
    }

    test("only items that did not succeed are called; results keep their order, and what was kept is told", async () => {
      const flow = await parted();
      await flow.setUp("b");
      const second = (await rerun(flow, flow.runId, { from: "failed" })).body;
      expect([second.status, second.stepResults.each.items.kept, second.stepResults.each.kept]).toEqual([
        "success",
        2,
        false,
      ]);
      expect(await itemsOf(second.id)).toEqual([1, 3, 4]);
      expect(second.stepResults.each.result.map((one: { echo: { part: string } } | null) => one?.echo.part)).toEqual([
        "a",
        "b",
        "c",
        undefined,
        "e",
      ]);
      expect(second.output).toEqual({ all: ["a", "b", "c", "e"] });
      const item = await call("GET", `/api/v1/workflow-runs/${second.id}/steps/each/result?item=2`, {
        key: flow.agent.key,
      });
      expect(item.body).toEqual({ echo: { part: "c" } });
    });

    test("a rerun that fails again keeps what either run has done", async () => {
      const flow = await parted();
      const second = (await rerun(flow, flow.runId, { from: "failed" })).body;
      expect([second.status, await itemsOf(second.id)]).toEqual(["failed", [1, 3]]);
      await flow.setUp("b", "d");
      const third = (await rerun(flow, second.id, { from: "failed" })).body;
      expect([third.status, third.rerunOf, third.output]).toEqual(["success", second.id, { all: PARTS }]);
      expect(await itemsOf(third.id)).toEqual([1, 3, 4]);
    });

    test("named, or with items that would do something else, all of it is called again", async () => {
      const flow = await parted();
      await flow.setUp("b", "d");
      const named = (await rerun(flow, flow.runId, { from: { steps: ["each"] } })).body;
      expect([named.status, await itemsOf(named.id)]).toEqual(["success", [0, 1, 2, 3, 4]]);
      const input = { parts: PARTS.toReversed() };
      const turned = (await rerun(flow, flow.runId, { from: "failed", input })).body;
      expect([turned.output, await itemsOf(turned.id)]).toEqual([{ all: PARTS.toReversed() }, [0, 1, 2, 3, 4]]);
      const [each, all] = flow.steps;
      const other = { name: "w", steps: [{ ...each, arguments: { part: "{{item}}", more: 1 } }, all] };
      expect((await call("PUT", flow.workflow, { key: flow.agent.key, body: other })).status).toBe(200);
      const changed = (await rerun(flow, flow.runId, { from: "failed", version: 2 })).body;
      expect([changed.status, await itemsOf(changed.id)]).toEqual(["success", [0, 1, 2, 3, 4]]);
    });

    test("in a version that tolerates more, which is another end of the step, items are kept", async () => {
      const flow = await parted();
      const [each, all] = flow.steps;
      const forEach = { items: "{{input.parts}}", concurrency: 1, tolerate: 2 };
      const lenient = { name: "w", steps: [{ ...each, forEach }, all] };
      expect((await call("PUT", flow.workflow, { key: flow.agent.key, body: lenient })).status).toBe(200);
      const { body } = await rerun(flow, flow.runId, { from: "failed", version: 2 });
      expect([body.status, body.output, await itemsOf(body.id)]).toEqual([
        "success",
        { all: ["a", "c", "e"] },
        [1, 3, 4],
      ]);
    });
  });

  test("of a run that goes on: whole, but not in part; of a step that is not there: 422", async () => {
    const agent = await newAgent();
    const steps = [{ id: "ask", wait: { signal: "go" } }];
    const { id } = (await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "w", steps } })).body;
    const { runId } = (await call("POST", `/api/v1/workflows/${id}/execute`, { key: agent.key, body: {} })).body;
    const early = await rerun({ agent, runs: [] }, runId, { from: "failed" });
    expect([early.status, early.body.code]).toEqual([409, "run_unsettled"]);
    const whole = await call("POST", `/api/v1/workflow-runs/${runId}/rerun`, { key: agent.key });
    expect(whole.status).toBe(202);
    await call("POST", `/api/v1/workflow-runs/${runId}/cancel`, { key: agent.key });
    const nowhere = await rerun({ agent, runs: [] }, runId, { from: { steps: ["nowhere"] } });
    expect([nowhere.status, nowhere.body.code]).toEqual([422, "rerun_impossible"]);
  });
});

describe("POST /api/v1/workflow-runs/bulk", () => {
  async function waiting(agent: TestAgent, count: number) {
    const steps = [{ id: "ask", wait: { signal: "go" } }];
    const { id } = (await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "w", steps } })).body;
    const ids: string[] = [];
    for (let n = 0; n < count; n++) {
      ids.push((await call("POST", `/api/v1/workflows/${id}/execute`, { key: agent.key, body: {} })).body.runId);
    }
    return { id, ids };
  }
  const bulk = ({ key }: TestAgent, body: unknown) => call("POST", "/api/v1/workflow-runs/bulk", { key, body });

  test("cancels those that are named, each with its own outcome", async () => {
    const agent = await newAgent();
    const stranger = await newAgent();
    const { ids } = await waiting(agent, 2);
    const foreign = await bulk(stranger, { action: "cancel", runIds: ids });
    expect(foreign.body.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([false, false]);
    const { status, body } = await bulk(agent, { action: "cancel", runIds: [ids[0], "run_missing00000", ids[1]] });
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { ok: true, runId: ids[0], run: { status: "cancelled" } },
      { ok: false, problem: { status: 404, code: "not_found" } },
      { ok: true, runId: ids[1], run: { status: "cancelled" } },
    ]);
  });

  test("by a filter: cancels what has not settled, reruns what fits", async () => {
    const agent = await newAgent();
    const { id, ids } = await waiting(agent, 3);
    await vi.waitFor(async () => {
      const { body } = await call("GET", `/api/v1/workflow-runs?status=running`, { key: agent.key });
      expect(body.data).toHaveLength(3);
    }, PATIENCE);
    const cancelled = await bulk(agent, { action: "cancel", filter: { workflowId: id } });
    expect(cancelled.body.results.map(({ runId }: { runId: string }) => runId).toSorted()).toEqual(ids.toSorted());
    await vi.waitFor(async () => {
      const { body } = await call("GET", `/api/v1/workflow-runs?status=cancelled`, { key: agent.key });
      expect(body.data).toHaveLength(3);
    }, PATIENCE);
    const again = await bulk(agent, { action: "rerun", rerunFrom: "failed", filter: { status: "cancelled" } });
    expect(
      again.body.results.map(({ ok, run: { status } }: { ok: boolean; run: { status: string } }) => [ok, status]),
    ).toEqual(ids.map(() => [true, "running"]));
  });

  test("422 for neither ids nor a filter, for both, and for more than 100", async () => {
    const agent = await newAgent();
    const many = Array.from({ length: 101 }, (_, n) => `run_${n}`);
    for (const body of [{}, { runIds: ["run_a"], filter: {} }, { runIds: many }, { runIds: [] }]) {
      expect((await bulk(agent, { action: "cancel", ...body })).status).toBe(422);
    }
  });
});
