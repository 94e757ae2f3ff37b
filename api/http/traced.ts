// The span of a request: a part of the caller's trace where it sent a `traceparent`, else the begin of one.

import type { HonoRequest } from "hono";
import { createMiddleware } from "hono/factory";
import type { SpanStart } from "../telemetry/span.ts";
import { exporterOf } from "../telemetry/exporter.ts";
import { readTraceContext } from "../telemetry/trace-context.ts";
import { describeSpan, failSpan, inSpan, isRecorded, within } from "../telemetry/tracing.ts";
import type { AppEnv } from "./context.ts";

/** Asked every few seconds by whoever watches the hub: a span of each would only be noise. */
const PROBES: ReadonlySet<string> = new Set(["/healthz", "/metrics"]);

export const traced = createMiddleware<AppEnv>(async (c, next) => {
  if (PROBES.has(c.req.path)) return next();
  const exporter = exporterOf(c.env);
  await within({ context: readTraceContext(c.req.raw.headers), exporter, remote: true }, () =>
    inSpan(
      () => spanOf(c.req),
      async () => {
        await next();
        if (isRecorded()) describeAnswer(c.req, c.res.status);
      },
    ),
  );
  if (exporter !== null) c.executionCtx.waitUntil(exporter.flush());
});

const KNOWN_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

function spanOf({ method, url }: HonoRequest): SpanStart {
  const { protocol, hostname } = new URL(url);
  const name = methodOf(method);
  const attributes = { "http.request.method": name, "url.scheme": protocol.slice(0, -1), "server.address": hostname };
  return { name, kind: "server", attributes };
}

/** A path that no route takes is not told: it can hold anything. */
function describeAnswer({ method, path, routePath }: HonoRequest, status: number): void {
  describeSpan({ "http.response.status_code": status });
  if (!routePath.includes("*")) {
    const route = routePath.replaceAll(/:(\w+)/g, "{$1}");
    describeSpan({ "http.route": route, "url.path": path }, `${methodOf(method)} ${route}`);
  }
  if (status >= 500) failSpan(String(status));
}

function methodOf(method: string): string {
  return KNOWN_METHODS.has(method) ? method : "_OTHER";
}
