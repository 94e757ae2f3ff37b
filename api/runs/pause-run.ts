import { isBackground } from "../invocations/background.ts";
import type { Principal } from "../keys/principal.ts";
import { shardOf } from "../runtime/shards.ts";
import type { Services } from "../services.ts";
import type { Run } from "./run.ts";

/** Pauses or resumes the run; a settled one is left as it is; null where this caller has none of this id. */
export async function pauseRun(
  { env }: Services,
  { agentId }: Principal,
  runId: string,
  what: "pause" | "resume",
): Promise<Run | null> {
  if (isBackground({ runId })) return null;
  const shard = shardOf(env, { agentId, runId });
  await shard.tell(runId, { type: `${what}_requested` });
  return shard.read(runId);
}
