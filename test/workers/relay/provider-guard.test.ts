// A provider that is gone, or slow, as its callers meet it.

import { afterEach, expect, test, vi } from "vitest";
import { MAX_AT_A_TIME } from "../../../api/relay/provider-guard.ts";
import { call, newAgent, newKey, newTool, type TestAgent } from "../api/hub.ts";

afterEach(() => vi.useRealTimers());

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
  });
  expect(await invoke(key, quick.id)).toMatchObject({ status: "success" });
  const statuses = (await Promise.all(filling)).map(({ error }) => error.code);
  expect(new Set(statuses)).toEqual(new Set(["timeout"]));
  expect(await invoke(key, slow.id, {}, 50)).toMatchObject({ error: { code: "timeout" } });
});
