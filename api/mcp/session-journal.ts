// The SQL of a session: how it was opened, what its client wishes, and the events that a client may have missed.

import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import type { Json } from "../../engine/json.ts";
import { KeptTables } from "../platform/kept-tables.ts";
import { MAX_WATCHED } from "./changes.ts";

/** What a session was opened with, and what brings its server back after the object was evicted. */
export interface Opening {
  readonly agentId: string;
  readonly endpoint: string;
  /** The `initialize` request. */
  readonly initialize: Json;
  /** The last `logging/setLevel` request. */
  readonly setLevel: Json | null;
}

export interface StoredEvent {
  readonly id: number;
  readonly message: JSONRPCMessage;
}

/** Events are kept for who reconnects soon, not for the record. */
const MAX_EVENTS = 256;
const MAX_EVENTS_CHARS = 16 * 1024 * 1024;
/** SQLite takes 2 MB a row. */
const MAX_EVENT_CHARS = 1_900_000;
const PRUNE_EVERY = 32;

export class SessionJournal {
  readonly #tables: KeptTables;
  #unpruned = 0;

  constructor(storage: DurableObjectStorage) {
    this.#tables = new KeptTables(storage, {
      opening: `one INTEGER PRIMARY KEY CHECK (one = 1), agent_id TEXT NOT NULL, endpoint TEXT NOT NULL,
        initialize TEXT NOT NULL, set_level TEXT, used_at INTEGER NOT NULL`,
      subscriptions: `uri TEXT PRIMARY KEY`,
      // Tasks of this session that have not been told to have ended.
      tasks: `n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE`,
      events: `id INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, message TEXT NOT NULL, at INTEGER NOT NULL`,
    });
  }

  open({ agentId, endpoint, initialize }: Omit<Opening, "setLevel">, now: number): void {
    this.#tables.create();
    this.#tables.run(
      `INSERT INTO opening (one, agent_id, endpoint, initialize, used_at) VALUES (1, ?, ?, ?, ?)`,
      agentId,
      endpoint,
      JSON.stringify(initialize),
      now,
    );
  }

  opening(): Opening | null {
    const [row] = this.#tables.run<{
      agent_id: string;
      endpoint: string;
      initialize: string;
      set_level: string | null;
    }>(`SELECT agent_id, endpoint, initialize, set_level FROM opening`);
    if (row === undefined) return null;
    return {
      agentId: row.agent_id,
      endpoint: row.endpoint,
      initialize: JSON.parse(row.initialize) as Json,
      setLevel: row.set_level === null ? null : (JSON.parse(row.set_level) as Json),
    };
  }

  setLevel(request: Json): void {
    this.#tables.run(`UPDATE opening SET set_level = ?`, JSON.stringify(request));
  }

  touch(now: number): void {
    this.#tables.run(`UPDATE opening SET used_at = ?`, now);
  }

  usedAt(): number {
    return this.#tables.run<{ used_at: number }>(`SELECT used_at FROM opening`)[0]?.used_at ?? 0;
  }

  subscribe(uri: string): void {
    this.#tables.run(`INSERT OR IGNORE INTO subscriptions (uri) VALUES (?)`, uri);
    this.#tables.run(
      `DELETE FROM subscriptions WHERE rowid <= (SELECT rowid FROM subscriptions ORDER BY rowid DESC LIMIT 1 OFFSET ?)`,
      MAX_WATCHED,
    );
  }

  unsubscribe(uri: string): void {
    this.#tables.run(`DELETE FROM subscriptions WHERE uri = ?`, uri);
  }

  /** The newest first. */
  subscriptions(limit: number): string[] {
    return this.#tables
      .run<{ uri: string }>(`SELECT uri FROM subscriptions ORDER BY rowid DESC LIMIT ?`, limit)
      .map(({ uri }) => uri);
  }

  follow(taskId: string): void {
    this.#tables.run(`INSERT OR IGNORE INTO tasks (id) VALUES (?)`, taskId);
    this.#tables.run(
      `DELETE FROM tasks WHERE n <= (SELECT n FROM tasks ORDER BY n DESC LIMIT 1 OFFSET ?)`,
      MAX_WATCHED,
    );
  }

  unfollow(taskId: string): void {
    this.#tables.run(`DELETE FROM tasks WHERE id = ?`, taskId);
  }

  /** The newest first. */
  followed(limit: number): string[] {
    return this.#tables.run<{ id: string }>(`SELECT id FROM tasks ORDER BY n DESC LIMIT ?`, limit).map(({ id }) => id);
  }

  /** The event's number; 0 for one that is too large to be kept. */
  addEvent(stream: string, message: JSONRPCMessage, now: number): number {
    const text = JSON.stringify(message);
    if (text.length > MAX_EVENT_CHARS) return 0;
    const [row] = this.#tables.run<{ id: number }>(
      `INSERT INTO events (stream, message, at) VALUES (?, ?, ?) RETURNING id`,
      stream,
      text,
      now,
    );
    if (++this.#unpruned >= PRUNE_EVERY || text.length > MAX_EVENTS_CHARS / MAX_EVENTS) this.#prune();
    return row?.id ?? 0;
  }

  streamOf(eventId: number): string | undefined {
    return this.#tables.run<{ stream: string }>(`SELECT stream FROM events WHERE id = ?`, eventId)[0]?.stream;
  }

  eventsAfter(eventId: number, stream: string): StoredEvent[] {
    return this.#tables
      .run<{ id: number; message: string }>(
        `SELECT id, message FROM events WHERE stream = ? AND id > ? ORDER BY id`,
        stream,
        eventId,
      )
      .map(({ id, message }) => ({ id, message: JSON.parse(message) as JSONRPCMessage }));
  }

  /** As if it had never been. */
  async end(): Promise<void> {
    await this.#tables.drop();
  }

  #prune(): void {
    this.#unpruned = 0;
    this.#tables.run(
      `DELETE FROM events WHERE id <= (SELECT max(id) FROM (
        SELECT id, row_number() OVER (ORDER BY id DESC) AS nth,
          sum(length(message)) OVER (ORDER BY id DESC) AS chars FROM events) WHERE nth > ? OR chars > ?)`,
      MAX_EVENTS,
      MAX_EVENTS_CHARS,
    );
  }
}
