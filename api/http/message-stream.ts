// An answer in messages, as they come: an event stream, or lines of JSON. One message is the same in both: an event has
// it as its data, and its `type` as its name.
//
// M1. A message is taken when the caller's connection took it; `send` resolves then. So whoever waits for that keeps
//     no more than one.
// M2. Where nothing is sent for a while, a heartbeat goes out: proxies keep the connection open, and a caller that is
//     gone is noticed, which only a write can do.

import type { Context } from "hono";
import { accepts } from "hono/accepts";

export const STREAM_TYPES = ["text/event-stream", "application/x-ndjson"] as const;
export type StreamType = (typeof STREAM_TYPES)[number];

/** What an answer in messages never is without: no cache keeps it, and no proxy gathers it. */
export const STREAM_HEADERS = { "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no" };

const HEARTBEAT_MS = 5_000;
/** How long a caller may take for the last message, and what stands before it in the connection. */
const LAST_TAKEN_WITHIN_MS = 60_000;

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
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #heartbeat: ReturnType<typeof setInterval>;
  readonly #encoder = new TextEncoder();
  #untaken = 0;

  constructor(type: StreamType, heartbeatMs = HEARTBEAT_MS) {
    // It has no queue: a write is done when the bytes were read.
    const { readable, writable } = new IdentityTransformStream();
    const gone = new AbortController();
    this.body = readable;
    this.gone = gone.signal;
    this.#type = type;
    this.#writer = writable.getWriter();
    this.#writer.closed.catch(() => {
      clearInterval(this.#heartbeat);
      gone.abort();
    });
    const beat = type === "text/event-stream" ? ":\n\n" : framed(type, { type: "heartbeat" });
    this.#heartbeat = setInterval(() => {
      if (this.#untaken === 0) void this.#write(beat);
    }, heartbeatMs);
  }

  /** Resolves when the message is taken, or when nobody is there to take it. Never rejects. */
  send(message: Message): Promise<void> {
    return this.#write(framed(this.#type, message));
  }

  /** Sends the last message. */
  async end(message: Message): Promise<void> {
    clearInterval(this.#heartbeat);
    const timer = setTimeout(() => this.break(), LAST_TAKEN_WITHIN_MS);
    await this.send(message);
    clearTimeout(timer);
    await this.#writer.close().catch(() => undefined);
  }

  /** Breaks off, so that the caller sees that the last message is missing. */
  break(): void {
    clearInterval(this.#heartbeat);
    this.#writer.abort(new Error("The answer was broken off.")).catch(() => undefined);
  }

  async #write(text: string): Promise<void> {
    this.#untaken++;
    // A caller that is gone is told by `gone`.
    await this.#writer.write(this.#encoder.encode(text)).catch(() => undefined);
    this.#untaken--;
  }
}
