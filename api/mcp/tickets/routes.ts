import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../../http/context.ts";
import type { createSocketTicketContract } from "./contract.ts";
import { issueTicket } from "./tickets.ts";

export const createSocketTicket: RouteHandler<typeof createSocketTicketContract, KeyedEnv> = async (c) => {
  const { ticket, expiresAt } = await issueTicket(c.get("services").db, c.get("principal"), c.get("shownUntil"));
  const url = new URL(`/mcp/v1/ws?ticket=${ticket}`, c.req.url);
  url.protocol = url.protocol === "http:" ? "ws:" : "wss:";
  return c.json({ ticket, url: url.href, expiresAt }, 201);
};
