// HTTP+SSE, the transport of 2024-11-05: a GET is answered with a stream whose first event names where to POST. The hub does
// not speak it; it only recognizes it, so that whoever registers such a server is told what to do.

import type { UrlReach } from "./connect.ts";
import { notMcp, UpstreamError } from "./failures.ts";
import { guardedFetch } from "./guarded-fetch.ts";

const LOOK_MS = 5_000;
const LOOK_BYTES = 16 * 1024;
const FIRST_EVENT = /^event: ?endpoint\r?$/m;

/** The error of a server that speaks it; null where this one does not, or does not say. */
export async function deprecatedTransport(reach: UrlReach): Promise<UpstreamError | null> {
  const guard = guardedFetch({ ...reach, maxBytes: LOOK_BYTES, signal: AbortSignal.timeout(LOOK_MS) });
  try {
    const response = await guard.fetch(reach.url, { method: "GET", headers: { accept: "text/event-stream" } });
    const isStream = /^text\/event-stream\b/.test(response.headers.get("content-type") ?? "");
    if (response.ok && isStream && response.body !== null) return (await isNamed(response.body)) ? error : null;
    await response.body?.cancel();
    return null;
  } catch {
    return null;
  }
}

async function isNamed(body: ReadableStream<Uint8Array>): Promise<boolean> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (let said = ""; ;) {
      const { done, value } = await reader.read();
      said += decoder.decode(value, { stream: true });
      if (FIRST_EVENT.test(said)) return true;
      if (done) return false;
    }
  } finally {
    await reader.cancel();
  }
}

const error = new UpstreamError({
  ...notMcp(""),
  message:
    "The server at this URL speaks HTTP+SSE, the transport of 2024-11-05, which is deprecated; the hub speaks Streamable HTTP. " +
    "Give the address of its Streamable HTTP endpoint (often /mcp), upgrade it, or have it reached through a bridge that " +
    "speaks Streamable HTTP.",
});
