// A feed's tables: the latest events, and up to when there is somebody to keep them for.

import type { FeedEventType, NewFeedEvent } from "./event.ts";

const MAX_EVENTS = 10_000;

export interface StoredEvent {
  readonly number: number;
  readonly type: FeedEventType;
  readonly timestamp: string;
  readonly data: unknown;
}

export interface Filter {
  readonly types: readonly FeedEventType[] | null;
  readonly toolId: string | null;
}

type Row = { number: number; type: FeedEventType; timestamp: string; data: string };

/** What is in place of an event's type where it is told no more. */
const FORGOTTEN = "forgotten";

const FITS = `
  type <> '${FORGOTTEN}' AND (?1 IS NULL OR type IN (SELECT value FROM json_each(?1))) AND (?2 IS NULL OR tool_id = ?2)`;

export class FeedStore {
  readonly #sql: SqlStorage;
  readonly #kv: SyncKvStorage;
  #hasTables = false;

  constructor({ sql, kv }: DurableObjectStorage) {
    this.#sql = sql;
    this.#kv = kv;
  }

  /** Up to when events are kept, in ms since the epoch; 0 for a feed that nobody ever listened to. */
  get keepsUntil(): number {
    return this.#kv.get<number>("keepsUntil") ?? 0;
  }

  keepUntil(at: number): void {
    this.#kv.put("keepsUntil", at);
    this.#makeTables();
  }

  /** The number of the latest event, or of one that nobody kept. */
  get newest(): number {
    return this.#kv.get<number>("newest") ?? 0;
  }

  /** Events of known keys are left out. */
  append(events: readonly NewFeedEvent[], now: number): void {
    this.#makeTables();
    let number = this.newest;
    for (const { key, type, toolId, timestamp, data } of events) {
      const added = this.#sql.exec(
        "INSERT OR IGNORE INTO events (number, key, type, tool_id, timestamp, data, kept_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        number + 1,
        key,
        type,
        toolId,
        timestamp,
        JSON.stringify(data),
        now,
      );
      if (added.rowsWritten > 0) number++;
    }
    this.#kv.put("newest", number);
    this.#kv.delete("skipped");
    this.#sql.exec("DELETE FROM events WHERE number <= ?", number - MAX_EVENTS);
  }

  /** Notes that something happened which is not kept: a number without an event, so that who comes back sees a gap. */
  skip(): void {
    if (this.#kv.get("skipped") === true) return;
    this.#kv.put("skipped", true);
    this.#kv.put("newest", this.newest + 1);
  }

  /** Of the things of these ids nothing is told any more. Their numbers stay, so that nobody sees a gap. */
  forget(ids: readonly string[]): void {
    this.#makeTables();
    this.#sql.exec(
      `UPDATE events SET type = '${FORGOTTEN}', tool_id = NULL, data = 'null'
       WHERE data ->> 'id' IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    );
  }

  get isEmpty(): boolean {
    this.#makeTables();
    return this.#sql.exec("SELECT 1 FROM events LIMIT 1").toArray().length === 0;
  }

  /** Forgets what was kept before `before`. */
  sweep(before: number): void {
    this.#makeTables();
    this.#sql.exec(
      "DELETE FROM events WHERE number < coalesce((SELECT min(number) FROM events WHERE kept_at >= ?1), ?2)",
      before,
      this.newest + 1,
    );
  }

  /** The first number after `position` that is kept, where those before it are not; null where none is missing. */
  gapAfter(position: number): number | null {
    const { newest } = this;
    if (position === newest) return null;
    const first = this.#sql
      .exec<{ number: number | null }>("SELECT min(number) AS number FROM events WHERE number > ?", position)
      .one().number;
    if (position > newest || first === null) return newest + 1;
    return first === position + 1 ? null : first;
  }

  /** Of the events after `position`, the first that fit. */
  read(position: number, { types, toolId }: Filter, limit: number): StoredEvent[] {
    return this.#sql
      .exec<Row>(
        `SELECT number, type, timestamp, data FROM events WHERE number > ?3 AND ${FITS} ORDER BY number LIMIT ?4`,
        types && JSON.stringify(types),
        toolId,
        position,
        limit,
      )
      .toArray()
      .map((row) => ({ ...row, data: JSON.parse(row.data) as unknown }));
  }

  /** How many events that fit are after the one and up to the other. */
  count(after: number, upTo: number, { types, toolId }: Filter): number {
    return this.#sql
      .exec<{ n: number }>(
        `SELECT count(*) AS n FROM events WHERE number > ?3 AND number <= ?4 AND ${FITS}`,
        types && JSON.stringify(types),
        toolId,
        after,
        upTo,
      )
      .one().n;
  }

  /** Not before they are needed: most feeds are never listened to. */
  #makeTables(): void {
    if (this.#hasTables) return;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS events (
        number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, type TEXT NOT NULL, tool_id TEXT,
        timestamp TEXT NOT NULL, data TEXT NOT NULL, kept_at INTEGER NOT NULL
      );
    `);
    this.#hasTables = true;
  }
}
