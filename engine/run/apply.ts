// The fold: one event into the state. Every conclusion that follows from an event is drawn here and nowhere
// else, so that a driver, a replay after a crash and a dashboard agree.

import type { Json, JsonObject } from "../json.ts";
import type { Plan } from "../plan/plan.ts";
import { dependantsOf } from "./dependants.ts";
import type { RunEvent } from "./events.ts";
import type { Failure } from "./outcome.ts";
import { isSettled, newRun, type RunState, type StepState } from "./state.ts";

/** Folds `event` into `state`, in place. Events must come in the order in which they were recorded. */
export function apply(plan: Plan, state: RunState, event: RunEvent): void {
  switch (event.type) {
    case "run_started":
      state.status = "running";
      state.startedAt = event.at;
      return;
    case "attempt_started": {
      const step = stepAt(state, event.step);
      if (step.status === "pending") state.ready.remove(event.step);
      step.status = "running";
      step.attempts = event.attempt;
      step.resumes = 0;
      step.admittedAt = null;
      step.invocationId = event.invocationId;
      step.startedAt ??= event.at;
      state.slots.add(event.step);
      state.wakes.delete(event.step);
      return;
    }
    case "attempt_resumed":
      stepAt(state, event.step).resumes += 1;
      return;
    case "attempt_deferred": {
      const step = stepAt(state, event.step);
      step.status = "waiting";
      step.admittedAt = event.until;
      state.wakes.set(event.step, event.until);
      return;
    }
    case "attempt_failed": {
      const step = stepAt(state, event.step);
      step.status = "waiting";
      step.error = event.failure;
      state.slots.delete(event.step);
      state.wakes.set(event.step, event.retryAt);
      return;
    }
    case "step_succeeded":
      state.resultBytes += event.sizeBytes;
      settleStep(state, event.step, event.at, "success", event.result, null);
      for (const dependant of dependantsOf(plan)[event.step] ?? []) release(state, dependant);
      return;
    case "step_failed":
      settleStep(state, event.step, event.at, "failed", null, event.failure);
      state.failed ??= { step: event.step, failure: event.failure };
      if (plan.errorStrategy === "continue") skipDependants(plan, state, event.step, event.at);
      return;
    case "cancel_requested":
      state.cancelReason ??= event.reason;
      return;
    case "run_settled":
      state.status = event.status;
      if (event.output !== undefined) state.output = event.output;
      else if (event.complete) state.output = leafResults(plan, state);
      state.error = event.error;
      state.completedAt = event.at;
      state.steps.forEach((step, index) => {
        if (!isSettled(step.status)) settleStep(state, index, event.at, "cancelled", null, step.error);
      });
      state.ready.clear();
      return;
  }
}

/** The state of a run from its journal. */
export function replay(plan: Plan, runId: string, input: Json, events: Iterable<RunEvent>): RunState {
  const state = newRun(plan, runId, input);
  for (const event of events) apply(plan, state, event);
  return state;
}

export function stepAt(state: RunState, index: number): StepState {
  const step = state.steps[index];
  if (!step) throw new RangeError(`the plan of ${state.runId} has no step ${index}`);
  return step;
}

/** The output of a plan without an output template: the results of the steps that no other step needs, by id. */
function leafResults(plan: Plan, state: RunState): JsonObject {
  const leaves = dependantsOf(plan).flatMap((dependants, index): [string, Json][] => {
    const step = stepAt(state, index);
    const id = plan.steps[index]?.id;
    return dependants.length === 0 && step.status === "success" && id !== undefined ? [[id, step.result]] : [];
  });
  return Object.fromEntries(leaves);
}

function settleStep(
  state: RunState,
  index: number,
  at: number,
  status: "success" | "failed" | "skipped" | "cancelled",
  result: Json,
  error: Failure | null,
): void {
  const step = stepAt(state, index);
  if (step.status === "pending") state.ready.remove(index);
  step.status = status;
  step.result = result;
  step.error = error;
  step.completedAt = at;
  state.slots.delete(index);
  state.wakes.delete(index);
  state.unsettled -= 1;
}

function release(state: RunState, index: number): void {
  const step = stepAt(state, index);
  step.unmet -= 1;
  if (step.unmet === 0 && step.status === "pending") state.ready.push(index);
}

function skipDependants(plan: Plan, state: RunState, failed: number, at: number): void {
  const queue = [failed];
  for (let from = queue.pop(); from !== undefined; from = queue.pop()) {
    for (const index of dependantsOf(plan)[from] ?? []) {
      if (isSettled(stepAt(state, index).status)) continue;
      settleStep(state, index, at, "skipped", null, {
        code: "dependency_failed",
        message: `Not run: it depends on "${plan.steps[from]?.id}", which did not succeed.`,
        retryable: false,
      });
      queue.push(index);
    }
  }
}
