// The spans of a run: one of its own, one of each step, and within that one of each attempt, which the relay records.
// A span's id follows from the run's, so that a run that goes on elsewhere after a crash goes on in the same spans.

import type { RunState } from "../../engine/run/state.ts";
import { isBackground } from "../invocations/background.ts";
import type { Span, SpanSink } from "../telemetry/span.ts";
import { isSampled, type TraceContext } from "../telemetry/trace-context.ts";
import type { RunRecord } from "./run-record.ts";

/** What an attempt of this step is a part of; null where the run is part of no trace. */
export function traceOfStep(record: RunRecord, stepId: string): TraceContext | null {
  const { trace } = record;
  if (!trace) return null;
  // An invocation in the background is a run of one step: a span of each would say the same thing twice.
  return { ...trace, spanId: isBackground(record) ? runSpanId(record) : stepSpanId(record, stepId) };
}

/** Records a run that has settled, and its steps. */
export function recordRun(exporter: SpanSink, record: RunRecord, state: RunState): void {
  const { trace, plan } = record;
  if (!trace || !isSampled(trace) || state.completedAt === null) return;
  const own = runSpanId(record);
  const steps = isBackground(record) ? [] : state.steps;
  for (const [index, step] of steps.entries()) {
    const id = plan.steps[index]?.id;
    if (id === undefined || step.startedAt === null || step.completedAt === null) continue;
    exporter.record({
      context: { ...trace, spanId: stepSpanId(record, id) },
      parent: { spanId: own, remote: false },
      name: `step ${id}`,
      kind: "internal",
      startedAt: step.startedAt,
      endedAt: step.completedAt,
      attributes: {
        "nexuscall.step.id": id,
        "nexuscall.step.attempts": step.attempts,
        ...(step.error && { "error.type": step.error.code }),
      },
      failed: step.status === "failed",
    });
  }
  exporter.record(spanOfRun(record, trace, state));
}

function spanOfRun(record: RunRecord, trace: TraceContext, state: RunState): Span {
  const failure = isBackground(record) ? state.steps[0]?.error : state.error;
  return {
    context: { ...trace, spanId: runSpanId(record) },
    parent: { spanId: trace.spanId, remote: false },
    kind: "internal",
    startedAt: record.createdAt,
    endedAt: state.completedAt ?? record.createdAt,
    failed: state.status === "failed",
    name: isBackground(record) ? "invocation" : "invoke_workflow",
    attributes: {
      ...(isBackground(record)
        ? { "nexuscall.invocation.id": record.runId }
        : {
            "gen_ai.operation.name": "invoke_workflow",
            "nexuscall.workflow.id": record.workflowId,
            "nexuscall.run.id": record.runId,
            "nexuscall.run.status": state.status,
          }),
      ...(failure && { "error.type": failure.code }),
    },
  };
}

function runSpanId({ runId }: RunRecord): string {
  return idFrom(runId);
}

function stepSpanId({ runId }: RunRecord, stepId: string): string {
  return idFrom(`${runId}:${stepId}`);
}

const PRIME = 0x100000001b3n;

/** FNV-1a of 64 bits, as 16 hexadecimal digits, never all zero. */
function idFrom(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * PRIME);
  return (hash || 1n).toString(16).padStart(16, "0");
}
