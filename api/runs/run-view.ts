// A run as the API shows it, from what it was started with and the fold of its journal.

import type { RunError } from "../../engine/run/events.ts";
import type { Fan, RunState, StepState, Task } from "../../engine/run/state.ts";
import { pointerOf } from "../../engine/schema/pointer.ts";
import type { Stored } from "../../engine/template/stored.ts";
import type { RunRecord } from "../runtime/run-record.ts";
import type { ItemCounts, LargeValue, Run, RunSummary, StepResult } from "./run.ts";

/** In brief. */
export function runSummary(record: RunRecord, state: RunState): RunSummary {
  return {
    id: record.runId,
    workflowId: record.workflowId,
    workflowVersion: record.workflowVersion,
    rerunOf: record.rerunOf ?? null,
    parentRunId: record.parent?.runId ?? null,
    status: state.status,
    trigger: record.trigger ?? null,
    error: state.error,
    createdAt: iso(record.createdAt),
    startedAt: isoOrNull(state.startedAt),
    completedAt: isoOrNull(state.completedAt),
  };
}

export function runView(record: RunRecord, state: RunState): Run {
  const { plan } = record;
  const undone = Map.groupBy(state.undone, ({ step }) => step);
  return {
    ...runSummary(record, state),
    paused: state.paused && state.completedAt === null,
    queuePosition: null,
    input: record.input,
    output: state.output,
    currentStep: currentStep(record, state),
    stepResults: Object.fromEntries(
      state.steps.map((step, index) => [plan.steps[index]?.id ?? String(index), stepResult(step, undone.get(index))]),
    ),
    largeValues: [
      ...largeValues(record.runId, state.inputStored, "input"),
      ...largeValues(record.runId, state.outputStored, "output"),
      ...state.steps.flatMap(({ stored }, index) =>
        largeValues(record.runId, stored, "stepResults", plan.steps[index]?.id ?? String(index), "result"),
      ),
    ],
  };
}

function largeValues(runId: string, stored: readonly Stored[], ...place: string[]): LargeValue[] {
  return stored.map(({ path, ref, sizeBytes }) => ({
    pointer: pointerOf([...place, ...path]),
    ref,
    sizeBytes,
    url: valueUrl(runId, ref),
  }));
}

/** Where a run's large value is read. */
function valueUrl(runId: string, ref: string): string {
  return `/api/v1/workflow-runs/${runId}/values/${encodeURIComponent(ref)}`;
}

function stepResult(step: StepState, undone: readonly Task[] = []): StepResult {
  const { fan } = step;
  return {
    status: step.status,
    result: step.result,
    error: errorOf(step),
    attempts: step.attempts,
    kept: step.kept,
    items: fan && itemCounts(fan),
    undone: undone.map((task) => ({
      item: task.item,
      status: task.status,
      error: errorOf(task),
      attempts: task.attempts,
    })),
    startedAt: isoOrNull(step.startedAt),
    completedAt: isoOrNull(step.completedAt),
  };
}

function itemCounts({ items, unsettled, failed }: Fan): ItemCounts {
  const total = items.length;
  return { total, settled: total - unsettled, failed, kept: items.filter(({ kept }) => kept).length };
}

function errorOf({ error }: Task): RunError | null {
  return error && { code: error.code, message: error.message };
}

function currentStep({ plan }: RunRecord, { slots }: RunState): string | null {
  const latest = [...slots].at(-1);
  return latest === undefined ? null : (plan.steps[latest.step]?.id ?? null);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
