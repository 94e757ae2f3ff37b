// A run in which nothing is called: a host that answers by itself, with a clock that jumps over every wait.
//
// R1. Nothing leaves: `perform` only looks up, or makes, what is answered.
// R2. The same plan, input, answers and seed give the same events.

import type { Json } from "../json.ts";
import { signalOf } from "../plan/actions.ts";
import type { Plan, PlanStep } from "../plan/plan.ts";
import type { SchemaFault } from "../schema/fault.ts";
import { drive } from "./drive.ts";
import type { RunEvent } from "./events.ts";
import type { Call, Host } from "./host.ts";
import type { Answer } from "./outcome.ts";
import { newRun, type RunState, type Task } from "./state.ts";

/** What stands in for a tool, a workflow, a receiver or a signal. */
export interface StandIns {
  answer(step: PlanStep, task: Pick<Task, "item" | "role">, attempt: number): Promise<Answer>;
}

export interface DryRun {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  /** How many calls a real run would have made. */
  readonly calls: number;
}

/** A dry run shows what a plan does; one that makes more calls than this is cancelled. */
export const MAX_DRY_CALLS = 2_000;
const MAX_DRIVES = 10_000;
/** Of all sub-workflows together, each time that one runs. */
const MAX_INNER_STEPS = 20_000;

const TOO_MANY = `A dry run makes at most ${MAX_DRY_CALLS} calls and goes through ${MAX_INNER_STEPS} steps of sub-workflows; give it fewer items.`;

const NO_SIGNAL = "A step waits for a signal without a limit, and the dry run was told that none comes.";

export interface Dry {
  readonly runId: string;
  readonly startAt: number;
  readonly standIns: StandIns;
  /** What the step's sub-workflow is run dry as; undefined, as where this is absent: the stand-ins answer for it. */
  readonly inner?: ((step: PlanStep) => InnerDry | undefined) | undefined;
}

export interface InnerDry extends Pick<Dry, "standIns" | "inner"> {
  readonly plan: Plan;
  /** What of an input does not fit its inputSchema. */
  readonly unfit: (input: Json) => Promise<readonly SchemaFault[]>;
}

export async function dryRun(plan: Plan, input: Json, dry: Dry): Promise<DryRun> {
  return runDry(plan, input, dry, { calls: 0, innerSteps: 0 });
}

/** One bound for a run and all that run in it. */
interface Spent {
  calls: number;
  innerSteps: number;
}

async function runDry(plan: Plan, input: Json, dry: Dry, spent: Spent): Promise<DryRun> {
  const { standIns } = dry;
  const state = newRun(plan, dry.runId, input);
  const host = new DryHost(dry, spent);
  let signals: readonly { name: string; payload: Json }[] = [];
  let isStuck = false;
  for (let drives = 0; drives < MAX_DRIVES; drives++) {
    const driving = drive(plan, state, host);
    host.onTooMany = () => driving.cancel(TOO_MANY);
    if (isStuck) driving.cancel(NO_SIGNAL);
    for (const { name, payload } of signals) {
      void driving.tell({ type: "signal_received", name, payload, sizeBytes: JSON.stringify(payload).length });
    }
    const progress = await driving.done;
    if (progress.type === "settled") break;
    signals = await signalsFor(plan, state, standIns);
    if (signals.length > 0) continue;
    if (progress.wakeAt === null) isStuck = true;
    else host.passTo(progress.wakeAt);
  }
  return { state, events: host.events, calls: spent.calls };
}

class DryHost implements Host {
  readonly maxIdleMs = 0;
  readonly events: RunEvent[] = [];
  onTooMany: () => void = () => undefined;
  readonly #dry: Dry;
  readonly #spent: Spent;
  #now: number;
  #ids = 0;

  constructor(dry: Dry, spent: Spent) {
    this.#now = dry.startAt;
    this.#dry = dry;
    this.#spent = spent;
  }

  now(): number {
    return this.#now;
  }

  newInvocationId(): string {
    this.#ids += 1;
    return `dry_${this.#ids}`;
  }

  record(events: readonly RunEvent[]): void {
    this.events.push(...events);
  }

  perform(call: Call) {
    this.#spent.calls += 1;
    const isOver = this.#spent.calls > MAX_DRY_CALLS;
    const outcome = isOver ? Promise.resolve(this.#refuse()) : this.#answer(call);
    return { outcome, abort: () => undefined };
  }

  #refuse(): Answer {
    this.onTooMany();
    return failed("cancelled", TOO_MANY, false);
  }

  async #answer({ step, task, attempt, arguments: input }: Call): Promise<Answer> {
    const inner = task.role === "undo" ? undefined : this.#dry.inner?.(step);
    if (inner === undefined) return this.#dry.standIns.answer(step, task, attempt);
    const { plan, unfit, ...others } = inner;
    this.#spent.innerSteps += plan.steps.length;
    if (this.#spent.innerSteps > MAX_INNER_STEPS) return this.#refuse();
    const [fault] = await unfit(input);
    if (fault !== undefined) {
      return failed("invalid_arguments", `The input does not fit: arguments${fault.pointer}: ${fault.message}`, false);
    }
    const dry = { runId: `${this.#dry.runId}:${step.id}`, startAt: this.#now, ...others };
    const { state } = await runDry(plan, input, dry, this.#spent);
    if (this.#spent.calls > MAX_DRY_CALLS) return this.#refuse();
    const { output, error } = state;
    if (state.status === "success")
      return { type: "success", result: output, sizeBytes: JSON.stringify(output).length };
    // What was made up in it does not fit together; its schema says what comes of it.
    if (error?.code === "output_mismatch") return this.#dry.standIns.answer(step, task, attempt);
    const { code, message } = error ?? { code: "cancelled", message: "The sub-workflow was cancelled." };
    return failed(code, `The sub-workflow did not succeed: ${message}`, true);
  }

  /** The time of an attempt's timeout never comes, for all is answered at once. */
  schedule(at: number, wake: () => void): () => void {
    if (at <= this.#now) void Promise.resolve().then(wake);
    return () => undefined;
  }

  /** Nothing happens before: the clock jumps. */
  passTo(at: number): void {
    this.#now = Math.max(this.#now, at);
  }
}

function failed(code: string, message: string, retryable: boolean): Answer {
  return { type: "failure", failure: { code, message, retryable } };
}

/** One signal for each task that waits for one. */
async function signalsFor(plan: Plan, state: RunState, standIns: StandIns): Promise<{ name: string; payload: Json }[]> {
  const signals: { name: string; payload: Json }[] = [];
  for (const task of state.wakes.keys()) {
    const step = plan.steps[task.step];
    const signal = step === undefined ? null : signalOf(step.action);
    if (step === undefined || signal === null || task.waitsFor !== "signal") continue;
    const answer = await standIns.answer(step, task, 1);
    if (answer.type === "success") signals.push({ name: signal.signal, payload: answer.result });
  }
  return signals;
}
