import { StreamableHTTPClientTransport, isJSONRPCRequest } from "@modelcontextprotocol/client";
import type { JSONRPCMessage, TransportSendOptions } from "@modelcontextprotocol/client";
import { WireIds } from "./wire-ids.ts";

/** The code of the answer that a request is given whose stream ended without one; ours alone, never on the wire. */
export const STREAM_ENDED = -32_099;

/**
 * The SDK's transport, with ids that no other request has. A stream that ends without an answer fails its request, where
 * the SDK would wait on.
 */
export class UpstreamTransport extends StreamableHTTPClientTransport {
  readonly #ids = new WireIds();
  #sending: Promise<unknown> = Promise.resolve();

  constructor(...given: ConstructorParameters<typeof StreamableHTTPClientTransport>) {
    super(...given);
    // The client hears of a message after who was here before it; a transport has no other way to listen.
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- it is no EventTarget
    this.onmessage = (message: JSONRPCMessage) => this.#ids.toClient(message);
  }

  override send(message: JSONRPCMessage | JSONRPCMessage[], options?: TransportSendOptions): Promise<void> {
    const messages = [message].flat().map((one) => this.#ids.toServer(one));
    const asked = messages.filter((one) => isJSONRPCRequest(one));
    const onRequestStreamEnd = () => {
      options?.onRequestStreamEnd?.();
      const error = { code: STREAM_ENDED, message: "The stream ended without an answer." };
      for (const { id } of asked) this.onmessage?.({ jsonrpc: "2.0", id, error });
    };
    const given = { ...options, ...(asked.length > 0 && { onRequestStreamEnd }) };
    const [first] = messages;
    // The base class names the same options, without `undefined`, which it takes all the same.
    const sent = super.send(
      messages.length === 1 && first !== undefined ? first : messages,
      given as Parameters<StreamableHTTPClientTransport["send"]>[1],
    );
    this.#sending = Promise.allSettled([this.#sending, sent]);
    return sent;
  }

  /** Settles once what was sent has left, or could not. */
  sent(): Promise<unknown> {
    return this.#sending;
  }
}
