import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Reserved } from "../../../api/runtime/caller-gate.ts";
import { type EndedLease, LEASE_MS, type Lending } from "../../../api/runtime/leases.ts";
import { Reservations } from "../../../api/runtime/reservations.ts";
import type { Quota } from "../../../api/runtime/sliding-window.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const USE = { id: "tool_a", limit: 100 };

/** A gate that lends all that it is asked for, and notes what it is asked. */
function shard() {
  const asked: { calls: Quota[]; lending: Lending }[] = [];
  const back: EndedLease[] = [];
  let row = 1;
  const state = { isGone: false };
  const reservations = new Reservations({
    reserve: async (calls, lending): Promise<Reserved> => {
      if (state.isGone) throw new Error("gone");
      asked.push({ calls, lending });
      const times = calls.map(() => Date.now());
      const leases = lending.more.map(({ id, places }) => ({ id, row: (row += places), places }));
      return { times, leases };
    },
    giveBack: async (ended) => void back.push(...ended),
  });
  const reserve = async (times: number, use = USE) => {
    for (let n = 0; n < times; n++) expect(await reservations.reserve(use)).toBe(Date.now());
  };
  /** How many places were asked for besides, question by question. */
  const more = () => asked.map(({ lending }) => lending.more.reduce((sum, { places }) => sum + places, 0));
  return { reservations, reserve, asked, back, more, state };
}

test("one call borrows nothing; calls one after another borrow ever more, up to a bound, and ask ever more seldom", async () => {
  const { reserve, more, asked } = shard();
  await reserve(1);
  expect(more()).toEqual([0]);
  await reserve(2 + 1 + 6 + 1 + 14 + 1 + 30 + 1 + 62 + 1 + 126 + 1 + 254 + 1 + 256 + 1);
  expect(more()).toEqual([0, 2, 6, 14, 30, 62, 126, 254, 256]);
  expect(asked.map(({ lending }) => lending.ended.map(({ used }) => used))).toEqual([
    [],
    [],
    [2],
    [6],
    [14],
    [30],
    [62],
    [126],
    [254],
  ]);
});

test("what was not used by the end of the lease is given back, once, and the next call borrows nothing", async () => {
  const { reserve, more, back } = shard();
  await reserve(3);
  await vi.advanceTimersByTimeAsync(10 * LEASE_MS);
  expect(back).toMatchObject([{ id: "tool_a", places: 2, used: 1 }]);
  await reserve(1);
  expect(more()).toEqual([0, 2, 0]);
});

test("a lent place is not used after its lease, nor under another limit, nor for another tool", async () => {
  const { reserve, asked } = shard();
  await reserve(2);
  vi.setSystemTime(Date.now() + LEASE_MS);
  await reserve(1);
  expect(asked).toHaveLength(3);
  await reserve(1, { ...USE, limit: 50 });
  expect(asked).toHaveLength(4);
  await reserve(1, { ...USE, id: "tool_b" });
  expect(asked).toHaveLength(5);
});

test("calls that come at once are asked for in one question, and those that come meanwhile are given what it brought", async () => {
  const { reservations, reserve, asked } = shard();
  await reserve(1);
  const first = reservations.reserve(USE);
  await Promise.resolve();
  const later = [reservations.reserve(USE), reservations.reserve(USE), reservations.reserve(USE)];
  await Promise.all([first, ...later]);
  expect(asked.map(({ calls }) => calls.length)).toEqual([1, 1, 1]);
  await Promise.all(Array.from({ length: 20 }, () => reserve(1, { ...USE, id: "tool_b" })));
  expect(asked.at(-1)?.calls).toHaveLength(20);
});

test("a gate that does not answer fails those that asked it, and nobody later", async () => {
  const { reservations, reserve, state } = shard();
  state.isGone = true;
  const asking = await Promise.allSettled([reservations.reserve(USE), reservations.reserve(USE)]);
  expect(asking.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  state.isGone = false;
  await reserve(2);
});
