// What a definition compiles to. A plan is JSON: it is stored with the run that it started, so a later
// edit of the workflow never changes a run.
//
// P1. `steps` is in topological order: every index in `needs` is smaller than the step's own.
// P2. `needs` is the union of `dependsOn` and the references found in the step's templates.

import type { Json } from "../json.ts";

export interface Plan {
  /** The version of this format, not of the workflow. */
  readonly format: 1;
  readonly steps: readonly PlanStep[];
  /** A template for the run's output; absent: the leaf steps' results by step id. */
  readonly output?: Json;
  readonly errorStrategy: ErrorStrategy;
  /** The whole run's limit in milliseconds, from its start; absent: none. */
  readonly timeoutMs?: number;
  /** How many steps may hold a slot at the same time. */
  readonly maxParallel: number;
}

/**
 * `stop_on_first`: the first failed step ends the run; calls in flight are aborted.
 * `continue`: steps that do not depend on a failed one go on; the run then ends as failed.
 */
export type ErrorStrategy = "stop_on_first" | "continue";

export interface PlanStep {
  readonly id: string;
  readonly action: StepAction;
  /** Indexes into `Plan.steps`. */
  readonly needs: readonly number[];
  readonly retry: RetryPolicy;
  /** One attempt's limit in milliseconds. */
  readonly timeoutMs: number;
}

/** What a step does: exactly one thing. Later kinds (workflow, handoff, wait, transform) join here. */
export type StepAction = ToolCall;

export interface ToolCall {
  readonly kind: "tool";
  readonly toolId: string;
  /** Templated; rendered just before the first attempt. */
  readonly arguments: Json;
}

export interface RetryPolicy {
  /** The first attempt counts: 1 means no retry. */
  readonly maxAttempts: number;
  readonly backoff: "constant" | "linear" | "exponential";
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
  /** Spreads each delay evenly over [delay/2, delay]. */
  readonly jitter: boolean;
  /** Error codes that end the step at once, even where the outcome calls itself retryable. */
  readonly nonRetryable: readonly string[];
}
