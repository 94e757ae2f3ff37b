// The SQL that reads the histograms of a tool's calls. `api/invocations/insert-invocations.ts` fills them.

import { and, between, desc, eq, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { mcpToolStats } from "../platform/schema.ts";

export type Period = (typeof mcpToolStats.$inferSelect)["period"];

export interface StatsRange {
  readonly toolId: string;
  readonly period: Period;
  /** The first and the last period, as the column `start` writes them. */
  readonly first: string;
  readonly last: string;
}

/** The calls of one bucket; the abandoned ones are in none of the other numbers. */
export interface BucketRow {
  readonly bucket: number;
  readonly calls: number;
  readonly abandoned: number;
  readonly successes: number;
  readonly latencyMs: number;
}

const IS_ABANDONED = sql`${mcpToolStats.status} = 'abandoned'`;
const CALLS = sql<number>`sum(iif(${IS_ABANDONED}, 0, ${mcpToolStats.calls}))`;
const BUCKET = {
  bucket: mcpToolStats.bucket,
  calls: CALLS,
  abandoned: sql<number>`sum(iif(${IS_ABANDONED}, ${mcpToolStats.calls}, 0))`,
  successes: sql<number>`sum(iif(${mcpToolStats.status} = 'success', ${mcpToolStats.calls}, 0))`,
  latencyMs: sql<number>`sum(iif(${IS_ABANDONED}, 0, ${mcpToolStats.totalLatencyMs}))`,
};

/** @param callerId whose calls; absent: everybody's */
export async function selectByPeriod(
  db: Database,
  range: StatsRange,
  callerId?: string,
): Promise<(BucketRow & { start: string })[]> {
  return db
    .select({ start: mcpToolStats.start, ...BUCKET })
    .from(mcpToolStats)
    .where(and(within(range), callerId === undefined ? undefined : eq(mcpToolStats.callerAgentId, callerId)))
    .groupBy(mcpToolStats.start, mcpToolStats.bucket)
    .all();
}

/** Of the callers that called most. */
export async function selectByCaller(
  db: Database,
  range: StatsRange,
  limit: number,
): Promise<(BucketRow & { callerAgentId: string })[]> {
  const most = db
    .select({ id: mcpToolStats.callerAgentId })
    .from(mcpToolStats)
    .where(within(range))
    .groupBy(mcpToolStats.callerAgentId)
    .orderBy(desc(CALLS), mcpToolStats.callerAgentId)
    .limit(limit);
  return db
    .select({ callerAgentId: mcpToolStats.callerAgentId, ...BUCKET })
    .from(mcpToolStats)
    .where(and(within(range), sql`${mcpToolStats.callerAgentId} IN ${most}`))
    .groupBy(mcpToolStats.callerAgentId, mcpToolStats.bucket)
    .all();
}

function within({ toolId, period, first, last }: StatsRange): SQL | undefined {
  return and(
    eq(mcpToolStats.toolId, toolId),
    eq(mcpToolStats.period, period),
    between(mcpToolStats.start, first, last),
  );
}
