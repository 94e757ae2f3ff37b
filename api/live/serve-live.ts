// A route that answers with events as they come: server-sent events, or with `Upgrade: websocket` a WebSocket.

import type { Context } from "hono";
import { z } from "@hono/zod-openapi";
import { refuseForeignOrigin } from "../auth/forgery.ts";
import type { KeyedEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { isUpgrade, subprotocols } from "../http/upgrade.ts";
import { eventStream } from "./event-stream.ts";
import type { Subscription } from "./subscription.ts";

const SUBPROTOCOL = "nexuscall";
const EVENT_ID = /^\d{1,15}$/;
const STREAM_HEADERS = {
  "Content-Type": "text/event-stream",
  // Some proxies gather what they pass on, unless they are told.
  "X-Accel-Buffering": "no",
};

export const eventId = z.string().regex(EVENT_ID, "Give the `id` of an event, as it was told");

/** Where such a route's request says which event it had last. */
export const resumeHeaders = {
  "last-event-id": eventId.optional().openapi({ description: "The last event that you have." }),
};
export const resumeQuery = {
  lastEventId: eventId.optional().openapi({ description: "The same, where no header can be set." }),
};

/** Refuses what may not listen, or does not want a stream. */
export function refuseListener(c: Context<KeyedEnv>): void {
  const { headers } = c.req.raw;
  // No other site's page can read a stream, but any can open a WebSocket.
  if (c.get("session") !== null) refuseForeignOrigin(c);
  if (!isUpgrade(headers) && !acceptsEvents(headers)) {
    throw new Problem(
      "not_acceptable",
      "This is a stream of events: accept text/event-stream, or ask for a WebSocket.",
    );
  }
}

/** What a HEAD is answered: no stream is opened for it. */
export function headOfLive(c: Context<KeyedEnv>) {
  return c.body(null, 200, STREAM_HEADERS);
}

/** Who listens, from what it showed. */
export function subscriptionOf(c: Context<KeyedEnv>, lastEventId: string | undefined): Subscription {
  const { keyId } = c.get("principal");
  return {
    keyId,
    sessionHash: c.get("session")?.hash ?? null,
    expiresAt: c.get("shownUntil"),
    lastEventId: lastEventId === undefined ? null : Number(lastEventId),
  };
}

/** The answer over a socket to the object that tells. */
export function serveLive(c: Context<KeyedEnv>, socket: WebSocket) {
  const { headers } = c.req.raw;
  if (!isUpgrade(headers)) return c.body(eventStream(socket), 200, STREAM_HEADERS);
  const isNamed = subprotocols(headers).includes(SUBPROTOCOL);
  return new Response(null, {
    status: 101,
    webSocket: socket,
    headers: isNamed ? { "Sec-WebSocket-Protocol": SUBPROTOCOL } : {},
  });
}

function acceptsEvents(headers: Headers): boolean {
  const accepted = headers.get("Accept") ?? "*/*";
  return accepted.split(",").some((range) => /^\s*(\*\/\*|text\/\*|text\/event-stream)\s*(;|$)/i.test(range));
}
