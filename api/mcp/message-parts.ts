// What a JSON-RPC message says of itself, before anything has checked that it is one.

import type { RequestId } from "@modelcontextprotocol/server";
import type { Json } from "../../engine/json.ts";

export function methodOf(value: Json): string | null {
  const method = field(value, "method");
  return typeof method === "string" ? method : null;
}

export function idOf(value: Json): RequestId | null {
  const id = field(value, "id");
  return typeof id === "string" || typeof id === "number" ? id : null;
}

/** Of a `tools/call`; null for any other message. */
export function calledToolOf(value: Json): string | null {
  if (methodOf(value) !== "tools/call") return null;
  const name = field(field(value, "params") ?? null, "name");
  return typeof name === "string" ? name : null;
}

export function field(value: Json, name: string): Json | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
