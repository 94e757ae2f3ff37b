// The names of the large values of a shard's runs, as its journal keeps them: the values are elsewhere (run-values.ts), and what is
// named here is found again, whatever became of its run.

import type { RunRef } from "./shards.ts";

type KnownValue = { readonly ref: string; readonly upload: string | null };

export class ValueRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS run_values (
        run_id TEXT NOT NULL, ref TEXT NOT NULL, agent_id TEXT NOT NULL, at INTEGER NOT NULL,
        upload TEXT,
        kept INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (run_id, ref)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS run_values_unkept ON run_values (at) WHERE kept = 0;
    `);
  }

  /** The run has, or is about to have, a large value of this name. */
  keep({ runId, agentId }: RunRef, ref: string): void {
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

  of(runId: string): KnownValue[] {
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

  forget(runId: string, refs: readonly string[]): void {
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
}
