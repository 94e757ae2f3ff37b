import type { Json } from "../../engine/json.ts";
import type { RunError } from "../../engine/run/events.ts";
import type { RunStatus, StepStatus } from "../../engine/run/state.ts";

/** A run, as `GET /api/v1/workflow-runs/:runId` answers it. Times are ISO 8601, UTC. */
export interface Run {
  readonly id: string;
  readonly workflowId: string;
  readonly workflowVersion: number;
  /** The run that it does again; null where it does none. */
  readonly rerunOf: string | null;
  /** The run whose step started it; null where none did. */
  readonly parentRunId: string | null;
  readonly status: RunStatus;
  /** It begins nothing until it is resumed. */
  readonly paused: boolean;
  /** Its place among the runs that wait by its workflow's concurrency, 1 for the next; null: it does not wait so. */
  readonly queuePosition: number | null;
  /** What started it, where no call did. */
  readonly trigger: Trigger | null;
  readonly input: Json;
  /** Null until the run has settled. */
  readonly output: Json;
  readonly error: RunError | null;
  /** The unsettled step that started last; null when none is under way. */
  readonly currentStep: string | null;
  readonly stepResults: Readonly<Record<string, StepResult>>;
  /** What of all this is too large to stand here: null stands in its place. */
  readonly largeValues: readonly LargeValue[];
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
}

/** A run as lists and the feed tell it: how it came to be and how far it is. */
export interface RunSummary
  extends
    Omit<Run, "input" | "output" | "currentStep" | "stepResults" | "largeValues" | "paused" | "queuePosition">,
    /** Where a list is asked to have them, too. */
    Partial<Pick<Run, "input" | "output">> {}

export type LargeValue = {
  /** Where it belongs: a JSON Pointer into the run. */
  readonly pointer: string;
  /** Its name among the run's. */
  readonly ref: string;
  readonly sizeBytes: number;
  /** Where it is read. */
  readonly url: string;
};

/** A schedule's tick, or a webhook's message. */
export interface Trigger {
  readonly type: "schedule" | "webhook";
  readonly id: string;
  /** Of the tick, or when the message came: ISO 8601, UTC. */
  readonly at: string;
}

export interface StepResult {
  readonly status: StepStatus;
  readonly result: Json;
  /** Of a step that waits for its next attempt: what went wrong with the last. */
  readonly error: RunError | null;
  readonly attempts: number;
  /** Its end is that of the run which this one does again. */
  readonly kept: boolean;
  /** Of a step with a forEach. */
  readonly items: ItemCounts | null;
  /** What undid the step, or its items, in the order in which it was done. */
  readonly undone: readonly UndoResult[];
  readonly startedAt: string | null;
  readonly completedAt: string | null;
}

export interface ItemCounts {
  readonly total: number;
  readonly settled: number;
  readonly failed: number;
  /** Those with the result that they had in the run which this one does again. */
  readonly kept: number;
}

export interface UndoResult {
  /** Which item; null: the step is no forEach. */
  readonly item: number | null;
  readonly status: StepStatus;
  readonly error: RunError | null;
  readonly attempts: number;
}

export function hasSettled({ status }: Pick<Run, "status">): boolean {
  return status === "success" || status === "failed" || status === "cancelled";
}
