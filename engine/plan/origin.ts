// Where a place of a mended definition stands in the definition that was submitted.

import type { Json } from "../json.ts";
import { pointerOf, tokensOf, valueAt } from "../schema/pointer.ts";
import { isObject } from "../schema/resources.ts";
import { applied, copiedBy, type Patch, type PatchOperation } from "./patch.ts";

type Tokens = readonly string[];

/** Items and members that all patches together may copy: each keeps what it was applied to. */
const MAX_COPIED = 1_000_000;

interface Step {
  readonly operation: PatchOperation;
  /** What it was applied to. */
  readonly before: Json;
  /** What the same patch has removed before, which the operation puts elsewhere in another form. */
  readonly removed: Removed | undefined;
}

interface Removed {
  readonly path: Tokens;
  readonly value: Json;
}

/** The definition as it becomes, patch by patch, and the way back. */
export class Trail {
  readonly #submitted: Json;
  readonly #steps: Step[] = [];
  #current: Json;
  #copied = 0;

  constructor(submitted: Json) {
    this.#submitted = submitted;
    this.#current = submitted;
  }

  get current(): Json {
    return this.#current;
  }

  /** The definition is too large for as many patches: no further one applies. */
  get isFull(): boolean {
    return this.#copied > MAX_COPIED;
  }

  /** False where the patch does not apply: then nothing has changed. */
  apply(patch: Patch): boolean {
    const steps: Step[] = [];
    let value = this.#current;
    let removed: Removed | undefined;
    for (const operation of patch) {
      this.#copied += copiedBy(value, operation);
      if (this.isFull) return false;
      const next = applied(value, operation);
      if (next === undefined) return false;
      steps.push({ operation, before: value, removed });
      if (operation.op === "remove") {
        const path = tokensOf(operation.path);
        removed = { path, value: valueAt(value, path) ?? null };
      }
      value = next;
    }
    this.#steps.push(...steps);
    this.#current = value;
    return true;
  }

  /** The pointer's place in what was submitted, or that of the nearest whole that it is part of. */
  origin(pointer: string): string {
    if (this.#steps.length === 0) return pointer;
    let tokens: Tokens = tokensOf(pointer);
    for (const step of this.#steps.toReversed()) tokens = before(tokens, step);
    while (tokens.length > 0 && valueAt(this.#submitted, tokens) === undefined) tokens = tokens.slice(0, -1);
    return pointerOf(tokens);
  }
}

function before(tokens: Tokens, step: Step): Tokens {
  const { operation, before: root } = step;
  const path = tokensOf(operation.path);
  switch (operation.op) {
    case "remove":
      return withItem(tokens, path, root);
    case "move": {
      const from = tokensOf(operation.from);
      return isWithin(tokens, path) ? [...from, ...tokens.slice(path.length)] : withItem(tokens, from, root);
    }
    default:
      return isWithin(tokens, path) ? beforeValue(tokens, path, operation.value, step) : tokens;
  }
}

/** `path` was removed: if from a list, what stood behind it had a higher index. */
function withItem(tokens: Tokens, path: Tokens, root: Json): Tokens {
  const list = path.slice(0, -1);
  const index = Number(tokens[list.length]);
  const isBehind = Array.isArray(valueAt(root, list)) && isWithin(tokens, list) && index >= Number(path.at(-1));
  return isBehind ? tokens.with(list.length, String(index + 1)) : tokens;
}

/** `value` took the place of what was there, or of what was removed elsewhere. */
function beforeValue(tokens: Tokens, path: Tokens, value: Json, { before: root, removed }: Step): Tokens {
  const inner = tokens.slice(path.length);
  const replaced = valueAt(root, path);
  const there = replaced === undefined ? undefined : counterpart(inner, value, replaced);
  if (there?.whole === true || removed === undefined) return [...path, ...(there?.tokens ?? [])];
  return [...removed.path, ...counterpart(inner, value, removed.value).tokens];
}

/** The place in `old` of what stands at `inner` in `value`, which was made of it; not `whole`: of what that is part of. */
function counterpart(inner: Tokens, value: Json, old: Json): { readonly tokens: Tokens; readonly whole: boolean } {
  const tokens: string[] = [];
  let now: Json = value;
  let then: Json = old;
  const part = isObject(old) ? Object.keys(old).find((key) => old[key] === value) : undefined;
  if (isObject(old) && part !== undefined) {
    tokens.push(part);
    then = value;
  }
  for (const key of inner) {
    const child = valueAt(now, [key]) ?? null;
    // What was put into something has no step of its own.
    if (child !== then || now === then) {
      const other = keyOf(key, now, child, then);
      if (other === undefined) return { tokens, whole: false };
      tokens.push(other);
      then = valueAt(then, [other]) ?? null;
    }
    now = child;
  }
  return { tokens, whole: true };
}

/** A list may have been made of an object's members, and an object of its members under other names. */
function keyOf(key: string, now: Json, child: Json, then: Json): string | undefined {
  if (!isObject(then)) return Array.isArray(then) && Array.isArray(now) && Number(key) < then.length ? key : undefined;
  const keys = Object.keys(then);
  if (Array.isArray(now)) return keys.length === now.length ? keys[Number(key)] : undefined;
  if (Object.hasOwn(then, key)) return key;
  return keys.find((other) => then[other] === child && typeof child === "object");
}

function isWithin(tokens: Tokens, path: Tokens): boolean {
  return path.length <= tokens.length && path.every((token, at) => tokens[at] === token);
}
