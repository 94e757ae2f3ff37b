// The one loop that every run goes through, on every host:
//
//   hear (outcome, event from outside, time) ──> decide ──> record ──> perform ──> wait ──> hear …
//
// D1. State changes only by `apply`, and only with events that are recorded before anything is performed or waited
//     for: `record` takes together what was heard and what was decided of it. In between there is no I/O, so
//     nobody sees a state that is not on record.
// D2. Everything from outside comes through the inbox, so there is one place where the loop waits.
// D3. An attempt's timeout is kept here, from when its turn has come: a provider that hangs cannot hang a run.
// D4. Whoever tells of an event learns whether it is on record.

import type { Json } from "../json.ts";
import type { Plan, PlanStep, RetryPolicy } from "../plan/plan.ts";
import { type Held, NONE_STORED, replaced, saidOf, storedSize } from "../template/stored.ts";
import { apply } from "./apply.ts";
import { decide, hasToUndo, type Decision } from "./decide.ts";
import type { ExternalEvent, RunEvent, TaskRef } from "./events.ts";
import type { Attempt, Host } from "./host.ts";
import { Inbox } from "./inbox.ts";
import type { Failure, Outcome } from "./outcome.ts";
import { type Made, outputFailure, renderOutput } from "./render-step.ts";
import { retryDelay } from "./retry.ts";
import { failsStep, isLanding, planStepAt } from "./settle.ts";
import { findTask, isSettled, refOf, type RunState, type Task } from "./state.ts";
import { Beginnings, fallbackOf, type Beginning } from "./begin.ts";
import { isHandedOver } from "../plan/actions.ts";

/** An attempt under which the host died this often is taken for the cause. */
const MAX_RESUMES = 10;

/** What the results of one run may weigh together. */
export const MAX_RUN_RESULT_BYTES = 8 * 1024 * 1024;
/** The same of what is kept elsewhere. */
export const MAX_RUN_STORED_BYTES = 1024 * 1024 * 1024;

export type Progress =
  | { readonly type: "settled" }
  /**
   * Nothing is in flight and nothing happens by itself before `wakeAt` (ms since the epoch; null: ever): drive again
   * then, or when something comes from outside.
   */
  | { readonly type: "parked"; readonly wakeAt: number | null };

/** What is told of, without the time at which it was heard. */
export type Told = ExternalEvent extends infer E ? (E extends ExternalEvent ? Omit<E, "at"> : never) : never;

export interface Drive {
  /** Rejects only where the host fails. */
  readonly done: Promise<Progress>;
  /** True once the event is on record; false where the drive ended before. */
  tell(event: Told): Promise<boolean>;
  cancel(reason: string): void;
}

/**
 * Drives a run until it settles or parks. `state` is the fold of its journal so far and belongs to this drive
 * until `done`. A run has one drive at a time: the host sees to that.
 */
export function drive(plan: Plan, state: RunState, host: Host): Drive {
  const driver = new Driver(plan, state, host);
  const tell = (event: Told) => driver.tell(event);
  return { done: driver.run(), tell, cancel: (reason) => void tell({ type: "cancel_requested", reason }) };
}

type Message =
  | { readonly type: "outcome"; readonly flight: Flight; readonly outcome: Outcome }
  | { readonly type: "told"; readonly event: Told; readonly recorded: (isRecorded: boolean) => void }
  | { readonly type: "broken"; readonly error: unknown }
  | { readonly type: "tick" };

/** An attempt under way. */
interface Flight {
  readonly task: Task;
  readonly attempt: Attempt;
  /** Of what ends the attempt when its time is up. */
  clearTimeout: () => void;
}

class Driver {
  readonly #plan: Plan;
  readonly #state: RunState;
  readonly #host: Host;
  readonly #beginnings: Beginnings;
  readonly #inbox = new Inbox<Message>();
  readonly #flights = new Map<Task, Flight>();
  /** Applied, but not yet on record. */
  #unrecorded: RunEvent[] = [];
  /** The calls of attempts that were begun, to be made once that is on record. */
  #unlaunched: (() => void)[] = [];
  /** Who waits to hear that what he told is on record. */
  #tellers: ((isRecorded: boolean) => void)[] = [];
  #isOver = false;
  /** How many of the state's unwanted tasks the host has been told of. */
  #calledOff: number;

  constructor(plan: Plan, state: RunState, host: Host) {
    this.#plan = plan;
    this.#state = state;
    this.#host = host;
    this.#calledOff = host.calledOff ?? 0;
    this.#beginnings = new Beginnings(plan, state, host.values);
  }

  tell(event: Told): Promise<boolean> {
    if (this.#isOver) return Promise.resolve(false);
    return new Promise((recorded) => this.#inbox.put({ type: "told", event, recorded }));
  }

  async run(): Promise<Progress> {
    try {
      return await this.#loop();
    } finally {
      this.#isOver = true;
      for (const flight of this.#flights.values()) drop(flight);
      for (const message of this.#inbox.takeAll()) if (message.type === "told") message.recorded(false);
      for (const recorded of this.#tellers) recorded(false);
    }
  }

  async #loop(): Promise<Progress> {
    // What was cancelled before it began never begins.
    const isToBegin = this.#state.status === "pending" && this.#state.cancelReason === null;
    if (isToBegin) this.#note({ type: "run_started", at: this.#host.now() });
    for (let hasResumed = false; ;) {
      for (const message of this.#inbox.takeAll()) await this.#conclude(message);

      const decision = decide(this.#plan, this.#state, this.#host.now());
      if (decision.type === "settled") return this.#settled();
      if (decision.type === "undo") {
        const { status, error } = decision;
        this.#note({ type: "run_ending", at: this.#host.now(), status, error });
        continue;
      }
      if (decision.type === "settle") {
        const isOver = await this.#settle(decision);
        await this.#record();
        if (isOver) return this.#settled();
        continue;
      }
      if (!hasResumed) {
        hasResumed = true;
        await this.#resume();
        await this.#record();
        continue;
      }
      const decideAnew = await this.#go(decision);
      await this.#record();
      if (decideAnew) continue;

      const { wakeAt } = decision;
      if (this.#flights.size === 0 && this.#inbox.isEmpty) {
        if (wakeAt === null && !this.#state.paused && this.#state.wakes.size === 0) {
          throw new Error(`run ${this.#state.runId} has nothing to do and nothing to wait for`);
        }
        if (wakeAt === null || wakeAt - this.#host.now() > this.#host.maxIdleMs) return { type: "parked", wakeAt };
      }
      await this.#heardOrAwake(wakeAt);
    }
  }

  #settled(): Progress {
    this.#callOff();
    return { type: "settled" };
  }

  #note(event: RunEvent): void {
    apply(this.#plan, this.#state, event);
    this.#unrecorded.push(event);
  }

  /** Records what was noted, then gives up what is not wanted any more and makes the calls that were begun. */
  async #record(): Promise<void> {
    const events = this.#unrecorded;
    const launches = this.#unlaunched;
    const tellers = this.#tellers;
    this.#unrecorded = [];
    this.#unlaunched = [];
    if (events.length > 0) await this.#host.record(events);
    this.#tellers = [];
    for (const recorded of tellers) recorded(true);
    for (const [task, flight] of this.#flights) {
      if (task.status === "running") continue;
      this.#flights.delete(task);
      drop(flight);
    }
    this.#callOff();
    for (const launch of launches) launch();
  }

  #callOff(): void {
    const { unwanted } = this.#state;
    for (const task of unwanted.slice(this.#calledOff)) this.#host.callOff?.(planStepAt(this.#plan, task.step), task);
    this.#calledOff = unwanted.length;
  }

  async #heardOrAwake(wakeAt: number | null): Promise<void> {
    const clear = wakeAt === null ? null : this.#host.schedule(wakeAt, () => this.#inbox.put({ type: "tick" }));
    await this.#inbox.filled();
    clear?.();
  }

  /** Attempts that were in flight when an earlier host died are made again, under the same number and key. */
  async #resume(): Promise<void> {
    const running = [...this.#state.slots].filter((task) => task.status === "running");
    for (const task of running) {
      if (task.status !== "running") continue;
      const ref = refOf(task);
      const beginning = await this.#beginnings.of(ref);
      if (beginning.type !== "call" || task.resumes >= MAX_RESUMES) {
        await this.#fail(ref, beginning.type === "fails" ? beginning.failure : interrupted);
      } else {
        this.#note({ ...ref, type: "attempt_resumed", at: this.#host.now() });
        this.#unlaunched.push(() => this.#launch(task, beginning, null));
      }
    }
  }

  /** Begins what may start and concludes what is due. True where something settled, so that what to do is to be decided anew. */
  async #go({ start, due }: Extract<Decision, { type: "go" }>): Promise<boolean> {
    let decideAnew = due.length > 0;
    for (const task of due) await this.#fallDue(task);
    for (const ref of start) {
      const task = findTask(this.#state, ref);
      // An earlier one may have ended its step.
      if (task && isSettled(task.status)) continue;
      decideAnew = !(await this.#begin(ref, task)) || decideAnew;
    }
    return decideAnew;
  }

  /** True where it is under way now, as an attempt or a wait; false where it has come further than that. */
  async #begin(ref: TaskRef, task: Task | undefined): Promise<boolean> {
    const beginning = await this.#beginnings.of(ref);
    const at = this.#host.now();
    switch (beginning.type) {
      case "fails":
        await this.#fail(ref, beginning.failure);
        return false;
      case "skip":
        this.#note({ type: "step_skipped", at, step: ref.step });
        return false;
      case "items":
        this.#note({ type: "items_listed", at, step: ref.step, count: beginning.count });
        return false;
      case "value": {
        const { value: result, stored, sizeBytes } = await this.#kept(beginning.held, nameOf(this.#plan, ref));
        await this.#noteOutcome(ref, { type: "success", result, sizeBytes, stored });
        return false;
      }
      case "wait": {
        const until = beginning.until(at);
        if (until.ok) this.#note({ ...ref, type: "wait_started", at, until: until.value });
        else await this.#fail(ref, until.failure);
        return false;
      }
      case "call": {
        const admittedAt = task?.waitsFor === "turn" ? (this.#state.wakes.get(task) ?? null) : null;
        const attempts = task?.attempts ?? 0;
        this.#note({
          ...ref,
          type: "attempt_started",
          at,
          attempt: admittedAt !== null ? attempts : attempts + 1,
          invocationId: task?.invocationId ?? this.#host.newInvocationId(beginning.action.kind),
        });
        this.#unlaunched.push(() => this.#launch(this.#taskAt(ref), beginning, admittedAt));
        return true;
      }
    }
  }

  /** The task's time has come, or its answer. */
  async #fallDue(task: Task): Promise<void> {
    if (isSettled(task.status)) return;
    const ref = refOf(task);
    if (task.answer !== null) return this.#noteOutcome(ref, task.answer);
    if (task.waitsFor === "time") {
      return this.#note({ ...ref, type: "step_succeeded", at: this.#host.now(), result: null, sizeBytes: 0 });
    }
    const { action } = planStepAt(this.#plan, task.step);
    const failure = task.waitsFor === "signal" ? noSignal(action) : noAnswer(action);
    return this.#noteOutcome(ref, { type: "failure", failure });
  }

  #launch(
    task: Task,
    { action, arguments: args, timeoutMs }: Extract<Beginning, { type: "call" }>,
    admittedAt: number | null,
  ): void {
    const step = planStepAt(this.#plan, task.step);
    const { attempts, invocationId } = task;
    if (task.status !== "running" || invocationId === null) return;
    const { runId } = this.#state;
    const attempt = this.#host.perform({
      runId,
      step,
      action,
      task,
      key: keyOf(runId, step, task),
      attempt: attempts,
      invocationId,
      arguments: args,
      timeoutMs,
      admittedAt,
    });
    const flight: Flight = { task, attempt, clearTimeout: () => undefined };
    const begin = () => {
      // It may be dropped, or over, by the time its turn comes.
      if (this.#flights.get(task) !== flight) return;
      flight.clearTimeout = this.#host.schedule(this.#host.now() + timeoutMs, () => {
        attempt.abort("timeout");
        this.#inbox.put({ type: "outcome", flight, outcome: { type: "failure", failure: timedOut(timeoutMs) } });
      });
    };
    this.#flights.set(task, flight);
    if (attempt.begun === undefined) begin();
    else void attempt.begun.then(begin);
    attempt.outcome.then(
      (outcome) => this.#inbox.put({ type: "outcome", flight, outcome }),
      (error: unknown) => this.#inbox.put({ type: "broken", error }),
    );
  }

  /** Notes what a message amounts to, if anything. */
  async #conclude(message: Message): Promise<void> {
    switch (message.type) {
      case "tick":
        return;
      case "broken":
        throw message.error;
      case "told":
        this.#tellers.push(message.recorded);
        return this.#note({ ...message.event, at: this.#host.now() });
      case "outcome": {
        const { flight, outcome } = message;
        // What an attempt says after its timeout has spoken for it is not heard.
        if (this.#flights.get(flight.task) !== flight) return;
        this.#flights.delete(flight.task);
        flight.clearTimeout();
        if (flight.task.status === "running") await this.#noteOutcome(refOf(flight.task), outcome);
      }
    }
  }

  async #noteOutcome(ref: TaskRef, outcome: Outcome): Promise<void> {
    const at = this.#host.now();
    const step = planStepAt(this.#plan, ref.step);
    const task = findTask(this.#state, ref);
    const isLast = task !== undefined && isLanding(this.#state, task);
    switch (outcome.type) {
      case "deferred":
        if (isLast) return this.#fail(ref, notMade);
        return this.#note({ ...ref, type: "attempt_deferred", at, until: outcome.until });
      case "handed_over": {
        const within = isHandedOver(step.action) ? step.action.answerWithinMs : undefined;
        const until = within === undefined ? null : at + within;
        return this.#note({ ...ref, type: "attempt_handed_over", at, until });
      }
      case "success": {
        const { result, sizeBytes, stored = NONE_STORED } = outcome;
        if (this.#state.resultBytes + sizeBytes > MAX_RUN_RESULT_BYTES) return this.#fail(ref, tooLarge);
        if (this.#state.storedBytes + storedSize(stored) > MAX_RUN_STORED_BYTES) return this.#fail(ref, tooMuchStored);
        return this.#note({ ...ref, type: "step_succeeded", at, result, sizeBytes, ...saidOf(stored) });
      }
      case "failure": {
        const { failure } = outcome;
        const { retry } = ref.undo && step.compensate ? step.compensate : step;
        const delay = isLast || !task ? null : this.#delayOf(retry, step, task, failure);
        if (delay === null) return this.#fail(ref, failure);
        return this.#note({ ...ref, type: "attempt_failed", at, failure, retryAt: at + delay });
      }
    }
  }

  #delayOf(retry: RetryPolicy, step: PlanStep, task: Task, failure: Failure): number | null {
    return retryDelay(retry, task.attempts, failure, keyOf(this.#state.runId, step, task));
  }

  /** The task has failed for good. */
  async #fail(ref: TaskRef, failure: Failure): Promise<void> {
    const task = findTask(this.#state, ref);
    const { onError } = planStepAt(this.#plan, ref.step);
    const failed = { ...ref, type: "step_failed" } as const;
    const hasFallback = typeof onError === "object" && this.#state.ending === null;
    if (!hasFallback || !task || !failsStep(this.#plan, this.#state, task)) {
      return this.#note({ ...failed, at: this.#host.now(), failure });
    }
    const made = await fallbackOf(this.#plan, this.#state, ref.step, onError.fallback, this.#host.values);
    const kept = made.ok ? await this.#kept(made.value, nameOf(this.#plan, ref)) : null;
    const at = this.#host.now();
    if (!made.ok) this.#note({ ...failed, at, failure: made.failure });
    else if (kept) this.#note({ ...failed, at, failure, fallback: kept.value, ...saidOf(kept.stored) });
  }

  /** A value that the engine made, where it belongs: here or, where it is too large, elsewhere. */
  async #kept(held: Held, name: string): Promise<Held & { readonly sizeBytes: number }> {
    const { values } = this.#host;
    const sizeBytes = JSON.stringify(held.value).length;
    if (values === undefined || sizeBytes <= values.maxInlineChars || held.stored.length > 0) {
      return { ...held, sizeBytes };
    }
    return { value: null, stored: [await values.put(held.value, name)], sizeBytes: NULL_BYTES };
  }

  #taskAt(ref: TaskRef): Task {
    const task = findTask(this.#state, ref);
    if (!task) throw new Error(`step ${ref.step} of ${this.#state.runId} has no such task`);
    return task;
  }

  #renderOutput(template: Json): Promise<Made<Held>> {
    return renderOutput(this.#plan, this.#state, template, this.#host.values);
  }

  /** Why the output does not fit; what of it is kept elsewhere is read for that. */
  async #outputFault(schema: Json, { value, stored }: Held): Promise<Failure | null> {
    let whole = value;
    for (const { ref, path } of stored) {
      const read = await this.#host.values?.read(ref, [[]]);
      if (read?.ok !== true) return read?.failure ?? null;
      whole = replaced(whole, path, read.value);
    }
    return outputFailure(schema, whole);
  }

  /** False where the run turns out to have failed at its very end, and has something to undo. */
  async #settle({ status, error, complete }: Extract<Decision, { type: "settle" }>): Promise<boolean> {
    const { output: template, outputSchema } = this.#plan;
    const rendered = complete && template !== undefined ? await this.#renderOutput(template) : null;
    const failure = rendered?.ok === false ? rendered.failure : null;
    const isChecked = failure === null && status === "success" && outputSchema !== undefined;
    const output = rendered?.ok ? rendered.value : NO_OUTPUT;
    const fault = isChecked ? await this.#outputFault(outputSchema, output) : failure;
    const kept = fault === null && rendered?.ok ? await this.#kept(rendered.value, "run.output") : null;
    const at = this.#host.now();
    const end = { type: "run_settled", at, complete } as const;
    if (fault === null) {
      this.#note({ ...end, status, error, ...(kept && { output: kept.value, ...saidOf(kept.stored) }) });
      return true;
    }
    const ending = { status: "failed", error: error ?? { code: fault.code, message: fault.message } } as const;
    if (hasToUndo(this.#plan, this.#state)) {
      this.#note({ type: "run_ending", at, ...ending });
      return false;
    }
    this.#note({ ...end, ...ending, output: null });
    return true;
  }
}

const NULL_BYTES = 4;
const NO_OUTPUT: Held = { value: null, stored: NONE_STORED };

/** Of what the task gives, among the values that its run keeps elsewhere; the run's own are `run.input` and `run.output`. */
function nameOf(plan: Plan, { step, item }: TaskRef): string {
  return `${planStepAt(plan, step).id}${item === undefined ? "" : `.${item}`}`;
}

function drop(flight: Flight): void {
  flight.clearTimeout();
  flight.attempt.abort("unwanted");
}

function keyOf(runId: string, { id }: PlanStep, { item, role }: Task): string {
  return `${runId}:${id}${item === null ? "" : `:${item}`}${role === "undo" ? ":compensate" : ""}`;
}

const interrupted: Failure = {
  code: "interrupted",
  message: `The hub stopped ${MAX_RESUMES} times while this call was under way, so it is not made again.`,
  retryable: false,
};

const tooLarge: Failure = {
  code: "run_too_large",
  message: `With this result, the run's results would weigh more than ${MAX_RUN_RESULT_BYTES} bytes. Return less, or split the workflow.`,
  retryable: false,
};

const tooMuchStored: Failure = {
  code: "run_too_large",
  message: `With this result, the run's large values would weigh more than ${MAX_RUN_STORED_BYTES} bytes. Return less, or split the workflow.`,
  retryable: false,
};

const notMade: Failure = {
  code: "cancelled",
  message: "Not made: the run has ended while the call waited for its turn.",
  retryable: false,
};

function timedOut(timeoutMs: number): Failure {
  return { code: "timeout", message: `No answer within ${timeoutMs} ms.`, retryable: true };
}

function noSignal(action: PlanStep["action"]): Failure {
  const { signal, timeoutMs } = action.kind === "wait" && "signal" in action ? action : { signal: "", timeoutMs: 0 };
  return { code: "signal_timeout", message: `No signal "${signal}" came within ${timeoutMs} ms.`, retryable: false };
}

function noAnswer(action: PlanStep["action"]): Failure {
  const within = isHandedOver(action) ? action.answerWithinMs : undefined;
  return { code: "timeout", message: `No answer within ${within} ms.`, retryable: true };
}
