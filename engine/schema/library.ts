// Many schemas as the parts of one document, so that they can be compared and put together.

import { PatternSet } from "./pattern.ts";
import type { Normalized, Schema } from "./normalized.ts";

export class Library implements Normalized {
  readonly $defs: Schema[] = [];
  readonly patterns = new PatternSet();
  nodes = 0;
  readonly #known = new Map<Normalized, Schema>();

  /** The document's own schema, as a part of this one. */
  add(document: Normalized): Schema {
    const known = this.#known.get(document);
    if (known !== undefined) return known;
    const offset = this.$defs.length;
    for (const schema of document.$defs) this.$defs.push(moved(schema, offset));
    this.nodes += document.nodes;
    const root = this.$defs[offset] ?? true;
    this.#known.set(document, root);
    return root;
  }
}

/** A copy whose references lead `offset` further. */
function moved<T>(value: T, offset: number): T {
  if (Array.isArray(value)) return value.map((item: unknown) => moved(item, offset)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      key,
      key === "$ref" && typeof inner === "string" ? movedReference(inner, offset) : moved(inner, offset),
    ]),
  ) as T;
}

function movedReference(reference: string, offset: number): string {
  return `#/$defs/${Number(reference.slice("#/$defs/".length)) + offset}`;
}
