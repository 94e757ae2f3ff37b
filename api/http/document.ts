// /openapi.json: the contracts, as OpenAPI 3.1.

import type { OpenAPIHono } from "@hono/zod-openapi";
import { SCOPES } from "../keys/scopes.ts";
import type { AppEnv } from "./context.ts";

/** Serves the document of the app's contracts, generated on the first request. */
export function documentRoute(app: OpenAPIHono<AppEnv>, version: string): void {
  describeKeys(app);
  let document: string | undefined;
  app.get("/openapi.json", (c) => {
    document ??= JSON.stringify(generate(app, version));
    return c.body(document, 200, { "Content-Type": "application/json" });
  });
}

function describeKeys(app: OpenAPIHono<AppEnv>): void {
  const description = `An agent's key. Its scopes: ${SCOPES.join(", ")}.`;
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "nxc_live_…",
    description,
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKeyHeader", {
    type: "apiKey",
    in: "header",
    name: "X-API-Key",
    description,
  });
}

function generate(app: OpenAPIHono<AppEnv>, version: string) {
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "NexusCall",
      version,
      description: "The API gateway for AI agents: publish tools, find them, call them, compose them into workflows.",
    },
    servers: [{ url: "/" }],
  });
}
