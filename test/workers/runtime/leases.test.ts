// Places that a gate lends, of a tool's window and of a key's, as the agent's other callers and the numbers of the minutes see
// them.

import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newId } from "../../../api/platform/ids.ts";
import type { CallerGate } from "../../../api/runtime/caller-gate.ts";
import { type EndedLease, LEASE_MS, type Lease } from "../../../api/runtime/leases.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2030-01-01T00:00:10.000Z") }));
afterEach(() => vi.useRealTimers());

const LIMIT = 64;

describe.each(["tool", "key"] as const)("of a %s", (kind) => {
  test("no more than a sixteenth of what is free is lent, and nothing of a window that is nearly full", async () => {
    const { lease, fill } = newGate(kind);
    expect((await lease(1_000)).places).toBe(3);
    await fill(LIMIT - 4 - 15);
    expect(await lease(1_000)).toBeUndefined();
  });

  test("a lent place is taken for everybody else until it comes back, and if it was used, until a window after the lease's end", async () => {
    const { lease, fill, gate, begins } = newGate(kind);
    const lent = await lease(3);
    await fill(LIMIT - 4);
    vi.setSystemTime(Date.now() + 100);
    await gate.giveBack([{ ...lent, used: 1 }]);
    expect(await begins(3)).toEqual([true, true, false]);
    // A window later all others have left, and the place that was used is the last to go.
    vi.setSystemTime(Date.now() - 100 + 60_000 + LEASE_MS - 1);
    expect((await begins(LIMIT)).filter(Boolean)).toHaveLength(LIMIT - 1);
    vi.setSystemTime(Date.now() + 1);
    expect((await begins(2)).filter(Boolean)).toHaveLength(1);
  });

  test("nobody is refused, or put off, because of a place that comes back: it is waited for", async () => {
    const { lease, fill, gate, begins, ask } = newGate(kind);
    const lent = await lease(3);
    await fill(LIMIT - 4);
    const waiting = Promise.all([begins(1), ask()]);
    await gate.giveBack([{ ...lent, used: 1 }]);
    expect(await waiting).toEqual([[true], true]);
    expect(await begins(1)).toEqual([false]);
  });

  test("a gate that is lost still counts what it had lent, and takes back what was not used", async () => {
    const { lease, fill, gate, begins } = newGate(kind);
    const lent = await lease(3);
    await fill(LIMIT - 4);
    await evictDurableObject(gate);
    expect(await begins(1)).toEqual([false]);
    await gate.giveBack([{ ...lent, used: 2 }]);
    expect(await begins(2)).toEqual([true, false]);
  });

  test("what comes back twice, or after it was given up, changes nothing", async () => {
    const { lease, fill, gate, begins, alarm } = newGate(kind);
    const [early, late] = [await lease(1), await lease(1)];
    for (let n = 0; n < 2; n++) await gate.giveBack([{ ...early, used: 0 }]);
    vi.setSystemTime(Date.now() + 5_000);
    await alarm();
    await gate.giveBack([{ ...late, used: 0 }]);
    await fill(LIMIT - 3);
    expect(await begins(1)).toEqual([false]);
  });
});

test("a lease that nobody gives back holds nobody up for long, and counts as used", async () => {
  const { lease, fill, begins, alarm, minutes } = newGate("tool");
  await lease(3);
  await fill(LIMIT - 4);
  expect(await begins(1)).toEqual([false]);
  vi.setSystemTime(Date.now() + 60_000);
  await alarm();
  expect(await minutes()).toEqual([LIMIT]);
});

test("what comes back unused is in no minute's number, though the gate is lost between", async () => {
  const { lease, gate, alarm, minutes } = newGate("tool");
  const [first, second] = [await lease(3), await lease(3)];
  await alarm();
  await evictDurableObject(gate);
  await gate.giveBack([
    { ...first, used: 1 },
    { ...second, used: 0 },
  ]);
  vi.setSystemTime(Date.now() + 60_000);
  await alarm();
  expect(await minutes()).toEqual([3]);
});

test("a call that waits for its key's lent places waits for its tool's as well", async () => {
  const key = newGate("key");
  const tool = { id: newId("tool"), limit: LIMIT };
  const reserve = (calls: number, more: number) =>
    key.gate.reserve(
      key.agentId,
      Array.from({ length: calls }, () => tool),
      {
        more: more === 0 ? [] : [{ ...tool, places: more }],
        ended: [],
      },
    );
  const back: EndedLease[] = [{ ...(await key.lease(3)), used: 2 }];
  const { leases } = await reserve(1, 3);
  await key.fill(LIMIT - 4);
  await reserve(LIMIT - 4, 0);
  const call = { callerAgentId: key.agentId, keyId: key.quota.id, keyLimit: LIMIT, toolId: tool.id, toolLimit: LIMIT };
  const waiting = key.gate.admitCall(call);
  await key.gate.giveBack(back);
  await key.gate.giveBack(leases.map((lease) => ({ ...lease, used: 2 })));
  expect((await waiting).admitted).toBe(true);
  expect((await key.gate.admitCall(call)).admitted).toBe(false);
});

/** The gate of an agent with a window of 64 places. */
function newGate(kind: "tool" | "key") {
  const agentId = newId("agent");
  const gate: DurableObjectStub<CallerGate> = env.CALLER_GATE.getByName(agentId);
  const quota = { id: newId(kind), limit: LIMIT };
  const wide = { keyId: "key_lent", keyLimit: 1_000_000, toolId: "tool_lent", toolLimit: 1_000_000 };
  const narrow =
    kind === "key" ? { keyId: quota.id, keyLimit: quota.limit } : { toolId: quota.id, toolLimit: quota.limit };
  const call = { callerAgentId: agentId, ...wide, ...narrow };
  const lending = (places: number) => ({ more: [{ ...quota, places }], ended: [] });
  return {
    agentId,
    gate,
    quota,
    /** Takes so many places. */
    fill: async (calls: number) => {
      const all = Array.from({ length: calls }, () => quota);
      if (kind === "tool") await gate.reserve(agentId, all);
      else await Promise.all(all.map((key) => gate.admitKey(key)));
    },
    /** Asks for one place, and so many besides. */
    lease: async (places: number): Promise<Lease> => {
      if (kind === "tool") return (await gate.reserve(agentId, [quota], lending(places))).leases[0] as Lease;
      const answer = await gate.admitKey(quota, lending(places));
      return (answer.admitted ? (answer.value ?? undefined) : undefined) as Lease;
    },
    /** Whether one place is there at once for whoever might borrow some. */
    ask: async () => {
      if (kind === "tool") return (await gate.reserve(agentId, [quota])).times[0] === Date.now();
      return (await gate.admitKey(quota)).admitted;
    },
    /** Which of so many invocations are let in. */
    begins: async (calls: number) => {
      const answers = await Promise.all(Array.from({ length: calls }, () => gate.admitCall(call)));
      return answers.map(({ admitted }) => admitted);
    },
    alarm: async () => expect(await runDurableObjectAlarm(gate)).toBe(true),
    minutes: async () => {
      const rows = env.DB.prepare("SELECT call_count FROM mcp_rate_limits WHERE agent_id = ? ORDER BY window_start");
      return (await rows.bind(agentId).all<{ call_count: number }>()).results.map(({ call_count }) => call_count);
    },
  };
}
