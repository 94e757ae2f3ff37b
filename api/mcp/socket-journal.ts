// The SQL of a socket: whose it is, and the messages that bring its server back after hibernation.

import type { Json } from "../../engine/json.ts";
import type { Visit } from "./caller.ts";

export class SocketJournal {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS visit (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL)`);
    // `name` says what a message takes the place of: one `initialize`, one level, one listener for each id.
    sql.exec(`CREATE TABLE IF NOT EXISTS messages (
      n INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, json TEXT NOT NULL)`);
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

  clear(): void {
    for (const table of ["visit", "messages"]) this.#sql.exec(`DELETE FROM ${table}`);
  }
}
