// Where a schema's references can lead: its ids, its anchors, and any place in it by pointer.

import type { Json, JsonObject } from "../json.ts";
import type { Draft } from "./draft.ts";
import { append, tokensOf } from "./pointer.ts";
import { resolve } from "./uri.ts";

export interface Place {
  /** From the root of the whole schema. */
  readonly pointer: string;
  readonly schema: Json;
  /** The URI that references found in it are relative to: its own id, or that of what it is in. */
  readonly base: string;
}

/** Keywords whose value is one schema. `items` may also be a list of them before 2020-12. */
const SINGLE = [
  "additionalItems",
  "additionalProperties",
  "contains",
  "else",
  "if",
  "items",
  "not",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
] as const;
const LISTS = ["allOf", "anyOf", "oneOf", "prefixItems", "items"] as const;
const MAPS = ["$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"] as const;

export class Resources {
  readonly #root: Json;
  readonly #draft: Draft;
  readonly #pointers = new Map<string, string>();
  /** How many schemas with an id of their own there are, the root's apart. */
  embedded = 0;

  constructor(root: Json, draft: Draft) {
    this.#root = root;
    this.#draft = draft;
    this.#pointers.set("", "");
    this.#index(root, "", "");
  }

  root(): Place {
    return { pointer: "", schema: this.#root, base: this.baseOf(this.#root, "") };
  }

  /** The place that `reference`, found in a schema whose base is `base`, leads to. */
  find(reference: string, base: string): Place | undefined {
    const { uri, fragment } = resolve(reference, base);
    const name = decoded(fragment);
    if (name === undefined) return undefined;
    if (name === "" || name.startsWith("/")) {
      const resource = this.#pointers.get(uri);
      return resource === undefined ? undefined : this.#walk(`${resource}${name}`);
    }
    const anchored = this.#pointers.get(`${uri}#${name}`);
    return anchored === undefined ? undefined : this.#walk(anchored);
  }

  /** `Place.base` of a schema that is found where the base is `base`. */
  baseOf(schema: Json, base: string): string {
    const id = isObject(schema) ? this.#idOf(schema) : undefined;
    return id === undefined || id.startsWith("#") ? base : resolve(id, base).uri;
  }

  #idOf(schema: JsonObject): string | undefined {
    if (this.#draft === "draft-07" && typeof schema["$ref"] === "string") return undefined;
    return typeof schema["$id"] === "string" ? schema["$id"] : undefined;
  }

  #index(schema: Json, pointer: string, outerBase: string): void {
    if (!isObject(schema)) return;
    const base = this.baseOf(schema, outerBase);
    const id = this.#idOf(schema);
    if (id !== undefined && !id.startsWith("#")) {
      if (!this.#pointers.has(base)) this.#pointers.set(base, pointer);
      if (pointer !== "") this.embedded += 1;
    }
    for (const anchor of [id?.startsWith("#") ? id.slice(1) : undefined, schema["$anchor"], schema["$dynamicAnchor"]]) {
      if (typeof anchor === "string") this.#pointers.set(`${base}#${anchor}`, pointer);
    }
    for (const child of childrenOf(schema, pointer)) this.#index(child.schema, child.pointer, base);
  }

  #walk(pointer: string): Place | undefined {
    let schema = this.#root;
    let base = this.baseOf(schema, "");
    for (const token of tokensOf(pointer)) {
      if (typeof schema !== "object" || schema === null || !Object.hasOwn(schema, token)) return undefined;
      const next: Json | undefined = Array.isArray(schema) ? schema[Number(token)] : schema[token];
      if (next === undefined) return undefined;
      schema = next;
      base = this.baseOf(schema, base);
    }
    return { pointer, schema, base };
  }
}

function* childrenOf(schema: JsonObject, pointer: string): Generator<{ pointer: string; schema: Json }> {
  for (const keyword of SINGLE) {
    const child = schema[keyword];
    if (isObject(child)) yield { pointer: append(pointer, keyword), schema: child };
  }
  for (const keyword of LISTS) {
    const list = schema[keyword];
    if (!Array.isArray(list)) continue;
    for (const [index, child] of list.entries()) {
      yield { pointer: append(append(pointer, keyword), index), schema: child };
    }
  }
  for (const keyword of MAPS) {
    const map = schema[keyword];
    if (!isObject(map)) continue;
    for (const key of Object.keys(map)) {
      yield { pointer: append(append(pointer, keyword), key), schema: map[key] ?? null };
    }
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}
