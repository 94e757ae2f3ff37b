// A key's requests as one isolate admits them, with what it borrows of the real gate.

import { env } from "cloudflare:workers";
import { beforeEach, expect, test, vi } from "vitest";
import { newId } from "../../../api/platform/ids.ts";
import { admitKey } from "../../../api/runtime/admit-key.ts";
import { gateOf } from "../../../api/runtime/gates.ts";
import { LEASE_MS } from "../../../api/runtime/leases.ts";

// Time passes where a test says so: whatever the machine is busy with, a lease lasts.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout"] });
  return () => vi.useRealTimers();
});

const LIMIT = 64;

test("of a key's requests soon after one another most ask nobody, and each sees one place less", async () => {
  const { admit, asked } = isolate(10_000);
  const seen: number[] = [];
  for (let n = 0; n < 200; n++) seen.push((await admit()).rate.remaining);
  expect(seen).toEqual(Array.from({ length: 200 }, (_, n) => 10_000 - 1 - n));
  expect(asked()).toBeLessThan(10);
});

test("however many come at once, as many are let in as the limit has places, though some were lent", async () => {
  const { admit } = isolate(LIMIT);
  const first = [await admit(), await admit(), await admit()];
  const answers = [...first, ...(await passing(Promise.all(Array.from({ length: LIMIT + 20 }, () => admit()))))];
  expect(answers.filter(({ admitted }) => admitted)).toHaveLength(LIMIT);
  expect(answers.at(-1)).toMatchObject({ admitted: false, scope: "key", rate: { limit: LIMIT, remaining: 0 } });
});

test("what is not used comes back when the lease is over, and whoever needs it meanwhile waits for it", async () => {
  const { admit, others, settled } = isolate(LIMIT);
  for (let n = 0; n < 3; n++) await admit();
  // Two places were lent, and one of them is used.
  expect((await others(LIMIT - 4)).every(Boolean)).toBe(true);
  expect(await passing(others(2))).toEqual([true, false]);
  await settled();
  expect((await admit()).admitted).toBe(false);
});

test("lent places of a key whose limit is another now are not used", async () => {
  const { admit, asked } = isolate(LIMIT);
  for (let n = 0; n < 2; n++) await admit();
  expect(asked()).toBe(2);
  expect(await admit(2)).toMatchObject({ admitted: false, rate: { limit: 2, remaining: 0 } });
  expect(await admit(3)).toMatchObject({ admitted: true, rate: { limit: 3, remaining: 0 } });
});

test("a lent place is not used after its lease, and the next request borrows nothing", async () => {
  const { admit, asked, others, settled } = isolate(LIMIT);
  for (let n = 0; n < 2; n++) await admit();
  await vi.advanceTimersByTimeAsync(LEASE_MS);
  await settled();
  await admit();
  expect(asked()).toBe(3);
  // Nothing is out, so all the others are there at once.
  expect((await others(LIMIT - 2)).filter(Boolean)).toHaveLength(LIMIT - 3);
});

test("a request whose gate does not answer fails, and the next is let in", async () => {
  const { admit, state } = isolate(LIMIT);
  await admit();
  state.isGone = true;
  await expect(admit()).rejects.toThrow("gone");
  state.isGone = false;
  expect((await admit()).admitted).toBe(true);
});

/** What comes of it while time passes here; for the gate, a tenth of that. */
async function passing<T>(work: Promise<T>): Promise<T> {
  const state = { isDone: false };
  const done = work.finally(() => (state.isDone = true));
  while (!state.isDone) {
    await vi.advanceTimersByTimeAsync(10);
    await scheduler.wait(1);
  }
  return done;
}

/** A key, and its requests in this isolate. */
function isolate(limit: number) {
  const caller = { agentId: newId("agent"), keyId: newId("key"), scopes: [], rateLimitPerMin: limit };
  const gate = gateOf(env, caller.agentId);
  const state = { isGone: false };
  let asked = 0;
  const deferred: Promise<unknown>[] = [];
  // The real gates, counted.
  const CALLER_GATE = new Proxy(env.CALLER_GATE, {
    get: (gates, name) => {
      if (name === "get") asked += 1;
      if (name === "get" && state.isGone) throw new Error("gone");
      const value: unknown = Reflect.get(gates, name, gates);
      return typeof value === "function" ? value.bind(gates) : value;
    },
  });
  return {
    state,
    admit: (rateLimitPerMin = limit) =>
      admitKey({ ...env, CALLER_GATE }, { ...caller, rateLimitPerMin }, (work) => deferred.push(work)),
    asked: () => asked,
    settled: () => Promise.all(deferred),
    /** Which of so many requests in another isolate are let in. */
    others: async (calls: number) => {
      const key = { id: caller.keyId, limit };
      const answers = await Promise.all(Array.from({ length: calls }, () => gate.admitKey(key)));
      return answers.map(({ admitted }) => admitted);
    },
  };
}
