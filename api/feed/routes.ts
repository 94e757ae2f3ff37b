import type { RouteHandler } from "@hono/zod-openapi";
import { refuseForeignOrigin } from "../auth/forgery.ts";
import type { KeyedEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { isUpgrade, subprotocols } from "../http/upgrade.ts";
import { typesIn } from "./contract.ts";
import type { getFeedContract } from "./contract.ts";
import { eventStream } from "./event-stream.ts";
import { subscribe } from "./subscribe.ts";

const SUBPROTOCOL = "nexuscall";
const STREAM_HEADERS = {
  "Content-Type": "text/event-stream",
  // Some proxies gather what they pass on, unless they are told.
  "X-Accel-Buffering": "no",
};

export const getFeed: RouteHandler<typeof getFeedContract, KeyedEnv> = async (c) => {
  const { headers } = c.req.raw;
  // No other site's page can read a stream, but any can open a WebSocket.
  if (c.get("session") !== null) refuseForeignOrigin(c);
  const wantsSocket = isUpgrade(headers);
  if (!wantsSocket && !acceptsEvents(headers)) {
    throw new Problem("not_acceptable", "The feed is a stream: accept text/event-stream, or ask for a WebSocket.");
  }
  if (c.req.method === "HEAD") return c.body(null, 200, STREAM_HEADERS);

  const { types, toolId = null, lastEventId } = c.req.valid("query");
  const asked = lastEventId ?? c.req.valid("header")["last-event-id"];
  const { agentId, keyId } = c.get("principal");
  const socket = await subscribe(c.env, agentId, {
    keyId,
    sessionHash: c.get("session")?.hash ?? null,
    expiresAt: c.get("shownUntil"),
    types: typesIn(types),
    toolId,
    lastEventId: asked === undefined ? null : Number(asked),
  });
  if (!wantsSocket) return c.body(eventStream(socket), 200, STREAM_HEADERS);
  const isNamed = subprotocols(headers).includes(SUBPROTOCOL);
  return new Response(null, {
    status: 101,
    webSocket: socket,
    headers: isNamed ? { "Sec-WebSocket-Protocol": SUBPROTOCOL } : {},
  });
};

function acceptsEvents(headers: Headers): boolean {
  const accepted = headers.get("Accept") ?? "*/*";
  return accepted.split(",").some((range) => /^\s*(\*\/\*|text\/\*|text\/event-stream)\s*(;|$)/i.test(range));
}
