// What a shard keeps on disk: its runs and how far each has come, with their plans, their events and the names of their large
// values, a file each. The only SQL of the durable host.
//
// J1. Every write here is synchronous, so all that one turn of the event loop writes is one transaction, and
//     nothing leaves the object before it is durable (output gate).

import type { Json } from "../../engine/json.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { RunEvent } from "../../engine/run/events.ts";
import type { Stored } from "../../engine/template/stored.ts";
import type { Trigger } from "../runs/run.ts";
import type { TraceContext } from "../telemetry/trace-context.ts";
import { addColumns } from "./add-columns.ts";
import { EventRows, type NumberedEvent } from "./event-rows.ts";
import { PlanRows } from "./plan-rows.ts";
import { isBounded, type Parent, type RunRecord } from "./run-record.ts";
import type { RunRef } from "./shards.ts";
import { ValueRows } from "./value-rows.ts";

type RunRow = {
  parent: string | null;
  workflow_id: string;
  workflow_version: number;
  agent_id: string;
  input: string;
  input_stored: string | null;
  created_at: number;
  trace: string | null;
  concurrency_key: string | null;
  triggered_by: string | null;
  rerun_of: string | null;
};

/** An open run as the guard sees it. */
export interface OpenRun extends RunRef {
  readonly carried: boolean;
}

/** How far a run has come, as the lists tell it. It only goes on. */
export type Stage = "queued" | "begun" | "settled";

export interface StagedRun {
  readonly runId: string;
  readonly stage: Stage;
}

type Outlook = {
  readonly nextWake: number | null;
  readonly oldestUncarried: number | null;
  readonly oldestLogged: number | null;
};

/** The wake of a run that goes on only when something comes from outside. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Of a run that has no place: whether its queue has said that it is in line. */
const UNENTERED = 1;
const IN_LINE = 2;

const STAGE = "CASE WHEN open = 0 THEN 'settled' WHEN queued > 0 THEN 'queued' ELSE 'begun' END";

/** An invocation that ran in the background, of which the log has all. */
const IS_LOGGED = "open = 0 AND projected = 1 AND substr(id, 1, 4) = 'inv_'";

/** More open runs at work than one object could hold in memory. */
const MAX_DUE = 20_000;

export class RunJournal {
  readonly #sql: SqlStorage;
  readonly #plans: PlanRows;
  readonly #events: EventRows;
  /** The names of the runs' large values. */
  readonly values: ValueRows;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#plans = new PlanRows(sql);
    this.#events = new EventRows(sql);
    this.values = new ValueRows(sql);
    sql.exec(`
      CREATE TABLE IF NOT EXISTS runs (
        id TEXT PRIMARY KEY, workflow_id TEXT NOT NULL, workflow_version INTEGER NOT NULL, agent_id TEXT NOT NULL,
        input TEXT NOT NULL, created_at INTEGER NOT NULL,
        open INTEGER NOT NULL DEFAULT 1,
        wake_at INTEGER NOT NULL DEFAULT 0,
        carried INTEGER NOT NULL DEFAULT 0,
        projected INTEGER NOT NULL DEFAULT 0
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS runs_open ON runs (wake_at) WHERE open = 1;
      CREATE INDEX IF NOT EXISTS runs_uncarried ON runs (created_at) WHERE open = 1 AND carried = 0;
      CREATE INDEX IF NOT EXISTS runs_unprojected ON runs (created_at) WHERE projected = 0;
    `);
    addColumns(sql, "runs", {
      trace: "TEXT",
      parent: "TEXT",
      concurrency_key: "TEXT",
      triggered_by: "TEXT",
      queued: "INTEGER NOT NULL DEFAULT 0",
      rerun_of: "TEXT",
      input_stored: "TEXT",
    });
    sql.exec("CREATE INDEX IF NOT EXISTS runs_unentered ON runs (created_at) WHERE open = 1 AND queued = 1");
    sql.exec(`CREATE INDEX IF NOT EXISTS runs_logged ON runs (created_at) WHERE ${IS_LOGGED}`);
  }

  insert(record: RunRecord): void {
    this.#plans.keep(record);
    this.#sql.exec(
      `INSERT INTO runs (id, workflow_id, workflow_version, agent_id, input, created_at, trace, parent, concurrency_key,
         triggered_by, rerun_of, input_stored, queued, wake_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      record.runId,
      record.workflowId,
      record.workflowVersion,
      record.agentId,
      JSON.stringify(record.input),
      record.createdAt,
      record.trace ? JSON.stringify(record.trace) : null,
      record.parent ? JSON.stringify(record.parent) : null,
      record.concurrencyKey ?? null,
      record.trigger ? JSON.stringify(record.trigger) : null,
      record.rerunOf ?? null,
      record.inputStored ? JSON.stringify(record.inputStored) : null,
      isBounded(record) ? UNENTERED : 0,
      isBounded(record) ? NEVER : 0,
    );
    if (!isBounded(record)) this.#events.begin(record.runId);
  }

  find(runId: string): RunRecord | null {
    const [row] = this.#sql
      .exec<RunRow>(
        `SELECT workflow_id, workflow_version, agent_id, input, created_at, trace, parent, concurrency_key, triggered_by, rerun_of,
           input_stored
         FROM runs WHERE id = ?`,
        runId,
      )
      .toArray();
    if (!row) return null;
    return {
      runId,
      workflowId: row.workflow_id,
      workflowVersion: row.workflow_version,
      agentId: row.agent_id,
      plan: this.planOf(row.workflow_id, row.workflow_version) ?? noPlan(runId),
      input: JSON.parse(row.input) as Json,
      ...(row.input_stored !== null && { inputStored: JSON.parse(row.input_stored) as Stored[] }),
      createdAt: row.created_at,
      parent: row.parent === null ? null : (JSON.parse(row.parent) as Parent),
      trace: row.trace === null ? null : (JSON.parse(row.trace) as TraceContext),
      concurrencyKey: row.concurrency_key,
      trigger: row.triggered_by === null ? null : (JSON.parse(row.triggered_by) as Trigger),
      rerunOf: row.rerun_of,
    };
  }

  /** Null where no run of this version was ever here. */
  planOf(workflowId: string, version: number): Plan | null {
    return this.#plans.find(workflowId, version);
  }

  has(runId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM runs WHERE id = ?", runId).toArray().length > 0;
  }

  /** Appends events; those that end the run close it in the same transaction. */
  append(runId: string, events: readonly RunEvent[]): void {
    this.#events.append(runId, events);
    if (!events.some((event) => event.type === "run_settled")) return;
    this.#sql.exec("UPDATE runs SET open = 0, projected = 0 WHERE id = ?", runId);
    this.#events.rest(runId);
  }

  *events(runId: string): Generator<RunEvent> {
    for (const { event } of this.eventsAfter(runId, 0)) yield event;
  }

  /** The events with a number above this one. */
  eventsAfter(runId: string, number: number): Generator<NumberedEvent> {
    return this.#events.after(runId, number);
  }

  /** The number of the run's last event; 0: it has none. */
  newest(runId: string): number {
    return this.#events.newest(runId);
  }

  isProjected(runId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM runs WHERE id = ? AND projected = 1", runId).toArray().length > 0;
  }

  /** Its plan stays, which is its workflow's. */
  remove(runId: string): void {
    this.#events.remove(runId);
    this.#sql.exec("DELETE FROM runs WHERE id = ?", runId);
  }

  /** Drops invocations that were logged, and were accepted before this time; so many at most. */
  dropLogged(before: number, limit: number): void {
    const logged = this.#sql
      .exec<{ id: string }>(
        `SELECT id FROM runs WHERE ${IS_LOGGED} AND created_at < ? ORDER BY created_at LIMIT ?`,
        before,
        limit,
      )
      .toArray();
    for (const { id } of logged) this.remove(id);
  }

  isOpen(runId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM runs WHERE id = ? AND open = 1", runId).toArray().length > 0;
  }

  /** The run has nothing to do before `at`; null: before something comes from outside. */
  park(runId: string, at: number | null): void {
    this.#sql.exec("UPDATE runs SET wake_at = ? WHERE id = ?", at ?? NEVER, runId);
    this.#events.rest(runId);
  }

  unpark(runId: string): void {
    this.#sql.exec("UPDATE runs SET wake_at = 0 WHERE id = ? AND wake_at <> 0", runId);
  }

  wakeAt(runId: string): number | null {
    const [row] = this.#sql.exec<{ wake_at: number }>("SELECT wake_at FROM runs WHERE id = ?", runId).toArray();
    return row?.wake_at === NEVER ? null : (row?.wake_at ?? 0);
  }

  /** Whether the run has no place yet among those that its workflow's concurrency lets be under way. */
  isQueued(runId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM runs WHERE id = ? AND open = 1 AND queued > 0", runId).toArray().length > 0;
  }

  /** Its queue knows of it, and will tell. A run that was told meanwhile stays as it is. */
  markInLine(runId: string): void {
    this.#sql.exec("UPDATE runs SET queued = ? WHERE id = ? AND queued = ?", IN_LINE, runId, UNENTERED);
  }

  /** It waits for no place any more: it is to be driven, and the lists are to show it. */
  unqueue(runId: string): void {
    this.#sql.exec("UPDATE runs SET queued = 0, wake_at = 0, projected = 0 WHERE id = ?", runId);
  }

  /** Runs whose queue may not know of them yet. */
  unentered(limit: number): string[] {
    return this.#sql
      .exec<{ id: string }>(
        "SELECT id FROM runs WHERE open = 1 AND queued = ? ORDER BY created_at LIMIT ?",
        UNENTERED,
        limit,
      )
      .toArray()
      .map(({ id }) => id);
  }

  isCarried(runId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM runs WHERE id = ? AND carried = 1", runId).toArray().length > 0;
  }

  markCarried(runIds: readonly string[]): void {
    this.#sql.exec("UPDATE runs SET carried = 1 WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(runIds));
  }

  /** Open runs whose wake has come, the longest due first. */
  due(now: number): OpenRun[] {
    return this.#sql
      .exec<{ id: string; agent_id: string; carried: number }>(
        "SELECT id, agent_id, carried FROM runs WHERE open = 1 AND wake_at <= ? ORDER BY wake_at LIMIT ?",
        now,
        MAX_DUE,
      )
      .toArray()
      .map(({ id, agent_id, carried }) => ({ runId: id, agentId: agent_id, carried: carried === 1 }));
  }

  /** Open runs that no Workflow carries yet and that began before `before` or wait for a later time. */
  uncarried(before: number, now: number, limit: number): RunRef[] {
    return this.#sql
      .exec<{ id: string; agent_id: string }>(
        `SELECT id, agent_id FROM runs
         WHERE open = 1 AND carried = 0 AND queued = 0 AND (created_at <= ? OR wake_at > ?) LIMIT ?`,
        before,
        now,
        limit,
      )
      .toArray()
      .map(({ id, agent_id }) => ({ runId: id, agentId: agent_id }));
  }

  /** When each kind of run wants to be looked at: the earliest wake, the oldest that is not carried, the oldest to drop. */
  outlook(): Outlook {
    return this.#sql
      .exec<Outlook>(
        `SELECT (SELECT min(wake_at) FROM runs WHERE open = 1 AND wake_at < ?) AS nextWake,
                (SELECT min(created_at) FROM runs WHERE open = 1 AND carried = 0 AND queued = 0) AS oldestUncarried,
                (SELECT min(created_at) FROM runs WHERE ${IS_LOGGED}) AS oldestLogged`,
        NEVER,
      )
      .one();
  }

  /** Runs whose latest stage the lists (D1) do not show yet; only this one of them, where it is given. */
  unprojected(limit: number, runId: string | null = null): StagedRun[] {
    return this.#sql
      .exec<{ runId: string; stage: Stage }>(
        `SELECT id AS runId, ${STAGE} AS stage FROM runs
         WHERE projected = 0 AND (?1 IS NULL OR id = ?1) ORDER BY created_at LIMIT ?2`,
        runId,
        limit,
      )
      .toArray();
  }

  /** At the stages that the lists show them at: a run that has gone on meanwhile stays to be projected. */
  markProjected(runs: readonly StagedRun[]): void {
    this.#sql.exec(
      `UPDATE runs SET projected = 1
       FROM (SELECT value ->> 'runId' AS run_id, value ->> 'stage' AS stage FROM json_each(?)) AS shown
       WHERE id = shown.run_id AND ${STAGE} = shown.stage`,
      JSON.stringify(runs.map(({ runId, stage }) => ({ runId, stage }))),
    );
  }
}

function noPlan(runId: string): never {
  throw new Error(`run ${runId} has no plan in this journal`);
}
