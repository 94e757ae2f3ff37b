import type { Env } from "../env.ts";
import { logError } from "../platform/log.ts";
import type { NewFeedEvent } from "./event.ts";
import type { Feed } from "./feed.ts";

const ATTEMPTS = 3;

/** The agent's feed. */
export function feedOf({ FEED }: Env, agentId: string): DurableObjectStub<Feed> {
  return FEED.getByName(agentId);
}

/** Those of these agents whose feeds keep what happened: others need not be told, and where all are others it need not be read. */
export async function listenersAmong(env: Env, agentIds: readonly string[]): Promise<string[]> {
  const answers = await Promise.all(
    // One that does not answer is told all the same.
    agentIds.map((agentId) => Promise.resolve(feedOf(env, agentId).isListenedTo()).catch(() => true)),
  );
  return agentIds.filter((_, index) => answers[index]);
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
