// The runs' projection in D1, as lists read it and deletions end it. The journals write it.

import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Json } from "../../engine/json.ts";
import { inValues, type Database } from "../platform/database.ts";
import { after } from "../platform/keyset.ts";
import type { Position } from "../platform/keyset.ts";
import { workflowRuns } from "../platform/schema.ts";
import type { Run, RunSummary } from "./run.ts";

export interface RunFilter {
  readonly workflowId?: string | undefined;
  readonly version?: number | undefined;
  readonly status?: Run["status"] | undefined;
  readonly parentRunId?: string | undefined;
  readonly rerunOf?: string | undefined;
  /** A schedule's or a webhook's id. */
  readonly triggerId?: string | undefined;
  /** ISO 8601 in UTC, as the column has it: created from this on, and before that. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

type Told = "error" | "trigger" | "input" | "output";
type Row = Omit<RunSummary, Told> & { readonly [Field in Told]?: string | null };

export type Expansion = "input" | "output";

interface Asked {
  readonly limit: number;
  readonly position: Position | null;
  /** What each has beside its summary. */
  readonly expand?: readonly Expansion[];
}

/** The runs that the agent started, newest first; up to `limit` after the position. */
export async function selectRuns(db: Database, agentId: string, filter: RunFilter, page: Asked): Promise<RunSummary[]> {
  const rows = await db.all<Row>(runsQuery(agentId, filter, page));
  return rows.map(({ error, trigger, input, output, ...row }) => ({
    ...row,
    error: read<Run["error"]>(error),
    trigger: read<Run["trigger"]>(trigger),
    ...(input !== undefined && { input: read<Json>(input) }),
    ...(output !== undefined && { output: read<Json>(output) }),
  }));
}

/** The projection wrote it. */
function read<Value>(text: string | null | undefined): Value | null {
  return text === null || text === undefined ? null : (JSON.parse(text) as Value);
}

/** In plain SQL, since drizzle has no words for INDEXED BY. */
export function runsQuery(agentId: string, filter: RunFilter, { limit, position, expand = [] }: Asked): SQL {
  const { workflowId, version, status, parentRunId, rerunOf, triggerId, from, to } = filter;
  const conditions = and(
    eq(workflowRuns.triggeredBy, agentId),
    workflowId === undefined ? undefined : eq(workflowRuns.workflowId, workflowId),
    version === undefined ? undefined : eq(workflowRuns.workflowVersion, version),
    status === undefined ? undefined : eq(workflowRuns.status, status),
    parentRunId === undefined ? undefined : eq(workflowRuns.parentRunId, parentRunId),
    rerunOf === undefined ? undefined : eq(workflowRuns.rerunOf, rerunOf),
    triggerId === undefined ? undefined : eq(workflowRuns.triggerId, triggerId),
    from === undefined ? undefined : gte(workflowRuns.createdAt, from),
    to === undefined ? undefined : lt(workflowRuns.createdAt, to),
    after(workflowRuns.createdAt, workflowRuns.id, position),
  );
  const more = expand.map((column) => sql`, ${sql.identifier(column)}`);
  return sql`
    SELECT id, workflow_id AS workflowId, workflow_version AS workflowVersion, rerun_of AS rerunOf,
      parent_run_id AS parentRunId, "trigger", status, error, created_at AS createdAt, started_at AS startedAt,
      completed_at AS completedAt${sql.join(more)}
    FROM workflow_runs INDEXED BY ${sql.identifier(indexFor(filter))}
    WHERE ${conditions} ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
}

function indexFor({ workflowId, version, status, parentRunId, rerunOf, triggerId }: RunFilter): string {
  if (parentRunId !== undefined) return "workflow_runs_parent";
  if (rerunOf !== undefined) return "workflow_runs_rerun";
  if (triggerId !== undefined) return "workflow_runs_trigger";
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

/** The runs that the run's steps started, and those that theirs did, are to be deleted from this time on (ISO 8601). */
export async function expireStartedBy(
  db: Database,
  { runId, agentId }: { readonly runId: string; readonly agentId: string },
  from: string,
): Promise<{ runId: string; agentId: string }[]> {
  const isStarted = sql`${workflowRuns.id} IN (
    WITH RECURSIVE started(id) AS (
      SELECT id FROM workflow_runs WHERE triggered_by = ${agentId} AND parent_run_id = ${runId}
      UNION
      SELECT run.id FROM started JOIN workflow_runs run ON run.triggered_by = ${agentId} AND run.parent_run_id = started.id)
    SELECT id FROM started)`;
  return db
    .update(workflowRuns)
    .set({ expiresAt: from })
    .where(isStarted)
    .returning({ runId: workflowRuns.id, agentId: workflowRuns.triggeredBy });
}
