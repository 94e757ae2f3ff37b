// The body of a POST to an MCP endpoint, capped as every body is.

import type { Json } from "../../engine/json.ts";
import { readJsonBody } from "../http/read-json.ts";
import { calledToolOf, idOf, methodOf } from "./message-parts.ts";

/** What came, and what the gate before the protocol has to know of it. */
export interface Message {
  readonly body: Json;
  /** The methods that it calls: several where it is a batch, none where it is an answer or nonsense. */
  readonly methods: readonly string[];
  /** The tools that it names in `tools/call`. */
  readonly toolNames: readonly string[];
  readonly id: string | number | null;
}

/** Throws the problem that says why the body cannot be read. */
export async function readMessage(request: Request): Promise<Message> {
  const body = await readJsonBody(request);
  const messages: Json[] = Array.isArray(body) ? body : [body];
  return {
    body,
    methods: messages.flatMap((one) => methodOf(one) ?? []),
    toolNames: messages.flatMap((one) => calledToolOf(one) ?? []),
    id: idOf(body),
  };
}
