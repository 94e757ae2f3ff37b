import { isBackground } from "../invocations/background.ts";
import type { Principal } from "../keys/principal.ts";
import { shardOf } from "../runtime/shards.ts";
import type { Services } from "../services.ts";
import type { Run } from "./run.ts";

/** Cancels the run and answers it settled; a settled one is left as it is; null where this caller has none of this id. */
export async function cancelRun({ env }: Services, { agentId }: Principal, runId: string): Promise<Run | null> {
  if (isBackground({ runId })) return null;
  return shardOf(env, { agentId, runId }).cancel(runId, "Cancelled by its caller.");
}
