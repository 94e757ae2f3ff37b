// The ids of requests on their way to a server. The SDK's client counts its requests from 0, and each piece of work has a
// client of its own; but in a session no id may come twice, nor may a request that is made again with answers have the id
// that it had. So each goes out under another one; but for the SDK's probe of a server that is not known yet, which has a text
// as its id and comes before any session.

import {
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type RequestId,
} from "@modelcontextprotocol/client";

/** Some servers read an id as an integer of 32 bits. */
const MAX_ID = 2 ** 31 - 1;

/** Goes on through all sessions of the isolate; begins anywhere, since another isolate may have made the first request. */
let last: number | null = null;

function nextId(): number {
  last ??= crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  last = (last % MAX_ID) + 1;
  return last;
}

export class WireIds {
  readonly #toServer = new Map<unknown, number>();
  readonly #toClient = new Map<unknown, RequestId>();

  /** The message as the server gets it. */
  toServer<Message extends JSONRPCMessage>(message: Message): Message {
    if (isJSONRPCRequest(message)) {
      if (typeof message.id !== "number") return message;
      const id = nextId();
      this.#toServer.set(message.id, id);
      this.#toClient.set(id, message.id);
      const { params } = message;
      // The SDK's progress token is the request's id.
      if (params?._meta?.progressToken === undefined) return { ...message, id };
      return { ...message, id, params: { ...params, _meta: { ...params._meta, progressToken: id } } };
    }
    if (!isJSONRPCNotification(message) || message.method !== "notifications/cancelled") return message;
    const requestId = this.#toServer.get(message.params?.["requestId"]);
    return requestId === undefined ? message : { ...message, params: { ...message.params, requestId } };
  }

  /** Gives a message of the server's the id that the client knows; what is nothing of its own stays as it is. */
  toClient(message: JSONRPCMessage): void {
    if (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) {
      const id = this.#toClient.get(message.id);
      if (id !== undefined) message.id = id;
    } else if (isJSONRPCNotification(message) && message.method === "notifications/progress" && message.params) {
      const token = this.#toClient.get(message.params["progressToken"]);
      if (token !== undefined) message.params["progressToken"] = token;
    }
  }
}
