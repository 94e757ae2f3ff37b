import fc from "fast-check";
import { expect, test } from "vitest";
import { SlidingWindow, WINDOW_MS } from "../../../api/runtime/sliding-window.ts";

/** Calls that come one after another: after how many ms, and whether one may wait for its turn. */
const arrivals = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 20_000 }), reserves: fc.boolean() }), {
  minLength: 1,
  maxLength: 120,
});

test("in no 60 seconds are there more calls than the limit, reserved places included", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), arrivals, (limit, calls) => {
      const { places } = play(limit, calls);
      for (const [index, at] of places.entries()) {
        const blocking = places[index - limit];
        if (blocking !== undefined) expect(at - blocking).toBeGreaterThanOrEqual(WINDOW_MS);
      }
    }),
  );
});

test("a call is refused only where the window is full, and told when it no longer is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), arrivals, (limit, calls) => {
      for (const { now, free, before } of play(limit, calls).answers) {
        const inWindow = before.filter((at) => at > now - WINDOW_MS).length;
        expect(free > now).toBe(inWindow >= limit);
        if (free > now) expect(before.filter((at) => at > free - WINDOW_MS).length).toBeLessThan(limit);
      }
    }),
  );
});

test("what is left and when the oldest call leaves are told as they are", () => {
  const window = new SlidingWindow();
  expect(window.view(2, 1_000)).toEqual({ limit: 2, remaining: 2, resetMs: 0 });
  window.take(1_000);
  expect(window.view(2, 31_000)).toEqual({ limit: 2, remaining: 1, resetMs: 30_000 });
  window.take(31_000);
  expect(window.nextFree(2, 40_000)).toBe(61_000);
  expect(window.view(2, 61_000)).toEqual({ limit: 2, remaining: 1, resetMs: 30_000 });
});

test("a place that is given back is free again, and no other", () => {
  const window = new SlidingWindow();
  for (const at of [1_000, 2_000, 2_000, 2_000, 3_000]) window.take(at);
  expect(window.free(5, 4_000)).toBe(0);
  window.giveBack(2_000, 2);
  expect(window.free(5, 4_000)).toBe(2);
  expect([window.free(5, 61_000), window.free(5, 62_000), window.free(5, 63_000)]).toEqual([3, 4, 5]);
});

function play(limit: number, calls: readonly { afterMs: number; reserves: boolean }[]) {
  const window = new SlidingWindow();
  const places: number[] = [];
  const answers: { now: number; free: number; before: number[] }[] = [];
  let now = 0;
  for (const { afterMs, reserves } of calls) {
    now += afterMs;
    const free = window.nextFree(limit, now);
    answers.push({ now, free, before: [...places] });
    if (free > now && !reserves) continue;
    window.take(free);
    places.push(free);
  }
  return { places: places.toSorted((a, b) => a - b), answers };
}
