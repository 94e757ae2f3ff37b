// When each task of a run was queued, called, waiting and done: from its journal, for a chart of the whole run.

import type { Json } from "../json.ts";
import type { Plan } from "../plan/plan.ts";
import { apply } from "./apply.ts";
import { dependantsOf } from "./dependants.ts";
import type { RunEvent } from "./events.ts";
import { findTask, newRun, type StepStatus, type Task } from "./state.ts";

/** All times are in ms since the epoch; null: not yet. */
export interface Bar {
  readonly step: number;
  readonly item: number | null;
  readonly undo: boolean;
  /** Since when nothing but a free place kept it from beginning. */
  queuedAt: number | null;
  startedAt: number | null;
  endedAt: number | null;
  status: StepStatus;
  readonly attempts: Span[];
  readonly waits: Wait[];
}

export interface Span {
  readonly attempt: number;
  readonly startedAt: number;
  endedAt: number | null;
  /** How it ended; null: it is under way. */
  outcome: "success" | "failed" | "deferred" | "handed_over" | "cancelled" | null;
  readonly invocationId: string;
}

export interface Wait {
  readonly for: NonNullable<Task["waitsFor"]>;
  readonly from: number;
  to: number | null;
}

/** A bar for each task that was queued, in the order in which they were. */
export function timelineOf(plan: Plan, runId: string, input: Json, events: Iterable<RunEvent>): Bar[] {
  const state = newRun(plan, runId, input);
  const bars = new Map<Task, Bar>();
  const barOf = (task: Task, queuedAt: number | null): Bar => {
    const known = bars.get(task);
    if (known) return known;
    const { step, item, role } = task;
    const bar = { ...EMPTY, step, item, undo: role === "undo", queuedAt, attempts: [], waits: [] };
    bars.set(task, bar);
    return bar;
  };
  let told = 0;
  for (const event of events) {
    apply(plan, state, event);
    if (event.type === "run_started") {
      for (const step of state.steps) if (step.unmet === 0) barOf(step, event.at);
    }
    if ("step" in event) {
      const task = findTask(state, event);
      if (task) note(barOf(task, event.at), task, event);
      const { fan } = state.steps[event.step] ?? { fan: null };
      if (event.type === "items_listed") for (const item of fan?.items ?? []) barOf(item, event.at);
    }
    for (const task of state.ended.slice(told)) {
      end(barOf(task, null), task, event.at);
      if (task.role !== "step") continue;
      for (const index of dependantsOf(plan)[task.step] ?? []) {
        const step = state.steps[index];
        if (step?.unmet === 0 && step.status === "pending") barOf(step, event.at);
      }
    }
    told = state.ended.length;
  }
  return [...bars.values()];
}

const EMPTY = { startedAt: null, endedAt: null, status: "pending" } as const;

function note(bar: Bar, task: Task, event: RunEvent): void {
  const { at } = event;
  bar.startedAt ??= task.startedAt;
  bar.status = task.status;
  const attempt = bar.attempts.at(-1);
  switch (event.type) {
    case "attempt_started":
      endWait(bar, at);
      bar.attempts.push({
        attempt: event.attempt,
        startedAt: at,
        endedAt: null,
        outcome: null,
        invocationId: event.invocationId,
      });
      return;
    case "attempt_deferred":
    case "attempt_failed":
    case "attempt_handed_over":
      if (attempt) Object.assign(attempt, { endedAt: at, outcome: event.type.slice("attempt_".length) });
      break;
    default:
  }
  const { waitsFor } = task;
  if (waitsFor !== null && bar.waits.at(-1)?.to !== null) bar.waits.push({ for: waitsFor, from: at, to: null });
}

function end(bar: Bar, task: Task, at: number): void {
  endWait(bar, at);
  bar.status = task.status;
  bar.startedAt ??= task.startedAt;
  bar.endedAt = at;
  const attempt = bar.attempts.at(-1);
  if (attempt?.endedAt !== null || attempt === undefined) return;
  attempt.endedAt = at;
  const isFallback = task.error !== null;
  attempt.outcome =
    task.status === "success" && !isFallback ? "success" : task.status === "cancelled" ? "cancelled" : "failed";
}

function endWait(bar: Bar, at: number): void {
  const wait = bar.waits.at(-1);
  if (wait?.to === null) wait.to = at;
}
