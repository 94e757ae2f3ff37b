// The span of one MCP request: a part of the trace that its `_meta` names (2026-07-28, "Trace Context"), else of the HTTP
// request that it came in. A message on a socket or in a session has no HTTP request of its own that could say so.

import { TRACEPARENT_META_KEY, TRACESTATE_META_KEY } from "@modelcontextprotocol/server";
import type { ServerContext } from "@modelcontextprotocol/server";
import type { SpanExporter } from "../telemetry/exporter.ts";
import { readTraceContext, type TraceContext } from "../telemetry/trace-context.ts";
import { currentTrace, inSpan, within } from "../telemetry/tracing.ts";

export interface Tracing {
  /** Null: spans go nowhere. */
  readonly exporter: SpanExporter | null;
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** Does the work in the request's span. The method is the protocol's; what a client calls things is not told. */
export async function inRequestSpan<T>(
  { exporter, waitUntil }: Tracing,
  { mcpReq, http }: ServerContext,
  revision: string,
  work: () => Promise<T>,
): Promise<T> {
  const { method } = mcpReq;
  const attributes = { "mcp.method.name": method, "mcp.protocol.version": revision };
  const span = () => inSpan(() => ({ name: method, kind: "server", attributes }), work);
  // In a session's object the request's own span is elsewhere: its headers say where.
  const behind = currentTrace() === null && http?.req ? readTraceContext(http.req.headers) : null;
  const context = traceIn(mcpReq._meta) ?? behind;
  if (context === null) return span();
  try {
    return await within({ context, exporter, remote: true }, span);
  } finally {
    if (exporter !== null) waitUntil(exporter.flush());
  }
}

function traceIn(meta: Readonly<Record<string, unknown>> | undefined): TraceContext | null {
  if (meta?.[TRACEPARENT_META_KEY] === undefined) return null;
  const headers = new Headers();
  for (const [key, name] of [
    [TRACEPARENT_META_KEY, "traceparent"],
    [TRACESTATE_META_KEY, "tracestate"],
  ] as const) {
    const value = meta[key];
    // What a header cannot hold is not of the form that counts.
    if (typeof value === "string" && /^[\x20-\x7e]*$/.test(value)) headers.set(name, value);
  }
  return readTraceContext(headers);
}
