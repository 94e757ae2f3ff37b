// The MCP endpoints. Plain routes: JSON-RPC has methods of its own, which OpenAPI cannot say. docs/mcp.md has them.

import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "../http/context.ts";
import type { Endpoint } from "./endpoint.ts";
import { serveMcp } from "./serve-http.ts";
import { serveSocket } from "./serve-socket.ts";

const METHODS = ["GET", "POST", "DELETE"];

export function mcpRoutes(app: OpenAPIHono<AppEnv>): void {
  app.get("/mcp/v1/ws", (c) => serveSocket(c, hubEndpoint(c.req.query("tools")), c.req.query("serve")));
  app.on(METHODS, "/mcp/v1", (c) => serveMcp(c, hubEndpoint(c.req.query("tools"))));
  app.on(METHODS, "/mcp/v1/boxes/:id", (c) => serveMcp(c, { kind: "box", id: c.req.param("id") }));
  app.on(METHODS, "/mcp/v1/servers/:id", (c) => serveMcp(c, { kind: "server", id: c.req.param("id") }));
}

/** `?tools=all` lists every tool, `?tools=few` the few that find the others; anything else lets the hub decide. */
function hubEndpoint(tools: string | undefined): Endpoint {
  return { kind: "hub", tools: tools === "all" || tools === "few" ? tools : "auto" };
}
