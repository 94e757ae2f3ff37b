// What a caller relies on when it calls a tool, as one hash: who pins it learns of every change.

import type { Json, JsonObject } from "../../engine/json.ts";
import { canonicalText } from "../../engine/schema/canonical.ts";
import type { Tool } from "./tool.ts";

type Defined = Pick<Tool, "name" | "description" | "inputSchema" | "outputSchema">;

export function definitionOf({ name, description, inputSchema, outputSchema }: Defined): JsonObject {
  return { name, description, inputSchema, outputSchema };
}

const hashes = new WeakMap<Tool, Promise<string>>();

/** SHA-256, in hex, of the definition as canonical JSON (RFC 8785). */
export function definitionHash(tool: Tool): Promise<string> {
  let hash = hashes.get(tool);
  if (hash === undefined) hashes.set(tool, (hash = hashOf(definitionOf(tool))));
  return hash;
}

/** SHA-256, in hex, of a value as canonical JSON (RFC 8785). */
export function hashOf(value: Json): Promise<string> {
  return sha256(canonicalText(value));
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
