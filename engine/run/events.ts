// A run is the fold of its events. Each carries the host's time, so the engine needs no clock.
//
// E1. An event is durable before its effect: `attempt_started` before the call leaves, a settlement before
//     any dependant starts.
// E2. What follows from other events is not journaled: that a failed step's dependants are skipped, or that
//     the end of a run cancels what had not settled, is the fold's to conclude.

import type { Json } from "../json.ts";
import type { Failure } from "./outcome.ts";

export type RunEvent =
  | { readonly type: "run_started"; readonly at: number }
  | {
      readonly type: "attempt_started";
      readonly at: number;
      readonly step: number;
      readonly attempt: number;
      /** The call's id in the log: the same for every attempt of a step. */
      readonly invocationId: string;
    }
  /** The host died with this attempt in flight; it is made again, under the same number and key. */
  | { readonly type: "attempt_resumed"; readonly at: number; readonly step: number }
  | { readonly type: "attempt_deferred"; readonly at: number; readonly step: number; readonly until: number }
  | {
      readonly type: "attempt_failed";
      readonly at: number;
      readonly step: number;
      readonly failure: Failure;
      readonly retryAt: number;
    }
  | {
      readonly type: "step_succeeded";
      readonly at: number;
      readonly step: number;
      readonly result: Json;
      readonly sizeBytes: number;
    }
  | { readonly type: "step_failed"; readonly at: number; readonly step: number; readonly failure: Failure }
  | { readonly type: "cancel_requested"; readonly at: number; readonly reason: string }
  | ({ readonly type: "run_settled"; readonly at: number } & RunEnd);

/** How a run ends. */
export interface RunEnd {
  readonly status: "success" | "failed" | "cancelled";
  /** Every step had settled: there is an output. */
  readonly complete: boolean;
  /** What the plan's output template gave; absent where there is none: the output then follows from the results. */
  readonly output?: Json;
  readonly error: RunError | null;
}

export interface RunError {
  readonly code: string;
  readonly message: string;
  /** The step that it happened in. */
  readonly stepId?: string;
}
