// The SQL of a socket: whose it is, the messages that bring its server back after hibernation, and what its client is to be
// told of.

import type { Json } from "../../engine/json.ts";
import { KeptTables } from "../platform/kept-tables.ts";
import type { Visit } from "./caller.ts";
import { MAX_WATCHED, type Seen } from "./changes.ts";
import type { Subject } from "./surface.ts";

export class SocketJournal implements Seen {
  readonly #tables: KeptTables;

  constructor(storage: DurableObjectStorage) {
    this.#tables = new KeptTables(storage, {
      visit: `one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL`,
      // `name` says what a message takes the place of: one `initialize`, one level, one listener for each id.
      messages: `n INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, json TEXT NOT NULL`,
      // What a client of 2025 subscribed to or was given to follow, beside the lists.
      wishes: `n INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL UNIQUE`,
      seen: `name TEXT PRIMARY KEY, state TEXT NOT NULL`,
    });
  }

  open(visit: Visit): void {
    this.#tables.create();
    this.#tables.run(`INSERT OR REPLACE INTO visit (one, json) VALUES (1, ?)`, JSON.stringify(visit));
  }

  visit(): Visit | null {
    const [row] = this.#tables.run<{ json: string }>(`SELECT json FROM visit`);
    return row === undefined ? null : (JSON.parse(row.json) as Visit);
  }

  keep(name: string, message: Json): void {
    this.#tables.run(`INSERT OR REPLACE INTO messages (name, json) VALUES (?, ?)`, name, JSON.stringify(message));
  }

  drop(name: string): void {
    this.#tables.run(`DELETE FROM messages WHERE name = ?`, name);
  }

  /** In the order in which they came; with a `name`, those whose name begins so. */
  messages(name = ""): Json[] {
    return this.#tables
      .run<{ json: string }>(`SELECT json FROM messages WHERE substr(name, 1, ?) = ? ORDER BY n`, name.length, name)
      .map(({ json }) => JSON.parse(json) as Json);
  }

  wish(subject: Subject): void {
    this.#tables.run(`INSERT OR IGNORE INTO wishes (subject) VALUES (?)`, JSON.stringify(subject));
    this.#tables.run(
      `DELETE FROM wishes WHERE n <= (SELECT n FROM wishes ORDER BY n DESC LIMIT 1 OFFSET ?)`,
      MAX_WATCHED,
    );
  }

  unwish(subject: Subject): void {
    this.#tables.run(`DELETE FROM wishes WHERE subject = ?`, JSON.stringify(subject));
  }

  /** The newest first. */
  wishes(limit: number): Subject[] {
    return this.#tables
      .run<{ subject: string }>(`SELECT subject FROM wishes ORDER BY n DESC LIMIT ?`, limit)
      .map(({ subject }) => JSON.parse(subject) as Subject);
  }

  get(name: string): string | undefined {
    return this.#tables.run<{ state: string }>(`SELECT state FROM seen WHERE name = ?`, name)[0]?.state;
  }

  set(name: string, state: string): void {
    this.#tables.run(`INSERT OR REPLACE INTO seen (name, state) VALUES (?, ?)`, name, state);
  }

  /** Forgets what was seen of all others. */
  seeOnly(names: readonly string[]): void {
    this.#tables.run(`DELETE FROM seen WHERE name NOT IN (SELECT value FROM json_each(?))`, JSON.stringify(names));
  }

  async end(): Promise<void> {
    await this.#tables.drop();
  }
}
