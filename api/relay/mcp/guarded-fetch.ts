// The fetch that an MCP client is given: each request and each redirect passes the egress guard, credentials go to their
// own origin alone, and what an upstream sends is counted while it comes and shown without the secret.

import type { Failure } from "../../../engine/run/outcome.ts";
import { type Credentials, redact } from "../credentials.ts";
import { type Egress, egressFault } from "../egress.ts";

const MAX_REDIRECTS = 3;

export interface Guard {
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  /** Why the guard refused or cut off something; null where it did not. */
  readonly fault: () => Failure | null;
}

export interface GuardOptions {
  readonly egress: Egress;
  readonly credentials: Credentials | undefined;
  /** What all bodies may weigh together. */
  readonly maxBytes: number;
  /** Ends every request. */
  readonly signal?: AbortSignal;
  /** What is asked, in words; left out: the MCP server. */
  readonly who?: string;
}

export function guardedFetch({ egress, credentials, maxBytes, signal, who = "The MCP server" }: GuardOptions): Guard {
  let fault: Failure | null = null;
  let bytesLeft = maxBytes;

  function refuse(failure: Failure): never {
    fault ??= failure;
    throw new Error(failure.message);
  }

  async function follow(url: URL, init: RequestInit, shown: Credentials | undefined, left: number): Promise<Response> {
    const denied = egressFault(url.href, egress);
    if (denied !== null) refuse(egressDenied(who, denied));
    const headers = new Headers(init.headers);
    headers.set("user-agent", "NexusCall");
    if (shown !== undefined) headers.set(shown.header, shown.prefix + shown.secret);
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    if (init.method === "POST" && response.status !== 307 && response.status !== 308) {
      refuse(badRedirect(who, `redirects with ${response.status}, which drops the message; 307 or 308 keep it`));
    }
    if (left === 0) refuse(badRedirect(who, `redirects more than ${MAX_REDIRECTS} times`));
    const next = URL.parse(location, url.href);
    if (next === null) refuse(badRedirect(who, "redirects to what is no URL"));
    if (next.origin === url.origin) return follow(next, init, shown, left - 1);
    // What was given for one origin is not shown to another, nor to the first again by way of another.
    headers.delete("mcp-session-id");
    if (shown !== undefined) headers.delete(shown.header);
    return follow(next, { ...init, headers }, undefined, left - 1);
  }

  function count(): TransformStream<Uint8Array, Uint8Array> {
    return new TransformStream({
      transform(chunk, controller) {
        bytesLeft -= chunk.byteLength;
        if (bytesLeft >= 0) return controller.enqueue(chunk);
        fault ??= tooMuch(who, maxBytes);
        controller.error(new Error(fault.message));
      },
    });
  }

  return {
    fault: () => fault,
    async fetch(url, init = {}) {
      const ends = [init.signal, signal].filter((one) => one !== null && one !== undefined);
      const response = await follow(
        new URL(url),
        { ...init, signal: AbortSignal.any(ends) },
        credentials,
        MAX_REDIRECTS,
      );
      if (response.body === null) return response;
      const counted = response.body.pipeThrough(count());
      const body = credentials === undefined ? counted : redacted(counted, credentials);
      const headers = new Headers(response.headers);
      // The runtime has decompressed it, and a secret that is left out makes it shorter.
      headers.delete("content-encoding");
      headers.delete("content-length");
      return new Response(body, { status: response.status, statusText: response.statusText, headers });
    },
  };
}

/** Line by line, so that no secret hides in the seam between two chunks; JSON and SSE break no text across lines. */
function redacted(body: ReadableStream<Uint8Array>, credentials: Credentials): ReadableStream<Uint8Array> {
  let held = "";
  return body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(
      new TransformStream<string, string>({
        transform(text, controller) {
          const end = text.lastIndexOf("\n") + 1;
          if (end === 0) {
            held += text;
            return;
          }
          controller.enqueue(redact(held + text.slice(0, end), credentials));
          held = text.slice(end);
        },
        flush: (controller) => controller.enqueue(redact(held, credentials)),
      }),
    )
    .pipeThrough(new TextEncoderStream());
}

function egressDenied(who: string, why: string): Failure {
  return { code: "egress_denied", message: `${who}'s address may not be called. ${why}`, retryable: false };
}

function badRedirect(who: string, how: string): Failure {
  return { code: "provider_redirect", message: `${who} ${how}.`, retryable: false };
}

function tooMuch(who: string, maxBytes: number): Failure {
  const message = `${who} sent more than ${maxBytes} bytes.`;
  return { code: "response_too_large", message, retryable: false };
}
