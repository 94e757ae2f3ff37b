// Places that a gate lends, as the agent's other callers and the numbers of the minutes see them.

import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newId } from "../../../api/platform/ids.ts";
import type { CallerGate } from "../../../api/runtime/caller-gate.ts";
import { LEASE_MS, type Lease } from "../../../api/runtime/leases.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2030-01-01T00:00:10.000Z") }));
afterEach(() => vi.useRealTimers());

const LIMIT = 64;

test("no more than a sixteenth of what is free is lent, and nothing of a window that is nearly full", async () => {
  const { lease, fill } = newGate();
  expect((await lease(1_000)).places).toBe(3);
  await fill(LIMIT - 4 - 15);
  expect(await lease(1_000)).toBeUndefined();
});

test("a lent place is taken for everybody else until it comes back, and if it was used, until a window after the lease's end", async () => {
  const { lease, fill, gate, begins } = newGate();
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
  const { lease, fill, gate, begins, reserve } = newGate();
  const lent = await lease(3);
  await fill(LIMIT - 4);
  const waiting = Promise.all([begins(1), reserve()]);
  await gate.giveBack([{ ...lent, used: 1 }]);
  const [[isIn], at] = await waiting;
  expect([isIn, at]).toEqual([true, Date.now()]);
  expect(await begins(1)).toEqual([false]);
});

test("a lease that nobody gives back holds nobody up for long, and counts as used", async () => {
  const { lease, fill, begins, alarm, minutes } = newGate();
  await lease(3);
  await fill(LIMIT - 4);
  expect(await begins(1)).toEqual([false]);
  vi.setSystemTime(Date.now() + 60_000);
  await alarm();
  expect(await minutes()).toEqual([LIMIT]);
});

test("what comes back unused is in no minute's number, though the gate is lost between", async () => {
  const { lease, gate, alarm, minutes } = newGate();
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

test("a gate that is lost still counts what it had lent", async () => {
  const { lease, fill, gate, begins } = newGate();
  await lease(3);
  await fill(LIMIT - 4);
  await evictDurableObject(gate);
  expect(await begins(1)).toEqual([false]);
});

test("what comes back twice, or after it was given up, changes nothing", async () => {
  const { lease, fill, gate, begins, alarm } = newGate();
  const [early, late] = [await lease(1), await lease(1)];
  for (let n = 0; n < 2; n++) await gate.giveBack([{ ...early, used: 0 }]);
  vi.setSystemTime(Date.now() + 5_000);
  await alarm();
  await gate.giveBack([{ ...late, used: 0 }]);
  await fill(LIMIT - 3);
  expect(await begins(1)).toEqual([false]);
});

function newGate() {
  const [agentId, toolId] = [newId("agent"), newId("tool")];
  const gate: DurableObjectStub<CallerGate> = env.CALLER_GATE.getByName(agentId);
  const use = { toolId, toolLimit: LIMIT };
  const fill = async (calls: number) => {
    await gate.reserve(
      agentId,
      Array.from({ length: calls }, () => use),
    );
  };
  return {
    gate,
    /** Takes so many places. */
    fill,
    /** Asks for one place, and so many besides. */
    lease: async (places: number): Promise<Lease> => {
      const { leases } = await gate.reserve(agentId, [use], { more: [{ ...use, places }], ended: [] });
      return leases[0] as Lease;
    },
    reserve: async () => (await gate.reserve(agentId, [use])).times[0],
    /** Which of so many invocations are let in. */
    begins: async (calls: number) => {
      const call = { ...use, callerAgentId: agentId, keyId: "key_lent", keyLimit: 1_000_000 };
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
