// How values and types are named in messages.

import type { Json } from "../json.ts";

const MAX_SHOWN = 60;
const MAX_LISTED = 12;

/** `string "abc"`, `number 5`, `an object`: a value as the object of "got". */
export function describe(value: Json): string {
  switch (typeof value) {
    case "string":
      return `string ${quoted(value)}`;
    case "number":
      return `number ${value}`;
    case "boolean":
      return `boolean ${value}`;
    default:
      return value === null ? "null" : Array.isArray(value) ? "an array" : "an object";
  }
}

export function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}

/** `"string"` → `a string`. */
export function typeName(type: string): string {
  return type === "null" ? "null" : /^[aio]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** `a, b or c`, cut where it grows long. */
export function listed(items: readonly string[], last = "or"): string {
  if (items.length > MAX_LISTED) {
    return `${items.slice(0, MAX_LISTED).join(", ")} ${last} ${items.length - MAX_LISTED} more`;
  }
  return items.length <= 1 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1)}`;
}

/** Canonical JSON text, cut where it grows long. */
export function shownText(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

export function plural(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}
