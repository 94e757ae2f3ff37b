// Reads of the runs' projection in D1. The journals write it.

import { and, desc, eq } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { after } from "../platform/keyset.ts";
import type { Position } from "../platform/keyset.ts";
import { workflowRuns } from "../platform/schema.ts";
import type { Run } from "./run.ts";

export type RunSummary = Omit<Run, "input" | "output" | "stepResults" | "paused">;

/** The workflow's runs, newest first; up to `limit` after the position. */
export async function listRunsByWorkflow(
  db: Database,
  filter: { workflowId: string; status?: Run["status"] | undefined },
  page: { limit: number; position: Position | null },
): Promise<RunSummary[]> {
  const rows = await db
    .select({
      id: workflowRuns.id,
      workflowId: workflowRuns.workflowId,
      workflowVersion: workflowRuns.workflowVersion,
      status: workflowRuns.status,
      error: workflowRuns.error,
      currentStep: workflowRuns.currentStep,
      createdAt: workflowRuns.createdAt,
      startedAt: workflowRuns.startedAt,
      completedAt: workflowRuns.completedAt,
    })
    .from(workflowRuns)
    .where(
      and(
        eq(workflowRuns.workflowId, filter.workflowId),
        filter.status === undefined ? undefined : eq(workflowRuns.status, filter.status),
        after(workflowRuns.createdAt, workflowRuns.id, page.position),
      ),
    )
    .orderBy(desc(workflowRuns.createdAt), desc(workflowRuns.id))
    .limit(page.limit)
    .all();
  return rows.map((row) => ({ ...row, error: row.error as Run["error"] }));
}
