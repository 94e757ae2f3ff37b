// What is known of a run: the fold of its events. One owner folds it in place (the driver, or a reader that
// replays); nobody else writes to it.
//
// S1. `ready` holds exactly the pending steps whose needs have all succeeded.
// S2. `slots` holds the steps that are running or deferred: a deferred step keeps its slot, for it has a
//     place reserved. A step that waits for a retry gives its slot back.
// S3. `unsettled` is the number of steps that are not success, failed, skipped or cancelled.

import type { Json } from "../json.ts";
import type { Plan } from "../plan/plan.ts";
import type { RunError } from "./events.ts";
import type { Failure } from "./outcome.ts";

export type RunStatus = "pending" | "running" | "success" | "failed" | "cancelled";
export type StepStatus = "pending" | "running" | "waiting" | "success" | "failed" | "skipped" | "cancelled";

export interface RunState {
  readonly runId: string;
  readonly input: Json;
  status: RunStatus;
  startedAt: number | null;
  completedAt: number | null;
  readonly steps: StepState[];
  readonly ready: Queue;
  readonly slots: Set<number>;
  /** When each waiting step goes on, in ms since the epoch. */
  readonly wakes: Map<number, number>;
  unsettled: number;
  /** What the results so far weigh. */
  resultBytes: number;
  /** The first step that failed. */
  failed: { readonly step: number; readonly failure: Failure } | null;
  cancelReason: string | null;
  /** Null until the run has settled. */
  output: Json;
  error: RunError | null;
}

export interface StepState {
  status: StepStatus;
  /** Attempts begun, the one in flight counted. */
  attempts: number;
  /** How often the attempt in flight was found without its host. */
  resumes: number;
  /** When the next attempt has a place with the caller's gate, where one is reserved. */
  admittedAt: number | null;
  invocationId: string | null;
  /** Needs that have not succeeded yet. */
  unmet: number;
  result: Json;
  error: Failure | null;
  startedAt: number | null;
  completedAt: number | null;
}

/** First in, first out; taking is O(1). */
export class Queue {
  #items: number[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  push(item: number): void {
    this.#items.push(item);
  }

  /** Up to `count` items from the front, which stay. */
  peek(count: number): number[] {
    return this.#items.slice(this.#head, this.#head + count);
  }

  /** Takes out one item, wherever it stands; at the front in O(1). */
  remove(item: number): void {
    if (this.#items[this.#head] === item) {
      this.#head += 1;
      if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
        this.#items = this.#items.slice(this.#head);
        this.#head = 0;
      }
      return;
    }
    const at = this.#items.indexOf(item, this.#head);
    if (at !== -1) this.#items.splice(at, 1);
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
  }
}

/** The state before the first event. */
export function newRun(plan: Plan, runId: string, input: Json): RunState {
  const ready = new Queue();
  const steps = plan.steps.map((step, index): StepState => {
    if (step.needs.length === 0) ready.push(index);
    return {
      status: "pending",
      attempts: 0,
      resumes: 0,
      admittedAt: null,
      invocationId: null,
      unmet: step.needs.length,
      result: null,
      error: null,
      startedAt: null,
      completedAt: null,
    };
  });
  return {
    runId,
    input,
    status: "pending",
    startedAt: null,
    completedAt: null,
    steps,
    ready,
    slots: new Set(),
    wakes: new Map(),
    unsettled: steps.length,
    resultBytes: 0,
    failed: null,
    cancelReason: null,
    output: null,
    error: null,
  };
}

export function isSettled(status: RunStatus | StepStatus): boolean {
  return status === "success" || status === "failed" || status === "skipped" || status === "cancelled";
}
