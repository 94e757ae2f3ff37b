// A provider that is gone, or slow, as its callers meet it.

import { afterEach, expect, test, vi } from "vitest";
import { MAX_AT_A_TIME } from "../../../api/relay/provider-guard.ts";
import { call, newAgent, newKey, newTool, newWorkflow, type TestAgent } from "../api/hub.ts";

afterEach(() => vi.useRealTimers());

const PATIENCE = { timeout: 40_000, interval: 100 };
const LIMITS = { rateLimit: { maxPerMinute: 10_000 } };

async function newCaller(agent?: TestAgent): Promise<string> {
  return newKey(agent ?? (await newAgent("caller")), { rateLimitPerMin: 10_000 });
}

async function invoke(key: string, toolId: string, args: unknown = {}, timeout = 30_000) {
  return (await call("POST", `/api/v1/mcp/invoke/${toolId}`, { key, body: { arguments: args, timeout } })).body;
}

async function invokeTimes(times: number, key: string, toolId: string) {
  for (let n = 0; n < times; n++) await invoke(key, toolId);
}

test("a provider that is gone is left alone, for every caller and every one of its tools there, and found again", async () => {
  const provider = await newAgent("B");
  const path = `/switch?name=${provider.id}`;
  const [tool, sibling] = [await newTool(provider, path, LIMITS), await newTool(provider, path, LIMITS)];
  const [key, other] = [await newCaller(), await newCaller()];
  await invokeTimes(10, key, tool.id);

  const refused = await invoke(other, sibling.id);
  expect(refused).toMatchObject({ status: "error", error: { code: "circuit_open", retryable: true } });
  const { circuit } = (await call("GET", `/api/v1/mcp/tools/${tool.id}`, { key })).body;
  expect(circuit).toMatchObject({ state: "open", errorCode: "provider_unavailable" });

  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(circuit.retryAt) });
  expect((await call("GET", `/api/v1/mcp/tools/${tool.id}`, { key })).body.circuit.state).toBe("half_open");
  expect(await invoke(other, sibling.id, { up: true })).toMatchObject({ status: "success" });
  expect(await invoke(key, tool.id)).toMatchObject({ status: "success" });
  expect((await call("GET", `/api/v1/mcp/tools/${tool.id}`, { key })).body.circuit).toMatchObject({ state: "closed" });
});

test("a circuit is its provider's own: another agent's tool at the same URL is still called", async () => {
  const path = "/status?code=503";
  const hostile = await newTool(await newAgent("hostile"), path, LIMITS);
  const honest = await newTool(await newAgent("honest"), path, LIMITS);
  const key = await newCaller();
  await invokeTimes(11, key, hostile.id);
  expect(await invoke(key, hostile.id)).toMatchObject({ error: { code: "circuit_open" } });
  expect(await invoke(key, honest.id)).toMatchObject({ error: { code: "provider_unavailable" } });
});

test("what a caller brings upon itself opens nothing: answers of 4xx and 500, and timeouts of its own choice", async () => {
  const provider = await newAgent("B");
  const key = await newCaller();
  for (const path of ["/status?code=500", "/status?code=404", "/garbage"]) {
    const tool = await newTool(provider, path, LIMITS);
    await invokeTimes(12, key, tool.id);
    expect(await invoke(key, tool.id)).not.toMatchObject({ error: { code: "circuit_open" } });
  }
  const slow = await newTool(provider, "/hang", LIMITS);
  await Promise.all(Array.from({ length: 12 }, () => invoke(key, slow.id, {}, 50)));
  expect(await invoke(key, slow.id, {}, 50)).toMatchObject({ status: "timeout", error: { code: "timeout" } });
});

test("a slow provider fills its own places: the call over them ends at once, and other providers are called as ever", async () => {
  const provider = await newAgent("B");
  const slow = await newTool(provider, "/hang", LIMITS);
  const quick = await newTool(provider, "/echo", LIMITS);
  const key = await newCaller();
  const filling = Array.from({ length: MAX_AT_A_TIME }, () => invoke(key, slow.id, {}, 5_000));
  await vi.waitFor(async () => {
    expect(await invoke(key, slow.id, {}, 100)).toMatchObject({ error: { code: "provider_busy", retryable: true } });
  }, PATIENCE);
  expect(await invoke(key, quick.id)).toMatchObject({ status: "success" });
  const statuses = (await Promise.all(filling)).map(({ error }) => error.code);
  expect(new Set(statuses)).toEqual(new Set(["timeout"]));
  expect(await invoke(key, slow.id, {}, 50)).toMatchObject({ error: { code: "timeout" } });
});

test("a run waits for a place at its provider, which is no attempt: among more of its own calls than there are places, and behind those of others", async () => {
  const agent = await newAgent("B");
  const tool = await newTool(agent, "/echo?ms=300", LIMITS);
  const once = { toolId: tool.id, arguments: {}, retry: { maxAttempts: 1 } };
  const wide = { ...once, forEach: { items: Array.from({ length: MAX_AT_A_TIME }, (_, n) => n), concurrency: 100 } };
  const steps = [
    { ...wide, id: "a" },
    { ...wide, id: "b" },
    { ...once, id: "alone" },
  ];
  const workflow = await newWorkflow(agent, tool.id, { steps, output: { done: true } });
  const key = await newCaller(agent);
  const others = Array.from({ length: MAX_AT_A_TIME }, () => invoke(key, tool.id));
  const { body: run } = await call("POST", `/api/v1/workflows/${workflow.id}/execute?wait=60`, {
    key: agent.key,
    body: {},
  });
  expect(run).toMatchObject({ status: "success", error: null });
  const { a, b, alone } = run.stepResults;
  expect([a.result.length, b.result.length, alone.attempts]).toEqual([MAX_AT_A_TIME, MAX_AT_A_TIME, 1]);
  // A call of their own ends at once where there is no place; none of a run took one from those that had it.
  const codes = (await Promise.all(others)).flatMap(({ error }) => error?.code ?? []);
  expect(codes.filter((code) => code !== "provider_busy")).toEqual([]);
});

test("a step's time begins once its call has a place", async () => {
  const agent = await newAgent("B");
  const tool = await newTool(agent, "/echo?ms=4000", LIMITS);
  const key = await newCaller(agent);
  const filling = Array.from({ length: MAX_AT_A_TIME }, () => invoke(key, tool.id));
  await vi.waitFor(async () => {
    expect(await invoke(key, tool.id, {}, 100)).toMatchObject({ error: { code: "provider_busy" } });
  }, PATIENCE);
  const step = { id: "only", toolId: tool.id, arguments: {}, timeoutMs: 7_000, retry: { maxAttempts: 1 } };
  const { id } = await newWorkflow(agent, tool.id, { steps: [step] });
  const { body: run } = await call("POST", `/api/v1/workflows/${id}/execute?wait=60`, { key: agent.key, body: {} });
  expect(run.stepResults.only).toMatchObject({ status: "success", attempts: 1, error: null });
  await Promise.all(filling);
});
