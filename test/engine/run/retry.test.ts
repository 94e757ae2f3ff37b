import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_RETRY, retryDelay } from "../../../engine/run/retry.ts";
import type { Failure } from "../../../engine/run/outcome.ts";
import type { RetryPolicy } from "../../../engine/plan/plan.ts";

const busy: Failure = { code: "busy", message: "Busy.", retryable: true };
const policy: RetryPolicy = { ...NO_RETRY, maxAttempts: 6, initialDelayMs: 100, maxDelayMs: 1_000 };

describe("the delay before the next attempt", () => {
  test.each([
    ["constant", [100, 100, 100, 100, 100]],
    ["linear", [100, 200, 300, 400, 500]],
    ["exponential", [100, 200, 400, 800, 1_000]],
  ] as const)("%s: grows as its name says, up to the cap", (backoff, delays) => {
    const found = delays.map((_, index) => retryDelay({ ...policy, backoff }, index + 1, busy, "run:step"));
    expect(found).toEqual(delays);
  });

  test("jitter spreads over the upper half, and the same seed gives the same delay", () => {
    const spread = { ...policy, jitter: true, initialDelayMs: 1_000 };
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 5 }), (seed, attempts) => {
        const delay = retryDelay(spread, attempts, busy, seed);
        expect(delay).toBeGreaterThanOrEqual(500);
        expect(delay).toBeLessThanOrEqual(1_000);
        expect(retryDelay(spread, attempts, busy, seed)).toBe(delay);
      }),
    );
    const delays = new Set(Array.from({ length: 100 }, (_, n) => retryDelay(spread, 1, busy, `run_${n}:step`)));
    expect(delays.size).toBeGreaterThan(80);
  });

  test("the provider's Retry-After counts where it is longer, up to an hour", () => {
    expect(retryDelay(policy, 1, { ...busy, retryAfterMs: 50 }, "")).toBe(100);
    expect(retryDelay(policy, 1, { ...busy, retryAfterMs: 60_000 }, "")).toBe(60_000);
    expect(retryDelay(policy, 1, { ...busy, retryAfterMs: 1e12 }, "")).toBe(3_600_000);
  });
});

test.each([
  ["a failure that is final", policy, 1, { ...busy, retryable: false }],
  ["the last attempt", policy, 6, busy],
  ["a code that the policy names", { ...policy, nonRetryable: ["busy"] }, 1, busy],
  ["a policy without retries", NO_RETRY, 1, busy],
])("%s is not tried again", (_, of, attempts, failure) => {
  expect(retryDelay(of, attempts, failure, "")).toBeNull();
});
