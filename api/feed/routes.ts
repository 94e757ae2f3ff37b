import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { headOfLive, refuseListener, serveLive, subscriptionOf } from "../live/serve-live.ts";
import { typesIn } from "./contract.ts";
import type { getFeedContract } from "./contract.ts";
import { subscribe } from "./subscribe.ts";

export const getFeed: RouteHandler<typeof getFeedContract, KeyedEnv> = async (c) => {
  refuseListener(c);
  if (c.req.method === "HEAD") return headOfLive(c);
  const { types, toolId = null, lastEventId } = c.req.valid("query");
  // An EventSource that comes back says in the header what it has by now; its address is the old one.
  const asked = c.req.valid("header")["last-event-id"] ?? lastEventId;
  const wanted = { ...subscriptionOf(c, asked), types: typesIn(types), toolId };
  return serveLive(c, await subscribe(c.env, c.get("principal").agentId, wanted));
};
