import { describe, expect, test, vi } from "vitest";
import { call, newAgent, newKey, newTool, newWorkflow } from "./hub.ts";

const inputSchema = { type: "object", properties: { topic: { type: "string" } }, required: ["topic"] };

async function setUp(path = "/echo", extra: Record<string, unknown> = {}) {
  const agent = await newAgent();
  const tool = await newTool(agent, path);
  const workflow = await newWorkflow(agent, tool.id, extra);
  return { agent, tool, workflow, execute: `/api/v1/workflows/${workflow.id}/execute` };
}

describe("POST /api/v1/workflows/:id/execute", () => {
  test("202 with the run's id; the run is there to be read", async () => {
    const { agent, execute } = await setUp();
    const { status, headers, body } = await call("POST", execute, { key: agent.key, body: { input: {} } });
    expect(status).toBe(202);
    expect(body).toEqual({ runId: expect.stringMatching(/^run_/), status: expect.any(String) });
    expect(headers.get("Location")).toBe(`/api/v1/workflow-runs/${body.runId}`);
    expect(headers.get("RateLimit")).toMatch(/^"calls";r=99;/);
    expect((await call("GET", `/api/v1/workflow-runs/${body.runId}`, { key: agent.key })).body.id).toBe(body.runId);
  });

  test("?wait: 200 with the settled run in the issue's shape", async () => {
    const { agent, workflow, execute } = await setUp();
    const { status, body } = await call("POST", `${execute}?wait=10`, { key: agent.key, body: { input: { x: 1 } } });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^run_/),
      workflowId: workflow.id,
      workflowVersion: 1,
      rerunOf: null,
      parentRunId: null,
      status: "success",
      paused: false,
      queuePosition: null,
      trigger: null,
      input: { x: 1 },
      output: { only: { echo: { a: 1 } } },
      error: null,
      currentStep: null,
      stepResults: {
        only: {
          status: "success",
          result: { echo: { a: 1 } },
          error: null,
          attempts: 1,
          kept: false,
          items: null,
          undone: [],
          startedAt: expect.any(String),
          completedAt: expect.any(String),
        },
      },
      largeValues: [],
      createdAt: expect.any(String),
      startedAt: expect.any(String),
      completedAt: expect.any(String),
    });
  });

  test("?wait: 202 where the run does not settle in time; cancelling it settles it", async () => {
    const { agent, execute } = await setUp("/hang");
    const { status, body } = await call("POST", `${execute}?wait=0.2`, { key: agent.key });
    expect(status).toBe(202);
    const run = `/api/v1/workflow-runs/${body.runId}`;
    const cancelled = await call("POST", `${run}/cancel`, { key: agent.key });
    expect([cancelled.status, cancelled.body.status]).toEqual([200, "cancelled"]);
    expect((await call("GET", run, { key: agent.key })).body.status).toBe("cancelled");
  });

  test("an empty body is an empty input", async () => {
    const { agent, execute } = await setUp();
    const { status, body } = await call("POST", `${execute}?wait=10`, { key: agent.key });
    expect([status, body.input]).toEqual([200, {}]);
  });

  test("422 for an input that does not fit; no run is started", async () => {
    const { agent, workflow, execute } = await setUp("/echo", { inputSchema });
    for (const body of [{ input: { topic: 1 } }, { input: {} }, {}]) {
      const answer = await call("POST", execute, { key: agent.key, body });
      expect([answer.status, answer.body.code]).toEqual([422, "invalid_input"]);
      expect(answer.body.errors[0].pointer).toMatch(/^\/input/);
    }
    const runs = await call("GET", `/api/v1/workflows/${workflow.id}/runs`, { key: agent.key });
    expect(runs.body).toEqual({ data: [], nextCursor: null });
  });

  test.each(["wait=61", "wait=-1", "wait=soon", "wait=1&wait=2"])("400 for ?%s", async (query) => {
    const { agent, execute } = await setUp();
    const { status, body } = await call("POST", `${execute}?${query}`, { key: agent.key, body: {} });
    expect([status, body.code]).toEqual([400, "invalid_parameter"]);
  });

  test("429 once the key's limit is met", async () => {
    const { agent, execute } = await setUp();
    const key = await newKey(agent, { scopes: ["workflows:execute"], rateLimitPerMin: 1 });
    expect((await call("POST", execute, { key, body: {} })).status).toBe(202);
    const { status, headers } = await call("POST", execute, { key, body: {} });
    expect(status).toBe(429);
    expect(Number(headers.get("Retry-After"))).toBeGreaterThan(0);
  });
});

describe("lists of runs", () => {
  const idsIn = async (key: string, path: string): Promise<string[]> => {
    const { status, body } = await call("GET", path, { key });
    expect([status, body.errors]).toEqual([200, undefined]);
    return body.data.map(({ id }: { id: string }) => id);
  };
  const started = async (execute: string, key: string, count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let i = 0; i < count; i++) ids.unshift((await call("POST", `${execute}?wait=10`, { key })).body.id);
    return ids;
  };
  const PATIENCE = { timeout: 10_000, interval: 200 };

  test("a workflow's runs, newest first, by status and version, for its owner alone", async () => {
    const { agent, workflow, execute } = await setUp();
    const ids = await started(execute, agent.key, 3);
    const runs = `/api/v1/workflows/${workflow.id}/runs`;
    await vi.waitFor(async () => expect(await idsIn(agent.key, `${runs}?status=success`)).toEqual(ids), PATIENCE);
    expect(await idsIn(agent.key, `${runs}?version=1&status=success`)).toEqual(ids);
    expect(await idsIn(agent.key, `${runs}?version=2`)).toEqual([]);
    expect(await idsIn(agent.key, `${runs}?status=failed`)).toEqual([]);
    expect((await call("GET", runs, { key: (await newAgent()).key })).status).toBe(404);
  });

  test("all of the agent's runs, by workflow, status and time, page by page; nobody else's", async () => {
    const { agent, workflow, execute } = await setUp();
    const other = await newWorkflow(agent, (await newTool(agent, "/status?code=400")).id);
    const mine = await started(execute, agent.key, 3);
    const [failed = ""] = await started(`/api/v1/workflows/${other.id}/execute`, agent.key, 1);
    const runs = "/api/v1/workflow-runs";
    await vi.waitFor(async () => expect(await idsIn(agent.key, runs)).toEqual([failed, ...mine]), PATIENCE);
    expect(await idsIn(agent.key, `${runs}?workflowId=${workflow.id}`)).toEqual(mine);
    expect(await idsIn(agent.key, `${runs}?status=failed`)).toEqual([failed]);
    expect(await idsIn(agent.key, `${runs}?workflowId=${workflow.id}&status=failed`)).toEqual([]);

    const [, second = ""] = mine;
    const { createdAt } = (await call("GET", `${runs}/${second}`, { key: agent.key })).body;
    const since = await idsIn(agent.key, `${runs}?from=${createdAt}`);
    const before = await idsIn(agent.key, `${runs}?to=${encodeURIComponent(createdAt.replace("Z", "+00:00"))}`);
    expect([since.includes(second), before.includes(second)]).toEqual([true, false]);
    expect([...since, ...before]).toEqual([failed, ...mine]);

    const pages: string[] = [];
    for (let cursor = ""; ;) {
      const { body } = await call("GET", `${runs}?limit=3${cursor}`, { key: agent.key });
      pages.push(...body.data.map(({ id }: { id: string }) => id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(pages).toEqual([failed, ...mine]);
    expect(await idsIn((await newAgent()).key, runs)).toEqual([]);
  });

  test("several statuses at once, page by page, in one order", async () => {
    const { agent, workflow, execute } = await setUp();
    const other = await newWorkflow(agent, (await newTool(agent, "/status?code=400")).id);
    const fails = `/api/v1/workflows/${other.id}/execute`;
    const wanted: string[] = [];
    for (const path of [execute, fails, execute, fails]) wanted.unshift(...(await started(path, agent.key, 1)));
    const path = "/api/v1/workflow-runs?status=failed,success&limit=3";
    await vi.waitFor(async () => expect(await idsIn(agent.key, `${path}0`)).toEqual(wanted), PATIENCE);
    const first = (await call("GET", path, { key: agent.key })).body;
    const rest = await idsIn(agent.key, `${path}&cursor=${first.nextCursor}`);
    expect([...first.data.map(({ id }: { id: string }) => id), ...rest]).toEqual(wanted);
    expect(await idsIn(agent.key, `/api/v1/workflows/${workflow.id}/runs?status=cancelled,failed`)).toEqual([]);
  });

  test("the runs that a run's steps started, those that do it again, and what started each", async () => {
    const agent = await newAgent();
    const of = async (steps: unknown[]): Promise<string> => {
      const { body } = await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "w", steps } });
      return body.id;
    };
    const inner = await of([{ id: "one", transform: 1 }]);
    const outer = await of([{ id: "run", workflowId: inner, forEach: { items: [1, 2] } }]);
    const [parent = ""] = await started(`/api/v1/workflows/${outer}/execute`, agent.key, 1);
    const again = await call("POST", `/api/v1/workflow-runs/${parent}/rerun?wait=10`, { key: agent.key, body: {} });
    const runs = "/api/v1/workflow-runs";
    const children = await vi.waitFor(async () => {
      const { body } = await call("GET", `${runs}?parentRunId=${parent}&status=success`, { key: agent.key });
      expect(body.data).toHaveLength(2);
      return body.data as { id: string; workflowId: string; parentRunId: string }[];
    }, PATIENCE);
    for (const child of children) {
      expect([child.workflowId, child.parentRunId]).toEqual([inner, parent]);
      expect((await call("GET", `${runs}/${child.id}`, { key: agent.key })).body.parentRunId).toBe(parent);
    }
    await vi.waitFor(
      async () => expect(await idsIn(agent.key, `${runs}?rerunOf=${parent}`)).toEqual([again.body.id]),
      PATIENCE,
    );
    const { body: plain } = await call("GET", `${runs}?rerunOf=${parent}`, { key: agent.key });
    expect(plain.data[0]).toMatchObject({ parentRunId: null, trigger: null, rerunOf: parent });
    const filter = { parentRunId: again.body.id };
    const theirs = `${runs}?parentRunId=${again.body.id}&status=success`;
    await vi.waitFor(async () => expect(await idsIn(agent.key, theirs)).toHaveLength(2), PATIENCE);
    const bulk = await call("POST", `${runs}/bulk`, { key: agent.key, body: { action: "rerun", filter } });
    expect(bulk.body.results).toHaveLength(2);
    expect(await idsIn((await newAgent()).key, `${runs}?parentRunId=${parent}`)).toEqual([]);
  });

  test("expand shows inputs and outputs beside the summaries, null where they are kept apart; pages are small then", async () => {
    const agent = await newAgent();
    const steps = [{ id: "one", transform: "{{input.n}}" }];
    const { body: workflow } = await call("POST", "/api/v1/workflows", {
      key: agent.key,
      body: { name: "w", steps, output: { n: "{{steps.one.result}}" } },
    });
    const execute = `/api/v1/workflows/${workflow.id}/execute?wait=10`;
    for (const n of [1, "x".repeat(70_000)]) await call("POST", execute, { key: agent.key, body: { input: { n } } });
    const path = `/api/v1/workflows/${workflow.id}/runs?status=success`;
    await vi.waitFor(async () => expect(await idsIn(agent.key, path)).toHaveLength(2), PATIENCE);
    const shown = async (expand: string) => (await call("GET", `${path}${expand}`, { key: agent.key })).body.data;
    expect(await shown("&expand=input,output")).toMatchObject([
      { input: null, output: { n: null } },
      { input: { n: 1 }, output: { n: 1 } },
    ]);
    const [, one] = await shown("&expand=output");
    expect([one.output, "input" in one]).toEqual([{ n: 1 }, false]);
    expect("output" in (await shown(""))[1]).toBe(false);
    const large = await call("GET", `${path}&expand=input&limit=21`, { key: agent.key });
    expect([large.status, large.body.errors[0].pointer]).toEqual([400, "/query/limit"]);
  });

  test.each([
    "status=failed,done",
    "expand=steps",
    "from=yesterday",
    "to=2030-01-01",
    "version=0",
    "status=done",
    "from=2030-01-02T00:00:00Z&to=2030-01-01T00:00:00Z",
  ])("400 for ?%s", async (query) => {
    const { key } = await newAgent();
    const { status, body } = await call("GET", `/api/v1/workflow-runs?${query}`, { key });
    expect([status, body.code]).toEqual([400, "invalid_parameter"]);
  });
});
