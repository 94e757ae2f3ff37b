// A run as the API shows it, from what it was started with and the fold of its journal.

import type { RunState, StepState } from "../../engine/run/state.ts";
import type { RunRecord } from "../runtime/run-journal.ts";
import type { Run, StepResult } from "./run.ts";

export function runView(record: RunRecord, state: RunState): Run {
  const { plan } = record;
  return {
    id: record.runId,
    workflowId: record.workflowId,
    workflowVersion: record.workflowVersion,
    status: state.status,
    input: record.input,
    output: state.output,
    error: state.error,
    currentStep: currentStep(record, state),
    stepResults: Object.fromEntries(
      state.steps.map((step, index) => [plan.steps[index]?.id ?? String(index), stepResult(step)]),
    ),
    createdAt: iso(record.createdAt),
    startedAt: isoOrNull(state.startedAt),
    completedAt: isoOrNull(state.completedAt),
  };
}

function stepResult(step: StepState): StepResult {
  return {
    status: step.status,
    result: step.result,
    error: step.error && { code: step.error.code, message: step.error.message },
    attempts: step.attempts,
    startedAt: isoOrNull(step.startedAt),
    completedAt: isoOrNull(step.completedAt),
  };
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
