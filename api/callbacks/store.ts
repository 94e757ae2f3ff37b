// The outbox's tables.

import type { Position } from "../platform/keyset.ts";
import type { Callback } from "./callback.ts";

export interface Outgoing {
  readonly id: string;
  readonly invocationId: string;
  readonly url: string;
  readonly body: string;
}

export interface Due {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  readonly attempts: number;
  readonly giveUpAt: number;
}

/** What came of an attempt. */
export type Attempted =
  | { readonly status: "delivered" | "dead"; readonly error: string | null; readonly at: number }
  | { readonly status: "pending"; readonly error: string; readonly nextAt: number };

type Row = {
  id: string;
  invocation_id: string;
  url: string;
  status: Callback["status"];
  attempts: number;
  last_error: string | null;
  created_at: number;
  next_at: number | null;
  completed_at: number | null;
};

const COLUMNS = "id, invocation_id, url, status, attempts, last_error, created_at, next_at, completed_at";

export class OutboxStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS secrets (number INTEGER PRIMARY KEY, secret TEXT NOT NULL, expires_at INTEGER);
      CREATE TABLE IF NOT EXISTS callbacks (
        id TEXT PRIMARY KEY, invocation_id TEXT NOT NULL, url TEXT NOT NULL, body TEXT NOT NULL,
        status TEXT NOT NULL DEFAULT 'pending', attempts INTEGER NOT NULL DEFAULT 0, last_error TEXT,
        created_at INTEGER NOT NULL, next_at INTEGER, give_up_at INTEGER NOT NULL, completed_at INTEGER
      );
      CREATE INDEX IF NOT EXISTS callbacks_created_at ON callbacks (created_at, id);
      CREATE INDEX IF NOT EXISTS callbacks_next_at ON callbacks (next_at) WHERE next_at IS NOT NULL;
      CREATE INDEX IF NOT EXISTS callbacks_completed_at ON callbacks (completed_at) WHERE completed_at IS NOT NULL;
    `);
  }

  /** The one before stays valid until `previousUntil`, and none before that; whether there was one. */
  addSecret(secret: string, previousUntil: number): boolean {
    this.#sql.exec("DELETE FROM secrets WHERE expires_at IS NOT NULL");
    const before = this.#sql.exec(
      "UPDATE secrets SET expires_at = ? WHERE expires_at IS NULL RETURNING 1",
      previousUntil,
    );
    const hadOne = before.toArray().length > 0;
    this.#sql.exec("INSERT INTO secrets (secret) VALUES (?)", secret);
    return hadOne;
  }

  /** The secrets that are valid, as they are kept, the newest first. */
  secrets(now: number): { readonly number: number; readonly kept: string }[] {
    return this.#sql
      .exec<{ number: number; kept: string }>(
        `SELECT number, secret AS kept FROM secrets WHERE expires_at IS NULL OR expires_at > ? ORDER BY number DESC`,
        now,
      )
      .toArray();
  }

  keepSecret(number: number, kept: string): void {
    this.#sql.exec("UPDATE secrets SET secret = ? WHERE number = ?", kept, number);
  }

  /** One that is there already stays as it is. */
  add({ id, invocationId, url, body }: Outgoing, now: number, giveUpAt: number): void {
    this.#sql.exec(
      `INSERT OR IGNORE INTO callbacks (id, invocation_id, url, body, created_at, next_at, give_up_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      id,
      invocationId,
      url,
      body,
      now,
      now,
      giveUpAt,
    );
  }

  find(id: string): Callback | null {
    const [row] = this.#sql.exec<Row>(`SELECT ${COLUMNS} FROM callbacks WHERE id = ?`, id).toArray();
    return row ? toCallback(row) : null;
  }

  /** Newest first. */
  list(status: Callback["status"] | null, limit: number, after: Position | null): Callback[] {
    return this.#sql
      .exec<Row>(
        `SELECT ${COLUMNS} FROM callbacks
         WHERE (?1 IS NULL OR status = ?1) AND (?2 IS NULL OR (created_at, id) < (?2, ?3))
         ORDER BY created_at DESC, id DESC LIMIT ?4`,
        status,
        after && Date.parse(after.createdAt),
        after && after.id,
        limit,
      )
      .toArray()
      .map(toCallback);
  }

  due(now: number, limit: number): Due[] {
    return this.#sql
      .exec<{ id: string; url: string; body: string; attempts: number; give_up_at: number }>(
        "SELECT id, url, body, attempts, give_up_at FROM callbacks WHERE next_at <= ? ORDER BY next_at LIMIT ?",
        now,
        limit,
      )
      .toArray()
      .map(({ give_up_at, ...rest }) => ({ ...rest, giveUpAt: give_up_at }));
  }

  attempted(id: string, came: Attempted): void {
    this.#sql.exec(
      `UPDATE callbacks SET attempts = attempts + 1, status = ?, last_error = ?, next_at = ?, completed_at = ?
       WHERE id = ?`,
      came.status,
      came.error,
      came.status === "pending" ? came.nextAt : null,
      came.status === "pending" ? null : came.at,
      id,
    );
  }

  /** As if it were new. */
  restart(id: string, now: number, giveUpAt: number): void {
    this.#sql.exec(
      "UPDATE callbacks SET status = 'pending', next_at = ?, give_up_at = ?, completed_at = NULL WHERE id = ?",
      now,
      giveUpAt,
      id,
    );
  }

  /** Forgets what was completed before. */
  sweep(before: number): void {
    this.#sql.exec("DELETE FROM callbacks WHERE completed_at <= ?", before);
  }

  /** When the next attempt is due, and since when the oldest completed one is. */
  outlook(): { readonly nextAt: number | null; readonly oldest: number | null } {
    return this.#sql
      .exec<{ nextAt: number | null; oldest: number | null }>(
        `SELECT (SELECT min(next_at) FROM callbacks WHERE next_at IS NOT NULL) AS nextAt,
                (SELECT min(completed_at) FROM callbacks WHERE completed_at IS NOT NULL) AS oldest`,
      )
      .one();
  }
}

function toCallback(row: Row): Callback {
  return {
    id: row.id,
    invocationId: row.invocation_id,
    url: row.url,
    status: row.status,
    attempts: row.attempts,
    lastError: row.last_error,
    createdAt: new Date(row.created_at).toISOString(),
    nextAttemptAt: isoOrNull(row.next_at),
    completedAt: isoOrNull(row.completed_at),
  };
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
