import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Deadlines } from "../../../api/runtime/deadlines.ts";

const MINUTE_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a deadline", () => {
  test.each([0, 1, 999, 1_000, 1_999, 2_000, 2_001, 3_500, 30_000, 2 * MINUTE_MS])(
    "%i ms away wakes then, and once",
    async (ms) => {
      const deadlines = new Deadlines();
      const at = Date.now() + ms;
      const woken: number[] = [];
      deadlines.schedule(at, () => woken.push(Date.now()));
      await vi.advanceTimersByTimeAsync(ms + MINUTE_MS);
      expect(woken).toEqual([at]);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  test("that is taken back never wakes, whether it was near by then or not", async () => {
    const deadlines = new Deadlines();
    const woken: string[] = [];
    const takeBackFar = deadlines.schedule(Date.now() + MINUTE_MS, () => woken.push("far"));
    const takeBackNear = deadlines.schedule(Date.now() + MINUTE_MS, () => woken.push("near"));
    deadlines.schedule(Date.now() + MINUTE_MS, () => woken.push("kept"));
    takeBackFar();
    await vi.advanceTimersByTimeAsync(MINUTE_MS - 10);
    takeBackNear();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(woken).toEqual(["kept"]);
  });

  test("that is far costs no timer of its own", () => {
    const deadlines = new Deadlines();
    for (let call = 0; call < 100; call++) deadlines.schedule(Date.now() + MINUTE_MS, () => undefined);
    expect(vi.getTimerCount()).toBe(1);
  });
});

describe("work", () => {
  test("that ends in time is what it comes to, and leaves nothing ticking for long", async () => {
    const deadlines = new Deadlines();
    expect(await deadlines.within(MINUTE_MS, Promise.resolve("done"))).toBe("done");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("that does not end in time comes to nothing", async () => {
    const never = new Promise<string>(() => undefined);
    const ended = new Deadlines().within(MINUTE_MS, never);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(await ended).toBeNull();
  });
});
