// The outbox's tables.

import type { Position } from "../platform/keyset.ts";
import type { Callback } from "./callback.ts";
import type { CallbackCounts } from "./insert-counts.ts";

export interface Outgoing {
  readonly id: string;
  /** What it is about: an invocation's id, or a handoff's. */
  readonly invocationId: string;
  readonly url: string;
  readonly body: string;
}

/** What there is, what is awaited apart. */
export interface Held {
  callbacks: number;
  /** Of their bodies, in UTF-8. */
  bytes: number;
  /** Outcomes that are still to come. */
  awaited: number;
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
  readonly #held: Held;

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
      CREATE INDEX IF NOT EXISTS callbacks_delivered ON callbacks (completed_at) WHERE status = 'delivered';
      CREATE TABLE IF NOT EXISTS awaited (invocation_id TEXT PRIMARY KEY, expires_at INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS awaited_expires_at ON awaited (expires_at);
      CREATE TABLE IF NOT EXISTS attempted (
        came TEXT PRIMARY KEY, attempts INTEGER NOT NULL, told INTEGER NOT NULL DEFAULT 0
      ) WITHOUT ROWID;
    `);
    this.#held = this.#count();
  }

  get held(): Readonly<Held> {
    return this.#held;
  }

  /** Keeps room for an outcome until it comes, or until then. */
  awaitOutcome(invocationId: string, expiresAt: number): void {
    this.#sql.exec("INSERT INTO awaited (invocation_id, expires_at) VALUES (?, ?)", invocationId, expiresAt);
    this.#held.awaited += 1;
  }

  awaitNoMore(invocationId: string): void {
    this.#release("invocation_id = ?", invocationId);
  }

  releaseExpired(now: number): void {
    this.#release("expires_at <= ?", now);
  }

  /** Forgets those that were delivered the longest ago, so many at most; how many there were. */
  forgetDelivered(count: number): number {
    return this.#forget(
      "id IN (SELECT id FROM callbacks WHERE status = 'delivered' ORDER BY completed_at LIMIT ?)",
      count,
    );
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
    const added = this.#sql.exec<{ bytes: number }>(
      `INSERT OR IGNORE INTO callbacks (id, invocation_id, url, body, created_at, next_at, give_up_at)
       VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING octet_length(body) AS bytes`,
      id,
      invocationId,
      url,
      body,
      now,
      now,
      giveUpAt,
    );
    for (const { bytes } of added) {
      this.#held.callbacks += 1;
      this.#held.bytes += bytes;
    }
    this.awaitNoMore(invocationId);
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
    this.#sql.exec(
      "INSERT INTO attempted (came, attempts) VALUES (?, 1) ON CONFLICT DO UPDATE SET attempts = attempts + 1",
      came.status === "pending" ? "retried" : came.status,
    );
  }

  /** What came of all attempts ever, and how many wait; null where that has been told. */
  untold(): CallbackCounts | null {
    const rows = this.#sql
      .exec<{ came: string; attempts: number; told: number }>("SELECT came, attempts, told FROM attempted")
      .toArray();
    if (rows.every(({ attempts, told }) => attempts === told)) return null;
    const of = (came: string) => rows.find((row) => row.came === came)?.attempts ?? 0;
    const { pending } = this.#sql
      .exec<{ pending: number }>("SELECT count(*) AS pending FROM callbacks WHERE next_at IS NOT NULL")
      .one();
    return { delivered: of("delivered"), retried: of("retried"), dead: of("dead"), pending };
  }

  told({ delivered, retried, dead }: CallbackCounts): void {
    this.#sql.exec(
      "UPDATE attempted SET told = value FROM json_each(?) WHERE key = came",
      JSON.stringify({ delivered, retried, dead }),
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
    this.#forget("completed_at <= ?", before);
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

  #forget(which: string, binding: number): number {
    const forgotten = this.#sql
      .exec<{ bytes: number }>(`DELETE FROM callbacks WHERE ${which} RETURNING octet_length(body) AS bytes`, binding)
      .toArray();
    this.#held.callbacks -= forgotten.length;
    for (const { bytes } of forgotten) this.#held.bytes -= bytes;
    return forgotten.length;
  }

  #release(which: string, binding: number | string): void {
    const released = this.#sql.exec(`DELETE FROM awaited WHERE ${which} RETURNING 1`, binding).toArray();
    this.#held.awaited -= released.length;
  }

  #count(): Held {
    const counted = this.#sql.exec<{ callbacks: number; bytes: number; awaited: number }>(
      `SELECT count(*) AS callbacks, coalesce(sum(octet_length(body)), 0) AS bytes,
              (SELECT count(*) FROM awaited) AS awaited
       FROM callbacks`,
    );
    return { ...counted.one() };
  }
}

function toCallback(row: Row): Callback {
  return {
    id: row.id,
    ...aboutOf(row.invocation_id),
    url: row.url,
    status: row.status,
    attempts: row.attempts,
    lastError: row.last_error,
    createdAt: new Date(row.created_at).toISOString(),
    nextAttemptAt: isoOrNull(row.next_at),
    completedAt: isoOrNull(row.completed_at),
  };
}

function aboutOf(id: string): Pick<Callback, "invocationId" | "handoffId"> {
  const isHandoff = id.startsWith("handoff_");
  return { invocationId: isHandoff ? null : id, handoffId: isHandoff ? id : null };
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
