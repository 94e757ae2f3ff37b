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
      status: "success",
      paused: false,
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
          items: null,
          undone: [],
          startedAt: expect.any(String),
          completedAt: expect.any(String),
        },
      },
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

describe("GET /api/v1/workflows/:id/runs", () => {
  test("lists the workflow's runs newest first, by status, for its owner alone", async () => {
    const { agent, workflow, execute } = await setUp();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      ids.unshift((await call("POST", `${execute}?wait=10`, { key: agent.key })).body.id);
    }
    const runs = `/api/v1/workflows/${workflow.id}/runs`;
    await vi.waitFor(
      async () => {
        const { body } = await call("GET", `${runs}?status=success`, { key: agent.key });
        expect(body.data.map((run: { id: string }) => run.id)).toEqual(ids);
      },
      { timeout: 10_000, interval: 200 },
    );
    expect((await call("GET", `${runs}?status=failed`, { key: agent.key })).body.data).toEqual([]);
    expect((await call("GET", runs, { key: (await newAgent()).key })).status).toBe(404);
  });
});
