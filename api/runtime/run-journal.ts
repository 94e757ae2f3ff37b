// What a shard keeps on disk: its runs, their plans, their events. The only SQL of the durable host.
//
// J1. Every write here is synchronous, so all that one turn of the event loop writes is one transaction, and
//     nothing leaves the object before it is durable (output gate).
// J2. A plan is stored once a workflow version, for versions never change; in parts, for a row holds 2 MB.
// J3. A run's events are numbered from 1, in the order in which they were recorded: a row knows the number of its last.

import type { Json } from "../../engine/json.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { RunEvent } from "../../engine/run/events.ts";
import type { Stored } from "../../engine/template/stored.ts";
import { countedChunks } from "../platform/json-chunks.ts";
import { textParts } from "../platform/text-parts.ts";
import type { TraceContext } from "../telemetry/trace-context.ts";
import type { Trigger } from "../runs/run.ts";
import type { RunRef } from "./shards.ts";

/** What a run was started with. */
export interface RunRecord extends RunRef {
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly plan: Plan;
  readonly input: Json;
  /** What of the input is kept elsewhere; absent: nothing. Its shard sees to that. */
  readonly inputStored?: readonly Stored[];
  /** In ms since the epoch, like every time here. */
  readonly createdAt: number;
  /** The attempt that the run is of, where it is a sub-workflow: its agent is the same. */
  readonly parent?: Parent | null;
  /** The run that it does again; absent where it does none. */
  readonly rerunOf?: string | null;
  /** The span that the run was started in; absent where there was none. */
  readonly trace?: TraceContext | null;
  /** Of the runs that its workflow's concurrency counts together; null or absent: there is no bound. */
  readonly concurrencyKey?: string | null;
  /** What started it, where no call did. */
  readonly trigger?: Trigger | null;
}

/** The same without its plan (null), for a shard that has it. */
export type RunStart = Omit<RunRecord, "plan"> & { readonly plan: Plan | null };

export interface Parent {
  readonly runId: string;
  readonly step: number;
  readonly item: number | null;
  readonly attempt: number;
}

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

export interface NumberedEvent {
  readonly number: number;
  readonly event: RunEvent;
}

type Outlook = {
  readonly nextWake: number | null;
  readonly oldestUncarried: number | null;
  readonly oldestLogged: number | null;
};

type KnownValue = { readonly ref: string; readonly upload: string | null };

type JournalEnd = { readonly seq: number; readonly last: number };

/** Of a run that has none yet. */
const NO_EVENTS: JournalEnd = { seq: -1, last: 0 };

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
  readonly #plans = new Map<string, Plan>();
  /** Of each run that is under way: its last row, and the number of its last event. */
  readonly #ends = new Map<string, JournalEnd>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS plans (
        workflow_id TEXT NOT NULL, version INTEGER NOT NULL, part INTEGER NOT NULL, json TEXT NOT NULL,
        PRIMARY KEY (workflow_id, version, part)
      ) WITHOUT ROWID;
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
      CREATE TABLE IF NOT EXISTS events (
        run_id TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, whole INTEGER NOT NULL,
        last INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (run_id, seq)
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS run_values (
        run_id TEXT NOT NULL, ref TEXT NOT NULL, agent_id TEXT NOT NULL, at INTEGER NOT NULL,
        upload TEXT,
        kept INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (run_id, ref)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS run_values_unkept ON run_values (at) WHERE kept = 0;
    `);
    // A journal of an earlier version of the hub lacks them.
    for (const [table, column, type] of [
      ["runs", "trace", "TEXT"],
      ["runs", "parent", "TEXT"],
      ["runs", "concurrency_key", "TEXT"],
      ["runs", "triggered_by", "TEXT"],
      ["runs", "queued", "INTEGER NOT NULL DEFAULT 0"],
      ["runs", "rerun_of", "TEXT"],
      ["runs", "input_stored", "TEXT"],
      ["events", "last", "INTEGER NOT NULL DEFAULT 0"],
    ] as const) {
      const known = sql.exec("SELECT 1 FROM pragma_table_info(?) WHERE name = ?", table, column).toArray();
      if (known.length === 0) sql.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    }
    sql.exec("CREATE INDEX IF NOT EXISTS runs_unentered ON runs (created_at) WHERE open = 1 AND queued = 1");
    sql.exec(`CREATE INDEX IF NOT EXISTS runs_logged ON runs (created_at) WHERE ${IS_LOGGED}`);
  }

  insert(record: RunRecord): void {
    this.#keepPlan(record);
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
    if (!isBounded(record)) this.#ends.set(record.runId, NO_EVENTS);
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
    const key = `${workflowId}@${version}`;
    const known = this.#plans.get(key);
    if (known) return known;
    const json = this.#sql
      .exec<{ json: string }>(
        "SELECT json FROM plans WHERE workflow_id = ? AND version = ? ORDER BY part",
        workflowId,
        version,
      )
      .toArray()
      .map((row) => row.json)
      .join("");
    if (json === "") return null;
    const plan = JSON.parse(json) as Plan;
    this.#remember(key, plan);
    return plan;
  }

  has(runId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM runs WHERE id = ?", runId).toArray().length > 0;
  }

  /** Appends events; those that end the run close it in the same transaction. */
  append(runId: string, events: readonly RunEvent[]): void {
    let { seq, last } = this.#endOf(runId);
    for (const { body, whole, count } of rows(events)) {
      seq += 1;
      this.#sql.exec(
        "INSERT INTO events (run_id, seq, body, whole, last) VALUES (?, ?, ?, ?, ?)",
        runId,
        seq,
        body,
        whole,
        last + count,
      );
      if (whole === 1) last += count;
    }
    if (events.some((event) => event.type === "run_settled")) {
      this.#sql.exec("UPDATE runs SET open = 0, projected = 0 WHERE id = ?", runId);
      this.#ends.delete(runId);
    } else {
      this.#ends.set(runId, { seq, last });
    }
  }

  *events(runId: string): Generator<RunEvent> {
    for (const { event } of this.eventsAfter(runId, 0)) yield event;
  }

  /** The events with a number above this one. */
  *eventsAfter(runId: string, number: number): Generator<NumberedEvent> {
    this.#numberRows(runId);
    // From the end, for most readers are near it.
    const [before] = this.#sql
      .exec<{ seq: number }>(
        "SELECT seq FROM events WHERE run_id = ? AND last <= ? ORDER BY seq DESC LIMIT 1",
        runId,
        number,
      )
      .toArray();
    const found = this.#sql.exec<{ body: string; whole: number; last: number }>(
      "SELECT body, whole, last FROM events WHERE run_id = ? AND seq > ? ORDER BY seq",
      runId,
      before?.seq ?? -1,
    );
    let text = "";
    for (const { body, whole, last } of found) {
      text += body;
      if (whole === 0) continue;
      const events = JSON.parse(text) as RunEvent[];
      text = "";
      let at = last - events.length;
      for (const event of events) if (++at > number) yield { number: at, event };
    }
  }

  /** The number of the run's last event; 0: it has none. */
  newest(runId: string): number {
    return this.#endOf(runId).last;
  }

  isProjected(runId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM runs WHERE id = ? AND projected = 1", runId).toArray().length > 0;
  }

  /** Its plan stays, which is its workflow's. */
  remove(runId: string): void {
    this.#sql.exec("DELETE FROM events WHERE run_id = ?", runId);
    this.#sql.exec("DELETE FROM runs WHERE id = ?", runId);
    this.#ends.delete(runId);
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

  /** The run has, or is about to have, a large value of this name. */
  keepValue({ runId, agentId }: RunRef, ref: string): void {
    this.#sql.exec(
      `INSERT INTO run_values (run_id, ref, agent_id, at) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET at = excluded.at`,
      runId,
      ref,
      agentId,
      Date.now(),
    );
  }

  /** `upload`: that of R2 in which the value's parts are sent; null: none is under way. */
  noteUpload(runId: string, ref: string, upload: string | null): void {
    this.#sql.exec("UPDATE run_values SET upload = ? WHERE run_id = ? AND ref = ?", upload, runId, ref);
  }

  valuesOf(runId: string): KnownValue[] {
    return this.#sql.exec<KnownValue>("SELECT ref, upload FROM run_values WHERE run_id = ?", runId).toArray();
  }

  uploadOf(runId: string, ref: string): string | null {
    const [known] = this.#sql
      .exec<KnownValue>("SELECT ref, upload FROM run_values WHERE run_id = ? AND ref = ?", runId, ref)
      .toArray();
    return known?.upload ?? null;
  }

  /** They stay as long as their run, which has settled. */
  markKept(runId: string, refs: readonly string[]): void {
    this.#sql.exec(
      "UPDATE run_values SET kept = 1 WHERE run_id = ? AND ref IN (SELECT value FROM json_each(?))",
      runId,
      JSON.stringify(refs),
    );
  }

  forgetValues(runId: string, refs: readonly string[]): void {
    this.#sql.exec(
      "DELETE FROM run_values WHERE run_id = ? AND ref IN (SELECT value FROM json_each(?))",
      runId,
      JSON.stringify(refs),
    );
  }

  /** Of runs that are not there, or over: whose values are left that nobody decided to keep, and since when; the oldest first. */
  stranded(): (RunRef & { readonly at: number })[] {
    return this.#sql
      .exec<{ run_id: string; agent_id: string; at: number }>(
        `SELECT run_id, agent_id, max(at) AS at FROM run_values
         WHERE kept = 0
           AND NOT EXISTS (SELECT 1 FROM runs WHERE id = run_values.run_id AND (open = 1 OR projected = 0))
         GROUP BY run_id ORDER BY 3 LIMIT 100`,
      )
      .toArray()
      .map(({ run_id, agent_id, at }) => ({ runId: run_id, agentId: agent_id, at }));
  }

  isOpen(runId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM runs WHERE id = ? AND open = 1", runId).toArray().length > 0;
  }

  /** The run has nothing to do before `at`; null: before something comes from outside. */
  park(runId: string, at: number | null): void {
    this.#sql.exec("UPDATE runs SET wake_at = ? WHERE id = ?", at ?? NEVER, runId);
    this.#ends.delete(runId);
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

  #endOf(runId: string): JournalEnd {
    const known = this.#ends.get(runId);
    if (known) return known;
    this.#numberRows(runId);
    const [end] = this.#sql
      .exec<JournalEnd>("SELECT seq, last FROM events WHERE run_id = ? ORDER BY seq DESC LIMIT 1", runId)
      .toArray();
    return end ?? NO_EVENTS;
  }

  /** Numbers what an earlier version of the hub recorded. */
  #numberRows(runId: string): void {
    const [first] = this.#sql
      .exec<{ last: number }>("SELECT last FROM events WHERE run_id = ? AND seq = 0", runId)
      .toArray();
    if (first?.last !== 0) return;
    const old = this.#sql
      .exec<{ seq: number; body: string; whole: number }>(
        "SELECT seq, body, whole FROM events WHERE run_id = ? AND last = 0 ORDER BY seq",
        runId,
      )
      .toArray();
    let last = 0;
    let text = "";
    let parts: number[] = [];
    for (const { seq, body, whole } of old) {
      text += body;
      parts.push(seq);
      if (whole === 0) continue;
      last += (JSON.parse(text) as unknown[]).length;
      for (const part of parts)
        this.#sql.exec("UPDATE events SET last = ? WHERE run_id = ? AND seq = ?", last, runId, part);
      text = "";
      parts = [];
    }
  }

  #keepPlan({ workflowId, workflowVersion, plan }: RunRecord): void {
    const key = `${workflowId}@${workflowVersion}`;
    if (this.#plans.has(key)) return;
    this.#remember(key, plan);
    for (const [part, json] of textParts(JSON.stringify(plan)).entries()) {
      this.#sql.exec(
        "INSERT OR IGNORE INTO plans (workflow_id, version, part, json) VALUES (?, ?, ?, ?)",
        workflowId,
        workflowVersion,
        part,
        json,
      );
    }
  }

  #remember(key: string, plan: Plan): void {
    if (this.#plans.size >= 100) this.#plans.clear();
    this.#plans.set(key, plan);
  }
}

function noPlan(runId: string): never {
  throw new Error(`run ${runId} has no plan in this journal`);
}

/** Whether its workflow's concurrency bounds the run: only such a one waits for a place. */
export function isBounded({ concurrencyKey }: RunRecord): boolean {
  return concurrencyKey !== undefined && concurrencyKey !== null;
}

/**
 * Events as rows: those that were recorded together share one as long as it stays small; a large one takes several,
 * the last of which is `whole`. `count` events end with it.
 */
function* rows(events: readonly RunEvent[]): Generator<{ body: string; whole: 0 | 1; count: number }> {
  for (const { json, count } of countedChunks(events)) {
    const parts = textParts(json);
    for (const [index, body] of parts.entries()) yield { body, whole: index === parts.length - 1 ? 1 : 0, count };
  }
}
