import { isBackground } from "../invocations/background.ts";
import type { Principal } from "../keys/principal.ts";
import { shardOf } from "../runtime/shards.ts";
import type { Services } from "../services.ts";
import type { Run } from "./run.ts";
import { spliceValue } from "./splice-value.ts";
import type { Timeline } from "./timeline-view.ts";
import { getValue } from "./value-objects.ts";

/** The run as it stands now; null where this caller started none of this id. */
export async function readRun({ env }: Services, { agentId }: Principal, runId: string): Promise<Run | null> {
  if (isBackground({ runId })) return null;
  return shardOf(env, { agentId, runId }).read(runId);
}

/** When each of its tasks did what; null where this caller started none of this id. */
export async function readTimeline({ env }: Services, { agentId }: Principal, runId: string): Promise<Timeline | null> {
  return isBackground({ runId }) ? null : shardOf(env, { agentId, runId }).timeline(runId);
}

/** The result of a step, or of one of its items, as JSON text; null where this caller has no such run, or it has no such result. */
export async function readResult(
  { env }: Services,
  { agentId }: Principal,
  { runId, stepId, item }: { readonly runId: string; readonly stepId: string; readonly item: number | null },
): Promise<ReadableStream<Uint8Array> | null> {
  if (isBackground({ runId })) return null;
  const held = await shardOf(env, { agentId, runId }).result(runId, stepId, item);
  return held && spliceValue(env, { agentId, runId }, held);
}

/** A large value of a run, as it is kept; null where this caller has no such run, or it no such value. */
export async function readValue(
  { env }: Services,
  { agentId }: Principal,
  { runId, ref }: { readonly runId: string; readonly ref: string },
): Promise<R2ObjectBody | null> {
  return isBackground({ runId }) ? null : getValue(env, { agentId, runId }, ref);
}
