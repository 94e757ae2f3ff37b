// From a definition that has been checked to the plan that runs it (plan.ts has the invariants).

import {
  DEFAULT_BACKOFF,
  DEFAULT_INITIAL_DELAY_MS,
  DEFAULT_JITTER,
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_MAX_DELAY_MS,
  DEFAULT_STEP_TIMEOUT_MS,
  MAX_PARALLEL,
} from "../definition/limits.ts";
import type { RetryDefinition, StepDefinition, WorkflowDefinition } from "../definition/schema.ts";
import { stepGraph, topologicalOrder } from "./graph.ts";
import type { Plan, PlanStep, RetryPolicy } from "./plan.ts";

/** `needs[i]`: the places in `definition.steps` of what step `i` waits for. There is no cycle. */
export function compile(definition: WorkflowDefinition, needs: readonly (readonly number[])[]): Plan {
  const order = topologicalOrder(stepGraph(needs));
  const planned = new Map(order.map((place, index) => [place, index]));
  const steps = order.flatMap((place) => {
    const step = definition.steps[place];
    const indexes = (needs[place] ?? []).map((other) => planned.get(other) ?? -1).toSorted((a, b) => a - b);
    return step === undefined ? [] : [planStep(step, indexes)];
  });
  const { output, errorStrategy = "stop_on_first", timeoutMs } = definition;
  return {
    format: 1,
    steps,
    ...(output === undefined ? {} : { output }),
    errorStrategy,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    maxParallel: MAX_PARALLEL,
  };
}

function planStep(step: StepDefinition, needs: readonly number[]): PlanStep {
  return {
    id: step.id,
    action: { kind: "tool", toolId: step.toolId, arguments: step.arguments ?? {} },
    needs,
    retry: retryPolicy(step.retry),
    timeoutMs: step.timeoutMs ?? DEFAULT_STEP_TIMEOUT_MS,
  };
}

/** The defaults, where a step says nothing or leaves something out. */
export function retryPolicy(retry: RetryDefinition = {}): RetryPolicy {
  const initialDelayMs = retry.initialDelayMs ?? Math.min(DEFAULT_INITIAL_DELAY_MS, retry.maxDelayMs ?? Infinity);
  return {
    maxAttempts: retry.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
    backoff: retry.backoff ?? DEFAULT_BACKOFF,
    initialDelayMs,
    maxDelayMs: retry.maxDelayMs ?? Math.max(DEFAULT_MAX_DELAY_MS, initialDelayMs),
    jitter: retry.jitter ?? DEFAULT_JITTER,
    nonRetryable: retry.nonRetryable ?? [],
  };
}
