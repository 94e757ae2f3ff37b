import type { Json } from "../../engine/json.ts";

/**
 * Whether every number of a parsed JSON text is one. JSON.parse reads 1e999 as Infinity, which is no JSON value:
 * written out again it would silently become null. Nesting is capped before.
 */
export function isFinite(value: Json): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) return true;
  return (Array.isArray(value) ? value : Object.values(value)).every(isFinite);
}
