// A run's calls as the log shows them: an invocation for each task that called a tool and has settled, whatever the
// number of its attempts. What their tools keep out of the log is not in them.

import type { PlanStep } from "../../engine/plan/plan.ts";
import type { RunState, Task } from "../../engine/run/state.ts";
import { storedSize } from "../../engine/template/stored.ts";
import { loggable, type InvocationRecord } from "../invocations/insert-invocations.ts";
import { redacted } from "../invocations/redact.ts";
import type { RunRecord } from "../runtime/run-record.ts";

/** The tools that a run may call. */
export function toolsOf({ plan }: RunRecord): string[] {
  return plan.steps.flatMap(({ action, compensate }) => [
    ...(action.kind === "tool" ? [action.toolId] : []),
    ...(compensate ? [compensate.action.toolId] : []),
  ]);
}

/** The ids of all that its tasks called. */
export function invocationsOf({ steps, undone }: RunState): string[] {
  return tasksOf({ steps, undone }).flatMap(({ invocationId }) => invocationId ?? []);
}

function tasksOf({ steps, undone }: Pick<RunState, "steps" | "undone">): Task[] {
  return [...steps.flatMap((step) => step.fan?.items ?? step), ...undone];
}

/** `redactions`: those of the tools that have any, by the tool's id. */
export function stepInvocations(
  { agentId, plan }: RunRecord,
  { steps, undone }: RunState,
  redactions: ReadonlyMap<string, readonly string[]>,
): InvocationRecord[] {
  return tasksOf({ steps, undone }).flatMap((task) => {
    const toolId = toolOf(task, plan.steps[task.step]);
    const { invocationId, startedAt, completedAt } = task;
    if (toolId === undefined || invocationId === null || startedAt === null || completedAt === null) return [];
    const record: InvocationRecord = {
      id: invocationId,
      toolId,
      callerAgentId: agentId,
      ...outcomeOf(task),
      latencyMs: completedAt - startedAt,
      createdAt: new Date(startedAt).toISOString(),
      completedAt: new Date(completedAt).toISOString(),
    };
    return redacted(record, redactions.get(toolId) ?? []);
  });
}

function toolOf({ role }: Task, step: PlanStep | undefined): string | undefined {
  const action = role === "undo" ? step?.compensate?.action : step?.action;
  return action?.kind === "tool" ? action.toolId : undefined;
}

type Outcome = Pick<InvocationRecord, "output"> & { readonly status: "success" | "error" | "timeout" };

export function outcomeOf({ status, result, stored, error }: Task): Outcome {
  if (status === "success" && stored.length > 0) {
    return { status: "success", output: { truncated: true, sizeChars: storedSize(stored) } };
  }
  if (status === "success") return { status: "success", output: loggable(result) };
  const { code, message } = error ?? { code: "cancelled", message: "The run ended before this call was answered." };
  const failure = { errorCode: code, errorMessage: message };
  return { status: code === "timeout" ? "timeout" : "error", ...failure };
}
