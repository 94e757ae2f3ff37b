// An invocation that its caller does not wait for: a run of one step on the durable host, under the invocation's
// own id. What there is to know of it is the run's input.

import type { Json } from "../../engine/json.ts";
import { type RunState, stepAt } from "../../engine/run/state.ts";
import { outcomeOf } from "../runs/step-invocations.ts";
import { oneStepPlan } from "../runtime/one-step-plan.ts";
import type { RunRecord } from "../runtime/run-record.ts";
import { currentTrace } from "../telemetry/tracing.ts";
import type { Tool } from "../tools/tool.ts";
import type { OutputCheck } from "./check-output.ts";
import type { Invocation } from "./invocation.ts";
import { type InvocationRecord, loggable } from "./insert-invocations.ts";
import { redacted } from "./redact.ts";

export interface BackgroundCall {
  readonly invocationId: string;
  readonly callerAgentId: string;
  readonly tool: Tool;
  readonly arguments: Json;
  readonly timeoutMs: number;
  readonly outputCheck: OutputCheck;
  /** Where the outcome is to be sent. */
  readonly callbackUrl: string | null;
}

/** The record, and whose tool it calls. */
export type BackgroundView = InvocationRecord & { readonly providerAgentId: string };

type Input = {
  arguments: Json;
  outputCheck: OutputCheck;
  providerAgentId: string;
  callbackUrl: string | null;
  /** The tool's, when the call was accepted; absent in what was accepted before tools had any. */
  redaction?: string[];
};

/** The call as a run that begins now. */
export function backgroundRun(call: BackgroundCall): RunRecord {
  const { tool, timeoutMs, outputCheck, callbackUrl } = call;
  const input: Input = {
    arguments: call.arguments,
    outputCheck,
    providerAgentId: tool.agentId,
    callbackUrl,
    redaction: [...tool.redaction],
  };
  return {
    runId: call.invocationId,
    agentId: call.callerAgentId,
    // A plan is kept once for each of these pairs, and here they are all that it depends on.
    workflowId: tool.id,
    workflowVersion: timeoutMs,
    plan: oneStepPlan(tool.id, timeoutMs, "{{input.arguments}}"),
    input,
    createdAt: Date.now(),
    trace: currentTrace(),
  };
}

/** Whether this run is such an invocation, and none of a workflow. */
export function isBackground({ runId }: { readonly runId: string }): boolean {
  return runId.startsWith("inv_");
}

/** What the call was asked to do with a result that does not fit; null for a run of a workflow. */
export function askedCheckOf(record: RunRecord): OutputCheck | null {
  return isBackground(record) ? inputOf(record).outputCheck : null;
}

/** The invocation as it stands, as the log shows it. */
export function backgroundView(record: RunRecord, state: RunState): BackgroundView {
  const step = stepAt(state, 0);
  const { startedAt, completedAt } = step;
  const { arguments: args, providerAgentId, redaction = [] } = inputOf(record);
  const view: BackgroundView = {
    id: record.runId,
    toolId: record.workflowId,
    callerAgentId: record.agentId,
    providerAgentId,
    input: loggable(args),
    ...(completedAt === null ? { status: startedAt === null ? "pending" : "running" } : outcomeOf(step)),
    ...(startedAt !== null && completedAt !== null && { latencyMs: completedAt - startedAt }),
    createdAt: new Date(record.createdAt).toISOString(),
    ...(completedAt !== null && { completedAt: new Date(completedAt).toISOString() }),
  };
  return redacted(view, redaction);
}

/** Its outcome and where to send it; null where nobody asked for it, or it has none yet. */
export function outcomeToSend(record: RunRecord, state: RunState) {
  const { callbackUrl, providerAgentId } = inputOf(record);
  const step = stepAt(state, 0);
  if (!callbackUrl || step.completedAt === null) return null;
  const { status } = outcomeOf(step);
  const invocation: Invocation = {
    invocationId: record.runId,
    toolId: record.workflowId,
    status,
    result: step.status === "success" ? step.result : null,
    ...(step.error && {
      error: { code: step.error.code, message: step.error.message, retryable: step.error.retryable },
    }),
    latencyMs: step.completedAt - (step.startedAt ?? step.completedAt),
    callerAgentId: record.agentId,
    providerAgentId,
    timestamp: new Date(record.createdAt).toISOString(),
  };
  return { callbackUrl, invocation, completedAt: new Date(step.completedAt).toISOString() };
}

/** What `backgroundRun` put there, and nobody else. */
function inputOf({ input }: RunRecord): Input {
  return input as Input;
}
