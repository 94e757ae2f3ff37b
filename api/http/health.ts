import { createRoute, z } from "@hono/zod-openapi";
import type { RouteHandler } from "@hono/zod-openapi";
import { version } from "../../package.json";
import type { AppEnv } from "./context.ts";
import { jsonAnswer } from "./json-body.ts";

export { version };

export const healthContract = createRoute({
  operationId: "getHealth",
  security: [],
  method: "get",
  path: "/healthz",
  tags: ["Operation"],
  summary: "Whether the hub is up",
  responses: { 200: jsonAnswer("It is", z.object({ status: z.literal("ok"), version: z.string() }).openapi("Health")) },
});

export const getHealth: RouteHandler<typeof healthContract, AppEnv> = (c) =>
  c.json({ status: "ok" as const, version }, 200, { "Cache-Control": "no-store" });
