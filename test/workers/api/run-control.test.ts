// What is done to a run from outside while it goes on: signals, pause, resume; and runs that runs start.

import { expect, inject, test, vi } from "vitest";
import { call, newAgent, newTool, type TestAgent } from "./hub.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };
const form = { type: "object", properties: { approved: { type: "boolean" } }, required: ["approved"] };

/** A run of these steps that goes on. */
async function started(agent: TestAgent, steps: unknown[], extra: Record<string, unknown> = {}) {
  const id = await defined(agent, steps, extra);
  const { body } = await call("POST", `/api/v1/workflows/${id}/execute`, { key: agent.key, body: { input: {} } });
  return `/api/v1/workflow-runs/${body.runId}`;
}

async function defined(agent: TestAgent, steps: unknown[], extra: Record<string, unknown> = {}): Promise<string> {
  const answer = await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "w", steps, ...extra } });
  expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
  return answer.body.id;
}

async function settled({ key }: TestAgent, run: string) {
  await vi.waitFor(
    async () => expect((await call("GET", run, { key })).body.status).not.toMatch(/pending|running/),
    PATIENCE,
  );
  return (await call("GET", run, { key })).body;
}

test("an approval: a form that does not fit is refused, one that does ends the wait, whoever sends it twice sends it once", async () => {
  const agent = await newAgent();
  const run = await started(agent, [
    { id: "ask", wait: { signal: "approved", schema: form } },
    { id: "again", wait: { signal: "approved" }, dependsOn: ["ask"] },
    { id: "answer", transform: "{{steps.ask.result.approved}}", dependsOn: ["again"] },
  ]);
  const send = (payload: unknown, key: string) =>
    call("POST", `${run}/signals/approved`, { key: agent.key, body: { payload }, headers: { "Idempotency-Key": key } });
  const unfit = await send({ approved: "yes" }, "one");
  expect([unfit.status, unfit.body.code]).toEqual([422, "invalid_signal"]);
  expect(unfit.body.errors[0].pointer).toContain("/approved");
  expect((await send({ approved: true }, "two")).status).toBe(200);
  expect((await send({ approved: true }, "two")).status).toBe(200);
  await vi.waitFor(
    async () => expect((await call("GET", run, { key: agent.key })).body.stepResults.again.status).toBe("waiting"),
    PATIENCE,
  );
  expect((await send({ approved: false }, "three")).status).toBe(200);
  const ended = await settled(agent, run);
  expect([ended.status, ended.output]).toEqual(["success", { answer: true }]);
  const late = await send({ approved: true }, "four");
  expect([late.status, late.body.code]).toEqual([409, "run_settled"]);
});

test("a signal before its wait is kept; another agent's run takes none", async () => {
  const agent = await newAgent();
  const stranger = await newAgent();
  const run = await started(agent, [
    { id: "pause", wait: { ms: 1_000 } },
    { id: "go", wait: { signal: "go" }, dependsOn: ["pause"] },
  ]);
  expect((await call("POST", `${run}/signals/go`, { key: stranger.key, body: {} })).status).toBe(404);
  expect((await call("POST", `${run}/signals/go`, { key: agent.key, body: { payload: 5 } })).status).toBe(200);
  expect((await settled(agent, run)).output).toEqual({ go: 5 });
});

test("a signal that no step waits for is refused with the name that was meant, and changes nothing", async () => {
  const agent = await newAgent();
  const inner = { name: "inner", steps: [{ id: "ask", wait: { signal: "approved" } }] };
  const { body } = await call("POST", "/api/v1/workflows", { key: agent.key, body: inner });
  const outer = await started(agent, [{ id: "in", workflowId: body.id }]);
  const asked = await started(agent, [{ id: "ask", wait: { signal: "approved" } }]);
  const refusalOf = async (run: string, name: string) => {
    const answer = await call("POST", `${run}/signals/${name}`, { key: agent.key, body: {} });
    return [answer.status, answer.body.code, answer.body.detail];
  };
  const kept = (text: string): unknown => expect.stringContaining(text);
  expect(await refusalOf(asked, "aproved")).toEqual([422, "unknown_signal", kept('Did you mean "approved"?')]);
  expect(await refusalOf(asked, "go")).toEqual([422, "unknown_signal", kept('It waits for "approved".')]);
  expect(await refusalOf(outer, "approved")).toEqual([422, "unknown_signal", kept("?parentRunId=")]);
  expect((await call("POST", `${asked}/signals/approved`, { key: agent.key, body: { payload: 1 } })).status).toBe(200);
  await settled(agent, asked);
  expect((await refusalOf(asked, "go")).slice(0, 2)).toEqual([409, "run_settled"]);
});

test("a paused run says so, begins nothing, and goes on when it is resumed", async () => {
  const agent = await newAgent();
  const run = await started(agent, [
    { id: "go", wait: { signal: "go" } },
    { id: "after", transform: 1, dependsOn: ["go"] },
  ]);
  const paused = await call("POST", `${run}/pause`, { key: agent.key });
  expect([paused.status, paused.body.paused]).toEqual([200, true]);
  await call("POST", `${run}/signals/go`, { key: agent.key, body: {} });
  const { body } = await call("GET", run, { key: agent.key });
  expect([body.stepResults.go.status, body.stepResults.after.status]).toEqual(["success", "pending"]);
  expect((await call("POST", `${run}/resume`, { key: agent.key })).body.paused).toBe(false);
  expect(await settled(agent, run)).toMatchObject({ status: "success", output: { after: 1 } });
});

test("a sub-workflow runs the version that was current when its workflow was stored, and its output is the result", async () => {
  const agent = await newAgent();
  const tool = await newTool(agent);
  const inputSchema = { type: "object", properties: { n: { type: "integer" } }, required: ["n"] };
  const inner = await defined(
    agent,
    [{ id: "call", tool: `${agent.id}/${tool.name}`, arguments: { n: "{{input.n}}" } }],
    { inputSchema, output: { doubled: "{{= $steps.call.result.echo.n * 2 }}" } },
  );
  const run = await started(agent, [
    { id: "each", workflowId: inner, forEach: { items: [1, 2, 3] }, arguments: { n: "{{item}}" } },
    { id: "sum", transform: "{{= $sum($steps.each.result.doubled) }}" },
  ]);
  const ended = await settled(agent, run);
  expect([ended.error, ended.output]).toEqual([null, { sum: 12 }]);
  expect(ended.stepResults.each.items).toEqual({ total: 3, settled: 3, failed: 0, kept: 0 });

  const unfit = await started(agent, [{ id: "one", workflowId: inner, arguments: { n: "{{= 'x' }}" } }]);
  expect((await settled(agent, unfit)).error).toMatchObject({ code: "invalid_arguments", stepId: "one" });

  // More than a row of the journal holds: 900,000 characters, 1.8 MB as they are kept.
  const wide = await started(agent, [{ id: "one", workflowId: inner, arguments: { n: 1, wide: "ß".repeat(900_000) } }]);
  expect((await settled(agent, wide)).output).toEqual({ one: { doubled: 2 } });
});

test("a cancelled run gives up the calls that are in flight, and their providers see it", async () => {
  const agent = await newAgent();
  const name = crypto.randomUUID();
  const { id } = await newTool(agent, `/stream?name=${name}&format=lines&every=50`);
  const provider = inject("providerUrl");
  const written = async () => (await fetch(`${provider}/_streams/${name}`)).json();
  const run = await started(agent, [{ id: "one", toolId: id, timeoutMs: 300_000 }]);
  await vi.waitFor(async () => expect(await written()).toMatchObject({ givenUp: false }), PATIENCE);
  expect((await call("POST", `${run}/cancel`, { key: agent.key })).body.status).toBe("cancelled");
  await vi.waitFor(async () => expect(await written()).toMatchObject({ givenUp: true }), PATIENCE);
});

test("a cancelled run cancels the runs that it started", async () => {
  const agent = await newAgent();
  const inner = await defined(agent, [{ id: "go", wait: { signal: "never" } }]);
  const run = await started(agent, [{ id: "one", workflowId: inner }]);
  await vi.waitFor(
    async () => expect((await call("GET", run, { key: agent.key })).body.stepResults.one.status).toBe("waiting"),
    PATIENCE,
  );
  expect((await call("POST", `${run}/cancel`, { key: agent.key })).body.status).toBe("cancelled");
  await vi.waitFor(async () => {
    const { body } = await call("GET", `/api/v1/workflows/${inner}/runs`, { key: agent.key });
    expect(body.data.map(({ status }: { status: string }) => status)).toEqual(["cancelled"]);
  }, PATIENCE);
});

test("an attempt that timed out cancels the run that it started, long before the next attempt begins", async () => {
  const agent = await newAgent();
  const inner = await defined(agent, [{ id: "go", wait: { signal: "never" } }]);
  const retry = { maxAttempts: 2, initialDelayMs: 300_000, maxDelayMs: 300_000, jitter: false };
  const run = await started(agent, [{ id: "one", workflowId: inner, timeoutMs: 1_000, retry }]);
  await vi.waitFor(async () => {
    const { body } = await call("GET", `/api/v1/workflows/${inner}/runs`, { key: agent.key });
    expect(body.data.map(({ status }: { status: string }) => status)).toEqual(["cancelled"]);
  }, PATIENCE);
  expect((await call("GET", run, { key: agent.key })).body.status).toBe("running");
  await call("POST", `${run}/cancel`, { key: agent.key });
});
