// How many calls of each tool the gate admitted in each minute: counted from its admissions, off the path of the
// call, kept for a day, told to D1 as absolute numbers.
//
// M1. Each admission is counted once: the count and how far it goes are one write.
// M2. What D1 was told is noted only after it has it; telling it again changes nothing.

import type { AdmittedInMinute } from "../invocations/insert-rate-limits.ts";

const MINUTE_MS = 60_000;
const KEPT_MINUTES = 24 * 60;
/** Old minutes go together, an hour of them at a time. */
const PRUNED_TOGETHER = 60;

export class MinuteCounts {
  readonly #sql: SqlStorage;
  #countedTo: number;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS minutes (
        minute INTEGER NOT NULL, caller_id TEXT NOT NULL, tool_id TEXT NOT NULL,
        calls INTEGER NOT NULL, told INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (minute, caller_id, tool_id)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS minutes_untold ON minutes (minute) WHERE told < calls;
      CREATE TABLE IF NOT EXISTS counted (only_row INTEGER PRIMARY KEY CHECK (only_row = 0), to_row INTEGER NOT NULL);
    `);
    this.#countedTo = this.#sql.exec<{ n: number }>("SELECT coalesce(max(to_row), 0) AS n FROM counted").one().n;
  }

  /** The last admission that is counted. */
  get countedTo(): number {
    return this.#countedTo;
  }

  /**
   * Counts the admissions that came since; those from the row `before` on, where it is given, not yet. A place that is
   * reserved ahead counts in its own minute.
   */
  count(before: number | null): void {
    const { last } = this.#sql
      .exec<{ last: number }>(
        'SELECT coalesce(max("row"), 0) AS last FROM admissions WHERE row > ?1 AND (?2 IS NULL OR row < ?2)',
        this.#countedTo,
        before,
      )
      .one();
    if (last === 0) return;
    this.#sql.exec(
      `INSERT INTO minutes (minute, caller_id, tool_id, calls)
       SELECT at / ${MINUTE_MS}, caller_id, tool_id, count(*) FROM admissions
       WHERE row > ? AND row <= ? AND tool_id IS NOT NULL AND caller_id IS NOT NULL GROUP BY 1, 2, 3
       ON CONFLICT DO UPDATE SET calls = calls + excluded.calls`,
      this.#countedTo,
      last,
    );
    this.#sql.exec("INSERT OR REPLACE INTO counted (only_row, to_row) VALUES (0, ?)", last);
    this.#countedTo = last;
  }

  /** Numbers that D1 does not have yet, of minutes that are over: one write a tool and minute. */
  untold(now: number, limit: number): AdmittedInMinute[] {
    return this.#sql
      .exec<{ minute: number; caller_id: string; tool_id: string; calls: number }>(
        "SELECT minute, caller_id, tool_id, calls FROM minutes WHERE told < calls AND minute < ? ORDER BY minute LIMIT ?",
        Math.floor(now / MINUTE_MS),
        limit,
      )
      .toArray()
      .map(({ minute, caller_id, tool_id, calls }) => {
        return { agentId: caller_id, toolId: tool_id, windowStart: isoOf(minute), calls };
      });
  }

  /** D1 has these. */
  told(counts: readonly AdmittedInMinute[]): void {
    this.#sql.exec(
      `UPDATE minutes SET told = value ->> 'calls' FROM json_each(?)
       WHERE minute = unixepoch(value ->> 'windowStart') / 60
         AND caller_id = value ->> 'agentId' AND tool_id = value ->> 'toolId'`,
      JSON.stringify(counts),
    );
  }

  /** What is to be forgotten now, in D1 and here: whose minutes, and before when (ISO 8601). */
  overdue(now: number): { readonly agentId: string; readonly before: string }[] {
    const minute = Math.floor(now / MINUTE_MS);
    return this.#sql
      .exec<{ caller_id: string }>(
        "SELECT DISTINCT caller_id FROM minutes WHERE minute <= ?",
        minute - KEPT_MINUTES - PRUNED_TOGETHER,
      )
      .toArray()
      .map(({ caller_id }) => ({ agentId: caller_id, before: isoOf(minute - KEPT_MINUTES) }));
  }

  /** D1 has forgotten the minutes before this. */
  forget(before: string): void {
    this.#sql.exec("DELETE FROM minutes WHERE minute < unixepoch(?) / 60", before);
  }

  /** When there is something to do next, in ms since the epoch: to tell a minute, or to forget one. */
  nextAt(): number | null {
    const { untold, first } = this.#sql
      .exec<{ untold: number | null; first: number | null }>(
        `SELECT (SELECT min(minute) FROM minutes WHERE told < calls) AS untold,
                (SELECT min(minute) FROM minutes) AS first`,
      )
      .one();
    if (untold !== null) return (untold + 1) * MINUTE_MS;
    return first === null ? null : (first + KEPT_MINUTES + PRUNED_TOGETHER) * MINUTE_MS;
  }
}

function isoOf(minute: number): string {
  return new Date(minute * MINUTE_MS).toISOString();
}
