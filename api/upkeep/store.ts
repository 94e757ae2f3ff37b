// The SQL that drops what is too old, so many rows at a time that D1 answers others in between.

import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Database } from "../platform/database.ts";

const ROWS = 1_000;

/** Numbers of periods that began before this time (ISO 8601). */
export function dropStats(db: Database, period: "minute" | "hour", before: string): Promise<boolean> {
  return drop(db, sql.raw("mcp_tool_stats"), sql`period = ${period} AND start < ${before}`);
}

export function dropSessions(db: Database, expiredBefore: string): Promise<boolean> {
  return drop(db, sql.raw("sessions"), sql`expires_at < ${expiredBefore}`);
}

export function dropRateLimits(db: Database, before: string): Promise<boolean> {
  return drop(db, sql.raw("mcp_rate_limits"), sql`window_start < ${before}`);
}

/** Whether there may be more. */
async function drop(db: Database, table: SQL, condition: SQL): Promise<boolean> {
  const { meta } = await db.run(
    sql`DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${condition} LIMIT ${ROWS})`,
  );
  return meta.changes >= ROWS;
}
