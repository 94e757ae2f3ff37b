// The plans of the runs that a shard has, or had, as its journal keeps them: stored once a workflow version, for versions never
// change; in parts, for a row holds 2 MB.

import type { Plan } from "../../engine/plan/plan.ts";
import { textParts } from "../platform/text-parts.ts";
import type { RunRecord } from "./run-record.ts";

/** Plans that are kept in memory, too. */
const MAX_REMEMBERED = 100;

export class PlanRows {
  readonly #sql: SqlStorage;
  readonly #known = new Map<string, Plan>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS plans (
        workflow_id TEXT NOT NULL, version INTEGER NOT NULL, part INTEGER NOT NULL, json TEXT NOT NULL,
        PRIMARY KEY (workflow_id, version, part)
      ) WITHOUT ROWID;
    `);
  }

  /** Null where no run of this version was ever here. */
  find(workflowId: string, version: number): Plan | null {
    const key = `${workflowId}@${version}`;
    const known = this.#known.get(key);
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

  keep({ workflowId, workflowVersion, plan }: RunRecord): void {
    const key = `${workflowId}@${workflowVersion}`;
    if (this.#known.has(key)) return;
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
    if (this.#known.size >= MAX_REMEMBERED) this.#known.clear();
    this.#known.set(key, plan);
  }
}
