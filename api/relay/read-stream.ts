// The pieces of an answer that a provider streams, as they come: the events of an event stream, or the lines of NDJSON.
// A piece is handed on as soon as it is whole, and the next chunk is read when all pieces of the last were taken.

import { createParser } from "eventsource-parser";
import type { Failure } from "../../engine/run/outcome.ts";
import { ProviderFault } from "./provider-fault.ts";
import { MAX_ITEM_CHARS, MAX_ITEMS, MAX_STREAM_BYTES } from "./stream-limits.ts";

export type StreamFormat = "events" | "lines";

/** The text of one event or line, not looked into yet. */
export interface Piece {
  /** The `event` of an event, if it has one. */
  readonly name?: string | undefined;
  readonly text: string;
}

const FORMATS: Readonly<Record<string, StreamFormat>> = {
  "text/event-stream": "events",
  "application/x-ndjson": "lines",
  "application/ndjson": "lines",
  "application/jsonl": "lines",
  "application/x-jsonlines": "lines",
};

/** How the answer is streamed; null where it is not. */
export function streamFormatOf({ headers }: Response): StreamFormat | null {
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  return FORMATS[type ?? ""] ?? null;
}

/** Throws a ProviderFault where a cap is met; leaving the loop gives the body up. */
export function readStream(body: ReadableStream<Uint8Array>, format: StreamFormat): AsyncGenerator<Piece> {
  const chunks = readText(body);
  return format === "events" ? readEvents(chunks) : readLines(chunks);
}

async function* readText(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_STREAM_BYTES) throw new ProviderFault(streamTooLarge);
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

/** As the HTML standard has it (9.2.6): an event that has no end when the stream ends is none. */
async function* readEvents(chunks: AsyncIterable<string>): AsyncGenerator<Piece> {
  const events: Piece[] = [];
  let count = 0;
  let isTooLarge = false;
  const parser = createParser({
    maxBufferSize: MAX_ITEM_CHARS,
    onEvent: ({ event, data }) => events.push({ name: event, text: data }),
    onError: ({ type }) => {
      if (type === "max-buffer-size-exceeded") isTooLarge = true;
      // A field that the standard does not know: the parser makes an Error of each, with its stack.
      else count += 100;
    },
  });
  for await (const chunk of chunks) {
    parser.feed(chunk);
    count += events.length;
    yield* events.splice(0);
    if (isTooLarge) throw new ProviderFault(itemTooLarge);
    if (count > MAX_ITEMS) throw new ProviderFault(tooManyItems);
  }
}

/** Empty lines are no items. The last one needs no end. */
async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<Piece> {
  let begun: string[] = [];
  let begunChars = 0;
  let count = 0;
  for await (const chunk of chunks) {
    // Joined only where a line ends: a line may come byte by byte.
    const [first = "", ...others] = chunk.split(/\n+/);
    begun.push(first);
    begunChars += first.length;
    if (begunChars > MAX_ITEM_CHARS) throw new ProviderFault(itemTooLarge);
    const last = others.pop();
    if (last === undefined) continue;
    for (const text of [begun.join(""), ...others]) if (text.trim() !== "") yield { text };
    begun = [last];
    begunChars = last.length;
    count += others.length + 1;
    if (count > MAX_ITEMS) throw new ProviderFault(tooManyItems);
  }
  const text = begun.join("");
  if (text.trim() !== "") yield { text };
}

const itemTooLarge: Failure = {
  code: "response_too_large",
  message: `An item of the provider's stream is larger than ${MAX_ITEM_CHARS} characters.`,
  retryable: false,
};

const streamTooLarge: Failure = {
  code: "response_too_large",
  message: `The provider's stream is longer than ${MAX_STREAM_BYTES} bytes.`,
  retryable: false,
};

const tooManyItems: Failure = {
  code: "response_too_large",
  message: `The provider's stream has more than ${MAX_ITEMS} items.`,
  retryable: false,
};
