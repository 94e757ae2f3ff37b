import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CRON_EVERY_MS, startCron } from "../../scripts/cron.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("the cron is called as often as wrangler.toml says, and again after a call that failed", async () => {
  const told = vi.spyOn(console, "error").mockReturnValue();
  const call = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error("not yet")).mockResolvedValue(undefined);
  const cron = startCron(call);
  await vi.advanceTimersByTimeAsync(3 * CRON_EVERY_MS);
  clearInterval(cron);
  await vi.advanceTimersByTimeAsync(CRON_EVERY_MS);
  expect(call).toHaveBeenCalledTimes(3);
  expect(told.mock.calls).toEqual([["The cron could not be called: Error: not yet"]]);
  expect(readFileSync("wrangler.toml", "utf8")).toContain(`crons = ["*/${CRON_EVERY_MS / 60_000} * * * *"]`);
});
