// The span of a request: a part of the caller's trace where it sent a `traceparent`, else the begin of one.

import { createMiddleware } from "hono/factory";
import { exporterOf } from "../telemetry/exporter.ts";
import { readTraceContext } from "../telemetry/trace-context.ts";
import { describeSpan, failSpan, inSpan, within } from "../telemetry/tracing.ts";
import type { AppEnv } from "./context.ts";

/** Asked every few seconds by whoever watches the hub: a span of each would only be noise. */
const PROBES: ReadonlySet<string> = new Set(["/healthz", "/metrics"]);

export const traced = createMiddleware<AppEnv>(async (c, next) => {
  const { method, path } = c.req;
  if (PROBES.has(path)) return next();
  const exporter = exporterOf(c.env);
  const { protocol, hostname } = new URL(c.req.url);
  const attributes = {
    "http.request.method": KNOWN_METHODS.has(method) ? method : "_OTHER",
    "url.scheme": protocol.slice(0, -1),
    "server.address": hostname,
  };
  const start = { name: attributes["http.request.method"], kind: "server", attributes } as const;
  await within({ context: readTraceContext(c.req.raw.headers), exporter, remote: true }, () =>
    inSpan(start, async () => {
      await next();
      describeAnswer(c.res.status, c.req.routePath, start.name, path);
    }),
  );
  if (exporter !== null) c.executionCtx.waitUntil(exporter.flush());
});

const KNOWN_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** A path that no route takes is not told: it can hold anything. */
function describeAnswer(status: number, routePath: string, method: string, path: string): void {
  describeSpan({ "http.response.status_code": status });
  if (!routePath.includes("*")) {
    const route = routePath.replaceAll(/:(\w+)/g, "{$1}");
    describeSpan({ "http.route": route, "url.path": path }, `${method} ${route}`);
  }
  if (status >= 500) failSpan(String(status));
}
