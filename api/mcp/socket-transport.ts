// A WebSocket as the SDK's transport: one JSON-RPC message a text frame.

import { parseJSONRPCMessage, SUBSCRIPTION_ID_META_KEY } from "@modelcontextprotocol/server";
import type { JSONRPCMessage, RequestId, Transport } from "@modelcontextprotocol/server";
import type { Json } from "../../engine/json.ts";
import { idOf } from "./message-parts.ts";
import type { Tasks } from "./surface.ts";
import { asTold } from "./tasks/listened-tasks.ts";

export class SocketTransport implements Transport {
  readonly #socket: WebSocket;
  /** While a server is brought back, what it says again is not for the client. */
  muted = false;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport["onmessage"];
  /** Resolves the waits for answers that are muted. */
  readonly #awaited = new Map<RequestId, () => void>();
  readonly #tasks: Tasks | undefined;

  /** `tasks`: those that listeners are told of. */
  constructor(socket: WebSocket, tasks: Tasks | undefined) {
    this.#socket = socket;
    this.#tasks = tasks;
  }

  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    if (!this.muted) {
      const told = await asTold(message, this.#tasks);
      if (told !== null) this.#socket.send(JSON.stringify(told));
      return;
    }
    const id = answeredBy(message);
    if (id !== null) this.#awaited.get(id)?.();
  }

  /** Gives the server what the client sent; false where that is no JSON-RPC message. */
  deliver(value: Json): boolean {
    let message: JSONRPCMessage;
    try {
      message = parseJSONRPCMessage(value);
    } catch {
      return false;
    }
    this.onmessage?.(message);
    return true;
  }

  /** Lets the server see a message again that the client sent before, and waits until it has answered it. */
  async replay(value: Json): Promise<void> {
    const id = idOf(value);
    if (id === null) {
      this.deliver(value);
      return;
    }
    const answered = new Promise<void>((resolve) => this.#awaited.set(id, resolve));
    if (this.deliver(value)) await answered;
    this.#awaited.delete(id);
  }

  async close(): Promise<void> {
    this.#socket.close(1000);
    this.onclose?.();
  }
}

/** The request that a message answers; a listener's first answer is an acknowledgement. */
function answeredBy(message: JSONRPCMessage): RequestId | null {
  if (!("method" in message)) return message.id ?? null;
  if (message.method !== "notifications/subscriptions/acknowledged") return null;
  const id = message.params?._meta?.[SUBSCRIPTION_ID_META_KEY];
  return typeof id === "string" || typeof id === "number" ? id : null;
}
