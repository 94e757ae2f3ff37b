// The body of a POST to an MCP endpoint, capped as every body is.

import type { Json } from "../../engine/json.ts";
import { readJsonBody } from "../http/read-json.ts";

/** What came, and what the gate before the protocol has to know of it. */
export interface Message {
  readonly body: Json;
  /** The methods that it calls: several where it is a batch, none where it is an answer or nonsense. */
  readonly methods: readonly string[];
  readonly id: string | number | null;
}

/** Throws the problem that says why the body cannot be read. */
export async function readMessage(request: Request): Promise<Message> {
  const body = await readJsonBody(request);
  return { body, methods: (Array.isArray(body) ? body : [body]).flatMap(methodOf), id: idOf(body) };
}

function methodOf(message: Json): string[] {
  const method = field(message, "method");
  return typeof method === "string" ? [method] : [];
}

function idOf(message: Json): string | number | null {
  const id = field(message, "id");
  return typeof id === "string" || typeof id === "number" ? id : null;
}

function field(message: Json, name: string): Json | undefined {
  if (message === null || typeof message !== "object" || Array.isArray(message)) return undefined;
  return Object.hasOwn(message, name) ? message[name] : undefined;
}
