// A run's data, deleted everywhere: in its shard, in the lists, with the handoffs that it sent, and in the log, which keeps that
// its calls were made. The runs that its steps started go with it, also where D1 shows them later. What of them has gone
// to the archive by then nobody reads any more, and upkeep takes it out.

import { Problem } from "../http/problem.ts";
import { isBackground } from "../invocations/background.ts";
import type { Principal } from "../keys/principal.ts";
import type { Database } from "../platform/database.ts";
import type { Env } from "../env.ts";
import { logError } from "../platform/log.ts";
import { type RunRef, shardOf } from "../runtime/shards.ts";
import type { Services } from "../services.ts";
import { forgetRun } from "./project-runs.ts";
import { expireStartedBy, postponeExpiry, selectExpired } from "./store.ts";

/** Of the runs that a deleted one started; upkeep deletes the others. */
const MAX_AT_ONCE = 100;
const TRY_AGAIN_AFTER_MS = 3_600_000;

/** False where this caller has no run of this id. Throws the problem `run_unsettled`. */
export async function deleteRun({ db, env }: Services, { agentId }: Principal, runId: string): Promise<boolean> {
  if (isBackground({ runId })) return false;
  const removed = await shardOf(env, { agentId, runId }).remove(runId);
  if (removed === "unsettled") {
    throw new Problem("run_unsettled", "The run has not settled: cancel it first, then it can be deleted.");
  }
  // Also where it is gone already: the deletion may have got no further.
  const now = new Date().toISOString();
  const started = await expireStartedBy(db, { agentId, runId }, now);
  await deleteAll(db, env, started.slice(0, MAX_AT_ONCE), now);
  return removed === "removed";
}

/** One slice of what is due by `now` (ISO 8601); gives whether to go on at once. */
export async function deleteExpiredRuns(db: Database, env: Env, now: string, most: number): Promise<boolean> {
  const expired = await selectExpired(db, now, most);
  const left = await deleteAll(db, env, expired, now);
  // Those that they started are due now.
  return left < expired.length;
}

/** Gives how many could not be deleted: they are tried again later. */
async function deleteAll(db: Database, env: Env, expired: readonly RunRef[], now: string): Promise<number> {
  const left: string[] = [];
  for (const ref of expired) {
    try {
      await deleteExpired(env, ref);
    } catch (error) {
      logError("run_not_deleted", error, { runId: ref.runId });
      left.push(ref.runId);
    }
  }
  // Those that cannot be deleted now come behind all others. Where none can, something is down: the next cron tries again.
  if (left.length > 0) await postponeExpiry(db, left, new Date(Date.parse(now) + TRY_AGAIN_AFTER_MS).toISOString());
  return left.length;
}

async function deleteExpired(env: Env, ref: RunRef): Promise<void> {
  const removed = await shardOf(env, ref).remove(ref.runId);
  if (removed === "unsettled") throw new Error("It was started by a run that is deleted, and goes on.");
  // A row that its shard knows nothing of has nothing else to delete.
  if (removed === "missing") await forgetRun(env, ref, []);
}
