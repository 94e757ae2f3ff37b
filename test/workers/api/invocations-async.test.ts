// `async: true`: an invocation that its caller does not wait for.

import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, inject, test, vi } from "vitest";
import { call, newAgent, newTool } from "./hub.ts";
import type { TestAgent } from "./hub.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };

let caller: TestAgent;
let provider: TestAgent;

beforeAll(async () => {
  [caller, provider] = [await newAgent("A"), await newAgent("B")];
});

function start(toolId: string, args: unknown = {}, extra: Record<string, unknown> = {}, headers = {}) {
  const body = { arguments: args, async: true, ...extra };
  return call("POST", `/api/v1/mcp/invoke/${toolId}`, { key: caller.key, body, headers });
}

function read(invocationId: string, { key } = caller) {
  return call("GET", `/api/v1/mcp/invocations/${invocationId}`, { key });
}

async function settled(invocationId: string, agent = caller) {
  return vi.waitFor(async () => {
    const { status, body } = await read(invocationId, agent);
    expect(status).toBe(200);
    expect(body.completedAt).not.toBeNull();
    return body;
  }, PATIENCE);
}

/** The calls that the provider had under the invocation's key. */
async function callsOf(invocationId: string): Promise<{ invocationId: string }[]> {
  const log = await fetch(`${inject("providerUrl")}/_log?key=${invocationId}:call`);
  const { keys } = await log.json<{ keys: Record<string, { calls: { invocationId: string }[] }> }>();
  return keys[`${invocationId}:call`]?.calls ?? [];
}

test("202 at once; the invocation can be read from then on, and has its outcome in the end", async () => {
  const tool = await newTool(provider, "/mirror?ms=500");
  const { status, headers, body } = await start(tool.id, { n: 1 });
  expect([status, body]).toEqual([202, { invocationId: expect.stringMatching(/^inv_[\w-]{12}$/), status: "pending" }]);
  const { invocationId } = body;
  expect(headers.get("Location")).toBe(`/api/v1/mcp/invocations/${invocationId}`);
  expect(headers.get("RateLimit")).toMatch(/^"calls";r=59;t=\d+$/);

  const before = await read(invocationId);
  expect(before.status).toBe(200);
  expect(before.body).toMatchObject({
    status: expect.stringMatching(/pending|running/),
    completedAt: null,
    error: null,
  });

  expect(await settled(invocationId)).toEqual({
    id: invocationId,
    toolId: tool.id,
    callerAgentId: caller.id,
    providerAgentId: provider.id,
    status: "success",
    error: null,
    latencyMs: expect.any(Number),
    createdAt: before.body.createdAt,
    completedAt: expect.any(String),
    input: { n: 1 },
    output: { n: 1 },
  });
  expect(await callsOf(invocationId)).toMatchObject([{ invocationId }]);
});

test("the log shows it to its caller and its provider, once, and to nobody else", async () => {
  const tool = await newTool(provider, "/mirror");
  const { invocationId } = (await start(tool.id, { n: 1 })).body;
  await vi.waitFor(async () => {
    for (const [agent, role] of [
      [caller, "caller"],
      [provider, "provider"],
    ] as const) {
      const query = `toolId=${tool.id}&role=${role}`;
      const { body } = await call("GET", `/api/v1/mcp/invocations?${query}`, { key: agent.key });
      expect(body.data).toMatchObject([{ id: invocationId, status: "success" }]);
    }
  }, PATIENCE);
  expect(await settled(invocationId, provider)).toEqual(await settled(invocationId));
  expect((await read(invocationId, await newAgent("C"))).status).toBe(404);
});

test.each([
  ["/status?code=500", {}, "error", "provider_unavailable"],
  ["/close", {}, "error", "provider_unreachable"],
  ["/hang", { timeout: 500 }, "timeout", "timeout"],
])(
  "a provider at %s gives it the status that it gives a call that is waited for",
  async (path, extra, status, code) => {
    const tool = await newTool(provider, path);
    const { invocationId } = (await start(tool.id, {}, extra)).body;
    expect(await settled(invocationId)).toMatchObject({ status, error: { code }, output: null });
  },
);

test("arguments are passed on as they are, whatever they look like", async () => {
  const tool = await newTool(provider, "/mirror");
  const odd = { text: "{{input.arguments}} {{= 1 + 1 }} \\{{", nested: [{ "{{x}}": null }], n: 1e20 };
  const { invocationId } = (await start(tool.id, odd)).body;
  expect((await settled(invocationId)).output).toEqual(odd);
});

test("a result that does not fit is an error where the check is enforced, and as it is where it is not", async () => {
  const tool = await newTool(provider, "/mirror", { outputSchema: { properties: { n: { type: "integer" } } } });
  const enforced = await start(tool.id, { n: "x" }, { outputCheck: "enforce" });
  const warned = await start(tool.id, { n: "x" });
  expect(await settled(enforced.body.invocationId)).toMatchObject({
    status: "error",
    output: null,
    error: { code: "invalid_output", message: expect.stringContaining("result/n: ") },
  });
  expect(await settled(warned.body.invocationId)).toMatchObject({ status: "success", output: { n: "x" } });
});

describe("what is refused is refused at once, and never called", () => {
  test("422 for arguments that do not fit, 404 for a tool that there is not", async () => {
    const tool = await newTool(provider, "/mirror", { inputSchema: { type: "object", required: ["n"] } });
    const { status, body } = await start(tool.id, {});
    expect([status, body.code]).toEqual([422, "invalid_arguments"]);
    expect((await start("tool_doesNotExist")).status).toBe(404);
  });

  test("429 over the tool's limit, which calls of both kinds share", async () => {
    const tool = await newTool(provider, "/mirror", { rateLimit: { maxPerMinute: 2 } });
    const { invocationId } = (await start(tool.id)).body;
    const waited = await call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: caller.key, body: {} });
    expect(waited.status).toBe(200);
    const { status, headers, body } = await start(tool.id);
    expect([status, body.code]).toEqual([429, "rate_limited"]);
    expect(Number(headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(await settled(invocationId)).toMatchObject({ status: "success" });
  });

  test("413 for arguments that grow beyond what can be kept", async () => {
    const tool = await newTool(provider, "/mirror");
    const raw = `{"async":true,"arguments":{"n":[${"1e20,".repeat(80_000)}1]}}`;
    const answer = await call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: caller.key, raw });
    expect([answer.status, answer.body.code]).toEqual([413, "body_too_large"]);
  });
});

test("a repeat under the same Idempotency-Key is the same invocation", async () => {
  const tool = await newTool(provider, "/mirror");
  const key = { "Idempotency-Key": crypto.randomUUID() };
  const first = await start(tool.id, {}, {}, key);
  const again = await start(tool.id, {}, {}, key);
  expect([again.status, again.body]).toEqual([202, first.body]);
  expect(again.headers.get("Location")).toBe(first.headers.get("Location"));
  await settled(first.body.invocationId);
  expect(await callsOf(first.body.invocationId)).toHaveLength(1);
});

test("it is no run of a workflow: neither read, nor cancelled, nor listed as one", async () => {
  const tool = await newTool(provider, "/mirror?ms=300");
  const { invocationId } = (await start(tool.id)).body;
  const path = `/api/v1/workflow-runs/${invocationId}`;
  expect((await call("GET", path, { key: caller.key })).status).toBe(404);
  expect((await call("POST", `${path}/cancel`, { key: caller.key })).status).toBe(404);
  expect(await settled(invocationId)).toMatchObject({ status: "success" });
  const rows = await env.DB.prepare("SELECT id FROM workflow_runs WHERE id = ?").bind(invocationId).all();
  expect(rows.results).toEqual([]);
});

test("one that lasts is carried to its end", { timeout: 90_000 }, async () => {
  const tool = await newTool(provider, "/mirror?ms=4500");
  const { invocationId } = (await start(tool.id, { n: 1 })).body;
  await vi.waitFor(async () => expect((await env.RUN_WORKFLOW.get(invocationId)).id).toBe(invocationId), PATIENCE);
  expect(await settled(invocationId)).toMatchObject({ status: "success", output: { n: 1 } });
  expect(await callsOf(invocationId)).toHaveLength(1);
});

test(
  "one that was accepted is made even if the hub dies in the middle: again, under its key",
  { timeout: 90_000 },
  async () => {
    const tool = await newTool(provider, "/mirror?ms=2500");
    const { invocationId } = (await start(tool.id, { n: 1 })).body;
    await vi.waitFor(async () => expect(await callsOf(invocationId)).toHaveLength(1), PATIENCE);
    await abortAllDurableObjects();
    expect(await settled(invocationId)).toMatchObject({ status: "success", output: { n: 1 } });
    expect(await callsOf(invocationId)).toMatchObject([{ invocationId }, { invocationId }]);
  },
);
