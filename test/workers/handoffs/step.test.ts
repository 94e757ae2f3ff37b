// A handoff as a step of a workflow: the run waits for its answer, and goes on with it.

import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { changeHandoff } from "../../../api/handoffs/change-handoff.ts";
import { HandoffKeeper } from "../../../api/handoffs/handoff-keeper.ts";
import { shardOf } from "../../../api/runtime/shards.ts";
import { servicesFor } from "../../../api/services.ts";
import { call, newAgent, type TestAgent } from "../api/hub.ts";
import { letIn } from "../let-in.ts";
import { act, inbox, newTagged, read, send } from "./agents.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };
const HOUR_MS = 3_600_000;

/** The path of a run of these steps. */
async function started({ key }: TestAgent, steps: unknown[], input: unknown = {}, extra: Record<string, unknown> = {}) {
  const answer = await call("POST", "/api/v1/workflows", { key, body: { name: "w", steps, ...extra } });
  expect([answer.status, answer.body.errors, answer.body.warnings ?? []]).toEqual([201, undefined, []]);
  const { body } = await call("POST", `/api/v1/workflows/${answer.body.id}/execute`, { key, body: { input } });
  return `/api/v1/workflow-runs/${body.runId}`;
}

/** What is in its inbox, once so much is; the oldest first. */
async function asked(agent: TestAgent, count = 1): Promise<string[]> {
  await vi.waitFor(async () => expect(await inbox(agent, "status=pending")).toHaveLength(count), PATIENCE);
  return (await inbox(agent, "status=pending")).toReversed();
}

async function take(agent: TestAgent, action: "complete" | "fail", body: unknown): Promise<void> {
  const [id = ""] = await asked(agent);
  await act(agent, id, "accept");
  expect((await act(agent, id, action, body)).status).toBe(200);
}

async function settled({ key }: TestAgent, run: string) {
  await vi.waitFor(
    async () => expect((await call("GET", run, { key })).body.status).not.toMatch(/pending|running/),
    PATIENCE,
  );
  return (await call("GET", run, { key })).body;
}

test("the receiver gets what the templates give; its result feeds the steps after it", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const context = { task: "Score {{input.what}}", list: "{{input.list}}" };
  const resultSchema = { type: "object", properties: { score: { type: "number" } }, required: ["score"] };
  const run = await started(
    a,
    [
      { id: "ask", handoff: { toAgentId: "{{input.who}}", context, resultSchema, mode: "transfer" } },
      { id: "then", transform: { twice: "{{= $steps.ask.result.score * 2 }}" } },
    ],
    { who: b.id, what: "this", list: [1, 2] },
  );
  const [id = ""] = await asked(b);
  expect(await read(b, id)).toMatchObject({
    fromAgentId: a.id,
    mode: "transfer",
    context: { task: "Score this", list: [1, 2] },
    workflowRunId: run.split("/").at(-1),
  });
  expect((await call("GET", run, { key: a.key })).body.stepResults.ask.status).toMatch(/running|waiting/);
  await act(b, id, "accept");
  expect((await act(b, id, "complete", { result: {} })).body.code).toBe("invalid_result");
  await act(b, id, "complete", { result: { score: 21 } });
  expect(await settled(a, run)).toMatchObject({ status: "success", output: { then: { twice: 42 } } });
  const { body } = await call("GET", `/api/v1/handoffs?box=outbox&workflowRunId=${run.split("/").at(-1)}`, {
    key: a.key,
  });
  expect(body.data).toMatchObject([{ id, status: "completed" }]);
});

describe("what does not end well", () => {
  test.each([
    ["rejected", "handoff_rejected", async (b: TestAgent, id: string) => act(b, id, "reject", { message: "not me" })],
    [
      "given up",
      "unreadable",
      async (b: TestAgent, id: string) => (
        await act(b, id, "accept"),
        act(b, id, "fail", { code: "unreadable", message: "?" })
      ),
    ],
    [
      "expired",
      "handoff_expired",
      async (_: TestAgent, id: string) => env.HANDOFF_KEEPER.getByName(id).follow(Date.now() + HOUR_MS),
    ],
  ])("%s: the step fails with %s, as its onError says", async (_, code, end) => {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    const handoff = { toAgentId: b.id, timeoutMs: HOUR_MS, context: { task: "x" } };
    const run = await started(a, [
      { id: "plain", handoff, onError: "continue" },
      { id: "back", handoff, onError: { fallback: { n: 7 } } },
      { id: "after", transform: { why: "{{steps.plain.error.code}}", n: "{{steps.back.result.n}}" } },
    ]);
    for (const id of await asked(b, 2)) await end(b, id);
    expect(await settled(a, run)).toMatchObject({ status: "success", output: { after: { why: code, n: 7 } } });
  });

  test("without an onError the run fails, and says who did not do it and why", async () => {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    const run = await started(a, [{ id: "ask", handoff: { toAgentId: b.id } }]);
    await take(b, "fail", { message: "The moon is full." });
    const { status, error } = await settled(a, run);
    expect([status, error.code, error.stepId]).toEqual(["failed", "handoff_failed", "ask"]);
    expect(error.message).toContain("The moon is full.");
  });

  test("with a retry it is asked again, as a handoff of its own", async () => {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    const retry = { maxAttempts: 2, initialDelayMs: 0 };
    const run = await started(a, [{ id: "ask", handoff: { toAgentId: b.id }, retry }]);
    const [first = ""] = await asked(b);
    await act(b, first, "reject");
    await vi.waitFor(async () => expect(await inbox(b, "status=pending")).toHaveLength(1), PATIENCE);
    await take(b, "complete", { result: 2 });
    expect(await settled(a, run)).toMatchObject({ status: "success", output: { ask: 2 } });
  });

  test("the step's own timeoutMs ends it, and takes the handoff back", async () => {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    const run = await started(a, [{ id: "ask", handoff: { toAgentId: b.id }, timeoutMs: 1_500 }]);
    const [id = ""] = await asked(b);
    expect(await settled(a, run)).toMatchObject({ status: "failed", error: { code: "timeout" } });
    await vi.waitFor(async () => expect((await read(a, id)).status).toBe("cancelled"), PATIENCE);
  });

  test.each([
    [{ toAgentId: "{{input.nobody}}" }, "invalid_handoff", /agent of this id/],
    [{ toAgentId: "{{input.self}}" }, "handoff_loop", /circle/],
    [{ tag: "t", context: { artifacts: "{{input.nobody}}" } }, "invalid_handoff", /artifacts/],
    [
      { tag: "t", context: { n: "{{input.nobody}}" }, inputSchema: { properties: { n: { type: "number" } } } },
      "invalid_context",
      /number/,
    ],
  ])("%j asks nobody and fails with %s", async (handoff, code, says) => {
    const a = await newAgent("A");
    const run = await started(a, [{ id: "ask", handoff }], { nobody: "agent_nobody", self: a.id });
    const { status, error } = await settled(a, run);
    expect([status, error.code]).toEqual(["failed", code]);
    expect(error.message).toMatch(says);
    expect(await inbox(a, "box=outbox")).toEqual([]);
  });
});

test("a cancelled run cancels its handoffs, transferred and accepted ones too", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const run = await started(a, [
    { id: "one", handoff: { toAgentId: b.id } },
    { id: "two", handoff: { toAgentId: b.id, mode: "transfer" } },
  ]);
  const [first = "", second = ""] = await asked(b, 2);
  for (const id of [first, second]) if ((await read(b, id)).mode === "transfer") await act(b, id, "accept");
  expect((await call("POST", `${run}/cancel`, { key: a.key })).body.status).toBe("cancelled");
  for (const id of [first, second]) {
    await vi.waitFor(async () => expect((await read(a, id)).status).toBe("cancelled"), PATIENCE);
    expect((await act(b, id, "complete")).status).toBe(409);
  }
});

test("what is answered while the run is paused counts once it goes on", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const run = await started(a, [
    { id: "ask", handoff: { toAgentId: b.id } },
    { id: "then", transform: "{{steps.ask.result}}" },
  ]);
  await asked(b);
  expect((await call("POST", `${run}/pause`, { key: a.key })).body.paused).toBe(true);
  await take(b, "complete", { result: "done" });
  expect((await call("GET", run, { key: a.key })).body.status).toBe("running");
  await call("POST", `${run}/resume`, { key: a.key });
  expect(await settled(a, run)).toMatchObject({ status: "success", output: { then: "done" } });
});

test("forEach hands over each item, to whoever has the tag; results come in order, and one may fail", async () => {
  const tag = `t-${crypto.randomUUID()}`;
  const [a, b, c] = [await newAgent("A"), await newTagged("B", tag), await newTagged("C", tag)];
  const items = Array.from({ length: 12 }, (_, n) => n);
  const run = await started(
    a,
    [{ id: "each", handoff: { tag, context: { n: "{{item}}" } }, forEach: { items: "{{input.items}}", tolerate: 1 } }],
    { items },
  );
  const ids = await asked(b, items.length);
  await Promise.all(
    ids.map(async (id, place) => {
      const agent = place % 2 === 0 ? b : c;
      const { n } = (await act(agent, id, "accept")).body.context;
      if (n === 5) await act(agent, id, "fail");
      else await act(agent, id, "complete", { result: { n, by: agent.id } });
    }),
  );
  const { status, output } = await settled(a, run);
  expect(status).toBe("success");
  expect(output.each.map((result: { n: number } | null) => result?.n ?? null)).toEqual(
    items.map((n) => (n === 5 ? null : n)),
  );
});

test("a chain goes on through a run: the work of a handoff cannot come back to who sent it", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const parent = await send(a, { toAgentId: b.id });
  await act(b, parent, "accept");
  const handoff = { toAgentId: "{{input.to}}", parentHandoffId: "{{input.parent}}" };
  const run = await started(b, [{ id: "on", handoff }], { to: a.id, parent });
  const { error } = await settled(b, run);
  expect(error.code).toBe("handoff_loop");
  expect(error.message).toContain(`${a.id} -> ${b.id} -> ${a.id}`);
});

test("an attempt that is made again after a crash finds the handoff that it sent, and sends no other", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const run = await started(a, [{ id: "ask", handoff: { toAgentId: b.id } }]);
  const ref = { runId: run.split("/").at(-1) ?? "", agentId: a.id };
  const shard = shardOf(env, ref);
  const [id = ""] = await asked(b);
  await vi.waitFor(
    async () => expect((await shard.read(ref.runId))?.stepResults["ask"]?.status).toBe("waiting"),
    PATIENCE,
  );
  // The journal as it is where the hub died after the handoff was sent and before that was on record.
  const stub = shard as unknown as DurableObjectStub;
  await runInDurableObject(stub, (_, { storage }) => {
    const forgotten = storage.sql.exec(
      "DELETE FROM events WHERE run_id = ? AND body LIKE '%attempt_handed_over%'",
      ref.runId,
    );
    expect(forgotten.rowsWritten).toBeGreaterThan(0);
  });
  await evictDurableObject(stub);
  expect((await shard.read(ref.runId))?.stepResults["ask"]?.status).toBe("running");
  expect(await shard.tell(ref.runId, { type: "resume_requested" })).toBe(true);
  await vi.waitFor(
    async () => expect((await shard.read(ref.runId))?.stepResults["ask"]?.status).toBe("waiting"),
    PATIENCE,
  );
  const { results } = await env.DB.prepare("SELECT id, version FROM handoffs WHERE from_agent_id = ?").bind(a.id).all();
  expect(results).toEqual([{ id, version: 1 }]);
  await take(b, "complete", { result: 1 });
  expect(await settled(a, run)).toMatchObject({ status: "success", output: { ask: 1 } });
});

describe("a run gets its answer", () => {
  /** A handoff that `b` has accepted and of which all is told, and the run that waits for it. */
  async function accepted() {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    const run = await started(a, [{ id: "ask", handoff: { toAgentId: b.id } }]);
    const [id = ""] = await asked(b);
    await act(b, id, "accept");
    const keeper = env.HANDOFF_KEEPER.getByName(id);
    await keeper.follow();
    const complete = () =>
      changeHandoff(servicesFor(env), { agentId: b.id, keyId: null }, id, { action: "complete", result: 7 });
    return { a, b, id, run, keeper, complete };
  }

  test("though the handoff is completed while its keeper reads what it has to tell", async () => {
    const { a, run, keeper, complete } = await accepted();
    await runInDurableObject(keeper, (_, state) =>
      new HandoffKeeper(state, { ...env, DB: letIn(env.DB, /"handoff_events"/, complete) }).follow(),
    );
    await keeper.follow(Date.now() + HOUR_MS);
    expect(await settled(a, run)).toMatchObject({ status: "success", output: { ask: 7 } });
  });

  test("though its sender deletes the handoff as soon as it is completed", async () => {
    const { a, id, run, complete } = await accepted();
    await complete();
    expect((await act(a, id, "delete")).status).toBe(204);
    expect(await settled(a, run)).toMatchObject({ status: "success", output: { ask: 7 } });
  });
});
