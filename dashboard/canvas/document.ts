// A definition while it is edited. The canvas, the forms and the JSON view are views of this one thing.
//
// D1. The text is the owner: `value` is what it says. While it is not JSON, `value` is what it said last, and only the
//     text can be edited.
// D2. An edit leaves all that it is not about as it is written, byte by byte.
// D3. What an edit has not changed is the same object in the next value, so that a view may skip it.

import type { Json } from "../../engine/json.ts";
import type { Patch } from "../../engine/plan/patch.ts";
import { patchedText } from "./written-json.ts";

export interface Document {
  readonly text: string;
  readonly value: Json;
  /** Why the text is not JSON. */
  readonly fault: string | null;
}

export function documentOf(value: Json): Document {
  return documentOfText(JSON.stringify(value, null, 2));
}

/** Of a text that is not JSON, nothing is known. */
export function documentOfText(text: string): Document {
  return rewritten({ text: "null", value: null, fault: null }, text);
}

/** The document with another text. */
export function rewritten(before: Document, text: string): Document {
  if (text === before.text) return before;
  try {
    return { text, value: shared(before.value, JSON.parse(text) as Json), fault: null };
  } catch (error) {
    return { text, value: before.value, fault: error instanceof Error ? error.message : String(error) };
  }
}

/** The document after an edit; itself, where the patch does not apply. D1, D2. */
export function edited(before: Document, patch: Patch): Document {
  if (before.fault !== null) return before;
  const text = patchedText(before.text, patch);
  return text === undefined ? before : rewritten(before, text);
}

/** `next`, with all that is as it was taken from `before`. D3. */
function shared(before: Json, next: Json): Json {
  if (Object.is(before, next)) return before;
  if (typeof before !== "object" || typeof next !== "object" || before === null || next === null) return next;
  if (Array.isArray(before) || Array.isArray(next)) {
    return Array.isArray(before) && Array.isArray(next) ? sharedList(before, next) : next;
  }
  const keys = Object.keys(before);
  const entries = Object.entries(next).map(([key, value]): [string, Json] => {
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    return [key, old === undefined ? value : shared(old, value)];
  });
  const isSame =
    keys.length === entries.length && entries.every(([key, value], at) => keys[at] === key && before[key] === value);
  return isSame ? before : Object.fromEntries(entries);
}

/** Items are found again where something was put in or taken out before them. */
function sharedList(before: Json[], next: Json[]): Json[] {
  const fromEnd = next.length - before.length;
  let isSame = fromEnd === 0;
  const items = next.map((item, at) => {
    const here = before[at];
    const moved = before[at - fromEnd];
    const first = here === undefined ? item : shared(here, item);
    const found = first === here || moved === undefined ? first : shared(moved, item);
    const kept = found === moved ? found : first;
    isSame &&= kept === here;
    return kept;
  });
  return isSame ? before : items;
}
