// The port between the engine and the world. Every host passes one contract suite (test/contract).
//
// H1. When `record` returns, nothing that is performed afterwards can become visible outside before the
//     events are durable.
// H2. An attempt's outcome never rejects: what goes wrong with a provider is a failure. A throw from the host
//     means that the host itself is failing; the run then goes on from its journal elsewhere.
// H3. What was handed over is answered by an `answer_received` of the same task and attempt, told to the drive or, where
//     there is none, put into the journal. It may come before the attempt's own outcome.

import type { Json } from "../json.ts";
import type { Outward, PlanStep } from "../plan/plan.ts";
import type { ReadStored, Stored } from "../template/stored.ts";
import type { RunEvent } from "./events.ts";
import type { Failure, Outcome } from "./outcome.ts";
import type { Task } from "./state.ts";

export interface Host {
  /** Milliseconds since the epoch. */
  now(): number;
  /** A fresh id for a task that does this. */
  newInvocationId(kind: Outward["kind"]): string;
  record(events: readonly RunEvent[]): void | Promise<void>;
  perform(call: Call): Attempt;
  /** Nobody waits any more for what was handed over in this task. May be said more than once. */
  callOff?(step: PlanStep, task: Task): void;
  /** Of the run's unwanted tasks, the first so many have been called off, and are not again. */
  readonly calledOff?: number;
  /** Calls `wake` once at `at` (ms since the epoch) or soon after; the answer takes that back. */
  schedule(at: number, wake: () => void): () => void;
  /** A run with nothing in flight that must wait longer than this is parked. */
  readonly maxIdleMs: number;
  /** Keeps values that are too large for a journal; absent: there are none. */
  readonly values?: Values | undefined;
}

/** H4. What an event says is kept elsewhere is durable there before the event is recorded. */
export interface Values {
  /** What a value weighs as JSON at most, in characters, without being kept here. */
  readonly maxInlineChars: number;
  /** Keeps the value, which the engine made; `name` is the same for the same value of the run. */
  put(value: Json, name: string): Promise<Stored>;
  readonly read: ReadStored<Failure>;
}

/** One attempt of one task. */
export interface Call<Action extends Outward = Outward> {
  readonly runId: string;
  readonly step: PlanStep;
  /** The step's own, or what undoes it. */
  readonly action: Action;
  readonly task: Task;
  /** The same for every attempt of a task, and for no other: `<runId>:<stepId>[:<item>][:compensate]`. */
  readonly key: string;
  readonly attempt: number;
  readonly invocationId: string;
  /** Rendered. */
  readonly arguments: Json;
  readonly timeoutMs: number;
  /** From when on the caller's gate lets this attempt in, where it has been asked. */
  readonly admittedAt: number | null;
}

export interface Attempt {
  readonly outcome: Promise<Outcome>;
  /** When its time begins, where it may have to wait for its turn first; absent: at once. What never begins has an outcome. */
  readonly begun?: Promise<void>;
  /** The outcome is no longer wanted: stop as soon as possible. */
  abort(why: AbortReason): void;
}

/** Its time is up; or its run was cancelled, has ended, or lost its host. */
export type AbortReason = "timeout" | "unwanted";
