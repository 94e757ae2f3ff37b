// What a caller's gate keeps on disk: a row for each admission, which for an invocation is also its journal until
// the log has it.
//
// C1. Rows that are written while a commit is under way go into the next one together (group commit): under
//     load, many callers share one write to the disk; alone, a caller waits for nobody.
// C2. Rows are numbered as they are admitted, so that an outcome finds its row without an index. No call's number is used
//     twice, so that it never finds another's.
// C3. A call has one outcome, the first that is told.

import type { InvocationRecord } from "../invocations/insert-invocations.ts";
import { MinuteCounts } from "./minute-counts.ts";

/** A place in the windows of a key, a tool or both. */
export interface Place {
  /** In ms since the epoch; ahead for a place that is reserved. */
  readonly at: number;
  readonly keyId: string | null;
  readonly toolId: string | null;
}

export interface Admission extends Place {
  readonly callerAgentId: string | null;
  /** The call that it is for, where it is to be logged from here. */
  readonly invocationId?: string;
  /** It may come back unused. */
  readonly isLent?: boolean;
}

/** A place that is lent. */
export interface LentPlace {
  readonly row: number;
  /** The end of its lease. */
  readonly at: number;
  /** Of the tool or the key. */
  readonly id: string;
}

export interface SettledCall {
  /** Of its admission. */
  readonly row: number;
  readonly record: InvocationRecord;
}

/** A call that has not reported back. */
export interface OpenCall {
  readonly row: number;
  readonly at: number;
  readonly callerAgentId: string;
  readonly toolId: string;
  readonly invocationId: string;
  /** Whether the log says that it is running. */
  readonly isTold: boolean;
}

const OPEN = 0;
const SETTLED = 1;
/** No invocation, or one that the log has. */
const DONE = 2;
/** Open, and the log says so. */
const TOLD = 3;
/** Used, or not: that is to be heard yet. */
const LENT = 4;

/** How many open calls are looked at in one go. */
const MAX_OPEN = 5_000;

export class CallJournal {
  /** How many calls of each tool were admitted in each minute. */
  readonly minutes: MinuteCounts;
  /** The first of this life of the gate. */
  readonly firstRow: number;
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  #nextRow: number;
  /** No row before it is open. */
  #firstOpen = 0;
  #gathered: unknown[] = [];
  #commit: Promise<void> | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS admissions (
        row INTEGER PRIMARY KEY, at INTEGER NOT NULL, key_id TEXT, tool_id TEXT,
        invocation_id TEXT, caller_id TEXT, state INTEGER NOT NULL, record TEXT
      );
      CREATE INDEX IF NOT EXISTS admissions_settled ON admissions (row) WHERE state = ${SETTLED};
    `);
    this.minutes = new MinuteCounts(this.#sql);
    const { last } = this.#sql.exec<{ last: number }>('SELECT coalesce(max("row"), 0) AS last FROM admissions').one();
    this.#nextRow = this.firstRow = Math.max(last, this.minutes.countedTo) + 1;
  }

  /** Of the next admission. */
  get nextRow(): number {
    return this.#nextRow;
  }

  /** Writes admissions, in rows that follow on one another; resolves with the first of these once they are durable. */
  async admit(...admissions: readonly Admission[]): Promise<number> {
    const first = this.#nextRow;
    for (const { at, keyId, toolId, invocationId, callerAgentId, isLent = false } of admissions) {
      const state = isLent ? LENT : invocationId === undefined ? DONE : OPEN;
      this.#gathered.push([this.#nextRow++, at, keyId, toolId, invocationId, callerAgentId, state]);
    }
    // A commit that is under way left without these rows; the one after it takes them along.
    if (this.#commit) await this.#commit;
    else this.#write();
    await this.#commit;
    return first;
  }

  lent(): LentPlace[] {
    return this.#sql
      .exec<{ row: number; at: number; id: string }>(
        `SELECT "row", at, coalesce(tool_id, key_id) AS id FROM admissions WHERE state = ${LENT} ORDER BY "row"`,
      )
      .toArray();
  }

  /** Lent places in rows from the first on that were never used. */
  unused(first: number, count: number): void {
    this.#sql.exec(`DELETE FROM admissions WHERE "row" >= ? AND "row" < ? AND state = ${LENT}`, first, first + count);
  }

  /** Lent places that were used, in rows from the first on. */
  used(first: number, count: number): void {
    this.#sql.exec(
      `UPDATE admissions SET state = ${DONE} WHERE "row" >= ? AND "row" < ? AND state = ${LENT}`,
      first,
      first + count,
    );
  }

  /** Places in the windows later than `since`, in order. */
  places(since: number): Place[] {
    return this.#sql
      .exec<{ at: number; key_id: string | null; tool_id: string | null }>(
        "SELECT at, key_id, tool_id FROM admissions WHERE at > ? ORDER BY at",
        since,
      )
      .toArray()
      .map(({ at, key_id, tool_id }) => ({ at, keyId: key_id, toolId: tool_id }));
  }

  settle(calls: readonly SettledCall[]): void {
    for (const { row, record } of calls) {
      this.#sql.exec(
        `UPDATE admissions SET state = ${SETTLED}, record = ?
         WHERE row = ? AND invocation_id = ? AND state IN (${OPEN}, ${TOLD})`,
        JSON.stringify(record),
        row,
        record.id,
      );
    }
  }

  /** Calls that have not reported back, in the order in which they began. */
  open(): OpenCall[] {
    const calls = this.#sql
      .exec<{ row: number; at: number; tool_id: string; invocation_id: string; caller_id: string; state: number }>(
        `SELECT row, at, tool_id, invocation_id, caller_id, state FROM admissions
         WHERE row >= ? AND state IN (${OPEN}, ${TOLD}) ORDER BY row LIMIT ${MAX_OPEN}`,
        this.#firstOpen,
      )
      .toArray()
      .map(({ row, at, tool_id, invocation_id, caller_id, state }) => {
        const ids = { toolId: tool_id, invocationId: invocation_id, callerAgentId: caller_id };
        return { row, at, ...ids, isTold: state === TOLD };
      });
    // What is gathered will be written behind it.
    this.#firstOpen = calls[0]?.row ?? this.#nextRow - this.#gathered.length;
    return calls;
  }

  /** The log says of these that they are running; those that settled meanwhile it has yet to learn of. */
  told(rows: readonly number[]): void {
    this.#sql.exec(
      `UPDATE admissions SET state = ${TOLD} WHERE row IN (SELECT value FROM json_each(?)) AND state = ${OPEN}`,
      JSON.stringify(rows),
    );
  }

  /** Settled calls that the log does not have yet, oldest first. */
  settled(limit: number): SettledCall[] {
    return this.#sql
      .exec<{ row: number; record: string }>(
        `SELECT row, record FROM admissions WHERE state = ${SETTLED} ORDER BY row LIMIT ?`,
        limit,
      )
      .toArray()
      .map(({ row, record }) => ({ row, record: JSON.parse(record) as InvocationRecord }));
  }

  /** The log has these. */
  logged(rows: readonly number[]): void {
    this.#sql.exec(
      `UPDATE admissions SET state = ${DONE}, record = NULL WHERE row IN (SELECT value FROM json_each(?))`,
      JSON.stringify(rows),
    );
  }

  /** Forgets what left its windows before `before`, is counted, and has nothing more to tell. */
  forget(before: number): void {
    this.#sql.exec(
      `DELETE FROM admissions WHERE state = ${DONE} AND at <= ? AND row <= ?`,
      before,
      this.minutes.countedTo,
    );
  }

  /** What is still kept: how many calls the log lacks, and since when the oldest row stands. */
  rest(): { readonly settled: number; readonly oldest: number | null } {
    return this.#sql
      .exec<{ settled: number; oldest: number | null }>(
        `SELECT (SELECT count(*) FROM admissions WHERE state = ${SETTLED}) AS settled,
                (SELECT at FROM admissions ORDER BY row LIMIT 1) AS oldest`,
      )
      .one();
  }

  #write(): void {
    const rows = JSON.stringify(this.#gathered);
    this.#gathered = [];
    this.#sql.exec(
      `INSERT INTO admissions (row, at, key_id, tool_id, invocation_id, caller_id, state)
       SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
       FROM json_each(?)`,
      rows,
    );
    this.#commit = this.#storage.sync().finally(() => {
      this.#commit = null;
      if (this.#gathered.length > 0) this.#write();
    });
  }
}
