// An answer in messages, as they come: an event stream, or lines of JSON. One message is the same in both: an event has
// it as its data, and its `type` as its name.
//
// M1. A message leaves at once, or, while a write is under way, with all that come meanwhile: each write is a turn of
//     the event loop, and small messages are many. `send` resolves when so much as is gathered may wait, so whoever waits
//     for that keeps MAX_GATHERED_CHARS and one message.
// M2. Nothing comes after the last message, whoever still has something to say.
// M3. Where nothing is sent for a while, a heartbeat goes out: proxies keep the connection open, and a caller that is
//     gone is noticed, which only a write can do.

import type { Context } from "hono";
import { accepts } from "hono/accepts";

export const STREAM_TYPES = ["text/event-stream", "application/x-ndjson"] as const;
export type StreamType = (typeof STREAM_TYPES)[number];

/** What an answer in messages never is without: no cache keeps it, and no proxy gathers it. */
export const STREAM_HEADERS = { "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no" };

const HEARTBEAT_MS = 5_000;
/** What may wait for the write that is under way. */
const MAX_GATHERED_CHARS = 32 * 1024;
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
  #gathered = "";
  #hasEnded = false;
  /** The write under way. */
  #write: Promise<void> | null = null;
  #drained: Promise<void> = Promise.resolve();

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
      if (this.#write === null) this.#take(beat);
    }, heartbeatMs);
  }

  /** Resolves when there is room for the next one, or when nobody is there to take any more. Never rejects. */
  async send(message: Message): Promise<void> {
    if (this.#hasEnded) return;
    this.#take(framed(this.#type, message));
    while (this.#gathered.length > MAX_GATHERED_CHARS) await this.#write;
  }

  /** Sends the last message. */
  async end(message: Message): Promise<void> {
    clearInterval(this.#heartbeat);
    this.#hasEnded = true;
    const timer = setTimeout(() => this.break(), LAST_TAKEN_WITHIN_MS);
    this.#take(framed(this.#type, message));
    await this.#drained;
    clearTimeout(timer);
    await this.#writer.close().catch(() => undefined);
  }

  /** Breaks off, so that the caller sees that the last message is missing. */
  break(): void {
    clearInterval(this.#heartbeat);
    this.#writer.abort(new Error("The answer was broken off.")).catch(() => undefined);
  }

  #take(text: string): void {
    this.#gathered += text;
    if (this.#write === null) this.#drained = this.#drain();
  }

  async #drain(): Promise<void> {
    while (this.#gathered !== "") {
      const bytes = this.#encoder.encode(this.#gathered);
      this.#gathered = "";
      // A caller that is gone is told by `gone`.
      this.#write = this.#writer.write(bytes).catch(() => undefined);
      await this.#write;
    }
    this.#write = null;
  }
}
