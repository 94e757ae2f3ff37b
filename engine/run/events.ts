// A run is the fold of its events. Each carries the host's time, so the engine needs no clock.
//
// E1. An event is durable before its effect: `attempt_started` before the call leaves, a settlement before
//     any dependant starts.
// E2. What follows from other events is not journaled: that a failed step's dependants are skipped, that a signal
//     ends a wait, or that the end of a run cancels what had not settled, is the fold's to conclude.
// E3. What comes from outside is journaled when it comes, whether or not anything waits for it yet.
//
// E4. Where part of a value is kept elsewhere, null stands in its place and `stored` says where it is.
//
// `step_…` are of any task; their names are older than tasks.

import type { Json } from "../json.ts";
import type { Stored } from "../template/stored.ts";
import type { Answer, Failure } from "./outcome.ts";

/** Which task an event is about: the step itself, one item of its forEach, or what undoes either. */
export interface TaskRef {
  readonly step: number;
  readonly item?: number;
  readonly undo?: true;
}

export type RunEvent =
  | { readonly type: "run_started"; readonly at: number }
  | (TaskRef & {
      readonly type: "attempt_started";
      readonly at: number;
      readonly attempt: number;
      /** The call's id in the log: the same for every attempt of a task. */
      readonly invocationId: string;
    })
  /** The host died with this attempt in flight; it is made again, under the same number and key. */
  | (TaskRef & { readonly type: "attempt_resumed"; readonly at: number })
  | (TaskRef & { readonly type: "attempt_deferred"; readonly at: number; readonly until: number })
  /** Somebody else has it; no longer than `until` (ms since the epoch), where that is no null. */
  | (TaskRef & { readonly type: "attempt_handed_over"; readonly at: number; readonly until: number | null })
  | (TaskRef & {
      readonly type: "attempt_failed";
      readonly at: number;
      readonly failure: Failure;
      readonly retryAt: number;
    })
  | (TaskRef & { readonly type: "wait_started"; readonly at: number; readonly until: number | null })
  | (TaskRef & {
      readonly type: "step_succeeded";
      readonly at: number;
      readonly result: Json;
      readonly sizeBytes: number;
      readonly stored?: readonly Stored[];
    })
  | (TaskRef & {
      readonly type: "step_failed";
      readonly at: number;
      readonly failure: Failure;
      /** The step's result all the same, as its onError says. */
      readonly fallback?: Json;
      /** Of the fallback. */
      readonly stored?: readonly Stored[];
    })
  /** Its `when` is false. */
  | { readonly type: "step_skipped"; readonly at: number; readonly step: number }
  /** Of a run that does another one again: the task has the end that it had there, and nothing is done for it. */
  | (TaskRef & { readonly type: "step_kept"; readonly at: number; readonly end: KeptEnd })
  /** Its forEach has this many items. */
  | { readonly type: "items_listed"; readonly at: number; readonly step: number; readonly count: number }
  /** The run has failed or was cancelled; what was done is now undone, before it settles so. */
  | ({ readonly type: "run_ending"; readonly at: number } & RunEnding)
  | ({ readonly type: "run_settled"; readonly at: number } & RunEnd)
  | ExternalEvent;

/** What comes from outside. */
export type ExternalEvent =
  | {
      readonly type: "cancel_requested";
      readonly at: number;
      readonly reason: string;
      /** What the run's error is called; absent: `cancelled`. */
      readonly code?: string;
    }
  | { readonly type: "pause_requested"; readonly at: number }
  | { readonly type: "resume_requested"; readonly at: number }
  | {
      readonly type: "signal_received";
      readonly at: number;
      readonly name: string;
      readonly payload: Json;
      readonly sizeBytes: number;
      readonly stored?: readonly Stored[];
      /** A second signal of the same key is the same signal. */
      readonly key?: string;
    }
  /** What became of an attempt that was handed over. */
  | (TaskRef & {
      readonly type: "answer_received";
      readonly at: number;
      readonly attempt: number;
      readonly answer: Answer;
    });

export type KeptEnd =
  | {
      readonly status: "success";
      readonly result: Json;
      readonly sizeBytes: number;
      readonly stored?: readonly Stored[];
    }
  | { readonly status: "skipped"; readonly reason: Failure };

export interface RunEnding {
  readonly status: "failed" | "cancelled";
  readonly error: RunError;
}

/** How a run ends. */
export interface RunEnd {
  readonly status: "success" | "failed" | "cancelled";
  /** Every step had settled: there is an output. */
  readonly complete: boolean;
  /** What the plan's output template gave; absent where there is none: the output then follows from the results. */
  readonly output?: Json;
  /** Of the output. */
  readonly stored?: readonly Stored[];
  readonly error: RunError | null;
}

export interface RunError {
  readonly code: string;
  readonly message: string;
  /** The step that it happened in. */
  readonly stepId?: string;
}
