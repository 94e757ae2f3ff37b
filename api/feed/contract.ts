// The live feed: what happens to an agent's calls, runs, callbacks, tools and handoffs, as it happens.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { problemResponses } from "../http/problem.ts";
import { resumeHeaders, resumeQuery } from "../live/serve-live.ts";
import { FEED_EVENT_TYPES } from "./event.ts";
import type { FeedEventType } from "./event.ts";

const ONE_TYPE = `(?:${FEED_EVENT_TYPES.map((type) => type.replace(".", "\\.")).join("|")})`;

/** What `?types=` names; null: all. */
export function typesIn(text: string | undefined): FeedEventType[] | null {
  return text === undefined ? null : FEED_EVENT_TYPES.filter((type) => text.split(",").includes(type));
}

export const getFeedContract = createRoute({
  ...keyed("getFeed"),
  method: "get",
  path: "/api/v1/feed",
  tags: ["Feed"],
  summary: "Listen to what happens to the agent's calls, runs, callbacks, tools and handoffs",
  description: [
    "Server-sent events, or with `Upgrade: websocket` a WebSocket with the same JSON as messages:",
    '`{"id", "type", "timestamp", "data"}`. `data` is the call as `GET /api/v1/mcp/invocations` lists it',
    "(`invocation.started` for calls in the background, `invocation.settled` for all: those that the agent made and those that",
    "its tools answered), the run as `GET /api/v1/workflow-runs` lists it, without input and output (`run.started` where it lasts,",
    "`run.settled`), the callback (`callback.dead`), the tool's id and what became of it (`tool.changed`), the handoff as",
    "`GET /api/v1/handoffs` lists it with what happened to it as `event`: to who is asked to take it (`handoff.received`), and to its",
    "sender and who has it (`handoff.changed`), or the MCP server whose agent came or went",
    "(`server.connected`, `server.disconnected`).",
    "\n\nThe first event is `ready`. Whoever comes back with the last id that it has (`Last-Event-ID`, as browsers do by",
    "themselves, or `lastEventId`) gets everything since then. A feed keeps the latest 10,000 events, for a day, from the first",
    "time that somebody listens until a day after the last; where some are missing all the same, the event `gap` says so.",
    "An event may come twice, under one id.",
    "\n\nA page in a browser shows its session's cookie, or names the subprotocols `nexuscall` and `bearer.<token>`. On a",
    'WebSocket, confirm what you have at least every 500 events: `{"type":"ack","lastEventId":"…"}`.',
    '`{"type":"resume","lastEventId":"…"}` sends everything since then, `ping` is answered with `pong`. The hub closes with',
    "4401 when the key, token or session ends, and with 4408 when nothing was confirmed for 30 seconds: connect again with",
    "`lastEventId`, and nothing is lost.",
  ].join(" "),
  request: {
    headers: z.object(resumeHeaders),
    query: z.object({
      ...resumeQuery,
      types: z
        .string()
        .max(300)
        .regex(new RegExp(`^${ONE_TYPE}(?:,${ONE_TYPE})*$`), `Name some of ${FEED_EVENT_TYPES.join(", ")}, with commas`)
        .optional()
        .openapi({ description: "Only events of these types, with commas.", example: "invocation.settled" }),
      toolId: z.string().max(64).optional().openapi({ description: "Only events of this tool." }),
    }),
  },
  responses: {
    101: { description: "The WebSocket is open (`Upgrade: websocket`)" },
    200: {
      description: "The stream, without an end",
      content: { "text/event-stream": { schema: z.string() } },
    },
    ...problemResponses("forgery_suspected", "not_acceptable", "too_many_subscribers"),
  },
});
