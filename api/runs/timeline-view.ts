// A run's timeline as the API shows it, from the fold of its journal.

import { timelineOf, type Bar } from "../../engine/run/timeline.ts";
import type { RunEvent } from "../../engine/run/events.ts";
import type { RunStatus } from "../../engine/run/state.ts";
import type { RunRecord } from "../runtime/run-record.ts";

/** More than anyone looks at; what is left out is counted. */
const MAX_TASKS = 20_000;
/** Of one task's attempts and waits: the latest. Of all tasks', so many that the answer stays readable. */
const MAX_PARTS = 100;
const MAX_ALL_PARTS = 100_000;

export interface Timeline {
  readonly runId: string;
  readonly status: RunStatus;
  readonly tasks: TimelineTask[];
  /** How many tasks are left out. */
  readonly leftOut: number;
}

export interface TimelineTask {
  readonly stepId: string;
  readonly item: number | null;
  readonly undo: boolean;
  readonly status: Bar["status"];
  readonly queuedAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly attempts: {
    readonly attempt: number;
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly outcome: Bar["attempts"][number]["outcome"];
    readonly invocationId: string;
  }[];
  readonly waits: { readonly for: Bar["waits"][number]["for"]; readonly from: string; readonly to: string | null }[];
}

export function timelineView(
  { runId, plan, input }: RunRecord,
  status: RunStatus,
  events: Iterable<RunEvent>,
): Timeline {
  const bars = timelineOf(plan, runId, input, events);
  const parts = Math.min(MAX_PARTS, Math.ceil(MAX_ALL_PARTS / Math.min(bars.length, MAX_TASKS)));
  const tasks = bars.slice(0, MAX_TASKS).map(({ step, attempts, waits, ...bar }): TimelineTask => ({
    ...bar,
    stepId: plan.steps[step]?.id ?? String(step),
    queuedAt: isoOrNull(bar.queuedAt),
    startedAt: isoOrNull(bar.startedAt),
    endedAt: isoOrNull(bar.endedAt),
    attempts: attempts.slice(-parts).map((span) => ({
      ...span,
      startedAt: iso(span.startedAt),
      endedAt: isoOrNull(span.endedAt),
    })),
    waits: waits.slice(-parts).map((wait) => ({ ...wait, from: iso(wait.from), to: isoOrNull(wait.to) })),
  }));
  return { runId, status, tasks, leftOut: bars.length - tasks.length };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
