// The runs' projection in D1, as lists read it and deletions end it. The journals write it.

import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { inValues, type Database } from "../platform/database.ts";
import { after } from "../platform/keyset.ts";
import type { Position } from "../platform/keyset.ts";
import { workflowRuns } from "../platform/schema.ts";
import type { Run } from "./run.ts";

export type RunSummary = Omit<
  Run,
  "input" | "output" | "currentStep" | "stepResults" | "largeValues" | "paused" | "queuePosition" | "trigger"
>;

export interface RunFilter {
  readonly workflowId?: string | undefined;
  readonly version?: number | undefined;
  readonly status?: Run["status"] | undefined;
  /** ISO 8601 in UTC, as the column has it: created from this on, and before that. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

type Row = Omit<RunSummary, "error"> & { readonly error: string | null };

/** The runs that the agent started, newest first; up to `limit` after the position. */
export async function selectRuns(
  db: Database,
  agentId: string,
  filter: RunFilter,
  page: { readonly limit: number; readonly position: Position | null },
): Promise<RunSummary[]> {
  const rows = await db.all<Row>(runsQuery(agentId, filter, page));
  return rows.map((row) => ({ ...row, error: row.error === null ? null : (JSON.parse(row.error) as Run["error"]) }));
}

/** In plain SQL, since drizzle has no words for INDEXED BY. */
export function runsQuery(
  agentId: string,
  { workflowId, version, status, from, to }: RunFilter,
  { limit, position }: { readonly limit: number; readonly position: Position | null },
): SQL {
  const conditions = and(
    eq(workflowRuns.triggeredBy, agentId),
    workflowId === undefined ? undefined : eq(workflowRuns.workflowId, workflowId),
    version === undefined ? undefined : eq(workflowRuns.workflowVersion, version),
    status === undefined ? undefined : eq(workflowRuns.status, status),
    from === undefined ? undefined : gte(workflowRuns.createdAt, from),
    to === undefined ? undefined : lt(workflowRuns.createdAt, to),
    after(workflowRuns.createdAt, workflowRuns.id, position),
  );
  return sql`
    SELECT id, workflow_id AS workflowId, workflow_version AS workflowVersion, rerun_of AS rerunOf, status, error,
      created_at AS createdAt, started_at AS startedAt, completed_at AS completedAt
    FROM workflow_runs INDEXED BY ${sql.identifier(indexFor({ workflowId, version, status }))}
    WHERE ${conditions} ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
}

function indexFor({ workflowId, version, status }: RunFilter): string {
  if (workflowId === undefined) {
    return status === undefined ? "workflow_runs_triggered_by" : "workflow_runs_agent_status";
  }
  if (version !== undefined) return "workflow_runs_workflow_version";
  return status === undefined ? "workflow_runs_workflow" : "workflow_runs_workflow_status";
}

/** Runs that are to be deleted by now (ISO 8601), up to so many. */
export async function selectExpired(
  db: Database,
  now: string,
  limit: number,
): Promise<{ runId: string; agentId: string }[]> {
  return db
    .select({ runId: workflowRuns.id, agentId: workflowRuns.triggeredBy })
    .from(workflowRuns)
    .where(lt(workflowRuns.expiresAt, now))
    .orderBy(workflowRuns.expiresAt)
    .limit(limit)
    .all();
}

/** They are to be deleted from this time on (ISO 8601). */
export async function postponeExpiry(db: Database, runIds: readonly string[], until: string): Promise<void> {
  await db.update(workflowRuns).set({ expiresAt: until }).where(inValues(workflowRuns.id, runIds));
}
