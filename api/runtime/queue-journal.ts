// The runs of one concurrency key: those that hold a place, and those that wait for one. The only SQL of the queue.
//
// K1. A run gets a place only while fewer hold one than its own limit says, and only once nobody waits before it.
// K2. Entering again answers what holds now, and changes nothing; leaving again changes nothing.
// K3. Whoever gets a place after it has waited, or is to end for another, is noted as untold until its shard knows.

import type { ConflictPolicy } from "../../engine/plan/plan.ts";

export interface Entry {
  readonly runId: string;
  readonly limit: number;
  readonly onConflict: ConflictPolicy;
}

export type Entered =
  | { readonly type: "holds" }
  | { readonly type: "waits" }
  /** `skip`: the policy says so. `full`: as many wait already as may. */
  | { readonly type: "refused"; readonly why: "skip" | "full" };

/** What a shard has to be told of its run: that it has a place, or that it is to end. */
export interface News {
  readonly runId: string;
  readonly news: "admitted" | "end";
}

/** How many runs of one key may wait. */
export const MAX_WAITING = 10_000;

type Row = { run_id: string; holds: number; ending: number };

export class QueueJournal {
  readonly #sql: SqlStorage;
  readonly #maxWaiting: number;

  constructor(sql: SqlStorage, maxWaiting = MAX_WAITING) {
    this.#sql = sql;
    this.#maxWaiting = maxWaiting;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS entries (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL UNIQUE, max_held INTEGER NOT NULL,
        holds INTEGER NOT NULL, ending INTEGER NOT NULL DEFAULT 0, told INTEGER NOT NULL DEFAULT 1
      );
      CREATE INDEX IF NOT EXISTS entries_order ON entries (holds, ending, seq);
      CREATE INDEX IF NOT EXISTS entries_untold ON entries (seq) WHERE told = 0;
    `);
  }

  enter({ runId, limit, onConflict }: Entry): Entered {
    const known = this.#find(runId);
    if (known) return { type: known.holds === 1 ? "holds" : "waits" };
    const { held, waiting } = this.counts();
    if (waiting === 0 && held < limit) {
      this.#insert(runId, limit, true);
      return { type: "holds" };
    }
    if (onConflict === "skip") return { type: "refused", why: "skip" };
    if (waiting >= this.#maxWaiting) return { type: "refused", why: "full" };
    if (onConflict === "cancel_running") this.#endOne();
    this.#insert(runId, limit, false);
    return { type: "waits" };
  }

  /** The run has settled, whether or not it ever held a place. */
  leave(runId: string): void {
    this.#sql.exec("DELETE FROM entries WHERE run_id = ?", runId);
    this.#admit();
  }

  /** How many wait before the run, itself counted; null: it does not wait. */
  placeOf(runId: string): number | null {
    const [row] = this.#sql
      .exec<{ place: number }>(
        `SELECT (SELECT count(*) FROM entries other WHERE other.holds = 0 AND other.ending = 0 AND other.seq <= own.seq)
           AS place
         FROM entries own WHERE run_id = ? AND holds = 0 AND ending = 0`,
        runId,
      )
      .toArray();
    return row?.place ?? null;
  }

  counts(): { readonly held: number; readonly waiting: number } {
    return this.#sql
      .exec<{ held: number; waiting: number }>(
        `SELECT (SELECT count(*) FROM entries WHERE holds = 1) AS held,
                (SELECT count(*) FROM entries WHERE holds = 0 AND ending = 0) AS waiting`,
      )
      .one();
  }

  isEmpty(): boolean {
    return this.#sql.exec("SELECT 1 FROM entries LIMIT 1").toArray().length === 0;
  }

  /** Those that hold a place, the longest first. */
  holders(limit: number): string[] {
    return this.#sql
      .exec<{ run_id: string }>("SELECT run_id FROM entries WHERE holds = 1 ORDER BY seq LIMIT ?", limit)
      .toArray()
      .map(({ run_id }) => run_id);
  }

  untold(limit: number): News[] {
    return this.#sql
      .exec<Row>("SELECT run_id, holds, ending FROM entries WHERE told = 0 ORDER BY seq LIMIT ?", limit)
      .toArray()
      .map(({ run_id, ending }) => ({ runId: run_id, news: ending === 1 ? "end" : "admitted" }));
  }

  told({ runId, news }: News): void {
    this.#sql.exec("UPDATE entries SET told = 1 WHERE run_id = ? AND ending = ?", runId, news === "end" ? 1 : 0);
  }

  /** K1: the first in line, and whoever comes after it as long as there is room. */
  #admit(): void {
    for (;;) {
      const [next] = this.#sql
        .exec<{ seq: number; max_held: number }>(
          "SELECT seq, max_held FROM entries WHERE holds = 0 AND ending = 0 ORDER BY seq LIMIT 1",
        )
        .toArray();
      if (next === undefined || this.counts().held >= next.max_held) return;
      this.#sql.exec("UPDATE entries SET holds = 1, told = 0 WHERE seq = ?", next.seq);
    }
  }

  /** The run that holds its place the longest is to end; where all of them are to, the first in line is. */
  #endOne(): void {
    this.#sql.exec(
      `UPDATE entries SET ending = 1, told = 0
       WHERE seq = (SELECT seq FROM entries WHERE ending = 0 ORDER BY holds DESC, seq LIMIT 1)`,
    );
  }

  #find(runId: string): Row | undefined {
    return this.#sql.exec<Row>("SELECT run_id, holds, ending FROM entries WHERE run_id = ?", runId).toArray()[0];
  }

  #insert(runId: string, limit: number, holds: boolean): void {
    this.#sql.exec("INSERT INTO entries (run_id, max_held, holds) VALUES (?, ?, ?)", runId, limit, holds ? 1 : 0);
  }
}
