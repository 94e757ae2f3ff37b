import { StreamableHTTPClientTransport, isJSONRPCRequest } from "@modelcontextprotocol/client";
import type { JSONRPCMessage, TransportSendOptions } from "@modelcontextprotocol/client";

/** The code of the answer that a request is given whose stream ended without one; ours alone, never on the wire. */
export const STREAM_ENDED = -32_099;

/** The SDK's transport; a stream that ends without an answer fails its request, where the SDK would wait on. */
export class UpstreamTransport extends StreamableHTTPClientTransport {
  #sending: Promise<void> = Promise.resolve();

  override send(message: JSONRPCMessage | JSONRPCMessage[], options?: TransportSendOptions): Promise<void> {
    const asked = (Array.isArray(message) ? message : [message]).filter((one) => isJSONRPCRequest(one));
    const onRequestStreamEnd = () => {
      options?.onRequestStreamEnd?.();
      const error = { code: STREAM_ENDED, message: "The stream ended without an answer." };
      for (const { id } of asked) this.onmessage?.({ jsonrpc: "2.0", id, error });
    };
    const given = { ...options, ...(asked.length > 0 && { onRequestStreamEnd }) };
    // The base class names the same options, without `undefined`, which it takes all the same.
    const sent = super.send(message, given as Parameters<StreamableHTTPClientTransport["send"]>[1]);
    this.#sending = sent.catch(() => undefined);
    return sent;
  }

  /** Settles once the last message has left, or could not. */
  sent(): Promise<void> {
    return this.#sending;
  }
}
