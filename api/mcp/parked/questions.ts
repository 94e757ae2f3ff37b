// What a server has asked and nobody has answered yet, each under a key of its own.

import { isSpecType, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Json, JsonObject } from "../../../engine/json.ts";
import type { Asked, Asking } from "../../relay/mcp/mcp-caller.ts";

/** Of one call, in all. */
export const MAX_QUESTIONS = 50;
const MAX_QUESTION_CHARS = 256 * 1024;

interface Open {
  readonly asking: Asking;
  readonly answer: (given: JsonObject) => void;
}

export class Questions {
  readonly #open = new Map<string, Open>();
  #count = 0;
  #some = Promise.withResolvers<void>();

  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  /** How often there was a question so far. */
  get count(): number {
    return this.#count;
  }

  /** Resolves when there is a question. */
  get some(): Promise<void> {
    return this.#some.promise;
  }

  /** Resolves with the answer. Rejects where the question is none that the caller could read, or is taken back. */
  ask({ key, signal, method, params }: Asked): Promise<JsonObject> {
    this.#count++;
    const asking = { method, ...(params && { params }) };
    if (!isReadable(asking)) {
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `This is no ${method} that the caller could be shown.`);
    }
    const name = key !== null && !this.#open.has(key) ? key : `${method.split("/", 1)[0]}-${this.#count}`;
    return new Promise((resolve, reject) => {
      const close = () => this.#close(name);
      this.#open.set(name, { asking: shown(asking), answer: (given) => (close(), resolve(given)) });
      this.#some.resolve();
      signal.addEventListener("abort", () => (close(), reject(new Error("The server took its question back."))));
    });
  }

  /** As `inputRequests` of 2026-07-28. */
  all(): Record<string, Asking> {
    return Object.fromEntries([...this.#open].map(([key, { asking }]) => [key, asking]));
  }

  /** Takes the answers to what is open. What is no answer to its question leaves that open. */
  answer(responses: JsonObject): void {
    for (const [key, { asking, answer }] of this.#open) {
      const given = Object.hasOwn(responses, key) ? responses[key] : undefined;
      if (given !== undefined && isAnswer(asking, given)) answer(given);
    }
  }

  #close(key: string): void {
    this.#open.delete(key);
    if (this.isEmpty) this.#some = Promise.withResolvers<void>();
  }
}

function isReadable(asking: Asking): boolean {
  if (JSON.stringify(asking).length > MAX_QUESTION_CHARS) return false;
  switch (asking.method) {
    case "elicitation/create":
      return isSpecType.ElicitRequest(asking);
    case "sampling/createMessage":
      return isSpecType.CreateMessageRequest(asking);
    case "roots/list":
      return true;
  }
}

/** Without what 2026-07-28 does not have any more: the id of an elicitation by URL, and tasks. */
function shown({ method, params }: Asking): Asking {
  if (params === undefined || method === "roots/list") return { method };
  const { elicitationId: _id, task: _task, ...rest } = params;
  return { method, params: rest };
}

function isAnswer({ method }: Asking, given: Json): given is JsonObject {
  switch (method) {
    case "elicitation/create":
      return isSpecType.ElicitResult(given);
    case "sampling/createMessage":
      return isSpecType.CreateMessageResult(given) || isSpecType.CreateMessageResultWithTools(given);
    case "roots/list":
      return isSpecType.ListRootsResult(given);
  }
}
