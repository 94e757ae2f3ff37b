// Runs as rows of D1, for lists and search. The truth is the journal: a row follows within seconds when the run gets its
// place, and when it has settled; what it says of steps in between is as old as that.

import type { RunState } from "../../engine/run/state.ts";
import type { Env } from "../env.ts";
import { forgetTold, type ToldOf } from "../feed/forget.ts";
import { deleteHandoffsOf } from "../handoffs/delete-handoffs.ts";
import { openDatabase } from "../platform/database.ts";
import { chunksOf } from "../platform/json-chunks.ts";
import type { RunRecord } from "../runtime/run-record.ts";
import type { RunRef } from "../runtime/shards.ts";
import { runView } from "./run-view.ts";
import type { Run } from "./run.ts";

export interface ProjectedRun {
  readonly record: RunRecord;
  readonly state: RunState;
}

/** What a row keeps of input, output and results; larger ones are in the journal alone. */
const MAX_KEPT_CHARS = 64 * 1024;

const SETTLED = "('success', 'failed', 'cancelled')";

const COUNT = `
  INSERT INTO hub_totals (name, label, value)
  SELECT 'runs_settled', value ->> 'status', count(*) FROM json_each(?)
  WHERE NOT EXISTS (
    SELECT 1 FROM workflow_runs known WHERE known.id = value ->> 'id' AND known.status IN ${SETTLED})
  GROUP BY 2
  ON CONFLICT DO UPDATE SET value = value + excluded.value`;

const WRITE = `
  INSERT OR REPLACE INTO workflow_runs (id, workflow_id, workflow_version, triggered_by, rerun_of, parent_run_id,
    trigger, trigger_id, input, output, error, status, step_results, started_at, completed_at, expires_at, created_at)
  SELECT value ->> 'id', value ->> 'workflowId', value ->> 'workflowVersion', value ->> 'agentId',
    value ->> 'rerunOf', value ->> 'parentRunId',
    nullif(value -> 'trigger', 'null'), value ->> '$.trigger.id',
    value -> 'input', value -> 'output', value -> 'error', value ->> 'status',
    value -> 'stepResults', value ->> 'startedAt', value ->> 'completedAt',
    coalesce(min(value ->> 'expiresAt', known.expires_at), value ->> 'expiresAt', known.expires_at),
    value ->> 'createdAt'
  FROM json_each(?) LEFT JOIN workflow_runs known ON known.id = value ->> 'id'`;

/**
 * Writes each run's row, however often; a later state replaces an earlier one. One that settled is counted once. One that is
 * to be deleted, as its parent was, stays so.
 */
export async function projectRuns(d1: D1Database, runs: readonly ProjectedRun[]): Promise<void> {
  const rows = runs.map(({ record, state }) => ({
    agentId: record.agentId,
    expiresAt: expiryOf(record, state),
    ...shortened(runView(record, state)),
  }));
  for (const { json, part } of chunksOf(rows)) {
    // All that the count needs of a run: what it holds, which may be large, is read once.
    const settled = part.filter(({ completedAt }) => completedAt !== null);
    const counted = JSON.stringify(settled.map(({ id, status }) => ({ id, status })));
    const write = d1.prepare(WRITE).bind(json);
    await d1.batch(settled.length === 0 ? [write] : [d1.prepare(COUNT).bind(counted), write]);
  }
}

const DAY_MS = 24 * 3_600_000;

function expiryOf({ plan: { retentionDays } }: RunRecord, { completedAt }: RunState): string | null {
  if (retentionDays === undefined || completedAt === null) return null;
  return new Date(completedAt + retentionDays * DAY_MS).toISOString();
}

function shortened(run: Run): Run {
  const stepResults = fits(run.stepResults)
    ? run.stepResults
    : Object.fromEntries(Object.entries(run.stepResults).map(([id, step]) => [id, { ...step, result: null }]));
  return {
    ...run,
    input: fits(run.input) ? run.input : null,
    output: fits(run.output) ? run.output : null,
    stepResults: fits(stepResults) ? stepResults : {},
  };
}

function fits(value: unknown): boolean {
  return JSON.stringify(value).length <= MAX_KEPT_CHARS;
}

/** The run, as its row stands, is to be deleted. */
export async function expireRun(d1: D1Database, runId: string): Promise<void> {
  await d1
    .prepare("UPDATE workflow_runs SET expires_at = ?2 WHERE id = ?1")
    .bind(runId, new Date().toISOString())
    .run();
}

const PROVIDERS = `
  SELECT provider_agent_id AS agentId, id FROM mcp_invocations
  WHERE id IN (SELECT value FROM json_each(?1)) AND caller_agent_id = ?2 AND provider_agent_id <> ''`;
const FORGET_RUN = "DELETE FROM workflow_runs WHERE id = ?1 AND triggered_by = ?2";
/** Those that its steps started are to be deleted next. */
const EXPIRE_STARTED = "UPDATE workflow_runs SET expires_at = ?3 WHERE parent_run_id = ?1 AND triggered_by = ?2";
/** What was called, when and how it ended stays; what was said does not. */
const FORGET_SAID = `
  UPDATE mcp_invocations SET input = NULL, output = NULL, error_message = NULL
  WHERE id IN (SELECT value FROM json_each(?1)) AND caller_agent_id = ?2`;

/** Nor does it in R2, where `forgetSlice` deletes it. */
const FORGET_ARCHIVED = `
  UPDATE mcp_archived_invocations SET is_to_forget = 1
  WHERE id IN (SELECT value FROM json_each(?1))
    AND archive IN (SELECT number FROM mcp_invocation_archives WHERE caller_agent_id = ?2)`;

/**
 * Deletes what D1 has of a run, its handoffs, and of its calls all but that they were made; no feed tells of it any more. The
 * runs that its steps started are due to be deleted.
 * Done again, it does no harm.
 */
export async function forgetRun(env: Env, run: RunRef, invocationIds: readonly string[]): Promise<void> {
  const { runId, agentId } = run;
  const { DB: d1 } = env;
  await deleteHandoffsOf(openDatabase(d1), env, run);
  const ids = JSON.stringify(invocationIds);
  const { results: answered } = await d1.prepare(PROVIDERS).bind(ids, agentId).all<ToldOf>();
  await forgetTold(env, [...[runId, ...invocationIds].map((id) => ({ agentId, id })), ...answered]);
  await d1.batch([
    d1.prepare(FORGET_SAID).bind(ids, agentId),
    d1.prepare(FORGET_ARCHIVED).bind(ids, agentId),
    d1.prepare(EXPIRE_STARTED).bind(runId, agentId, new Date().toISOString()),
    d1.prepare(FORGET_RUN).bind(runId, agentId),
  ]);
}
