// `WS /mcp/v1/ws`: lets a client in, and hands the socket to an object of its own; with `?serve=<name>`, to the object of the
// agent that serves over it.

import type { Context } from "hono";
import { acceptedOr401 } from "../http/authentication.ts";
import { deferOf } from "../http/defer.ts";
import type { AppEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { isUpgrade, opened, subprotocols, TOKEN_PREFIX, tokenAmongSubprotocols } from "../http/upgrade.ts";
import type { Principal } from "../keys/principal.ts";
import { withVisit } from "./caller.ts";
import type { Endpoint } from "./endpoint.ts";
import { acceptedCaller, challenging, refuseOrigin } from "./gate.ts";
import { refusedRequest } from "./refusal.ts";
import { requireScopes } from "./require-scope.ts";
import type { Admitted } from "../oauth/authenticate-access-token.ts";
import { admitQuestion } from "../servers/ask-server.ts";
import type { Whose } from "../servers/connected/agent-journal.ts";
import { closeFor } from "../servers/connected/closings.ts";
import { agentOf } from "../servers/connected/link.ts";
import { servedBy } from "../servers/connected/serve-agent.ts";
import { redeemTicket } from "./tickets/tickets.ts";

/** `serve`: the name under which the other side serves; absent: it is a client of the endpoint. */
export async function serveSocket(c: Context<AppEnv>, endpoint: Endpoint, serve?: string): Promise<Response> {
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
    if (serve === undefined) return await c.env.MCP_SOCKET.getByName(id).fetch(withVisit(request, visit, null));
    const serves = await admitServing(c, caller, serve);
    if (serves instanceof Problem) return closedAtOnce(request, serves);
    return await agentOf(c.env, serves.serverId).fetch(withVisit(request, { ...visit, serves }, null));
  } catch (error) {
    if (error instanceof Problem) return challenging(c, endpoint, refusedRequest(error));
    throw error;
  }
}

/** As which server it serves, or why it may not; throws what passes by itself, such as `rate_limited`. */
async function admitServing(c: Context<AppEnv>, caller: Principal, name: string): Promise<Whose | Problem> {
  const services = c.get("services");
  // Each name that is new has an object of its own: only the key can be counted by.
  await admitQuestion(services, caller, deferOf(c));
  try {
    requireScopes(caller, ["tools:write"]);
    return await servedBy(services, caller, name);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** A WebSocket does not tell its owner the status of an answer, by which an agent would know not to come back. */
function closedAtOnce(request: Request, { message }: Problem): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  closeFor(server, "notValid", message);
  return opened(request, client);
}

/** By a ticket in the URL, a key or token in a header, or a token as a subprotocol beside `mcp`. */
async function callerOf(c: Context<AppEnv>, endpoint: Endpoint): Promise<Admitted & { ok: true }> {
  const ticket = c.req.query("ticket");
  if (ticket === undefined) return acceptedCaller(c, endpoint, tokenAmongSubprotocols(c.req.raw.headers));
  return acceptedOr401(await redeemTicket(c.get("services").db, ticket, deferOf(c)));
}
