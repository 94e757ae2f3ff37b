// The one loop that every run goes through, on every host:
//
//   hear (outcome, cancel, time) ──> decide ──> record ──> perform ──> wait ──> hear …
//
// D1. State changes only by `apply`, and only with events that are recorded before anything is performed or waited
//     for: `record` takes together what was heard and what was decided of it. In between there is no I/O, so
//     nobody sees a state that is not on record.
// D2. Everything from outside comes through the inbox, so there is one place where the loop waits.
// D3. An attempt's timeout is kept here: a provider that hangs cannot hang a run, whatever its host does.

import type { Json } from "../json.ts";
import type { Plan, PlanStep } from "../plan/plan.ts";
import { apply, stepAt } from "./apply.ts";
import { decide, type Decision } from "./decide.ts";
import type { RunEvent } from "./events.ts";
import type { Attempt, Host } from "./host.ts";
import { Inbox } from "./inbox.ts";
import type { Failure, Outcome } from "./outcome.ts";
import { renderArguments, renderOutput } from "./render-step.ts";
import { retryDelay } from "./retry.ts";
import type { RunState } from "./state.ts";

/** An attempt under which the host died this often is taken for the cause. */
const MAX_RESUMES = 10;

/** What the results of one run may weigh together. */
const MAX_RUN_RESULT_BYTES = 8 * 1024 * 1024;

export type Progress =
  | { readonly type: "settled" }
  /** Nothing is in flight and nothing happens before `wakeAt` (ms since the epoch): drive again then. */
  | { readonly type: "parked"; readonly wakeAt: number };

export interface Drive {
  /** Rejects only where the host fails. */
  readonly done: Promise<Progress>;
  cancel(reason: string): void;
}

/**
 * Drives a run until it settles or parks. `state` is the fold of its journal so far and belongs to this drive
 * until `done`. A run has one drive at a time: the host sees to that.
 */
export function drive(plan: Plan, state: RunState, host: Host): Drive {
  const driver = new Driver(plan, state, host);
  return { done: driver.run(), cancel: (reason) => driver.hear({ type: "cancel", reason }) };
}

type Message =
  | { readonly type: "outcome"; readonly flight: Flight; readonly outcome: Outcome }
  | { readonly type: "cancel"; readonly reason: string }
  | { readonly type: "broken"; readonly error: unknown };

/** An attempt under way. */
interface Flight {
  readonly step: number;
  readonly attempt: Attempt;
  readonly clearTimeout: () => void;
}

class Driver {
  readonly #plan: Plan;
  readonly #state: RunState;
  readonly #host: Host;
  readonly #inbox = new Inbox<Message | { readonly type: "tick" }>();
  readonly #flights = new Map<number, Flight>();
  /** Applied, but not yet on record. */
  #unrecorded: RunEvent[] = [];
  /** The calls of attempts that were begun, to be made once that is on record. */
  #unlaunched: (() => void)[] = [];

  constructor(plan: Plan, state: RunState, host: Host) {
    this.#plan = plan;
    this.#state = state;
    this.#host = host;
  }

  hear(message: Message): void {
    this.#inbox.put(message);
  }

  async run(): Promise<Progress> {
    try {
      return await this.#loop();
    } finally {
      for (const flight of this.#flights.values()) {
        flight.clearTimeout();
        flight.attempt.abort("unwanted");
      }
    }
  }

  async #loop(): Promise<Progress> {
    if (this.#state.status === "pending") this.#note({ type: "run_started", at: this.#host.now() });
    for (let first = true; ; first = false) {
      for (const message of this.#inbox.takeAll()) this.#conclude(message);

      const decision = decide(this.#plan, this.#state, this.#host.now());
      if (decision.type === "settled") return { type: "settled" };
      if (decision.type === "settle") {
        await this.#settle(decision);
        await this.#record();
        return { type: "settled" };
      }
      const settledInstead = first ? await this.#resume() : await this.#start(decision.start);
      await this.#record();
      if (settledInstead || first) continue;

      const { wakeAt } = decision;
      if (this.#flights.size === 0 && this.#inbox.isEmpty) {
        if (wakeAt === null) throw new Error(`run ${this.#state.runId} has nothing to do and nothing to wait for`);
        if (wakeAt - this.#host.now() > this.#host.maxIdleMs) return { type: "parked", wakeAt };
      }
      await this.#heardOrAwake(wakeAt);
    }
  }

  #note(event: RunEvent): void {
    apply(this.#plan, this.#state, event);
    this.#unrecorded.push(event);
  }

  /** Records what was noted, then makes the calls that were begun. */
  async #record(): Promise<void> {
    const events = this.#unrecorded;
    const launches = this.#unlaunched;
    this.#unrecorded = [];
    this.#unlaunched = [];
    if (events.length > 0) await this.#host.record(events);
    for (const launch of launches) launch();
  }

  async #heardOrAwake(wakeAt: number | null): Promise<void> {
    const clear = wakeAt === null ? null : this.#host.schedule(wakeAt, () => this.#inbox.put({ type: "tick" }));
    await this.#inbox.filled();
    clear?.();
  }

  /**
   * Attempts that were in flight when an earlier host died are made again, under the same number and key. True
   * where a step settled instead.
   */
  async #resume(): Promise<boolean> {
    const running = [...this.#state.slots].filter((step) => stepAt(this.#state, step).status === "running");
    for (const step of running) {
      const rendered = await renderArguments(this.#plan, this.#state, step);
      const at = this.#host.now();
      if (!rendered.ok) {
        this.#note({ type: "step_failed", at, step, failure: rendered.failure });
      } else if (stepAt(this.#state, step).resumes >= MAX_RESUMES) {
        this.#note({ type: "step_failed", at, step, failure: interrupted });
      } else {
        this.#note({ type: "attempt_resumed", at, step });
        this.#unlaunched.push(() => this.#launch(step, rendered.arguments, null));
      }
    }
    return this.#unlaunched.length < running.length;
  }

  /** Begins an attempt of each step. True where one settled instead, so that what to do is to be decided anew. */
  async #start(steps: readonly number[]): Promise<boolean> {
    for (const index of steps) {
      const rendered = await renderArguments(this.#plan, this.#state, index);
      const at = this.#host.now();
      if (!rendered.ok) {
        this.#note({ type: "step_failed", at, step: index, failure: rendered.failure });
        continue;
      }
      const { admittedAt, attempts, invocationId } = stepAt(this.#state, index);
      this.#note({
        type: "attempt_started",
        at,
        step: index,
        attempt: admittedAt !== null ? attempts : attempts + 1,
        invocationId: invocationId ?? this.#host.newInvocationId(),
      });
      this.#unlaunched.push(() => this.#launch(index, rendered.arguments, admittedAt));
    }
    return this.#unlaunched.length < steps.length;
  }

  #launch(index: number, args: Json, admittedAt: number | null): void {
    const step = planStep(this.#plan, index);
    const { attempts, invocationId } = stepAt(this.#state, index);
    if (invocationId === null) throw new Error(`step "${step.id}" of ${this.#state.runId} has no attempt to make`);
    const attempt = this.#host.perform({
      runId: this.#state.runId,
      step,
      attempt: attempts,
      invocationId,
      arguments: args,
      admittedAt,
    });
    const flight: Flight = {
      step: index,
      attempt,
      clearTimeout: this.#host.schedule(this.#host.now() + step.timeoutMs, () => {
        attempt.abort("timeout");
        this.hear({ type: "outcome", flight, outcome: { type: "failure", failure: timedOut(step.timeoutMs) } });
      }),
    };
    this.#flights.set(index, flight);
    attempt.outcome.then(
      (outcome) => this.hear({ type: "outcome", flight, outcome }),
      (error: unknown) => this.hear({ type: "broken", error }),
    );
  }

  /** Notes what a message amounts to, if anything. */
  #conclude(message: Message | { readonly type: "tick" }): void {
    const at = this.#host.now();
    switch (message.type) {
      case "tick":
        return;
      case "broken":
        throw message.error;
      case "cancel":
        return this.#note({ type: "cancel_requested", at, reason: message.reason });
      case "outcome": {
        const { flight, outcome } = message;
        // What an attempt says after its timeout has spoken for it is not heard.
        if (this.#flights.get(flight.step) !== flight) return;
        this.#flights.delete(flight.step);
        flight.clearTimeout();
        return this.#note(this.#eventOf(flight.step, outcome, at));
      }
    }
  }

  #eventOf(step: number, outcome: Outcome, at: number): RunEvent {
    if (outcome.type === "deferred") return { type: "attempt_deferred", at, step, until: outcome.until };
    if (outcome.type === "success") {
      const { result, sizeBytes } = outcome;
      return this.#state.resultBytes + sizeBytes > MAX_RUN_RESULT_BYTES
        ? { type: "step_failed", at, step, failure: tooLarge }
        : { type: "step_succeeded", at, step, result, sizeBytes };
    }
    const { failure } = outcome;
    const { id, retry } = planStep(this.#plan, step);
    const seed = `${this.#state.runId}:${id}`;
    const delay = retryDelay(retry, stepAt(this.#state, step).attempts, failure, seed);
    return delay === null
      ? { type: "step_failed", at, step, failure }
      : { type: "attempt_failed", at, step, failure, retryAt: at + delay };
  }

  async #settle({ status, error, complete }: Extract<Decision, { type: "settle" }>): Promise<void> {
    const template = complete ? this.#plan.output : undefined;
    const rendered = template === undefined ? null : await renderOutput(this.#plan, this.#state, template);
    const end = { type: "run_settled", at: this.#host.now(), complete } as const;
    if (rendered === null) this.#note({ ...end, status, error });
    else if (rendered.ok) this.#note({ ...end, status, error, output: rendered.output });
    else this.#note({ ...end, status: "failed", error: error ?? rendered.error, output: null });
  }
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

function timedOut(timeoutMs: number): Failure {
  return { code: "timeout", message: `No answer within ${timeoutMs} ms.`, retryable: true };
}

function planStep(plan: Plan, index: number): PlanStep {
  const step = plan.steps[index];
  if (!step) throw new RangeError(`the plan has no step ${index}`);
  return step;
}
