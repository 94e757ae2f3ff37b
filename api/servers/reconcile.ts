// What a server lists now against what the hub keeps of it. Pure.
//
// R1. A tool that is new or changed is held until its owner approves it; what was in force stays in force.
// R2. A tool that is gone is no longer active; one that is back as it was is again.
// R3. What its owner did not want is not shown again before the server offers something else.
// R4. Resources, templates and prompts follow their server.

import type { Kind } from "../relay/mcp/read-catalogue.ts";
import type { Definition } from "./server.ts";

/** What is kept of a definition, without the definitions themselves. */
export interface KeptRow {
  readonly kind: Kind;
  readonly name: string;
  readonly position: number;
  readonly hash: string | null;
  readonly heldHash: string | null;
  readonly rejectedHash: string | null;
  readonly present: boolean;
  readonly toolId: string | null;
}

/** A row as it is to be: `inForce` and `held` are null where the row keeps what it has, or has none. */
export interface RowWrite extends KeptRow {
  readonly inForce: Definition["definition"] | null;
  readonly held: Definition["definition"] | null;
}

export interface Reconciled {
  readonly writes: readonly RowWrite[];
  readonly forgotten: readonly { readonly kind: Kind; readonly name: string }[];
  /** Tools that are no longer there, and those that are back. */
  readonly vanished: readonly string[];
  readonly returned: readonly string[];
}

export function reconcile(kept: readonly KeptRow[], listed: readonly Definition[]): Reconciled {
  const before = new Map(kept.map((row) => [keyOf(row), row]));
  const now = new Set(listed.map(keyOf));
  const writes: RowWrite[] = [];
  for (const definition of listed) {
    const row = before.get(keyOf(definition));
    const after = definition.kind === "tool" ? held(row, definition) : followed(definition);
    if (row === undefined || differs(row, after)) writes.push(after);
  }
  const missing = kept.filter((row) => !now.has(keyOf(row)));
  const gone = missing.filter(({ kind, hash }) => kind === "tool" && hash !== null);
  return {
    writes: [...writes, ...gone.filter(({ present, heldHash }) => present || heldHash !== null).map(absent)],
    forgotten: missing.filter((row) => !gone.includes(row)).map(({ kind, name }) => ({ kind, name })),
    vanished: gone.filter(({ present }) => present).flatMap(toolIdOf),
    returned: kept.filter((row) => !row.present && now.has(keyOf(row))).flatMap(toolIdOf),
  };
}

function held(row: KeptRow | undefined, { kind, name, position, definition, hash }: Definition): RowWrite {
  const isKnown = row?.hash === hash || row?.rejectedHash === hash;
  return {
    kind,
    name,
    position,
    hash: row?.hash ?? null,
    heldHash: isKnown ? null : hash,
    rejectedHash: row?.rejectedHash === hash ? hash : null,
    present: true,
    toolId: row?.toolId ?? null,
    inForce: null,
    held: isKnown ? null : definition,
  };
}

function followed({ kind, name, position, definition, hash }: Definition): RowWrite {
  const none = { heldHash: null, held: null, rejectedHash: null, toolId: null };
  return { kind, name, position, hash, present: true, inForce: definition, ...none };
}

function absent(row: KeptRow): RowWrite {
  return { ...row, present: false, heldHash: null, inForce: null, held: null };
}

const COMPARED = ["position", "hash", "heldHash", "rejectedHash", "present"] as const;

function differs(row: KeptRow, after: KeptRow): boolean {
  return COMPARED.some((field) => row[field] !== after[field]);
}

function keyOf({ kind, name }: { readonly kind: Kind; readonly name: string }): string {
  return `${kind} ${name}`;
}

function toolIdOf({ toolId }: KeptRow): string[] {
  return toolId === null ? [] : [toolId];
}
