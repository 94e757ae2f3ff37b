import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { insertRefusals } from "../../../api/invocations/insert-refusals.ts";
import { insertRateLimits } from "../../../api/invocations/insert-rate-limits.ts";
import { LONGEST_CALL_MS } from "../../../api/invocations/longest-call.ts";
import { newId } from "../../../api/platform/ids.ts";
import type { CallerGate, CallStart } from "../../../api/runtime/caller-gate.ts";
import { MAX_PARKED } from "../../../api/runtime/parked-places.ts";
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
  expect(await gate.admitKey({ id: keyId, limit: 2 })).toMatchObject({ admitted: false, scope: "key" });
  const other = await gate.begin(call({ keyLimit: 5, toolId: "tool_three", toolLimit: 1 }));
  expect(other).toMatchObject({ admitted: true, rate: { limit: 1, remaining: 0 } });
});

test("windows are exact across an eviction of the gate", async () => {
  const gate = env.CALLER_GATE.getByName(newId("agent"));
  const use = { toolId: "tool_gated", toolLimit: 3 };
  await gate.begin(call(use));
  await gate.reserve("agent_caller", [{ id: use.toolId, limit: use.toolLimit }]);
  await evictDurableObject(gate);
  expect((await gate.begin(call(use))).admitted).toBe(true);
  expect((await gate.begin(call(use))).admitted).toBe(false);
});

test("reserved places are handed out in order, each a window after the one that it waits for", async () => {
  const gate = env.CALLER_GATE.getByName(newId("agent"));
  const use = { id: "tool_gated", limit: 2 };
  const { times } = await gate.reserve("agent_caller", [use, use, use, use, use]);
  const [first, second, third, fourth, fifth] = times;
  expect([second, third, fourth, fifth].map((at) => (at ?? 0) - (first ?? 0))).toEqual([0, 60_000, 60_000, 120_000]);
});

test("a settled call is in the log, once, with its outcome", async () => {
  const { gate, callerAgentId, invocationId, row } = await begun();
  const record = outcomeOf(invocationId, callerAgentId);
  await gate.settle([{ row, record }]);
  await vi.waitFor(async () => expect(await logged(invocationId)).toHaveLength(1), LOGGED);
  expect((await logged(invocationId))[0]).toMatchObject({
    caller_agent_id: callerAgentId,
    provider_agent_id: PROVIDER_AGENT,
    status: "success",
    input: '{"n":1}',
    output: '{"n":2}',
    latency_ms: 7,
  });
});

test("a call whose gate was lost is in the log as running, though nobody calls the gate; its outcome takes that place", async () => {
  const { gate, toolId, callerAgentId, invocationId, row } = await begun();
  await evictDurableObject(gate);
  await vi.waitFor(async () => expect(await logged(invocationId)).toMatchObject([{ status: "running" }]), LOGGED);
  expect(await callsCounted(toolId)).toBe(0);
  const record = { ...outcomeOf(invocationId, callerAgentId), toolId };
  await gate.settle([{ row, record }]);
  await gate.settle([{ row, record: { ...record, status: "error" } }]);
  await vi.waitFor(async () => expect(await logged(invocationId)).toMatchObject([{ status: "success" }]), LOGGED);
  expect(await callsCounted(toolId)).toBe(1);
});

describe("as time passes", () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));
  afterEach(() => vi.useRealTimers());

  test("a call that lasts is in the log as running; one that never reports back as interrupted, counted once, apart from the tool's own", async () => {
    const { gate, toolId, callerAgentId, invocationId, row } = await begun();
    await later(gate, 11_000);
    expect(await logged(invocationId)).toMatchObject([{ status: "running", completed_at: null }]);
    await later(gate, LONGEST_CALL_MS);
    expect(await logged(invocationId)).toMatchObject([{ status: "running" }]);
    await later(gate, 60_000);
    const interrupted = [{ status: "error", error_code: "interrupted" }];
    expect(await logged(invocationId)).toMatchObject(interrupted);
    await gate.settle([{ row, record: { ...outcomeOf(invocationId, callerAgentId), toolId } }]);
    await later(gate, 1_000);
    expect(await logged(invocationId)).toMatchObject(interrupted);
    expect([await callsCounted(toolId), await callsAbandoned(toolId)]).toEqual([0, 1]);
  });

  test("a call that waits for its caller is running for as long as it may wait, over a restart of the gate, and then lost", async () => {
    const { gate, invocationId, row } = await begun();
    const until = Date.now() + 15 * 60_000;
    expect(await gate.park({ id: "call", row, until })).toBe(true);
    await later(gate, LONGEST_CALL_MS + 120_000);
    await evictDurableObject(gate);
    await later(gate, 60_000);
    expect(await logged(invocationId)).toMatchObject([{ status: "running" }]);
    await later(gate, until - Date.now() + LONGEST_CALL_MS + 61_000);
    expect(await logged(invocationId)).toMatchObject([{ status: "error", error_code: "interrupted" }]);
  });

  test("a place that a waiting call had is free when it says so, or when its time is up", async () => {
    const gate = env.CALLER_GATE.getByName(newId("agent"));
    const until = Date.now() + 60_000;
    const take = (id: string) => gate.park({ id, row: null, until });
    const taken = await Promise.all(Array.from({ length: MAX_PARKED + 1 }, (_, n) => take(String(n))));
    expect(taken.filter(Boolean)).toHaveLength(MAX_PARKED);
    await gate.unpark("0", false);
    expect([await take("next"), await take("one too many")]).toEqual([true, false]);
    vi.setSystemTime(until);
    expect(await gate.park({ id: "later", row: null, until: until + 60_000 })).toBe(true);
  });

  test("a gate that has more to log than one drain takes goes on at once, until the log has all of it", async () => {
    const callerAgentId = newId("agent");
    const gate = env.CALLER_GATE.getByName(callerAgentId);
    const ids = Array.from({ length: 1_200 }, () => newId("inv"));
    const began = await Promise.all(
      ids.map((invocationId) => gate.begin(call({ callerAgentId, invocationId, toolLimit: 5_000 }))),
    );
    const settled = began.flatMap((entry, index) =>
      entry.admitted ? [{ row: entry.value.row, record: outcomeOf(ids[index] ?? "", callerAgentId) }] : [],
    );
    await gate.settle(settled);
    const alarmAt = () => runInDurableObject(gate, (_gate, { storage }) => storage.getAlarm());
    // Far enough for the alarm not to ring by itself.
    await later(gate, 3_600_000);
    expect(await alarmAt()).toBe(Date.now());
    await later(gate, 0);
    await later(gate, 0);
    const rows = env.DB.prepare("SELECT count(*) AS n FROM mcp_invocations WHERE caller_agent_id = ?");
    expect(await rows.bind(callerAgentId).first("n")).toBe(ids.length);
    expect(await alarmAt()).toBeGreaterThan(Date.now());
  });

  test("an outcome never lands on another call, even one that was admitted after a restart with an empty journal", async () => {
    const first = await begun();
    const record = outcomeOf(first.invocationId, first.callerAgentId);
    await first.gate.settle([{ row: first.row, record }]);
    await later(first.gate, 1_000);
    await later(first.gate, 61_000);
    await evictDurableObject(first.gate);
    const second = await first.gate.begin(call({ callerAgentId: first.callerAgentId }));
    expect(second).toMatchObject({ admitted: true, value: { row: first.row + 1 } });
  });

  test("D1 has how many calls of each tool were admitted in each minute, steps too, exact over restarts", async () => {
    vi.setSystemTime("2030-01-01T00:00:30.000Z");
    const callerAgentId = newId("agent");
    const gate = env.CALLER_GATE.getByName(callerAgentId);
    const [often, seldom] = [newId("tool"), newId("tool")];
    const admit = async (toolId: string, times: number) => {
      for (let i = 0; i < times; i++) await gate.begin(call({ callerAgentId, toolId, toolLimit: 5 }));
    };
    await admit(often, 3);
    await later(gate, 1_000);
    expect(await minutesOf(callerAgentId)).toEqual([]);
    await admit(often, 4);
    await admit(seldom, 1);
    // Two have a place in a minute that is to come.
    await gate.reserve(
      callerAgentId,
      [often, often, seldom].map((id) => ({ id, limit: 5 })),
    );
    await evictDurableObject(gate);
    await later(gate, 60_000);
    const inTheFirst = [
      { tool_id: often, window_start: "2030-01-01T00:00:00.000Z", call_count: 5 },
      { tool_id: seldom, window_start: "2030-01-01T00:00:00.000Z", call_count: 2 },
    ];
    expect(await minutesOf(callerAgentId)).toEqual(expect.arrayContaining(inTheFirst));
    expect(await minutesOf(callerAgentId)).toHaveLength(2);
    await evictDurableObject(gate);
    await later(gate, 60_000);
    const inTheSecond = { tool_id: often, window_start: "2030-01-01T00:01:00.000Z", call_count: 2 };
    expect(await minutesOf(callerAgentId)).toEqual(expect.arrayContaining([...inTheFirst, inTheSecond]));
    expect(await minutesOf(callerAgentId)).toHaveLength(3);
  });

  test("minutes are forgotten after a day, though nobody calls, and then the gate holds nothing", async () => {
    vi.setSystemTime("2030-02-01T00:00:00.000Z");
    const callerAgentId = newId("agent");
    const gate = env.CALLER_GATE.getByName(callerAgentId);
    await gate.reserve(callerAgentId, [{ id: "tool_gated", limit: 5 }]);
    await later(gate, 61_000);
    await later(gate, 24 * 3_600_000);
    expect(await minutesOf(callerAgentId)).toHaveLength(1);
    await later(gate, 3_600_000);
    expect(await minutesOf(callerAgentId)).toEqual([]);
    expect(await runDurableObjectAlarm(gate)).toBe(false);
  });
});

describe("what the gate refuses", () => {
  const refuse = async (gate: Gate, use: ReturnType<typeof call>, times: number) => {
    for (let i = 0; i < times; i++) expect(await gate.begin(use)).toMatchObject({ admitted: false });
  };

  test("is in D1 a minute later, by whose limit was met, exact over restarts, and not looked for any more", async () => {
    vi.setSystemTime("2030-03-01T00:00:30.000Z");
    const callerAgentId = newId("agent");
    const gate = env.CALLER_GATE.getByName(callerAgentId);
    const use = call({ callerAgentId, toolLimit: 1 });
    await gate.admitCall(use);
    await refuse(gate, use, 3);
    await refuse(gate, { ...use, keyLimit: 1 }, 1);
    expect(await gate.admitKey({ id: use.keyId, limit: 1 })).toMatchObject({ admitted: false });
    await later(gate, 1_000);
    expect(await refusalsOf(gate)).toEqual([]);
    await evictDurableObject(gate);
    await refuse(gate, use, 1);
    await later(gate, 61_000);
    expect(await refusalsOf(gate)).toEqual([
      { scope: "key", calls: 2 },
      { scope: "tool", calls: 4 },
    ]);
    await gate.admitCall(use);
    await refuse(gate, use, 1);
    await later(gate, 61_000);
    expect(await refusalsOf(gate)).toMatchObject([{ calls: 2 }, { scope: "tool", calls: 5 }]);
    await later(gate, 24 * 3_600_000);
    await later(gate, 2 * 3_600_000);
    expect(await runDurableObjectAlarm(gate)).toBe(false);
  });

  test("that is told again, or late, is counted once", async () => {
    const before = await refusedInAll();
    for (const calls of [3, 5, 5, 3]) await insertRefusals(env.DB, "gate_once", [{ scope: "tool", calls }]);
    await insertRefusals(env.DB, "gate_other", [{ scope: "tool", calls: 2 }]);
    expect((await refusedInAll()) - before).toBe(7);
  });

  async function refusalsOf({ id }: Gate) {
    const rows = await env.DB.prepare("SELECT scope, calls FROM mcp_refusals WHERE gate_id = ? ORDER BY scope")
      .bind(id.toString())
      .all();
    return rows.results;
  }

  async function refusedInAll() {
    const row = await env.DB.prepare("SELECT sum(value) AS calls FROM hub_totals WHERE name = 'calls_refused'").first<{
      calls: number | null;
    }>();
    return row?.calls ?? 0;
  }
});

test("a minute's number that is told again, or late, changes nothing", async () => {
  const agentId = newId("agent");
  const minute = { agentId, toolId: "tool_gated", windowStart: "2030-01-01T00:00:00.000Z" };
  for (const calls of [3, 5, 5, 3]) await insertRateLimits(env.DB, [{ ...minute, calls }]);
  expect(await minutesOf(agentId)).toMatchObject([{ call_count: 5 }]);
});

type Gate = DurableObjectStub<CallerGate>;

/** Time passes, and the gate's alarm rings. */
async function later(gate: Gate, ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  expect(await runDurableObjectAlarm(gate)).toBe(true);
}

/** A call that was let in, of a tool and by an agent of its own. */
async function begun() {
  const [callerAgentId, toolId, invocationId] = [newId("agent"), newId("tool"), newId("inv")];
  await registerTool(toolId, "/mirror");
  const gate = env.CALLER_GATE.getByName(callerAgentId);
  const began = await gate.begin(call({ invocationId, callerAgentId, toolId }));
  if (!began.admitted) throw new Error("not admitted");
  return { gate, toolId, callerAgentId, invocationId, row: began.value.row };
}

function outcomeOf(id: string, callerAgentId: string) {
  return {
    id,
    toolId: "tool_gated",
    callerAgentId,
    status: "success",
    input: { n: 1 },
    output: { n: 2 },
    latencyMs: 7,
    createdAt: "2030-01-01T00:00:00.000Z",
    completedAt: "2030-01-01T00:00:00.007Z",
  } as const;
}

async function logged(invocationId: string) {
  const { results } = await env.DB.prepare("SELECT * FROM mcp_invocations WHERE id = ?").bind(invocationId).all();
  return results;
}

async function callsAbandoned(toolId: string): Promise<number | undefined> {
  const row = await env.DB.prepare(
    "SELECT sum(calls) AS calls FROM mcp_tool_stats WHERE tool_id = ? AND period = 'day' AND status = 'abandoned'",
  )
    .bind(toolId)
    .first<{ calls: number }>();
  return row?.calls;
}

async function callsCounted(toolId: string): Promise<unknown> {
  return env.DB.prepare("SELECT call_count FROM mcp_tools WHERE id = ?").bind(toolId).first("call_count");
}

async function minutesOf(agentId: string) {
  const rows = env.DB.prepare("SELECT tool_id, window_start, call_count FROM mcp_rate_limits WHERE agent_id = ?");
  return (await rows.bind(agentId).all()).results;
}

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
