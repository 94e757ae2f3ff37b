// What a settled handoff is to the run that waits for it.

import type { Answer } from "../../engine/run/outcome.ts";
import { shardOf } from "../runtime/shards.ts";
import type { Services } from "../services.ts";
import type { Handoff } from "./handoff.ts";
import { selectBodies } from "./store.ts";

/** Told twice, it is told once. A run that has settled, or is gone, needs no answer. */
export async function answerRun({ db, env }: Services, handoff: Handoff): Promise<void> {
  const { fromAgentId: agentId, workflowRunId: runId, runTask, failure, id } = handoff;
  if (runId === null || runTask === null) return;
  const { step, item, attempt } = runTask;
  const { result } = failure === null ? await selectBodies(db, id) : { result: null };
  const answer: Answer =
    failure === null
      ? { type: "success", result, sizeBytes: JSON.stringify(result).length }
      : { type: "failure", failure: { ...failure, message: `The handoff was not completed: ${failure.message}` } };
  await shardOf(env, { runId, agentId }).tell(runId, {
    type: "answer_received",
    step,
    ...(item !== null && { item }),
    attempt,
    answer,
  });
}
