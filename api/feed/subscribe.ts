import type { Env } from "../env.ts";
import { Problem } from "../http/problem.ts";
import { subscriptionRequest } from "../live/subscription.ts";
import { feedOf } from "./publish.ts";
import type { FeedSubscription } from "./subscription.ts";

/** A socket to the agent's feed, not accepted yet. Throws the problem `too_many_subscribers`. */
export async function subscribe(env: Env, agentId: string, subscription: FeedSubscription): Promise<WebSocket> {
  const response = await feedOf(env, agentId).fetch(subscriptionRequest(subscription));
  if (response.webSocket) return response.webSocket;
  throw new Problem("too_many_subscribers", "100 subscribers listen to this agent's feed already.");
}
