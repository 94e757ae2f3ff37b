// What a run does next. A function of plan, state and time alone.

import type { Plan } from "../plan/plan.ts";
import { stepAt } from "./apply.ts";
import type { RunError } from "./events.ts";
import { isSettled, type RunState } from "./state.ts";

export type Decision =
  /** Begin an attempt of each of these steps; then nothing happens by itself before `wakeAt`. */
  | { readonly type: "go"; readonly start: readonly number[]; readonly wakeAt: number | null }
  /** End the run. `complete`: every step has settled, so the output can be made. */
  | {
      readonly type: "settle";
      readonly status: "success" | "failed" | "cancelled";
      readonly error: RunError | null;
      readonly complete: boolean;
    }
  | { readonly type: "settled" };

/** `now` in ms since the epoch. */
export function decide(plan: Plan, state: RunState, now: number): Decision {
  if (isSettled(state.status)) return { type: "settled" };
  if (state.cancelReason !== null) {
    return settle("cancelled", { code: "cancelled", message: state.cancelReason }, false);
  }
  if (state.failed && (state.unsettled === 0 || plan.errorStrategy === "stop_on_first")) {
    const { step, failure } = state.failed;
    const stepId = plan.steps[step]?.id ?? "";
    const error = { code: failure.code, message: `Step "${stepId}" failed: ${failure.message}`, stepId };
    return settle("failed", error, state.unsettled === 0);
  }
  if (state.unsettled === 0) return settle("success", null, true);

  const deadline = deadlineOf(plan, state);
  if (deadline !== null && now >= deadline) {
    const message = `The run did not end within its timeoutMs of ${plan.timeoutMs}.`;
    return settle("failed", { code: "run_timeout", message }, false);
  }
  return { type: "go", start: startable(plan, state, now), wakeAt: nextWake(state, now, deadline) };
}

function settle(status: "success" | "failed" | "cancelled", error: RunError | null, complete: boolean): Decision {
  return { type: "settle", status, error, complete };
}

function deadlineOf(plan: Plan, state: RunState): number | null {
  return plan.timeoutMs === undefined || state.startedAt === null ? null : state.startedAt + plan.timeoutMs;
}

/** Deferred steps hold a slot already; due retries come before fresh steps. */
function startable(plan: Plan, state: RunState, now: number): number[] {
  const start: number[] = [];
  const retries: number[] = [];
  for (const [step, at] of state.wakes) {
    if (at <= now) (stepAt(state, step).admittedAt !== null ? start : retries).push(step);
  }
  let free = plan.maxParallel - state.slots.size;
  for (const step of retries) {
    if (free > 0) start.push(step);
    free -= 1;
  }
  return free > 0 ? start.concat(state.ready.peek(free)) : start;
}

/** A wake that is due but found no slot is not waited for: the slot's release will bring it. */
function nextWake(state: RunState, now: number, deadline: number | null): number | null {
  let next = deadline;
  for (const at of state.wakes.values()) {
    if (at > now && (next === null || at < next)) next = at;
  }
  return next;
}
