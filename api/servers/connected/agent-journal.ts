// The SQL of a connected agent's object: which server it is, what its sockets began with, what the registry was told.

import type { Json } from "../../../engine/json.ts";

export interface Whose {
  readonly serverId: string;
  readonly agentId: string;
  readonly name: string;
}

export class AgentJournal {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, json TEXT NOT NULL)`);
    // What an agent of 2025 answered to `initialize`: each socket is asked once.
    sql.exec(`CREATE TABLE IF NOT EXISTS greetings (socket TEXT PRIMARY KEY, json TEXT NOT NULL)`);
  }

  open(whose: Whose): void {
    this.#set("whose", { ...whose });
  }

  whose(): Whose | null {
    return this.#get("whose") as Whose | null;
  }

  /** Since when the registry says that the agent is connected; null: it says that it is away. */
  told(): string | null {
    return this.#get("told") as string | null;
  }

  tell(since: string | null): void {
    this.#set("told", since);
  }

  keepGreeting(socket: string, result: Json): void {
    this.#sql.exec(`INSERT OR REPLACE INTO greetings (socket, json) VALUES (?, ?)`, socket, JSON.stringify(result));
  }

  greeting(socket: string): Json | null {
    const [row] = this.#sql.exec<{ json: string }>(`SELECT json FROM greetings WHERE socket = ?`, socket).toArray();
    return row === undefined ? null : (JSON.parse(row.json) as Json);
  }

  /** Forgets the sockets that are not among these. */
  forgetAllBut(sockets: readonly string[]): void {
    const kept = JSON.stringify(sockets);
    this.#sql.exec(`DELETE FROM greetings WHERE socket NOT IN (SELECT value FROM json_each(?))`, kept);
  }

  clear(): void {
    for (const table of ["facts", "greetings"]) this.#sql.exec(`DELETE FROM ${table}`);
  }

  #set(name: string, value: Json): void {
    this.#sql.exec(`INSERT OR REPLACE INTO facts (name, json) VALUES (?, ?)`, name, JSON.stringify(value));
  }

  #get(name: string): Json {
    const [row] = this.#sql.exec<{ json: string }>(`SELECT json FROM facts WHERE name = ?`, name).toArray();
    return row === undefined ? null : (JSON.parse(row.json) as Json);
  }
}
