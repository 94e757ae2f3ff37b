/** An MCP registry that an agent has brought to the hub. */
export interface Registry {
  readonly id: string;
  /** The owner. */
  readonly agentId: string;
  readonly name: string;
  readonly url: string;
  /** What the next walk asks for: what was changed since then; null: everything. ISO 8601, UTC, like every time here. */
  readonly since: string | null;
  /** The walk that is under way, where it goes on; null where none is. */
  readonly walk: Walk | null;
  /** How many servers the hub could not use of what was read in the last walk, and why the first of them. */
  readonly leftOut: number;
  readonly leftOutReason: string | null;
  /** Walks that failed in a row. */
  readonly failures: number;
  readonly lastError: string | null;
  /** When the last whole walk ended. */
  readonly refreshedAt: string | null;
  readonly nextRefreshAt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A walk through all of a registry's pages, which may take several refreshes. */
export interface Walk {
  readonly cursor: string;
  /** Pages that were read. */
  readonly pages: number;
  /** What the walk after this one will ask for. */
  readonly from: string;
}

/** A server that a registry lists. */
export interface RegistryEntry {
  /** `<namespace>/<name>`. */
  readonly name: string;
  readonly title: string | null;
  readonly description: string;
  readonly version: string;
  readonly isLatest: boolean;
  readonly status: "active" | "deprecated" | "deleted";
  readonly statusMessage: string | null;
  readonly remotes: readonly Remote[];
  readonly updatedAt: string | null;
}

/** Where a server can be reached: its URL and headers may leave things open, which whoever uses it fills in. */
export interface Remote {
  readonly type: string;
  readonly url: string;
  readonly headers?: HeaderInput[] | undefined;
  /** Of what stands in braces in the URL. */
  readonly variables?: Readonly<Record<string, Input>> | undefined;
}

export interface Input {
  readonly description?: string | undefined;
  readonly isRequired?: boolean | undefined;
  readonly isSecret?: boolean | undefined;
  readonly value?: string | undefined;
  readonly default?: string | undefined;
  readonly choices?: string[] | undefined;
}

export interface HeaderInput extends Input {
  readonly name: string;
  /** Of what stands in braces in the value. */
  readonly variables?: Readonly<Record<string, Input>> | undefined;
}
