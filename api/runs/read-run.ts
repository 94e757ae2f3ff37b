import { isBackground } from "../invocations/background.ts";
import type { Principal } from "../keys/principal.ts";
import { shardOf } from "../runtime/shards.ts";
import type { Services } from "../services.ts";
import type { Run } from "./run.ts";

/** The run as it stands now; null where this caller started none of this id. */
export async function readRun({ env }: Services, { agentId }: Principal, runId: string): Promise<Run | null> {
  if (isBackground({ runId })) return null;
  return shardOf(env, { agentId, runId }).read(runId);
}
