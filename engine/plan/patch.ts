// A mend that a program can apply: JSON Patch (RFC 6902), against the definition as it was submitted.
//
// P1. The patches of one answer touch different places, so they can be applied together, in any order.

import type { Json, JsonObject } from "../json.ts";
import { tokensOf } from "../schema/pointer.ts";
import { isObject } from "../schema/resources.ts";

export type PatchOperation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string }
  | { readonly op: "move"; readonly from: string; readonly path: string };

export type Patch = readonly PatchOperation[];

/** The patched value; undefined where an operation does not apply. Nothing that is passed in changes. */
export function applyPatch(root: Json, patch: Patch): Json | undefined {
  let value: Json | undefined = root;
  for (const operation of patch) {
    if (value === undefined) return undefined;
    value = applied(value, operation);
  }
  return value;
}

export function applied(root: Json, operation: PatchOperation): Json | undefined {
  const { op, path } = operation;
  switch (op) {
    case "add":
    case "replace":
      return put(root, tokensOf(path), operation.value, op === "add");
    case "remove":
      return without(root, tokensOf(path))?.rest;
    case "move": {
      const taken = without(root, tokensOf(operation.from));
      return taken === undefined ? undefined : put(taken.rest, tokensOf(path), taken.value, true);
    }
  }
}

function put(parent: Json, [key, ...deeper]: readonly string[], value: Json, isNew: boolean): Json | undefined {
  if (key === undefined) return value;
  const inner = child(parent, key);
  if (deeper.length > 0) {
    const changed = inner === undefined ? undefined : put(inner, deeper, value, isNew);
    return changed === undefined ? undefined : withChild(parent, key, changed);
  }
  if (inner === undefined && !isNew) return undefined;
  if (!Array.isArray(parent)) return isObject(parent) ? withChild(parent, key, value) : undefined;
  if (!isNew) return withChild(parent, key, value);
  const at = key === "-" ? parent.length : indexOf(key);
  return at === undefined || at > parent.length ? undefined : parent.toSpliced(at, 0, value);
}

function without(
  parent: Json,
  [key, ...deeper]: readonly string[],
): { readonly rest: Json; readonly value: Json } | undefined {
  const inner = key === undefined ? undefined : child(parent, key);
  if (key === undefined || inner === undefined) return undefined;
  if (deeper.length > 0) {
    const taken = without(inner, deeper);
    const rest = taken === undefined ? undefined : withChild(parent, key, taken.rest);
    return taken === undefined || rest === undefined ? undefined : { rest, value: taken.value };
  }
  if (Array.isArray(parent)) return { rest: parent.toSpliced(Number(key), 1), value: inner };
  return { rest: fromEntries(Object.entries(parent as JsonObject).filter(([name]) => name !== key)), value: inner };
}

function child(parent: Json, key: string): Json | undefined {
  if (Array.isArray(parent)) {
    const at = indexOf(key);
    return at === undefined ? undefined : parent[at];
  }
  return isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
}

function withChild(parent: Json, key: string, value: Json): Json | undefined {
  if (Array.isArray(parent)) return parent.with(Number(key), value);
  if (!isObject(parent)) return undefined;
  // A computed key makes __proto__ a key like any other, and one that is there keeps its place.
  return { ...parent, [key]: value };
}

/** How many items and members applying the operation copies. */
export function copiedBy(root: Json, operation: PatchOperation): number {
  const pointers = operation.op === "move" ? [operation.from, operation.path] : [operation.path];
  let copied = 0;
  for (const pointer of pointers) {
    let value: Json | undefined = root;
    for (const key of tokensOf(pointer)) {
      if (typeof value !== "object" || value === null) break;
      copied += Array.isArray(value) ? value.length : Object.keys(value).length;
      value = child(value, key);
    }
  }
  return copied;
}

/** Unlike an assignment, this makes a key called __proto__ a key like any other. */
function fromEntries(entries: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(entries);
}

function indexOf(token: string): number | undefined {
  return /^(?:0|[1-9]\d{0,8})$/.test(token) ? Number(token) : undefined;
}

/** The places that patches have touched so far. P1. */
export class Touched {
  readonly #places = new Set<string>();
  readonly #parents = new Set<string>();

  /** Whether the patch touches none of them; its places are then among them. */
  take(patch: Patch): boolean {
    if (this.meets(patch)) return false;
    this.add(patch);
    return true;
  }

  /** Whether the patch touches one of them, what is in it, or what it is in. */
  meets(patch: Patch): boolean {
    return patch.flatMap(placesOf).some((place) => this.#meets(place));
  }

  add(patch: Patch): void {
    for (const place of patch.flatMap(placesOf)) {
      this.#places.add(place);
      for (const parent of prefixesOf(place)) this.#parents.add(parent);
    }
  }

  #meets(place: string): boolean {
    return this.#parents.has(place) || prefixesOf(place).some((prefix) => this.#places.has(prefix));
  }
}

/** What comes to or goes from a list moves what stands behind it, so it touches the list. */
function placesOf(operation: PatchOperation): string[] {
  const place = (pointer: string) =>
    operation.op !== "replace" && /\/(?:\d+|-)$/.test(pointer) ? pointer.slice(0, pointer.lastIndexOf("/")) : pointer;
  return operation.op === "move" ? [place(operation.from), place(operation.path)] : [place(operation.path)];
}

/** The pointer itself and those of all that it is in. */
function prefixesOf(pointer: string): string[] {
  const prefixes = [pointer];
  for (let at = pointer.lastIndexOf("/"); at >= 0; at = pointer.lastIndexOf("/", at - 1)) {
    prefixes.push(pointer.slice(0, at));
    if (at === 0) break;
  }
  return prefixes;
}
