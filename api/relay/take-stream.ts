// What an answer comes to that a provider streams. Each item goes to the sink as it comes, if there is one.
//
//   event `result`         its data is the result, and the stream ends there
//   event `error`          the call failed, and its data says why
//   any other event, or    an item; where no `result` comes, the result is the list of all items' data
//   a line of NDJSON

import { isDeeperThan, MAX_JSON_DEPTH, type Json } from "../../engine/json.ts";
import type { Outcome } from "../../engine/run/outcome.ts";
import { type Credentials, redact } from "./credentials.ts";
import type { ItemSink, StreamItem } from "./item-sink.ts";
import { ProviderFault } from "./provider-fault.ts";
import { type Piece, readStream, type StreamFormat } from "./read-stream.ts";
import { excerpt, invalidResponse, MAX_RESULT_BYTES, resultOf, tooLarge } from "./result.ts";

interface StreamedAnswer {
  readonly body: ReadableStream<Uint8Array>;
  readonly format: StreamFormat;
  readonly sink: ItemSink | undefined;
  readonly credentials: Credentials | undefined;
}

/** Throws a ProviderFault, or what the body throws where the provider breaks off. */
export async function takeStream({ body, format, sink, credentials }: StreamedAnswer): Promise<Outcome> {
  const collected: Json[] = [];
  let sizeBytes = 2;
  for await (const piece of readStream(body, format)) {
    const { item, sizeChars } = read(piece, format, credentials);
    if (item.name === "result") return resultOf(JSON.stringify(item.data));
    if (item.name === "error") return failed(item.data);
    sizeBytes += sizeChars;
    if (sizeBytes <= MAX_RESULT_BYTES) collected.push(item.data);
    else if (sink === undefined) return { type: "failure", failure: tooLarge };
    else collected.length = 0;
    await sink?.put(item);
  }
  if (sizeBytes <= MAX_RESULT_BYTES) return { type: "success", result: collected, sizeBytes };
  sink?.resultLeftOut(sizeBytes);
  return { type: "success", result: null, sizeBytes: 4 };
}

function read({ name, text }: Piece, format: StreamFormat, credentials: Credentials | undefined) {
  const data = format === "events" ? jsonOrText(text) : lineOf(text);
  // In the list of all items, each is one level deeper.
  const levels = name === "result" ? MAX_JSON_DEPTH : MAX_JSON_DEPTH - 1;
  if (isDeeperThan(data, levels)) {
    throw new ProviderFault(invalidResponse(`An item of the provider's stream nests deeper than ${levels}.`));
  }
  const item: StreamItem = name === undefined ? { data } : { name, data };
  const json = JSON.stringify(item);
  // The item is whole here, in whatever chunks it came, and JSON writes all that a secret may hold as it is.
  const shown = credentials ? redact(json, credentials) : json;
  return { item: shown === json ? item : (JSON.parse(shown) as StreamItem), sizeChars: shown.length };
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function lineOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new ProviderFault(invalidResponse(`A line of the provider's stream is not JSON: ${excerpt(text)}`));
  }
}

function failed(data: Json): Outcome {
  const said = excerpt(typeof data === "string" ? data : JSON.stringify(data));
  const message = `The provider's stream ended with an error: ${said}`;
  return { type: "failure", failure: { code: "provider_error", message, retryable: false } };
}
