// How large and how deep a value's JSON text would be, counted before it is written.

import type { Json } from "../json.ts";
import { Refusal } from "./fault.ts";

/** Characters that JSON may write as more than themselves. */
const ESCAPED = /["\\\p{Cc}\p{Cs}]/u;

/**
 * The length of `JSON.stringify(value)`. Stops and refuses as soon as it is more than `limit` characters, or
 * the value nests more than `depth` arrays and objects.
 */
export function jsonTextLength(value: Json, limit: number, depth: number): number {
  switch (typeof value) {
    case "string":
      return within(stringLength(value), limit);
    case "number":
      return within(Number.isFinite(value) ? String(value).length : 4, limit);
    case "boolean":
      return within(value ? 4 : 5, limit);
    default:
      return value === null ? within(4, limit) : containerLength(value, limit, depth);
  }
}

function containerLength(value: Json[] | { [key: string]: Json }, limit: number, depth: number): number {
  if (depth === 0) throw new Refusal("too_deep", "What the template gives nests deeper than JSON may here.");
  let length = 2;
  if (Array.isArray(value)) {
    for (const item of value) length += jsonTextLength(item, limit - length, depth - 1) + 1;
    return within(value.length === 0 ? 2 : length - 1, limit);
  }
  const keys = Object.keys(value);
  for (const key of keys) {
    length += stringLength(key) + 2;
    length += jsonTextLength(value[key] ?? null, limit - length, depth - 1);
  }
  return within(keys.length === 0 ? 2 : length - 1, limit);
}

function stringLength(text: string): number {
  return ESCAPED.test(text) ? JSON.stringify(text).length : text.length + 2;
}

function within(length: number, limit: number): number {
  if (length > limit) {
    throw new Refusal(
      "too_large",
      "What the template gives is larger than a template may give.",
      "Name a smaller part.",
    );
  }
  return length;
}
