// Values that are kept elsewhere because they are too large to stand where they belong: null stands there, and beside it what is
// kept, and under which name. A template is rendered over the parts of them that it reads, or hands them on as they are.

import type { Json } from "../json.ts";
import type { PathPlaceholder, Root, Segment } from "./path.ts";
import { inspect, type Reference } from "./references.ts";
import type { Scope, StepView } from "./scope.ts";

/** Part of a value, or all of it (`path` is empty), that is kept elsewhere. */
export interface Stored {
  readonly path: readonly Segment[];
  /** Its name among those of its run. */
  readonly ref: string;
  readonly sizeBytes: number;
}

/** A value, with what of it is kept elsewhere. */
export interface Held {
  readonly value: Json;
  readonly stored: readonly Stored[];
}

/** The same of what a template may see, from one of its roots on. */
export interface StoredInScope extends Stored {
  readonly root: Root;
}

export const NONE_STORED: readonly Stored[] = [];

/** As it stands in an event: left out where there is none. */
export function saidOf(stored: readonly Stored[]): { readonly stored?: readonly Stored[] } {
  return stored.length > 0 ? { stored } : {};
}

/**
 * Reads what stands at the paths of a value that is kept elsewhere. What stands beside them may be null, and a list may have
 * holes there; every key and every length is what it is.
 */
export type ReadStored<Failure> = (
  ref: string,
  paths: readonly (readonly Segment[])[],
) => Promise<{ readonly ok: true; readonly value: Json } | { readonly ok: false; readonly failure: Failure }>;

/**
 * The scope with all that the template reads of what is kept elsewhere. `handsOn`: a placeholder that is a whole value and
 * holds the stored part whole does not read it.
 */
export async function withStored<Failure>(
  template: Json,
  scope: Scope,
  read: ReadStored<Failure>,
  handsOn: boolean,
): Promise<{ readonly ok: true; readonly value: Scope } | { readonly ok: false; readonly failure: Failure }> {
  const { references } = inspect(template);
  let whole = scope;
  for (const part of scope.stored ?? []) {
    const wanted = references.flatMap((reference) => wantedOf(reference, part, handsOn));
    if (wanted.length === 0) continue;
    const found = await read(part.ref, wanted);
    if (!found.ok) return found;
    whole = withValueAt(whole, part, found.value);
  }
  return { ok: true, value: whole };
}

/** What the placeholder holds of what is kept elsewhere, from its own value on. */
export function handedOn({ stored = [] }: Scope, { root, path }: PathPlaceholder): Stored[] {
  return stored.flatMap((part) =>
    part.root === root && startsWith(part.path, path)
      ? [{ path: part.path.slice(path.length), ref: part.ref, sizeBytes: part.sizeBytes }]
      : [],
  );
}

/** Below a key of what holds it. */
export function storedBelow(stored: readonly Stored[], ...keys: readonly Segment[]): Stored[] {
  return stored.map((part) => ({ ...part, path: [...keys, ...part.path] }));
}

export function storedFrom(root: Root, stored: readonly Stored[], ...keys: readonly Segment[]): StoredInScope[] {
  return storedBelow(stored, ...keys).map((part) => ({ ...part, root }));
}

export function storedSize(stored: readonly Stored[]): number {
  return stored.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** The paths, within the part, of what the reference reads of it. */
function wantedOf(reference: Reference, part: StoredInScope, handsOn: boolean): Segment[][] {
  if (reference.root !== part.root) return [];
  const { path, tier, whole } = reference;
  for (const [index, segment] of part.path.entries()) {
    const read = path[index];
    if (read === undefined) return handsOn && whole && tier === "path" ? [] : [[]];
    if (read === segment) continue;
    // In an expression a name may go through a list to its items.
    return tier === "expression" && typeof segment === "number" ? [[]] : [];
  }
  const rest = path.slice(part.path.length);
  return rest.length === 0 && handsOn && whole && tier === "path" ? [] : [rest];
}

function startsWith(path: readonly Segment[], start: readonly Segment[]): boolean {
  return start.every((segment, index) => path[index] === segment);
}

function withValueAt(scope: Scope, { root, path }: StoredInScope, value: Json): Scope {
  if (root === "input") return { ...scope, input: replaced(scope.input, path, value) };
  if (root === "item") return { ...scope, item: replaced(scope.item ?? null, path, value) };
  const [id, , ...rest] = path;
  const view = scope.steps[String(id)];
  if (view === undefined) return scope;
  const steps: Record<string, StepView> = Object.assign(Object.create(null), scope.steps);
  steps[String(id)] = { ...view, result: replaced(view.result ?? null, rest, value) };
  return { ...scope, steps };
}

/** The value with another one at the path. */
export function replaced(whole: Json, path: readonly Segment[], value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(whole)) return whole.with(Number(key), replaced(whole[Number(key)] ?? null, rest, value));
  if (whole === null || typeof whole !== "object") return whole;
  return { ...whole, [key]: replaced(whole[key] ?? null, rest, value) };
}
