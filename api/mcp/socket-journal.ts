// The SQL of a socket: whose it is, the messages that bring its server back after hibernation, and what its client is to be
// told of.

import type { Json } from "../../engine/json.ts";
import type { Visit } from "./caller.ts";
import type { Seen } from "./changes.ts";
import type { Subject } from "./surface.ts";

const TABLES = ["visit", "messages", "wishes", "seen"];

export class SocketJournal implements Seen {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS visit (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL)`);
    // `name` says what a message takes the place of: one `initialize`, one level, one listener for each id.
    sql.exec(`CREATE TABLE IF NOT EXISTS messages (
      n INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, json TEXT NOT NULL)`);
    // What a client of 2025 subscribed to or was given to follow, beside the lists.
    sql.exec(`CREATE TABLE IF NOT EXISTS wishes (n INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL UNIQUE)`);
    sql.exec(`CREATE TABLE IF NOT EXISTS seen (name TEXT PRIMARY KEY, state TEXT NOT NULL)`);
  }

  open(visit: Visit): void {
    this.#sql.exec(`INSERT OR REPLACE INTO visit (one, json) VALUES (1, ?)`, JSON.stringify(visit));
  }

  visit(): Visit | null {
    const [row] = this.#sql.exec<{ json: string }>(`SELECT json FROM visit`).toArray();
    return row === undefined ? null : (JSON.parse(row.json) as Visit);
  }

  keep(name: string, message: Json): void {
    this.#sql.exec(`INSERT OR REPLACE INTO messages (name, json) VALUES (?, ?)`, name, JSON.stringify(message));
  }

  drop(name: string): void {
    this.#sql.exec(`DELETE FROM messages WHERE name = ?`, name);
  }

  /** In the order in which they came; with a `name`, those whose name begins so. */
  messages(name = ""): Json[] {
    return this.#sql
      .exec<{ json: string }>(`SELECT json FROM messages WHERE substr(name, 1, ?) = ? ORDER BY n`, name.length, name)
      .toArray()
      .map(({ json }) => JSON.parse(json) as Json);
  }

  wish(subject: Subject): void {
    this.#sql.exec(`INSERT OR IGNORE INTO wishes (subject) VALUES (?)`, JSON.stringify(subject));
  }

  unwish(subject: Subject): void {
    this.#sql.exec(`DELETE FROM wishes WHERE subject = ?`, JSON.stringify(subject));
  }

  /** The newest first. */
  wishes(limit: number): Subject[] {
    return this.#sql
      .exec<{ subject: string }>(`SELECT subject FROM wishes ORDER BY n DESC LIMIT ?`, limit)
      .toArray()
      .map(({ subject }) => JSON.parse(subject) as Subject);
  }

  get(name: string): string | undefined {
    return this.#sql.exec<{ state: string }>(`SELECT state FROM seen WHERE name = ?`, name).toArray()[0]?.state;
  }

  set(name: string, state: string): void {
    this.#sql.exec(`INSERT OR REPLACE INTO seen (name, state) VALUES (?, ?)`, name, state);
  }

  /** Forgets what was seen of all others. */
  seeOnly(names: readonly string[]): void {
    this.#sql.exec(`DELETE FROM seen WHERE name NOT IN (SELECT value FROM json_each(?))`, JSON.stringify(names));
  }

  clear(): void {
    for (const table of TABLES) this.#sql.exec(`DELETE FROM ${table}`);
  }
}
