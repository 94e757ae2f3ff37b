// What follows once a task has come to its end: for its step, and for the steps after it.
//
// T1. A step that ends without a result (its `when` is false, or its failure is let pass) does not hold up the steps
//     after it; only those that cannot do without the result are skipped, and so on from them.
// T2. A step whose failure counts takes every step after it with it.
// T3. Where a run undoes what was done, a call in flight is let land: what it did must be undone, too.

import type { Json } from "../json.ts";
import { isHandedOver, takesNoSlot } from "../plan/actions.ts";
import type { Plan, PlanStep } from "../plan/plan.ts";
import { NONE_STORED, type Stored, storedBelow } from "../template/stored.ts";
import { dependantsOf } from "./dependants.ts";
import type { Failure } from "./outcome.ts";
import { isSettled, stepAt, type RunState, type StepState, type Task } from "./state.ts";

/** How a task ends. */
export type End =
  | { readonly status: "success"; readonly result: Json; readonly stored?: readonly Stored[] | undefined }
  /** `fallback`: what the step's result is all the same; `stored` is of that. */
  | {
      readonly status: "failed";
      readonly failure: Failure;
      readonly fallback?: Json | undefined;
      readonly stored?: readonly Stored[] | undefined;
    }
  | { readonly status: "skipped"; readonly reason: Failure }
  | { readonly status: "cancelled" };

export function settleTask(plan: Plan, state: RunState, task: Task, at: number, end: End): void {
  if (isSettled(task.status)) return;
  if (task.role === "step") return settleStep(plan, state, stepAt(state, task.step), at, end);
  close(plan, state, task, at, end);
  if (task.role === "item") settleItem(plan, state, task, at, end);
}

/** Takes the task out of the line of those that have not begun. */
export function begin(plan: Plan, state: RunState, task: Task): void {
  if (task.status !== "pending" || task.role === "undo") return;
  const step = stepAt(state, task.step);
  if (task.role === "step") {
    lineOf(plan, state, task.step).remove(task.step);
    return;
  }
  const { fan } = step;
  if (fan === null || task.item === null) return;
  fan.live += 1;
  if (task.item === fan.next) fan.next = nextPending(fan, task.item + 1);
  if (fan.next === fan.items.length) state.fans.delete(task.step);
}

/** The first item from this one on that has not begun: those that are kept do so out of turn. */
function nextPending({ items }: Fan, from: number): number {
  let next = from;
  while (next < items.length && items[next]?.status !== "pending") next += 1;
  return next;
}

/** How many items may fail without failing the step. */
export function tolerated({ forEach }: PlanStep, count: number): number {
  if (forEach === undefined) return 0;
  const { tolerate } = forEach;
  return "items" in tolerate ? tolerate.items : Math.floor((count * tolerate.percent) / 100);
}

/** Whether the step fails with this task of its. */
export function failsStep(plan: Plan, state: RunState, { role, step }: Task): boolean {
  const { status, fan } = stepAt(state, step);
  if (role === "undo" || isSettled(status)) return false;
  return role === "step" || (fan !== null && fan.failed + 1 > tolerated(planStepAt(plan, step), fan.items.length));
}

/** Whether the task is only let land: whatever it comes to, it goes no further. T3. */
export function isLanding(state: RunState, { role, step }: Task): boolean {
  return role !== "undo" && (state.ending !== null || isSettled(stepAt(state, step).status));
}

export function planStepAt(plan: Plan, index: number): PlanStep {
  const step = plan.steps[index];
  if (!step) throw new RangeError(`the plan has no step ${index}`);
  return step;
}

/** Ends all that waits. What runs is left to land, and what has not begun never will. */
export function cancelWaiting(plan: Plan, state: RunState, at: number): void {
  for (const task of state.wakes.keys()) settleTask(plan, state, task, at, { status: "cancelled" });
}

/** Ends whatever has not ended. */
export function cancelAll(plan: Plan, state: RunState, at: number): void {
  state.ready.clear();
  state.light.clear();
  for (const step of state.steps) {
    if (!isSettled(step.status)) settleStep(plan, state, step, at, { status: "cancelled" });
  }
  // A landed step may have calls of its items in flight.
  for (const task of state.slots) settleTask(plan, state, task, at, { status: "cancelled" });
}

/** What every task's end means, and nothing of what follows. */
function close(plan: Plan, state: RunState, task: Task, at: number, end: End): void {
  begin(plan, state, task);
  if (task.waitsFor === "signal") stopWaiting(state, task);
  task.status = end.status;
  task.waitsFor = null;
  task.result = end.status === "success" ? end.result : null;
  task.stored = (end.status === "success" && end.stored) || NONE_STORED;
  if (end.status === "failed") task.error = end.failure;
  if (end.status === "skipped") task.error = end.reason;
  if (end.status === "success") task.error = null;
  task.startedAt ??= end.status === "success" || end.status === "failed" ? at : null;
  task.completedAt = at;
  state.slots.delete(task);
  state.wakes.delete(task);
  state.ended.push(task);
  if (end.status !== "success") callOff(plan, state, task);
  const { compensate } = planStepAt(plan, task.step);
  if (compensate !== undefined && end.status === "success" && isUndoable(plan, task)) state.done.push(task);
}

/** What the attempt has handed over is wanted no more, unless it has been answered. */
export function callOff(plan: Plan, state: RunState, task: Task): void {
  if (task.role === "undo" || task.attempts === 0 || task.answer !== null) return;
  // As it is now, for another attempt may follow.
  if (isHandedOver(planStepAt(plan, task.step).action)) state.unwanted.push({ ...task });
}

/** Of a step with a forEach, each item is undone by itself. What another run did is not undone by this one. */
function isUndoable(plan: Plan, { role, step, kept }: Task): boolean {
  if (kept) return false;
  return role === "item" || (role === "step" && planStepAt(plan, step).forEach === undefined);
}

function settleItem(plan: Plan, state: RunState, task: Task, at: number, end: End): void {
  const step = stepAt(state, task.step);
  const { fan } = step;
  if (fan === null) return;
  fan.live -= 1;
  fan.unsettled -= 1;
  if (end.status === "failed") fan.failed += 1;
  if (end.status === "cancelled") fan.cancelled += 1;
  if (isSettled(step.status)) return;
  if (end.status === "failed" && fan.failed > tolerated(planStepAt(plan, task.step), fan.items.length)) {
    const failure = { ...end.failure, message: `Item ${task.item} failed: ${end.failure.message}` };
    return settleStep(plan, state, step, at, { ...end, failure });
  }
  if (fan.unsettled === 0 && fan.cancelled === 0) {
    const stored = fan.items.flatMap((item, index) => (item.stored.length > 0 ? storedBelow(item.stored, index) : []));
    settleStep(plan, state, step, at, { status: "success", result: fan.items.map(({ result }) => result), stored });
  }
}

function settleStep(plan: Plan, state: RunState, step: StepState, at: number, end: End): void {
  close(plan, state, step, at, end);
  state.unsettled -= 1;
  if (step.fan !== null && end.status !== "success") cancelItems(plan, state, step.fan, step.step, at);
  switch (end.status) {
    case "cancelled":
      return;
    case "success":
      return releaseDependants(plan, state, step.step);
    case "skipped":
      return passWithoutResult(plan, state, step.step, at);
    case "failed":
      if (end.fallback !== undefined) {
        step.status = "success";
        step.result = end.fallback;
        step.stored = end.stored ?? NONE_STORED;
        return releaseDependants(plan, state, step.step);
      }
      if (planStepAt(plan, step.step).onError === "continue") {
        return passWithoutResult(plan, state, step.step, at);
      }
      state.failed ??= { step: step.step, failure: end.failure };
      if (plan.errorStrategy === "continue") skipDependants(plan, state, step.step, at);
  }
}

function cancelItems(plan: Plan, state: RunState, fan: Fan, step: number, at: number): void {
  state.fans.delete(step);
  for (const item of fan.items) {
    const mayLand = item.status === "running" && plan.errorStrategy === "compensate" && state.status === "running";
    if (!isSettled(item.status) && !mayLand) settleTask(plan, state, item, at, { status: "cancelled" });
  }
}

type Fan = NonNullable<StepState["fan"]>;

function stopWaiting(state: RunState, task: Task): void {
  for (const { waiting } of state.signals.values()) {
    const at = waiting.indexOf(task);
    if (at !== -1) waiting.splice(at, 1);
  }
}

function releaseDependants(plan: Plan, state: RunState, index: number): void {
  for (const dependant of dependantsOf(plan)[index] ?? []) release(plan, state, dependant);
}

function release(plan: Plan, state: RunState, index: number): void {
  const step = stepAt(state, index);
  step.unmet -= 1;
  if (step.unmet === 0 && step.status === "pending") lineOf(plan, state, index).push(index);
}

function lineOf(plan: Plan, state: RunState, index: number): RunState["ready"] {
  return takesNoSlot(planStepAt(plan, index).action) ? state.light : state.ready;
}

/** T1. */
function passWithoutResult(plan: Plan, state: RunState, from: number, at: number): void {
  const ended = [from];
  for (let index = ended.pop(); index !== undefined; index = ended.pop()) {
    for (const dependant of dependantsOf(plan)[index] ?? []) {
      if (isSettled(stepAt(state, dependant).status)) continue;
      const { needs, requires = needs } = planStepAt(plan, dependant);
      if (!requires.includes(index)) {
        release(plan, state, dependant);
        continue;
      }
      const message = `Not run: it needs the result of "${plan.steps[index]?.id}", which has none.`;
      skip(plan, state, dependant, at, { code: "result_missing", message, retryable: false });
      ended.push(dependant);
    }
  }
}

/** T2. */
function skipDependants(plan: Plan, state: RunState, failed: number, at: number): void {
  const ended = [failed];
  for (let index = ended.pop(); index !== undefined; index = ended.pop()) {
    for (const dependant of dependantsOf(plan)[index] ?? []) {
      if (isSettled(stepAt(state, dependant).status)) continue;
      const message = `Not run: it depends on "${plan.steps[index]?.id}", which did not succeed.`;
      skip(plan, state, dependant, at, { code: "dependency_failed", message, retryable: false });
      ended.push(dependant);
    }
  }
}

/** Ends the step without a word to those after it: that is the caller's. */
function skip(plan: Plan, state: RunState, index: number, at: number, reason: Failure): void {
  close(plan, state, stepAt(state, index), at, { status: "skipped", reason });
  state.unsettled -= 1;
}
