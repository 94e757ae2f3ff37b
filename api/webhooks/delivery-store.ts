// The inbox's table.

import type { Position } from "../platform/keyset.ts";
import type { HookDelivery } from "./webhook.ts";

const MAX_KEPT = 1_000;

type Row = {
  id: string;
  message_id: string | null;
  verdict: HookDelivery["verdict"];
  run_id: string | null;
  detail: string | null;
  created_at: string;
};

export class DeliveryStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS deliveries (
        id TEXT PRIMARY KEY, message_id TEXT, verdict TEXT NOT NULL, run_id TEXT, detail TEXT, created_at TEXT NOT NULL
      );
      CREATE INDEX IF NOT EXISTS deliveries_list ON deliveries (created_at, id);
      CREATE INDEX IF NOT EXISTS deliveries_message ON deliveries (message_id) WHERE run_id IS NOT NULL;
    `);
  }

  add({ id, messageId, verdict, runId, detail, createdAt }: HookDelivery): void {
    this.#sql.exec(
      "INSERT INTO deliveries (id, message_id, verdict, run_id, detail, created_at) VALUES (?, ?, ?, ?, ?, ?)",
      id,
      messageId,
      verdict,
      runId,
      detail,
      createdAt,
    );
    this.#sql.exec(
      `DELETE FROM deliveries WHERE id IN (
         SELECT id FROM deliveries ORDER BY created_at DESC, id DESC LIMIT -1 OFFSET ?)`,
      MAX_KEPT,
    );
  }

  clear(): void {
    this.#sql.exec("DELETE FROM deliveries");
  }

  hasRun(messageId: string): boolean {
    return (
      this.#sql
        .exec("SELECT 1 FROM deliveries WHERE message_id = ? AND run_id IS NOT NULL LIMIT 1", messageId)
        .toArray().length > 0
    );
  }

  /** When the messages came that were let in; in ms since the epoch, the earliest first. */
  takenSince(since: number): number[] {
    return this.#sql
      .exec<{ created_at: string }>(
        "SELECT created_at FROM deliveries WHERE created_at >= ? AND verdict <> 'bad_signature' ORDER BY created_at",
        new Date(since).toISOString(),
      )
      .toArray()
      .map(({ created_at }) => Date.parse(created_at));
  }

  /** Newest first. */
  list(limit: number, after: Position | null, verdicts: readonly HookDelivery["verdict"][]): HookDelivery[] {
    return this.#sql
      .exec<Row>(
        `SELECT id, message_id, verdict, run_id, detail, created_at FROM deliveries
         WHERE (?1 IS NULL OR (created_at, id) < (?1, ?2)) AND (?4 = '[]' OR verdict IN (SELECT value FROM json_each(?4)))
         ORDER BY created_at DESC, id DESC LIMIT ?3`,
        after && after.createdAt,
        after && after.id,
        limit,
        JSON.stringify(verdicts),
      )
      .toArray()
      .map(({ message_id, run_id, created_at, ...rest }) => ({
        ...rest,
        messageId: message_id,
        runId: run_id,
        createdAt: created_at,
      }));
  }
}
