// What the numbers are added up from: the log's histograms and the projections of runs. Both are exact, whatever
// isolate or object a call went through, and say nothing of a caller here.

import { count, eq, sql, sum } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { mcpToolStats, workflowRuns } from "../platform/schema.ts";

export interface CallCount {
  readonly status: string;
  /** As `api/tools/latency-buckets.ts` has it. */
  readonly bucket: number;
  readonly calls: number;
  readonly totalLatencyMs: number;
}

/** Of all calls that the log has counted. */
export async function selectCallCounts(db: Database): Promise<CallCount[]> {
  const { status, bucket, calls, totalLatencyMs, period } = mcpToolStats;
  return (
    db
      .select({
        status,
        bucket,
        calls: sum(calls).mapWith(Number),
        totalLatencyMs: sum(totalLatencyMs).mapWith(Number),
      })
      .from(mcpToolStats)
      // Every call is in the table once for each period; days are the fewest rows.
      .where(eq(period, "day"))
      .groupBy(sql`1, 2`)
  );
}

/** How many runs there are of each status. */
export async function selectRunCounts(db: Database): Promise<{ status: string; runs: number }[]> {
  const { status } = workflowRuns;
  return db.select({ status, runs: count() }).from(workflowRuns).groupBy(status);
}
