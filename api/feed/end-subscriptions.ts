import type { Env } from "../env.ts";
import type { Ended } from "../live/subscription.ts";
import { logError } from "../platform/log.ts";
import { shardsOf } from "../runtime/shards.ts";
import { feedOf } from "./publish.ts";

/**
 * Closes what listens on a key or sessions that have just ended, to the feed or to a run. Where this fails, the object finds
 * out by itself before it sends anything.
 */
export async function endSubscriptions(env: Env, agentId: string, what: Ended): Promise<void> {
  const listenedTo = [feedOf(env, agentId), ...shardsOf(env, agentId)];
  const ended = await Promise.allSettled(listenedTo.map((object) => object.end(what)));
  for (const one of ended) if (one.status === "rejected") logError("live_end_failed", one.reason, { agentId });
}
