import { Problem } from "../http/problem.ts";
import type { Database } from "../platform/database.ts";
import type { Position } from "../platform/keyset.ts";
import { type RunFilter, type RunSummary, selectRuns } from "./store.ts";

export type { RunSummary };

/**
 * The runs that the agent started, newest first. The filter's times have any offset. Throws the problem
 * `invalid_parameter` where no run can fit.
 */
export async function listRuns(
  db: Database,
  agentId: string,
  { from, to, ...rest }: RunFilter,
  page: { readonly limit: number; readonly position: Position | null },
): Promise<RunSummary[]> {
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to)) {
    const message = "Give a time before `to`.";
    const errors = [{ code: "invalid_value", pointer: "/query/from", message }] as const;
    throw new Problem("invalid_parameter", `from: ${message}`, { errors });
  }
  return selectRuns(db, agentId, { ...rest, from: utc(from), to: utc(to) }, page);
}

/** The same instant as the column writes it, so that the order of texts is the order of times. */
function utc(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}
