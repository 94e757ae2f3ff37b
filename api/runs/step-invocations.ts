// A run's calls as the log shows them: an invocation for each step that was called and has settled, whatever the
// number of its attempts. What their tools keep out of the log is not in them.

import type { RunState, StepState } from "../../engine/run/state.ts";
import { loggable, type InvocationRecord } from "../invocations/insert-invocations.ts";
import { redacted } from "../invocations/redact.ts";
import type { RunRecord } from "../runtime/run-journal.ts";

/** The tools that a run may call. */
export function toolsOf({ plan }: RunRecord): string[] {
  return plan.steps.flatMap(({ action }) => action.toolId ?? []);
}

/** `redactions`: those of the tools that have any, by the tool's id. */
export function stepInvocations(
  { agentId, plan }: RunRecord,
  { steps }: RunState,
  redactions: ReadonlyMap<string, readonly string[]>,
): InvocationRecord[] {
  return steps.flatMap((step, index) => {
    const toolId = plan.steps[index]?.action.toolId;
    const { invocationId, startedAt, completedAt } = step;
    if (toolId === undefined || invocationId === null || startedAt === null || completedAt === null) return [];
    const record: InvocationRecord = {
      id: invocationId,
      toolId,
      callerAgentId: agentId,
      ...outcomeOf(step),
      latencyMs: completedAt - startedAt,
      createdAt: new Date(startedAt).toISOString(),
      completedAt: new Date(completedAt).toISOString(),
    };
    return redacted(record, redactions.get(toolId) ?? []);
  });
}

type Outcome = Pick<InvocationRecord, "output"> & { readonly status: "success" | "error" | "timeout" };

export function outcomeOf({ status, result, error }: StepState): Outcome {
  if (status === "success") return { status: "success", output: loggable(result) };
  const { code, message } = error ?? { code: "cancelled", message: "The run ended before this call was answered." };
  const failure = { errorCode: code, errorMessage: message };
  return { status: code === "timeout" ? "timeout" : "error", ...failure };
}
