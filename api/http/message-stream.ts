// An answer in messages, as they come: an event stream, or lines of JSON. One message is the same in both: an event has
// it as its data, and its `type` as its name. How they leave, and how a caller that is gone is noticed, is the body's
// business (beating-body.ts).

import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { BeatingBody } from "./beating-body.ts";

export const STREAM_TYPES = ["text/event-stream", "application/x-ndjson"] as const;
export type StreamType = (typeof STREAM_TYPES)[number];

/** What an answer in messages never is without: no cache keeps it, and no proxy gathers it. */
export const STREAM_HEADERS = { "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no" };

export interface Message {
  /** A word in snake_case. */
  readonly type: string;
  readonly [field: string]: unknown;
}

/** How the request wants its answer in messages; null where it wants it whole. */
export function streamTypeWanted(c: Context): StreamType | null {
  const whole = "application/json";
  const wanted = accepts(c, { header: "Accept", supports: [whole, ...STREAM_TYPES], default: whole });
  return STREAM_TYPES.find((type) => type === wanted) ?? null;
}

export function framed(type: StreamType, message: Message): string {
  // Some readers take these for the end of a line.
  const json = JSON.stringify(message).replaceAll(/[\u0085\u2028\u2029]/g, escaped);
  return type === "text/event-stream" ? `event: ${message.type}\ndata: ${json}\n\n` : `${json}\n`;
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

export class MessageStream {
  /** The body of the answer. */
  readonly body: ReadableStream<Uint8Array>;
  /** Aborts when the caller is gone before the last message. */
  readonly gone: AbortSignal;
  readonly #type: StreamType;
  readonly #body: BeatingBody;

  constructor(type: StreamType, heartbeatMs?: number) {
    const beat = type === "text/event-stream" ? ":\n\n" : framed(type, { type: "heartbeat" });
    this.#type = type;
    this.#body = new BeatingBody(beat, heartbeatMs);
    this.body = this.#body.readable;
    this.gone = this.#body.gone;
  }

  /** Resolves when there is room for the next one, or when nobody is there to take any more. Never rejects. */
  send(message: Message): Promise<void> {
    return this.#body.write(framed(this.#type, message));
  }

  /** Sends the last message. */
  end(message: Message): Promise<void> {
    return this.#body.end(framed(this.#type, message));
  }

  /** Breaks off, so that the caller sees that the last message is missing. */
  break(): void {
    this.#body.break();
  }
}
