// What a definition compiles to. A plan is JSON: it is stored with the run that it started, so a later
// edit of the workflow never changes a run.
//
// P1. `steps` is in topological order: every index in `needs` is smaller than the step's own.
// P2. `needs` is the union of `dependsOn` and the references found in the step's templates.
// P3. A plan of format 1 is one of format 2 that uses tool calls alone: what was added since is optional.

import type { Json } from "../json.ts";

export interface Plan {
  /** The version of this format, not of the workflow. */
  readonly format: 1 | 2;
  readonly steps: readonly PlanStep[];
  /** A template for the run's output; absent: the leaf steps' results by step id. */
  readonly output?: Json;
  /** What the input has to fit. Who starts a run sees to it. */
  readonly inputSchema?: Json;
  /** What the output has to fit. */
  readonly outputSchema?: Json;
  readonly errorStrategy: ErrorStrategy;
  /** The whole run's limit in milliseconds, from its start; absent: none. */
  readonly timeoutMs?: number;
  /** How many steps may hold a slot at the same time. */
  readonly maxParallel: number;
  /** How many runs of one key may be under way. The host's business: the engine only carries it. */
  readonly concurrency?: Concurrency;
  /** How long a run is kept once it has settled; absent: until it is deleted. The host's business, too. */
  readonly retentionDays?: number;
  /** The workflows that the steps start, and those that these start, as `<workflowId>@<version>`; absent: none. */
  readonly uses?: readonly string[];
  /** How deep sub-workflows nest in it: 0, also where absent, means that it has none. */
  readonly depth?: number;
}

/**
 * `stop_on_first`: the first failed step ends the run; calls in flight are aborted.
 * `continue`: steps that do not depend on a failed one go on; the run then ends as failed.
 * `compensate`: the first failed step ends the run, once calls in flight have landed and all that was done is undone.
 */
export type ErrorStrategy = "stop_on_first" | "continue" | "compensate";

/** It waits in order; it is cancelled; the run that is under way the longest is cancelled for it. */
export type ConflictPolicy = "queue" | "skip" | "cancel_running";

export interface Concurrency {
  /** A template over the run's input; runs for which it gives the same count together. Absent: all runs do. */
  readonly key?: string;
  readonly limit: number;
  /** Of a run that finds no place. Absent: `queue`. */
  readonly onConflict?: ConflictPolicy;
}

export interface PlanStep {
  readonly id: string;
  readonly action: StepAction;
  /** Indexes into `Plan.steps`. */
  readonly needs: readonly number[];
  /** Those of `needs` whose result the step cannot do without. Absent: all of them. */
  readonly requires?: readonly number[];
  /** One placeholder that gives true or false. */
  readonly when?: string;
  readonly forEach?: ForEach;
  readonly retry: RetryPolicy;
  /** One attempt's limit in milliseconds. */
  readonly timeoutMs: number;
  /** Absent: a failure counts, as the plan's `errorStrategy` says. */
  readonly onError?: "continue" | { readonly fallback: Json };
  readonly compensate?: Compensation;
}

/** The step's action once for each item, over `item` and `index`; its result is the list of their results, in order. */
export interface ForEach {
  /** Templated; gives a list. */
  readonly items: Json;
  /** How many items may be under way at a time. */
  readonly concurrency: number;
  /** How many may fail; their results are null. */
  readonly tolerate: { readonly items: number } | { readonly percent: number };
}

/** The call that undoes the step, or each of its items. */
export interface Compensation {
  readonly action: ToolCall;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number;
}

/** What a step does: exactly one thing. */
export type StepAction = Outward | Transform | Wait;

/** What the host performs. */
export type Outward = ToolCall | WorkflowCall | Handoff;

export interface ToolCall {
  readonly kind: "tool";
  readonly toolId: string;
  /** Templated; rendered just before the first attempt. */
  readonly arguments: Json;
}

/** A run of another workflow, whose output is the result. */
export interface WorkflowCall {
  readonly kind: "workflow";
  readonly workflowId: string;
  readonly version: number;
  /** Templated: the input of that run. */
  readonly arguments: Json;
  /** How long it may take, in milliseconds; absent: no limit of the step's own. */
  readonly answerWithinMs?: number;
}

/** Work for another agent, whose answer is the result. */
export interface Handoff {
  readonly kind: "handoff";
  /** Templated: to whom (toAgentId or tag, timeoutMs, escalateTo), with what (context), as part of what (parentHandoffId). */
  readonly arguments: Json;
  readonly mode: "transfer" | "delegate";
  /** What its context has to fit. */
  readonly inputSchema?: Json;
  /** What its result has to fit. */
  readonly resultSchema?: Json;
  readonly answerWithinMs?: number;
}

/** A value; the engine renders it, nothing is called. */
export interface Transform {
  readonly kind: "transform";
  /** Templated. */
  readonly value: Json;
}

export type Wait = WaitForTime | WaitForSignal;

export interface WaitForTime {
  readonly kind: "wait";
  /** Templated: for so many milliseconds, or until a time (ISO 8601, with its offset). */
  readonly for: { readonly ms: Json } | { readonly until: Json };
}

export interface WaitForSignal {
  readonly kind: "wait";
  readonly signal: string;
  /** What a signal of this name has to fit. */
  readonly schema?: Json;
  /** Absent: for as long as the run lasts. */
  readonly timeoutMs?: number;
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
