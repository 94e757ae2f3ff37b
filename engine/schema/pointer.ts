// JSON Pointers (RFC 6901).

import { MAX_MESSAGE_LENGTH } from "../definition/limits.ts";
import type { Json } from "../json.ts";

/** `pointer` one step deeper, escaped. */
export function append(pointer: string, key: string | number): string {
  return `${pointer}/${typeof key === "number" ? key : escapeToken(key)}`;
}

export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${escapeToken(String(key))}`).join("");
}

export function tokensOf(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What the tokens lead to; undefined: nothing is there. */
export function valueAt(root: Json, path: readonly PropertyKey[]): Json | undefined {
  let value: Json | undefined = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Array.isArray(value) ? value[Number(key)] : value[String(key)];
  }
  return value;
}

/** The pointer, or where it is too long for a message that of the nearest parent that is not. */
export function shortened(pointer: string): string {
  if (pointer.length <= MAX_MESSAGE_LENGTH) return pointer;
  return pointer.slice(0, pointer.lastIndexOf("/", MAX_MESSAGE_LENGTH));
}

function escapeToken(token: string): string {
  return token.includes("~") || token.includes("/") ? token.replaceAll("~", "~0").replaceAll("/", "~1") : token;
}
