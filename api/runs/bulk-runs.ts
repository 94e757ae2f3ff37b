// One thing done to many runs, each with an outcome of its own.

import { Problem } from "../http/problem.ts";
import { admittedOr429 } from "../http/rate-limit.ts";
import type { Defer } from "../keys/find-key.ts";
import type { Principal } from "../keys/principal.ts";
import { logError } from "../platform/log.ts";
import type { Services } from "../services.ts";
import { cancelRun } from "./cancel-run.ts";
import { listRuns } from "./list-runs.ts";
import { rerunRun } from "./rerun-run.ts";
import type { Run } from "./run.ts";
import type { RunFilter } from "./store.ts";

const CONCURRENCY = 10;

export type BulkAction =
  | { readonly type: "cancel" }
  | { readonly type: "rerun"; readonly from: "start" | "failed"; readonly defer: Defer };

export type BulkOutcome =
  | { readonly ok: true; readonly runId: string; readonly run: Pick<Run, "id" | "status"> }
  | { readonly ok: false; readonly runId: string; readonly problem: Problem };

/** The ids of the newest runs that fit, as the lists know them. Throws the problem `invalid_parameter` where none can fit. */
export async function idsFor(
  { db }: Services,
  { agentId }: Principal,
  { status, ...filter }: RunFilter,
  { action, limit }: { readonly action: BulkAction["type"]; readonly limit: number },
): Promise<string[]> {
  const open = action === "cancel" ? (["running", "pending"] as const) : [];
  const statuses = status === undefined ? open : [status];
  const newest = await listRuns(db, agentId, { ...filter, statuses }, { limit, position: null });
  return newest.map(({ id }) => id);
}

/** The outcomes in the order of the ids. Never rejects. */
export async function doToRuns(
  services: Services,
  caller: Principal,
  runIds: readonly string[],
  action: BulkAction,
): Promise<BulkOutcome[]> {
  const outcomes: BulkOutcome[] = [];
  const queue = runIds.entries();
  async function work() {
    // All workers take from the one queue.
    for (const [index, runId] of queue) outcomes[index] = await outcomeOf(services, caller, runId, action);
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return outcomes;
}

async function outcomeOf(
  services: Services,
  caller: Principal,
  runId: string,
  action: BulkAction,
): Promise<BulkOutcome> {
  try {
    const run = await done(services, caller, runId, action);
    if (run === null) throw new Problem("not_found", "You have no run of this id.");
    return { ok: true, runId, run: { id: run.id, status: run.status } };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, runId, problem: error };
    logError("a run of many failed unexpectedly", error, { runId });
    return { ok: false, runId, problem: new Problem("internal_error", "The hub could not do this. Please try again.") };
  }
}

async function done(services: Services, caller: Principal, runId: string, action: BulkAction): Promise<Run | null> {
  if (action.type === "cancel") return cancelRun(services, caller, runId);
  const started = await rerunRun(services, caller, runId, { from: action.from, waitMs: 0, defer: action.defer });
  return started && admittedOr429(started);
}
