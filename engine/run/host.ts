// The port between the engine and the world. Every host passes one contract suite (test/contract).
//
// H1. When `record` returns, nothing that is performed afterwards can become visible outside before the
//     events are durable.
// H2. An attempt's outcome never rejects: what goes wrong with a provider is a failure. A throw from the host
//     means that the host itself is failing; the run then goes on from its journal elsewhere.

import type { Json } from "../json.ts";
import type { PlanStep } from "../plan/plan.ts";
import type { RunEvent } from "./events.ts";
import type { Outcome } from "./outcome.ts";

export interface Host {
  /** Milliseconds since the epoch. */
  now(): number;
  /** A fresh invocation id. */
  newInvocationId(): string;
  record(events: readonly RunEvent[]): void | Promise<void>;
  perform(call: Call): Attempt;
  /** Calls `wake` once at `at` (ms since the epoch) or soon after; the answer takes that back. */
  schedule(at: number, wake: () => void): () => void;
  /** A run with nothing in flight that must wait longer than this is parked. */
  readonly maxIdleMs: number;
}

/** One attempt of one step. */
export interface Call {
  readonly runId: string;
  readonly step: PlanStep;
  readonly attempt: number;
  readonly invocationId: string;
  /** Rendered. */
  readonly arguments: Json;
  /** From when on the caller's gate lets this attempt in, where it has been asked. */
  readonly admittedAt: number | null;
}

export interface Attempt {
  readonly outcome: Promise<Outcome>;
  /** The outcome is no longer wanted: stop as soon as possible. */
  abort(why: AbortReason): void;
}

/** Its time is up; or its run was cancelled, has ended, or lost its host. */
export type AbortReason = "timeout" | "unwanted";
