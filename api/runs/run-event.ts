// A run's events as whoever watches it hears them: what the journal says, by the ids of steps, with what followed from it.

import type { Json } from "../../engine/json.ts";
import { signalOf } from "../../engine/plan/actions.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { RunEvent, TaskRef } from "../../engine/run/events.ts";
import type { Failure } from "../../engine/run/outcome.ts";
import type { StepStatus, Task } from "../../engine/run/state.ts";
import { storedSize, type Stored } from "../../engine/template/stored.ts";
import type { LiveMessage } from "../live/audience.ts";

/** A larger value is not in an event, which says where it is read. */
export const MAX_TOLD_CHARS = 4_096;
/** The end of a run may end ten thousand steps. */
const MAX_SETTLED = 500;

export interface RunMessage extends LiveMessage {
  /** When it happened; ISO 8601, UTC. */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What came to its end with an event. */
export interface Settled {
  readonly stepId: string;
  readonly item?: number;
  readonly undo?: true;
  readonly status: StepStatus;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface ToldEvent {
  readonly runId: string;
  readonly plan: Plan;
  /** Its number in the journal. */
  readonly number: number;
  readonly event: RunEvent;
  /** What ended with it, in order. */
  readonly ended: readonly Task[];
}

/** `attempt_started` of the journal is `attempt.started` here, and so on. */
export function runMessage({ runId, plan, number, event, ended }: ToldEvent): RunMessage {
  const settled = ended.slice(0, MAX_SETTLED).map((task) => settledOf(plan, task));
  const data = { ...placeOf(plan, event), ...saidBy(runId, plan, event) };
  return {
    id: String(number),
    type: event.type.replace("_", "."),
    timestamp: new Date(event.at).toISOString(),
    data: {
      ...data,
      ...(settled.length > 0 && { settled }),
      ...(ended.length > settled.length && { settledInAll: ended.length }),
    },
  };
}

function saidBy(runId: string, plan: Plan, event: RunEvent): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case "run_started":
    case "attempt_resumed":
    case "pause_requested":
    case "resume_requested":
    case "step_skipped":
      return {};
    case "attempt_started":
      return { attempt: event.attempt, invocationId: event.invocationId };
    case "attempt_deferred":
      return { until: iso(event.until), delayMs: event.until - event.at };
    case "attempt_handed_over":
      return { until: isoOrNull(event.until) };
    case "attempt_failed":
      return { error: errorOf(event.failure), retryAt: iso(event.retryAt), delayMs: event.retryAt - event.at };
    case "wait_started": {
      const step = plan.steps[event.step];
      const signal = step && signalOf(step.action)?.signal;
      return { until: isoOrNull(event.until), ...(signal !== undefined && { signal }) };
    }
    case "step_succeeded":
      return valueOf("result", event.result, resultUrl(runId, plan, event), event.stored);
    case "step_failed":
      return {
        error: errorOf(event.failure),
        ...(event.fallback !== undefined &&
          valueOf("fallback", event.fallback, resultUrl(runId, plan, event), event.stored)),
      };
    case "step_kept":
      return event.end.status === "success"
        ? { status: "success", ...valueOf("result", event.end.result, resultUrl(runId, plan, event), event.end.stored) }
        : { status: "skipped" };
    case "items_listed":
      return { count: event.count };
    case "cancel_requested":
      return { reason: event.reason };
    case "signal_received":
      return { name: event.name, ...valueOf("payload", event.payload, null, event.stored) };
    case "answer_received": {
      const { attempt, answer } = event;
      return answer.type === "success"
        ? { attempt, ...valueOf("result", answer.result, resultUrl(runId, plan, event), answer.stored) }
        : { attempt, error: errorOf(answer.failure) };
    }
    case "run_ending":
      return { status: event.status, error: event.error };
    case "run_settled": {
      const { status, error, output, stored } = event;
      return {
        status,
        error,
        ...(output !== undefined && valueOf("output", output, `/api/v1/workflow-runs/${runId}`, stored)),
      };
    }
  }
}

/** The value under its name or, where it is too large, its size and where it is read. */
function valueOf(
  name: string,
  value: Json,
  url: string | null,
  stored: readonly Stored[] = [],
): Readonly<Record<string, unknown>> {
  const sizeChars = JSON.stringify(value).length + storedSize(stored);
  if (sizeChars <= MAX_TOLD_CHARS) return { [name]: value };
  return { leftOut: { field: name, sizeChars, ...(url !== null && { url }) } };
}

/** Where a task's result is read. */
export function resultUrl(runId: string, plan: Plan, { step, item }: TaskRef): string {
  const query = item === undefined ? "" : `?item=${item}`;
  return `/api/v1/workflow-runs/${runId}/steps/${plan.steps[step]?.id ?? step}/result${query}`;
}

function placeOf(plan: Plan, event: RunEvent): { stepId?: string; item?: number; undo?: true } {
  if (!("step" in event)) return {};
  const { step, item, undo }: TaskRef = event;
  return {
    stepId: plan.steps[step]?.id ?? String(step),
    ...(item !== undefined && { item }),
    ...(undo && { undo }),
  };
}

function settledOf(plan: Plan, { step, item, role, status, error }: Task): Settled {
  return {
    stepId: plan.steps[step]?.id ?? String(step),
    ...(item !== null && { item }),
    ...(role === "undo" && { undo: true }),
    status,
    ...(error && { error: errorOf(error) }),
  };
}

function errorOf({ code, message }: Failure): { code: string; message: string } {
  return { code, message };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
