// Requests that no route takes.

import type { Context } from "hono";
import type { AppEnv } from "./context.ts";
import { Problem, problemResponse } from "./problem.ts";

export function refuseRoute(c: Context<AppEnv>): Response {
  return problemResponse(c, new Problem("route_not_found", "The hub has no such route. /openapi.json lists them all."));
}

/** The path exists, but not for this method. OPTIONS is answered, since it asks for exactly that. */
export function refuseMethod(c: Context<AppEnv>, methods: readonly string[]): Response {
  const headers = { Allow: [...methods, "OPTIONS"].join(", ") };
  if (c.req.method === "OPTIONS") return c.body(null, 204, headers);
  const detail = `This path takes ${methods.join(", ")}, not ${c.req.method}.`;
  return problemResponse(c, new Problem("method_not_allowed", detail, { headers }));
}
