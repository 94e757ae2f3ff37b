// `_meta` of a server: what is said there in the protocol's or the hub's own name is not the server's to say.

import type { Json, JsonObject } from "../../../engine/json.ts";

const FOREIGN =
  /^(([a-z0-9-]+\.)*(modelcontextprotocol|mcp|nxscall)\.[a-z0-9.-]*|[a-z0-9.-]+\.(modelcontextprotocol|mcp)|com\.nxscall[a-z0-9.-]*)\//i;

/** The value without such keys; a `_meta` that is no object is dropped. */
export function withoutForeignMeta(item: JsonObject): JsonObject {
  const { _meta: meta, ...rest } = item;
  if (!isObject(meta)) return rest;
  return { ...rest, _meta: Object.fromEntries(Object.entries(meta).filter(([key]) => !FOREIGN.test(key))) };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
