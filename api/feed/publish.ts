import type { Env } from "../env.ts";
import { logError } from "../platform/log.ts";
import type { NewFeedEvent } from "./event.ts";
import type { Feed } from "./feed.ts";

const ATTEMPTS = 3;

/** The agent's feed. */
export function feedOf({ FEED }: Env, agentId: string): DurableObjectStub<Feed> {
  return FEED.getByName(agentId);
}

/**
 * Tells the agent's feed of these events; telling it again does no harm. Never rejects: a feed that fails over and over
 * must not hold up what it tells of.
 */
export async function publish(env: Env, agentId: string, events: readonly NewFeedEvent[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await feedOf(env, agentId).publish(events);
    } catch (error) {
      if (attempt < ATTEMPTS) continue;
      return logError("feed_publish_failed", error, { agentId });
    }
  }
}
