// The scheduler's tables.

import type { Position } from "../platform/keyset.ts";
import { addColumns } from "../runtime/add-columns.ts";
import type { MissedTicks, Schedule, TickOutcome, Timetable } from "./schedule.ts";

/** A tick that is to be fired. */
export interface PendingTick {
  readonly scheduleId: string;
  readonly at: number;
  readonly attempts: number;
}

/** What is to be known of a schedule to find out which of its ticks are due. */
export interface DueSchedule {
  readonly schedule: Schedule;
  readonly handledUntil: number;
}

type Row = {
  id: string;
  workflow_id: string;
  timetable: string;
  paused: number;
  last_outcome: string | null;
  last_missed: string | null;
  created_at: string;
  updated_at: string;
};

/** Of the ticks of its schedule: those after it wait for it, however long. */
const IS_FIRST =
  "NOT EXISTS (SELECT 1 FROM ticks other WHERE other.schedule_id = own.schedule_id AND other.at < own.at)";

const COLUMNS = "id, workflow_id, timetable, paused, last_outcome, last_missed, created_at, updated_at";

export class ScheduleStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS schedules (
        id TEXT PRIMARY KEY, workflow_id TEXT NOT NULL, timetable TEXT NOT NULL, paused INTEGER NOT NULL,
        handled_until INTEGER NOT NULL, next_at INTEGER, last_outcome TEXT, last_run_id TEXT,
        created_at TEXT NOT NULL, updated_at TEXT NOT NULL
      );
      CREATE INDEX IF NOT EXISTS schedules_list ON schedules (workflow_id, created_at, id);
      CREATE INDEX IF NOT EXISTS schedules_next_at ON schedules (next_at) WHERE next_at IS NOT NULL;
      CREATE TABLE IF NOT EXISTS ticks (
        schedule_id TEXT NOT NULL, at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, retry_at INTEGER NOT NULL,
        PRIMARY KEY (schedule_id, at)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS ticks_retry_at ON ticks (retry_at);
    `);
    addColumns(sql, "schedules", { last_missed: "TEXT" });
  }

  count(): number {
    return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM schedules").one().n;
  }

  /** Writes it as it is from now on; ticks up to `handledUntil` are not its any more. */
  put(schedule: Schedule, handledUntil: number, nextAt: number | null): void {
    const { id, workflowId, paused, lastOutcome: _, lastMissed: __, createdAt, updatedAt, ...timetable } = schedule;
    this.#sql.exec(
      `INSERT INTO schedules (id, workflow_id, timetable, paused, handled_until, next_at, created_at, updated_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
       ON CONFLICT DO UPDATE SET timetable = ?3, paused = ?4, handled_until = ?5, next_at = ?6, updated_at = ?8`,
      id,
      workflowId,
      JSON.stringify(timetable),
      paused ? 1 : 0,
      handledUntil,
      nextAt,
      createdAt,
      updatedAt,
    );
  }

  find(workflowId: string, id: string): Schedule | null {
    const [row] = this.#sql
      .exec<Row>(`SELECT ${COLUMNS} FROM schedules WHERE id = ? AND workflow_id = ?`, id, workflowId)
      .toArray();
    return row ? toSchedule(row) : null;
  }

  /** Newest first; `workflowId` null: those of all workflows. */
  list(workflowId: string | null, limit: number, after: Position | null): Schedule[] {
    return this.#sql
      .exec<Row>(
        `SELECT ${COLUMNS} FROM schedules WHERE (?1 IS NULL OR workflow_id = ?1) AND (?2 IS NULL OR (created_at, id) < (?2, ?3))
         ORDER BY created_at DESC, id DESC LIMIT ?4`,
        workflowId,
        after && after.createdAt,
        after && after.id,
        limit,
      )
      .toArray()
      .map(toSchedule);
  }

  remove(id: string): void {
    this.dropTicks(id);
    this.#sql.exec("DELETE FROM schedules WHERE id = ?", id);
  }

  /** Those that are still to be fired. */
  dropTicks(id: string): void {
    this.#sql.exec("DELETE FROM ticks WHERE schedule_id = ?", id);
  }

  removeOf(workflowId: string): void {
    this.#sql.exec(
      "DELETE FROM ticks WHERE schedule_id IN (SELECT id FROM schedules WHERE workflow_id = ?)",
      workflowId,
    );
    this.#sql.exec("DELETE FROM schedules WHERE workflow_id = ?", workflowId);
  }

  due(now: number, limit: number): DueSchedule[] {
    return this.#sql
      .exec<Row & { handled_until: number }>(
        `SELECT ${COLUMNS}, handled_until FROM schedules WHERE next_at <= ? ORDER BY next_at LIMIT ?`,
        now,
        limit,
      )
      .toArray()
      .map((row) => ({ schedule: toSchedule(row), handledUntil: row.handled_until }));
  }

  /** These ticks are to be fired, and all others up to `until` are done with. */
  handle(scheduleId: string, ticks: readonly number[], until: number, nextAt: number | null): void {
    for (const at of ticks) {
      this.#sql.exec("INSERT OR IGNORE INTO ticks (schedule_id, at, retry_at) VALUES (?, ?, ?)", scheduleId, at, at);
    }
    this.#sql.exec("UPDATE schedules SET handled_until = ?, next_at = ? WHERE id = ?", until, nextAt, scheduleId);
  }

  /** Its ticks are handled from then on, as far back as ever. */
  lookAgain(scheduleId: string, at: number): void {
    this.#sql.exec("UPDATE schedules SET next_at = ? WHERE id = ?", at, scheduleId);
  }

  /** The earliest tick of each schedule that has one to be fired now. */
  pending(now: number, limit: number): PendingTick[] {
    return this.#sql
      .exec<{ schedule_id: string; at: number; attempts: number }>(
        `SELECT schedule_id, at, attempts FROM ticks own WHERE retry_at <= ?
         AND ${IS_FIRST}
         ORDER BY at LIMIT ?`,
        now,
        limit,
      )
      .toArray()
      .map(({ schedule_id, ...rest }) => ({ scheduleId: schedule_id, ...rest }));
  }

  /** The schedule that a tick is of, and the run of its tick before. */
  ownerOf({ scheduleId }: PendingTick): { readonly schedule: Schedule; readonly lastRunId: string | null } | null {
    const [row] = this.#sql
      .exec<Row & { last_run_id: string | null }>(
        `SELECT ${COLUMNS}, last_run_id FROM schedules WHERE id = ?`,
        scheduleId,
      )
      .toArray();
    return row ? { schedule: toSchedule(row), lastRunId: row.last_run_id } : null;
  }

  fired({ scheduleId, at }: PendingTick, outcome: TickOutcome): void {
    this.#sql.exec("DELETE FROM ticks WHERE schedule_id = ? AND at = ?", scheduleId, at);
    this.noteOutcome(scheduleId, outcome);
  }

  noteOutcome(scheduleId: string, outcome: TickOutcome): void {
    this.#sql.exec(
      "UPDATE schedules SET last_outcome = ?, last_run_id = coalesce(?, last_run_id) WHERE id = ?",
      JSON.stringify(outcome),
      outcome.runId,
      scheduleId,
    );
  }

  noteMissed(scheduleId: string, missed: MissedTicks): void {
    this.#sql.exec("UPDATE schedules SET last_missed = ? WHERE id = ?", JSON.stringify(missed), scheduleId);
  }

  retry({ scheduleId, at }: PendingTick, retryAt: number): void {
    this.#sql.exec(
      "UPDATE ticks SET attempts = attempts + 1, retry_at = ? WHERE schedule_id = ? AND at = ?",
      retryAt,
      scheduleId,
      at,
    );
  }

  /** When there is something to do next; null: never. */
  nextAt(): number | null {
    const { tick, retry } = this.#sql
      .exec<{ tick: number | null; retry: number | null }>(
        `SELECT (SELECT min(next_at) FROM schedules) AS tick, (SELECT min(retry_at) FROM ticks own WHERE ${IS_FIRST}) AS retry`,
      )
      .one();
    return tick === null || retry === null ? (tick ?? retry) : Math.min(tick, retry);
  }
}

function toSchedule(row: Row): Schedule {
  return {
    id: row.id,
    workflowId: row.workflow_id,
    ...(JSON.parse(row.timetable) as Timetable),
    paused: row.paused === 1,
    lastOutcome: row.last_outcome === null ? null : (JSON.parse(row.last_outcome) as TickOutcome),
    lastMissed: row.last_missed === null ? null : (JSON.parse(row.last_missed) as MissedTicks),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
