// A run in which nothing is called: a host that answers by itself, with a clock that jumps over every wait.
//
// R1. Nothing leaves: `perform` only looks up, or makes, what is answered.
// R2. The same plan, input, answers and seed give the same events.

import type { Json } from "../json.ts";
import { signalOf } from "../plan/actions.ts";
import type { Plan, PlanStep } from "../plan/plan.ts";
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

const TOO_MANY = `A dry run makes at most ${MAX_DRY_CALLS} calls; give it fewer items.`;

const NO_SIGNAL = "A step waits for a signal without a limit, and the dry run was told that none comes.";

export async function dryRun(
  plan: Plan,
  input: Json,
  { runId, startAt, standIns }: { runId: string; startAt: number; standIns: StandIns },
): Promise<DryRun> {
  const state = newRun(plan, runId, input);
  const host = new DryHost(startAt, standIns);
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
  return { state, events: host.events, calls: host.calls };
}

class DryHost implements Host {
  readonly maxIdleMs = 0;
  readonly events: RunEvent[] = [];
  calls = 0;
  onTooMany: () => void = () => undefined;
  readonly #standIns: StandIns;
  #now: number;
  #ids = 0;

  constructor(now: number, standIns: StandIns) {
    this.#now = now;
    this.#standIns = standIns;
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

  perform({ step, task, attempt }: Call) {
    this.calls += 1;
    if (this.calls > MAX_DRY_CALLS) this.onTooMany();
    const outcome: Promise<Answer> =
      this.calls > MAX_DRY_CALLS
        ? Promise.resolve({ type: "failure", failure: { code: "cancelled", message: TOO_MANY, retryable: false } })
        : this.#standIns.answer(step, task, attempt);
    return { outcome, abort: () => undefined };
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
