// `WS /mcp/v1/ws`: lets a client in, and hands the socket to an object of its own.

import type { Context } from "hono";
import { acceptedOr401 } from "../http/authentication.ts";
import type { AppEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { isUpgrade, subprotocols, TOKEN_PREFIX, tokenAmongSubprotocols } from "../http/upgrade.ts";
import { withVisit } from "./caller.ts";
import type { Endpoint } from "./endpoint.ts";
import { acceptedCaller, challenging, refuseOrigin } from "./gate.ts";
import { refusedRequest } from "./refusal.ts";
import type { Admitted } from "../oauth/authenticate-access-token.ts";
import { redeemTicket } from "./tickets/tickets.ts";

export async function serveSocket(c: Context<AppEnv>, endpoint: Endpoint): Promise<Response> {
  try {
    const refused = refuseOrigin(c);
    if (refused) return refused;
    const { headers } = c.req.raw;
    if (!isUpgrade(headers)) {
      throw new Problem("upgrade_needed", "This is a WebSocket: connect with the subprotocol mcp.", {
        headers: { Upgrade: "websocket" },
      });
    }
    const { principal: caller, expiresAt: shownUntil, grantId } = await callerOf(c, endpoint);
    const request = new Request(c.req.raw);
    // What it showed to the hub goes no further.
    const others = subprotocols(headers).filter((name) => name !== "" && !name.startsWith(TOKEN_PREFIX));
    if (others.length > 0) request.headers.set("Sec-WebSocket-Protocol", others.join(", "));
    else request.headers.delete("Sec-WebSocket-Protocol");
    const id = crypto.randomUUID();
    const visit = { caller, endpoint, id, shownUntil, ...(grantId !== undefined && { grantId }) };
    return await c.env.MCP_SOCKET.getByName(id).fetch(withVisit(request, visit, null));
  } catch (error) {
    if (error instanceof Problem) return challenging(c, endpoint, refusedRequest(error));
    throw error;
  }
}

/** By a ticket in the URL, a key or token in a header, or a token as a subprotocol beside `mcp`. */
async function callerOf(c: Context<AppEnv>, endpoint: Endpoint): Promise<Admitted & { ok: true }> {
  const ticket = c.req.query("ticket");
  if (ticket === undefined) return acceptedCaller(c, endpoint, tokenAmongSubprotocols(c.req.raw.headers));
  return acceptedOr401(await redeemTicket(c.get("services").db, ticket, (work) => c.executionCtx.waitUntil(work)));
}
