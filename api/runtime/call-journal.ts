// What a caller's gate keeps on disk: a row for each admission, which for an invocation is also its journal until
// the log has it.
//
// C1. Rows that are written while a commit is under way go into the next one together (group commit): under
//     load, many callers share one write to the disk; alone, a caller waits for nobody.
// C2. Rows are numbered as they are admitted, so that an outcome finds its row without an index.

import type { InvocationRecord } from "../invocations/insert-invocations.ts";

/** A place in the windows of a key, a tool or both. */
export interface Place {
  /** In ms since the epoch; ahead for a place that is reserved. */
  readonly at: number;
  readonly keyId: string | null;
  readonly toolId: string | null;
}

export interface Admission extends Place {
  /** The call that it is for, where it is to be logged from here. */
  readonly invocation?: { readonly id: string; readonly callerAgentId: string };
}

export interface SettledCall {
  /** Of its admission. */
  readonly row: number;
  readonly record: InvocationRecord;
}

const OPEN = 0;
const SETTLED = 1;
/** No invocation, or one that the log has. */
const DONE = 2;

export class CallJournal {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  #nextRow: number;
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
    this.#nextRow = this.#sql.exec<{ n: number }>('SELECT coalesce(max("row"), 0) + 1 AS n FROM admissions').one().n;
  }

  /** Writes an admission; resolves with its row once that is durable. */
  async admit({ at, keyId, toolId, invocation }: Admission): Promise<number> {
    const row = this.#nextRow++;
    this.#gathered.push([row, at, keyId, toolId, invocation?.id, invocation?.callerAgentId]);
    // A commit that is under way left without this row; the one after it takes the row along.
    if (this.#commit) await this.#commit;
    else this.#write();
    await this.#commit;
    return row;
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
      const text = JSON.stringify(record);
      this.#sql.exec(`UPDATE admissions SET state = ${SETTLED}, record = ? WHERE row = ?`, text, row);
    }
  }

  /** Calls that began before `before` and never reported back, as far as they are known. */
  open(before: number, limit: number): SettledCall[] {
    return this.#sql
      .exec<{ row: number; at: number; tool_id: string; invocation_id: string; caller_id: string }>(
        `SELECT row, at, tool_id, invocation_id, caller_id FROM admissions WHERE state = ${OPEN} AND at < ? LIMIT ?`,
        before,
        limit,
      )
      .toArray()
      .map(({ row, at, tool_id, invocation_id, caller_id }) => {
        const createdAt = new Date(at).toISOString();
        return {
          row,
          record: { id: invocation_id, toolId: tool_id, callerAgentId: caller_id, status: "running", createdAt },
        };
      });
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

  /** Forgets what left its windows before `before` and has nothing more to tell. */
  forget(before: number): void {
    this.#sql.exec(`DELETE FROM admissions WHERE state = ${DONE} AND at <= ?`, before);
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
       SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
         iif(value ->> 4 IS NULL, ${DONE}, ${OPEN})
       FROM json_each(?)`,
      rows,
    );
    this.#commit = this.#storage.sync().finally(() => {
      this.#commit = null;
      if (this.#gathered.length > 0) this.#write();
    });
  }
}
