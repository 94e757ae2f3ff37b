// `WS /mcp/v1/ws`: lets a client in, and hands the socket to an object of its own.

import type { Context } from "hono";
import type { AppEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { withVisit } from "./caller.ts";
import type { Endpoint } from "./endpoint.ts";
import { callerOr401, refuseOrigin } from "./gate.ts";
import { refusedRequest } from "./refusal.ts";

/** A page cannot set headers on a socket: it shows its key as a subprotocol, beside `mcp`. */
const SHOWN_AS_SUBPROTOCOL = "bearer.";

export async function serveSocket(c: Context<AppEnv>, endpoint: Endpoint): Promise<Response> {
  try {
    const refused = refuseOrigin(c);
    if (refused) return refused;
    if (c.req.header("Upgrade")?.toLowerCase() !== "websocket") {
      throw new Problem("upgrade_needed", "This is a WebSocket: connect with the subprotocol mcp.", {
        headers: { Upgrade: "websocket" },
      });
    }
    const offered = (c.req.header("Sec-WebSocket-Protocol") ?? "").split(",").map((name) => name.trim());
    const shown = offered.find((name) => name.startsWith(SHOWN_AS_SUBPROTOCOL))?.slice(SHOWN_AS_SUBPROTOCOL.length);
    const caller = await callerOr401(c, shown);
    const request = new Request(c.req.raw);
    const others = offered.filter((name) => name !== "" && !name.startsWith(SHOWN_AS_SUBPROTOCOL));
    if (others.length > 0) request.headers.set("Sec-WebSocket-Protocol", others.join(", "));
    else request.headers.delete("Sec-WebSocket-Protocol");
    const id = crypto.randomUUID();
    return await c.env.MCP_SOCKET.getByName(id).fetch(withVisit(request, { caller, endpoint, id }, null));
  } catch (error) {
    if (error instanceof Problem) return refusedRequest(error);
    throw error;
  }
}
