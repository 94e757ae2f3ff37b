// Tickets: how a client opens an MCP socket that can set neither a header nor a subprotocol of its own.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../../http/access.ts";
import { jsonAnswer } from "../../http/json-body.ts";
import { TICKET_SECONDS } from "./tickets.ts";

export const createSocketTicketContract = createRoute({
  ...keyed("createSocketTicket"),
  method: "post",
  path: "/api/v1/mcp/ws-tickets",
  tags: ["MCP"],
  summary: "Get a ticket that opens one MCP WebSocket",
  description:
    "For clients that can set no header on a WebSocket: `WS /mcp/v1/ws?ticket=…`. It opens one socket, within " +
    `${TICKET_SECONDS} seconds, for who asked for it, and is worth nothing afterwards. The socket ends when the key ` +
    "is revoked, or the time of the token or session is up that the ticket was asked for with.",
  responses: {
    201: jsonAnswer(
      "The ticket",
      z
        .object({
          ticket: z.string(),
          url: z.string().openapi({ description: "Where to connect, with the ticket; `mcp` is the subprotocol." }),
          expiresAt: z.iso.datetime(),
        })
        .openapi("SocketTicket"),
    ),
  },
});
