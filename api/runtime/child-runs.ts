// Sub-workflows: a run that a step of another run started. It lives like any run; when it has settled, it tells its parent.
//
// A child's id follows from its parent's task and attempt, so that an attempt which is made again finds it there.

import type { WorkflowCall } from "../../engine/plan/plan.ts";
import type { Call } from "../../engine/run/host.ts";
import type { Answer, Outcome } from "../../engine/run/outcome.ts";
import type { RunState, Task } from "../../engine/run/state.ts";
import { saidOf } from "../../engine/template/stored.ts";
import type { Env } from "../env.ts";
import { faultsAgainst } from "../platform/compiled-schemas.ts";
import type { Services } from "../services.ts";
import { expireRun } from "../runs/project-runs.ts";
import { findPlan } from "../workflows/find-workflow.ts";
import { idOfAttempt } from "./attempt-id.ts";
import { isTooLargeForRun, MAX_RUN_INPUT_BYTES } from "./input-size.ts";
import { concurrencyKeyOf } from "./queues.ts";
import type { RunRecord } from "./run-record.ts";
import { shardOf } from "./shards.ts";

/** Starts the run, or finds it started. */
export async function startChild({ db, env }: Services, parent: RunRecord, call: Call<WorkflowCall>): Promise<Outcome> {
  const { workflowId, version } = call.action;
  const plan = await findPlan(db, workflowId, version);
  if (plan === null)
    return failure("workflow_not_found", `The workflow ${workflowId}@${version} is not there any more.`);
  if (plan.inputSchema !== undefined) {
    const faults = await faultsAgainst(`${workflowId} ${version} in`, plan.inputSchema, call.arguments);
    const [first] = faults;
    if (first)
      return failure("invalid_arguments", `The input does not fit: arguments${first.pointer}: ${first.message}`);
  }
  if (isTooLargeForRun(call.arguments)) {
    return failure("invalid_arguments", `The input is larger than the ${MAX_RUN_INPUT_BYTES} bytes that a run takes.`);
  }
  const { step, item } = call.task;
  const runId = idOfAttempt(call.invocationId, call.attempt);
  const concurrency = await concurrencyKeyOf(plan, runId, call.arguments);
  if (!concurrency.ok) return failure("invalid_arguments", concurrency.message);
  const record: RunRecord = {
    runId,
    agentId: parent.agentId,
    workflowId,
    workflowVersion: version,
    plan,
    input: call.arguments,
    createdAt: Date.now(),
    parent: { runId: parent.runId, step, item, attempt: call.attempt },
    trace: parent.trace ?? null,
    concurrencyKey: concurrency.key,
  };
  await shardOf(env, record).startOnce(record);
  return { type: "handed_over" };
}

/** Tells the parent what became of its child. Told twice, it is told once. False: the parent has settled, or is deleted. */
export async function answerParent(env: Env, record: RunRecord, state: RunState): Promise<boolean> {
  const { parent, agentId } = record;
  if (!parent) return true;
  const { runId, step, item, attempt } = parent;
  const event = { type: "answer_received", step, ...(item !== null && { item }), attempt } as const;
  return shardOf(env, { runId, agentId }).tell(runId, { ...event, answer: answerOf(state) }, record.runId);
}

/**
 * A child that D1 has shown since its parent was deleted is deleted as well. To be called once D1 shows it: where the parent is
 * there yet, its deletion finds the child.
 */
export async function leaveWithParent(env: Env, { runId, agentId, parent }: RunRecord): Promise<void> {
  if (!parent || (await shardOf(env, { runId: parent.runId, agentId }).has(parent.runId))) return;
  await expireRun(env.DB, runId);
}

function answerOf({ status, output, outputStored, error }: RunState): Answer {
  if (status === "success")
    return { type: "success", result: output, sizeBytes: JSON.stringify(output).length, ...saidOf(outputStored) };
  const { code, message } = error ?? { code: "cancelled", message: "Cancelled." };
  return {
    type: "failure",
    failure: { code, message: `The sub-workflow did not succeed: ${message}`, retryable: true },
  };
}

/** Nobody waits for it any more. One that has settled stays as it is. */
export async function cancelChild(env: Env, { agentId }: RunRecord, task: Task): Promise<void> {
  if (task.invocationId?.startsWith("run_") !== true) return;
  const runId = idOfAttempt(task.invocationId, task.attempts);
  await shardOf(env, { runId, agentId }).tell(runId, {
    type: "cancel_requested",
    reason: "The run that started it does not wait for it any more.",
  });
}

function failure(code: string, message: string): Outcome {
  return { type: "failure", failure: { code, message, retryable: false } };
}
