// What the numbers are added up from: totals that grow with the log and the projections of runs, in the same transactions. They
// are exact, whatever isolate or object a call went through, say nothing of a caller, and never fall.

import { count, eq, inArray } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { hubCallTotals, hubTotals, workflowRuns } from "../platform/schema.ts";

export type CallCount = typeof hubCallTotals.$inferSelect;

/** Of all calls that the log has counted, by status and by latency as `api/tools/latency-buckets.ts` has it. */
export async function selectCallCounts(db: Database): Promise<CallCount[]> {
  return db.select().from(hubCallTotals);
}

export type Counted = (typeof hubTotals.$inferSelect)["name"];

/** What there was of this, by its label. */
export async function selectTotals(db: Database, name: Counted): Promise<Map<string, number>> {
  const rows = await db.select().from(hubTotals).where(eq(hubTotals.name, name));
  return new Map(rows.map(({ label, value }) => [label, value]));
}

/** How many runs have not ended, by status. */
export async function selectOpenRuns(db: Database): Promise<Map<string, number>> {
  const { status } = workflowRuns;
  const rows = await db
    .select({ status, runs: count() })
    .from(workflowRuns)
    .where(inArray(status, ["pending", "running"]))
    .groupBy(status);
  return new Map(rows.map((row) => [row.status, row.runs]));
}
