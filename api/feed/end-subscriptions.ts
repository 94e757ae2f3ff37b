import type { Env } from "../env.ts";
import { logError } from "../platform/log.ts";
import { feedOf } from "./publish.ts";

/**
 * Closes what listens on a key or a session that has just ended. Where this fails, the feed finds out by itself before it
 * sends anything.
 */
export async function endSubscriptions(
  env: Env,
  agentId: string,
  what: { readonly keyId: string } | { readonly sessionHash: string },
): Promise<void> {
  await feedOf(env, agentId)
    .end(what)
    .catch((error: unknown) => logError("feed_end_failed", error, { agentId }));
}
