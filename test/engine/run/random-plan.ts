// Random plans and providers for the property tests.

import fc from "fast-check";
import type { Json } from "../../../engine/json.ts";
import type { Plan, PlanStep, RetryPolicy } from "../../../engine/plan/plan.ts";
import type { Reaction } from "./simulated-host.ts";

const retry: fc.Arbitrary<RetryPolicy> = fc.record({
  maxAttempts: fc.integer({ min: 1, max: 4 }),
  backoff: fc.constantFrom("constant", "linear", "exponential"),
  initialDelayMs: fc.integer({ min: 0, max: 5_000 }),
  maxDelayMs: fc.integer({ min: 0, max: 20_000 }),
  jitter: fc.boolean(),
  nonRetryable: fc.constantFrom([], ["busy"]),
});

/** A DAG of up to 24 steps, each passing on the results of those that it needs. */
export const randomPlan: fc.Arbitrary<Plan> = fc
  .record({
    steps: fc.array(
      fc.record({ retry, timeoutMs: fc.integer({ min: 1, max: 10_000 }), picks: fc.array(fc.nat(), { maxLength: 4 }) }),
      { minLength: 1, maxLength: 24 },
    ),
    errorStrategy: fc.constantFrom("stop_on_first" as const, "continue" as const),
    timeoutMs: fc.option(fc.integer({ min: 1, max: 120_000 }), { nil: undefined }),
    maxParallel: fc.integer({ min: 1, max: 16 }),
  })
  .map(({ steps, errorStrategy, timeoutMs, maxParallel }) => ({
    format: 1,
    steps: steps.map(({ retry: policy, timeoutMs: limit, picks }, index): PlanStep => {
      const needs = index === 0 ? [] : [...new Set(picks.map((pick) => pick % index))].toSorted((a, b) => a - b);
      return {
        id: `s${index}`,
        action: { kind: "tool", toolId: "tool_any", arguments: argumentsFor(needs) },
        needs,
        retry: policy,
        timeoutMs: limit,
      };
    }),
    errorStrategy,
    maxParallel,
    ...(timeoutMs !== undefined && { timeoutMs }),
  }));

function argumentsFor(needs: readonly number[]): Json {
  return { topic: "{{input.topic}}", from: needs.map((need) => `{{steps.s${need}.result}}`) };
}

/** What each call comes to, in turn; past the end, calls succeed. */
export const randomReactions: fc.Arbitrary<readonly Reaction[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.nat(3_000).map((afterMs) => success(afterMs)) },
    { weight: 2, arbitrary: fc.nat(3_000).map((afterMs) => failure(afterMs, "busy", true)) },
    { weight: 1, arbitrary: fc.nat(3_000).map((afterMs) => failure(afterMs, "refused", false)) },
    { weight: 1, arbitrary: fc.constant<Reaction>("hang") },
    { weight: 1, arbitrary: fc.nat(90_000).map((until) => deferral(until)) },
  ),
  { maxLength: 60 },
);

export function success(afterMs: number, result: Json = "done"): Reaction {
  return { afterMs, outcome: { type: "success", result, sizeBytes: JSON.stringify(result).length } };
}

export function failure(afterMs: number, code: string, retryable: boolean): Reaction {
  return { afterMs, outcome: { type: "failure", failure: { code, message: code, retryable } } };
}

/** `until` counts from the world's start and is set right by the world. */
function deferral(until: number): Reaction {
  return { afterMs: 0, outcome: { type: "deferred", until } };
}
