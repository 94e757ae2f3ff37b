// What is known of a run: the fold of its events. One owner folds it in place (the driver, or a reader that
// replays); nobody else writes to it.
//
// The unit of work is the task. A step is one; a step with a forEach has one more for each item; what undoes a step
// or an item is one. A call, its retries and its waits are the same for all of them.
//
// S1. `ready` and `light` hold exactly the pending steps whose needs have all ended; `light` those whose action
//     takes no slot.
// S2. `slots` holds the tasks that are running or deferred: a deferred task keeps its slot, for it has a
//     place reserved. A task that waits for anything else gives its slot back.
// S3. `wakes` holds exactly the waiting tasks.
// S4. `unsettled` is the number of steps that are not success, failed, skipped or cancelled.
// S5. `done` holds, in the order in which they succeeded, the tasks that can be undone; `undone` what undoes them,
//     from the last of `done` on, one at a time.
// S6. `ended` holds every task that has come to its end, in that order: what follows from an event is in here, for whoever
//     tells of it.

import type { Json } from "../json.ts";
import { takesNoSlot } from "../plan/actions.ts";
import type { Plan } from "../plan/plan.ts";
import type { RunEnding, RunError, TaskRef } from "./events.ts";
import { type Held, NONE_STORED, type Stored } from "../template/stored.ts";
import type { Answer, Failure } from "./outcome.ts";

export type RunStatus = "pending" | "running" | "success" | "failed" | "cancelled";
export type StepStatus = "pending" | "running" | "waiting" | "success" | "failed" | "skipped" | "cancelled";

export interface RunState {
  readonly runId: string;
  readonly input: Json;
  /** What of the input is kept elsewhere, and so on. */
  readonly inputStored: readonly Stored[];
  status: RunStatus;
  startedAt: number | null;
  completedAt: number | null;
  readonly steps: StepState[];
  readonly ready: Queue;
  readonly light: Queue;
  /** The steps whose forEach has items that have not begun. */
  readonly fans: Set<number>;
  readonly slots: Set<Task>;
  /** When each waiting task goes on by itself, in ms since the epoch; Infinity: never. */
  readonly wakes: Map<Task, number>;
  unsettled: number;
  /** What the results so far weigh. */
  resultBytes: number;
  /** What is kept elsewhere of them. */
  storedBytes: number;
  readonly signals: Map<string, Mailbox>;
  readonly signalKeys: Set<string>;
  paused: boolean;
  /** The first step that failed, of those whose failure counts. */
  failed: { readonly step: number; readonly failure: Failure } | null;
  cancelReason: string | null;
  cancelCode: string;
  /** What the run will settle as, once all is undone. */
  ending: RunEnding | null;
  readonly done: Task[];
  readonly undone: Task[];
  readonly ended: Task[];
  /** Handed over, but nobody waits for their answer any more; as they were at their attempt. */
  readonly unwanted: Task[];
  /** Null until the run has settled. */
  output: Json;
  outputStored: readonly Stored[];
  error: RunError | null;
}

export interface Task {
  readonly role: "step" | "item" | "undo";
  readonly step: number;
  /** Which item of the step's forEach; null: it is of none. */
  readonly item: number | null;
  status: StepStatus;
  /** What a waiting task waits for. `turn`: a place with the caller's gate is reserved for its next attempt. */
  waitsFor: "retry" | "turn" | "time" | "signal" | "answer" | null;
  /** Attempts begun, the one in flight counted. */
  attempts: number;
  /** How often the attempt in flight was found without its host. */
  resumes: number;
  invocationId: string | null;
  /** Its end is that of the run which this one does again. */
  kept: boolean;
  /** What became of the attempt that was handed over. */
  answer: Answer | null;
  result: Json;
  /** What of the result is kept elsewhere. */
  stored: readonly Stored[];
  error: Failure | null;
  startedAt: number | null;
  completedAt: number | null;
}

export interface StepState extends Task {
  /** Needs that have not ended yet. */
  unmet: number;
  /** Null where the step has no forEach, or it has not begun. */
  fan: Fan | null;
}

/** The items of a forEach. */
export interface Fan {
  readonly items: Task[];
  /** The first that has not begun. */
  next: number;
  /** Those under way. */
  live: number;
  unsettled: number;
  failed: number;
  cancelled: number;
}

/** The signals of one name. At most one of the two holds anything. */
export interface Mailbox {
  /** Received, and waited for by nobody yet. */
  readonly payloads: Held[];
  /** Tasks that wait, the longest first. */
  readonly waiting: Task[];
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
export function newRun(plan: Plan, runId: string, input: Json, inputStored: readonly Stored[] = NONE_STORED): RunState {
  const ready = new Queue();
  const light = new Queue();
  const steps = plan.steps.map(({ needs, action }, index): StepState => {
    if (needs.length === 0) (takesNoSlot(action) ? light : ready).push(index);
    return { ...newTask("step", index, null), unmet: needs.length, fan: null };
  });
  return {
    runId,
    input,
    inputStored,
    status: "pending",
    startedAt: null,
    completedAt: null,
    steps,
    ready,
    light,
    fans: new Set(),
    slots: new Set(),
    wakes: new Map(),
    unsettled: steps.length,
    resultBytes: 0,
    storedBytes: 0,
    signals: new Map(),
    signalKeys: new Set(),
    paused: false,
    failed: null,
    cancelReason: null,
    cancelCode: "cancelled",
    ending: null,
    done: [],
    undone: [],
    ended: [],
    unwanted: [],
    output: null,
    outputStored: NONE_STORED,
    error: null,
  };
}

export function newTask(role: Task["role"], step: number, item: number | null): Task {
  return {
    role,
    step,
    item,
    status: "pending",
    waitsFor: null,
    attempts: 0,
    resumes: 0,
    invocationId: null,
    kept: false,
    answer: null,
    result: null,
    stored: NONE_STORED,
    error: null,
    startedAt: null,
    completedAt: null,
  };
}

export function stepAt(state: RunState, index: number): StepState {
  const step = state.steps[index];
  if (!step) throw new RangeError(`the plan of ${state.runId} has no step ${index}`);
  return step;
}

/** The task; undefined for what undoes something and has not begun. */
export function findTask(state: RunState, { step, item, undo }: TaskRef): Task | undefined {
  if (undo) {
    // One is undone at a time, so it is the last.
    const last = state.undone.at(-1);
    return last?.step === step && last.item === (item ?? null) ? last : undefined;
  }
  return item === undefined ? stepAt(state, step) : stepAt(state, step).fan?.items[item];
}

/** The task that this attempt's answer is for; null where it has one, or is past waiting for it. */
export function awaiting(state: RunState, answered: TaskRef & { readonly attempt: number }): Task | null {
  const task = findTask(state, answered);
  const isAwaited = task && !isSettled(task.status) && task.attempts === answered.attempt && task.answer === null;
  return isAwaited ? task : null;
}

export function refOf({ role, step, item }: Task): TaskRef {
  return { step, ...(item !== null && { item }), ...(role === "undo" && { undo: true }) };
}

export function isSettled(status: RunStatus | StepStatus): boolean {
  return status === "success" || status === "failed" || status === "skipped" || status === "cancelled";
}
