// Calls of runs wait for a place at their endpoint, however long it takes, first come, first served.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Bulkhead } from "../../../api/relay/bulkhead.ts";
import { type Place, PlaceQueue } from "../../../api/relay/place-queue.ts";

const MINUTE_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** So much time passes, and then as much as passes between two looks. */
async function later(ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await vi.advanceTimersByTimeAsync(50);
}

/** A line for the only place, which another request has for ten minutes. */
function line() {
  const bulkhead = new Bulkhead(1);
  const others = bulkhead.take(Date.now(), Date.now() + 10 * MINUTE_MS);
  if (others === null) throw new Error("the place is free");
  const queue = new PlaceQueue();
  const told: string[] = [];
  const places = new Map<string, Place>();
  const waiting = async (name: string, signal: AbortSignal) => {
    const place = await queue.wait(bulkhead, { forMs: MINUTE_MS, signal });
    told.push(place === null ? `${name} is given up` : name);
    if (place !== null) places.set(name, place);
  };
  const come = (name: string) => {
    const abort = new AbortController();
    void waiting(name, abort.signal);
    return abort;
  };
  return { told, come, leave: (name: string) => places.get(name)?.leave(), othersLeave: () => bulkhead.leave(others) };
}

test("each gets the place in its turn, after whatever time; what one of them leaves the next has at once", async () => {
  const { told, come, leave, othersLeave } = line();
  come("a");
  come("b");
  await later(9 * MINUTE_MS);
  come("c");
  expect(told).toEqual([]);
  othersLeave();
  await later(0);
  expect(told).toEqual(["a"]);
  leave("a");
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual(["a", "b"]);
});

test("a place whose call was torn down is free again when that call's time is up", async () => {
  const { told, come } = line();
  come("a");
  come("b");
  await later(10 * MINUTE_MS);
  expect(told).toEqual(["a"]);
  await later(MINUTE_MS);
  expect(told).toEqual(["a", "b"]);
});

test("one that is given up takes no place, and keeps nobody from it", async () => {
  const { told, come, othersLeave } = line();
  const first = come("a");
  come("b");
  first.abort();
  await later(0);
  expect(told).toEqual(["a is given up"]);
  othersLeave();
  await later(0);
  expect(told).toEqual(["a is given up", "b"]);
});
