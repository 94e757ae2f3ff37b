// What a run does next. A function of plan, state and time alone.

import { takesNoSlot } from "../plan/actions.ts";
import type { Plan } from "../plan/plan.ts";
import type { RunEnding, RunError, TaskRef } from "./events.ts";
import { planStepAt } from "./settle.ts";
import { isSettled, refOf, stepAt, type RunState, type Task } from "./state.ts";

export type Decision =
  /**
   * Begin each of `start`; conclude what the time, or an answer, means for each of `due`; then nothing happens by itself
   * before `wakeAt`.
   */
  | {
      readonly type: "go";
      readonly start: readonly TaskRef[];
      readonly due: readonly Task[];
      readonly wakeAt: number | null;
    }
  /** What was done is to be undone before the run settles. */
  | ({ readonly type: "undo" } & RunEnding)
  /** End the run. `complete`: every step has settled, so the output can be made. */
  | {
      readonly type: "settle";
      readonly status: "success" | "failed" | "cancelled";
      readonly error: RunError | null;
      readonly complete: boolean;
    }
  | { readonly type: "settled" };

/**
 * Of what takes no slot, this many begin, and as many fall due, at a time. So what is recorded together is bounded, and first
 * progress is on record soon, however wide the plan.
 */
const MAX_LIGHT = 64;

/** `now` in ms since the epoch. */
export function decide(plan: Plan, state: RunState, now: number): Decision {
  if (isSettled(state.status)) return { type: "settled" };
  if (state.ending !== null) return undoing(plan, state, state.ending, now);
  const ending = endingOf(plan, state, now);
  if (ending !== null) {
    return hasToUndo(plan, state)
      ? { type: "undo", ...ending }
      : { type: "settle", ...ending, complete: state.unsettled === 0 };
  }
  if (state.unsettled === 0) return { type: "settle", status: "success", error: null, complete: true };
  const deadline = deadlineOf(plan, state);
  if (state.paused) return { type: "go", start: [], due: [], wakeAt: deadline };
  return advance(plan, state, now, deadline);
}

/** Why the run is to end without success; null: it is not. */
function endingOf(plan: Plan, state: RunState, now: number): RunEnding | null {
  if (state.cancelReason !== null) {
    return { status: "cancelled", error: { code: state.cancelCode, message: state.cancelReason } };
  }
  if (state.failed && (state.unsettled === 0 || plan.errorStrategy !== "continue")) {
    const { step, failure } = state.failed;
    const stepId = plan.steps[step]?.id ?? "";
    const error = { code: failure.code, message: `Step "${stepId}" failed: ${failure.message}`, stepId };
    return { status: "failed", error };
  }
  const deadline = state.unsettled === 0 ? null : deadlineOf(plan, state);
  if (deadline === null || now < deadline) return null;
  const message = `The run did not end within its timeoutMs of ${plan.timeoutMs}.`;
  return { status: "failed", error: { code: "run_timeout", message } };
}

/** Whether anything was done, or may just be being done, that can be undone. */
export function hasToUndo(plan: Plan, state: RunState): boolean {
  if (plan.errorStrategy !== "compensate" || state.ending !== null) return false;
  if (state.done.length > 0) return true;
  for (const task of state.slots) {
    if (task.status === "running" && planStepAt(plan, task.step).compensate !== undefined) return true;
  }
  return false;
}

/** First what is in flight lands; then what was done is undone, the last first. */
function undoing(plan: Plan, state: RunState, ending: RunEnding, now: number): Decision {
  const current = state.undone.at(-1);
  if (current && !isSettled(current.status)) {
    const wakeAt = state.wakes.get(current) ?? null;
    const isDue = wakeAt !== null && wakeAt <= now;
    return { type: "go", start: isDue ? [refOf(current)] : [], due: [], wakeAt: isDue ? null : wakeAt };
  }
  if (state.slots.size > 0) return { type: "go", start: [], due: [], wakeAt: null };
  const next = state.done.at(-1 - state.undone.length);
  if (next) return { type: "go", start: [{ ...refOf(next), undo: true }], due: [], wakeAt: null };
  const { status, error } = ending;
  return { type: "settle", status, error: withUndone(plan, state, error), complete: false };
}

function withUndone(plan: Plan, state: RunState, error: RunError): RunError {
  if (state.undone.length === 0) return error;
  const undone = namesOf(plan, state, "success");
  const failed = namesOf(plan, state, "failed");
  const message = [
    error.message,
    ...(undone === "" ? [] : [`Undone: ${undone}.`]),
    ...(failed === "" ? [] : [`Could not be undone: ${failed}.`]),
  ].join(" ");
  return { ...error, message };
}

/** More names than anyone reads in a message. */
const MAX_NAMED = 20;

function namesOf(plan: Plan, state: RunState, status: Task["status"]): string {
  const tasks = state.undone.filter((task) => task.status === status);
  const names = tasks
    .slice(0, MAX_NAMED)
    .map(({ step, item }) => `${plan.steps[step]?.id ?? step}${item === null ? "" : `[${item}]`}`);
  const more = tasks.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}

function deadlineOf(plan: Plan, state: RunState): number | null {
  return plan.timeoutMs === undefined || state.startedAt === null ? null : state.startedAt + plan.timeoutMs;
}

/** Deferred tasks hold a slot already; due retries come before fresh steps, those before items. */
function advance(plan: Plan, state: RunState, now: number, deadline: number | null): Decision {
  const start: TaskRef[] = [];
  const retries: TaskRef[] = [];
  const due: Task[] = [];
  let wakeAt = deadline;
  for (const [task, at] of state.wakes) {
    // A wake that is due but finds no slot is not waited for: the slot's release will bring it.
    if (at > now) wakeAt = at !== Infinity && (wakeAt === null || at < wakeAt) ? at : wakeAt;
    else if (task.waitsFor === "turn") start.push(refOf(task));
    else if (task.waitsFor === "retry") retries.push(refOf(task));
    else if (due.length < MAX_LIGHT) due.push(task);
  }
  let free = plan.maxParallel - state.slots.size;
  for (const ref of retries) {
    if (free > 0) start.push(ref);
    free -= 1;
  }
  let light = MAX_LIGHT;
  for (const step of state.light.peek(light)) {
    start.push({ step });
    light -= 1;
  }
  if (free > 0) {
    const fresh = state.ready.peek(free);
    for (const step of fresh) start.push({ step });
    free -= fresh.length;
  }
  for (const step of state.fans) {
    const isLight = takesNoSlot(planStepAt(plan, step).action);
    const count = addItems(plan, state, step, isLight ? light : free, start);
    if (isLight) light -= count;
    else free -= count;
  }
  return { type: "go", start, due, wakeAt };
}

/** As many of its items as there is room for; how many that is. */
function addItems(plan: Plan, state: RunState, index: number, free: number, start: TaskRef[]): number {
  const { fan } = stepAt(state, index);
  const { action, forEach } = planStepAt(plan, index);
  if (fan === null || forEach === undefined) return 0;
  const room = action.kind === "transform" ? MAX_LIGHT : forEach.concurrency - fan.live;
  const most = Math.min(room, free);
  let count = 0;
  for (let item = fan.next; item < fan.items.length && count < most; item++) {
    if (fan.items[item]?.status !== "pending") continue;
    start.push({ step: index, item });
    count += 1;
  }
  return count;
}
