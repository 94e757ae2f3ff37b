import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StoppableClock } from "../../../api/runtime/clock.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A clock with a timer that rings in a minute. */
function started() {
  const clock = new StoppableClock();
  let rung = 0;
  const clear = clock.schedule(Date.now() + 60_000, () => rung++);
  return { clock, clear, rung: () => rung };
}

test("while the clock stands, no time passes for its timers; afterwards the rest of it does", () => {
  const { clock, rung } = started();
  vi.advanceTimersByTime(50_000);
  clock.stop();
  clock.stop();
  vi.advanceTimersByTime(600_000);
  expect(rung()).toBe(0);
  clock.go();
  clock.go();
  vi.advanceTimersByTime(9_999);
  expect(rung()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(rung()).toBe(1);
  vi.advanceTimersByTime(600_000);
  expect(rung()).toBe(1);
});

test("it tells for how long it stood, in all", () => {
  const { clock } = started();
  vi.advanceTimersByTime(1_000);
  clock.stop();
  vi.advanceTimersByTime(2_000);
  clock.go();
  vi.advanceTimersByTime(1_000);
  clock.stop();
  vi.advanceTimersByTime(3_000);
  expect(clock.stoodMs).toBe(5_000);
});

test("a timer that begins while the clock stands waits until it goes", () => {
  const { clock } = started();
  let rung = false;
  clock.stop();
  clock.schedule(Date.now() + 1_000, () => (rung = true));
  vi.advanceTimersByTime(5_000);
  clock.go();
  vi.advanceTimersByTime(999);
  expect(rung).toBe(false);
  vi.advanceTimersByTime(1);
  expect(rung).toBe(true);
});

test("what is taken back does not ring, whether the clock stands or goes", () => {
  const first = started();
  first.clear();
  const second = started();
  second.clock.stop();
  second.clear();
  second.clock.go();
  vi.advanceTimersByTime(120_000);
  expect([first.rung(), second.rung()]).toEqual([0, 0]);
});
