// The SQL of a connected agent's object: which server it is, what its sockets began with, what the registry was told, whether it
// ever worked for more than one caller.

import type { Json } from "../../../engine/json.ts";
import { KeptTables } from "../../platform/kept-tables.ts";

export interface Whose {
  readonly serverId: string;
  readonly agentId: string;
  readonly name: string;
}

/** In the place of the one caller's id. */
const SEVERAL = false;

export class AgentJournal {
  readonly #tables: KeptTables;

  constructor(storage: DurableObjectStorage) {
    this.#tables = new KeptTables(storage, {
      facts: `name TEXT PRIMARY KEY, json TEXT NOT NULL`,
      // What an agent of 2025 answered to `initialize`: each socket is asked once.
      greetings: `socket TEXT PRIMARY KEY, json TEXT NOT NULL`,
    });
  }

  open(whose: Whose): void {
    this.#tables.create();
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

  /** The agent works for this one, too. */
  workFor(agentId: string): void {
    const known = this.#get("caller");
    if (known === agentId || known === SEVERAL) return;
    this.#set("caller", known === null ? agentId : SEVERAL);
  }

  /** The one that it has worked for, on whichever socket; null: nobody, or several. */
  onlyCaller(): string | null {
    const known = this.#get("caller");
    return typeof known === "string" ? known : null;
  }

  keepGreeting(socket: string, result: Json): void {
    this.#tables.run(`INSERT OR REPLACE INTO greetings (socket, json) VALUES (?, ?)`, socket, JSON.stringify(result));
  }

  greeting(socket: string): Json | null {
    const [row] = this.#tables.run<{ json: string }>(`SELECT json FROM greetings WHERE socket = ?`, socket);
    return row === undefined ? null : (JSON.parse(row.json) as Json);
  }

  /** Forgets the sockets that are not among these. */
  forgetAllBut(sockets: readonly string[]): void {
    const kept = JSON.stringify(sockets);
    this.#tables.run(`DELETE FROM greetings WHERE socket NOT IN (SELECT value FROM json_each(?))`, kept);
  }

  async end(): Promise<void> {
    await this.#tables.drop();
  }

  #set(name: string, value: Json): void {
    this.#tables.run(`INSERT OR REPLACE INTO facts (name, json) VALUES (?, ?)`, name, JSON.stringify(value));
  }

  #get(name: string): Json {
    const [row] = this.#tables.run<{ json: string }>(`SELECT json FROM facts WHERE name = ?`, name);
    return row === undefined ? null : (JSON.parse(row.json) as Json);
  }
}
