// A JSON answer that is streamed as text that is JSON already.

import type { Context, TypedResponse } from "hono";
import type { JSONValue } from "hono/utils/types";

/** `sizeBytes`: where it is known. */
export function streamedJson(
  c: Context,
  text: ReadableStream<Uint8Array>,
  sizeBytes: number | null,
): TypedResponse<JSONValue, 200, "json"> & Response {
  const headers = {
    "Content-Type": "application/json",
    ...(sizeBytes !== null && { "Content-Length": String(sizeBytes) }),
  };
  // The contract knows what is in it as JSON alone.
  return c.body(text, 200, headers) as unknown as TypedResponse<JSONValue, 200, "json"> & Response;
}
