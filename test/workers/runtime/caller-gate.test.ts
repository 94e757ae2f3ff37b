import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect, test, vi } from "vitest";
import { newId } from "../../../api/platform/ids.ts";
import type { CallStart } from "../../../api/runtime/caller-gate.ts";
import { PROVIDER_AGENT, registerTool } from "./provider.ts";

const LOGGED = { timeout: 20_000, interval: 100 };

beforeAll(() => registerTool("tool_gated", "/mirror"));

test("64 callers at once: as many are admitted as the tool's limit says, and no more", async () => {
  const gate = env.CALLER_GATE.getByName(newId("agent"));
  const answers = await Promise.all(Array.from({ length: 64 }, () => gate.begin(call({ toolLimit: 10 }))));
  const refused = answers.filter((answer) => !answer.admitted);
  expect(refused).toHaveLength(54);
  for (const answer of refused) {
    expect(answer).toMatchObject({ scope: "tool", rate: { limit: 10, remaining: 0 } });
    expect(answer.retryAfterMs).toBeGreaterThan(50_000);
  }
});

test("the key's limit holds over all tools, and a refused call takes no place in the tool's window", async () => {
  const gate = env.CALLER_GATE.getByName(newId("agent"));
  const keyId = newId("key");
  expect((await gate.begin(call({ keyId, keyLimit: 2, toolId: "tool_one" }))).admitted).toBe(true);
  expect((await gate.begin(call({ keyId, keyLimit: 2, toolId: "tool_two" }))).admitted).toBe(true);
  expect(await gate.begin(call({ keyId, keyLimit: 2, toolId: "tool_three" }))).toMatchObject({ scope: "key" });
  expect(await gate.admitKey({ keyId, keyLimit: 2 })).toMatchObject({ admitted: false, scope: "key" });
  const other = await gate.begin(call({ keyLimit: 5, toolId: "tool_three", toolLimit: 1 }));
  expect(other).toMatchObject({ admitted: true, rate: { limit: 1, remaining: 0 } });
});

test("windows are exact across an eviction of the gate", async () => {
  const gate = env.CALLER_GATE.getByName(newId("agent"));
  const use = { toolId: "tool_gated", toolLimit: 3 };
  await gate.begin(call(use));
  await gate.reserve([use]);
  await evictDurableObject(gate);
  expect((await gate.begin(call(use))).admitted).toBe(true);
  expect((await gate.begin(call(use))).admitted).toBe(false);
});

test("reserved places are handed out in order, each a window after the one that it waits for", async () => {
  const gate = env.CALLER_GATE.getByName(newId("agent"));
  const use = { toolId: "tool_gated", toolLimit: 2 };
  const [first, second, third, fourth, fifth] = await gate.reserve([use, use, use, use, use]);
  expect([second, third, fourth, fifth].map((at) => (at ?? 0) - (first ?? 0))).toEqual([0, 60_000, 60_000, 120_000]);
});

test("a settled call is in the log, once, with its outcome", async () => {
  const callerAgentId = newId("agent");
  const gate = env.CALLER_GATE.getByName(callerAgentId);
  const invocationId = newId("inv");
  const began = await gate.begin(call({ invocationId, callerAgentId }));
  if (!began.admitted) throw new Error("not admitted");
  const record = {
    id: invocationId,
    toolId: "tool_gated",
    callerAgentId,
    status: "success",
    input: { n: 1 },
    output: { n: 2 },
    latencyMs: 7,
    createdAt: "2030-01-01T00:00:00.000Z",
    completedAt: "2030-01-01T00:00:00.007Z",
  } as const;
  await gate.settle([{ row: began.value.row, record }]);
  const rows = env.DB.prepare("SELECT * FROM mcp_invocations WHERE id = ?").bind(invocationId);
  await vi.waitFor(async () => expect((await rows.all()).results).toHaveLength(1), LOGGED);
  expect((await rows.all()).results[0]).toMatchObject({
    caller_agent_id: callerAgentId,
    provider_agent_id: PROVIDER_AGENT,
    status: "success",
    input: '{"n":1}',
    output: '{"n":2}',
    latency_ms: 7,
  });
});

function call(of: Partial<CallStart>): CallStart {
  return {
    invocationId: newId("inv"),
    callerAgentId: "agent_caller",
    keyId: newId("key"),
    keyLimit: 1_000,
    toolId: "tool_gated",
    toolLimit: 1_000,
    ...of,
  };
}
