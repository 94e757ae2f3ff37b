import { utcRange } from "../http/time-range.ts";
import type { Database } from "../platform/database.ts";
import type { Position } from "../platform/keyset.ts";
import type { RunSummary } from "./run.ts";
import { type Expansion, type RunFilter, selectRuns } from "./store.ts";

export type { RunSummary };

export interface RunsAsked extends Omit<RunFilter, "status"> {
  /** None: any. */
  readonly statuses?: readonly NonNullable<RunFilter["status"]>[];
}

/**
 * The runs that the agent started, newest first. The filter's times have any offset. Throws the problem
 * `invalid_parameter` where no run can fit.
 */
export async function listRuns(
  db: Database,
  agentId: string,
  { from, to, statuses = [], ...rest }: RunsAsked,
  page: { readonly limit: number; readonly position: Position | null; readonly expand?: readonly Expansion[] },
): Promise<RunSummary[]> {
  const filter = { ...rest, ...utcRange({ from, to }) };
  if (statuses.length === 0) return selectRuns(db, agentId, filter, page);
  // Each status has its own walk of an index; together they are never more than so many pages.
  const found = await Promise.all(statuses.map((status) => selectRuns(db, agentId, { ...filter, status }, page)));
  return found.flat().toSorted(newestFirst).slice(0, page.limit);
}

function newestFirst(one: RunSummary, other: RunSummary): number {
  if (one.createdAt !== other.createdAt) return one.createdAt < other.createdAt ? 1 : -1;
  return one.id < other.id ? 1 : -1;
}
