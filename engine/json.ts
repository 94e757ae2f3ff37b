/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** How deep JSON may nest, wherever it comes from: what the hub keeps, it must be able to write and walk. */
export const MAX_JSON_DEPTH = 64;

/** Whether the value nests more than `limit` arrays and objects in each other. */
export function isDeeperThan(value: Json, limit: number): boolean {
  if (value === null || typeof value !== "object") return false;
  if (limit === 0) return true;
  return (Array.isArray(value) ? value : Object.values(value)).some((inner) => isDeeperThan(inner, limit - 1));
}
