import type { Principal } from "../keys/principal.ts";
import { Problem } from "../http/problem.ts";
import { isBackground } from "../invocations/background.ts";
import { subscriptionRequest, type Subscription } from "../live/subscription.ts";
import type { RunSubscription } from "../runtime/run-story.ts";
import { shardOf } from "../runtime/shards.ts";
import type { Services } from "../services.ts";

/**
 * A socket to the run's events, not accepted yet; "told" where the run has settled and all of it was told. Null where this
 * caller has no run of this id. Throws the problem `too_many_subscribers`.
 */
export async function watchRun(
  { env }: Services,
  { agentId }: Principal,
  runId: string,
  wanted: Subscription & { readonly overHttp: boolean },
): Promise<WebSocket | "told" | null> {
  if (isBackground({ runId })) return null;
  const subscription: RunSubscription = { ...wanted, runId };
  const response = await shardOf(env, { agentId, runId }).fetch(subscriptionRequest(subscription));
  if (response.webSocket) return response.webSocket;
  if (response.status === 404) return null;
  if (response.status === 204) return "told";
  throw new Problem("too_many_subscribers", "100 subscribers watch this run already, or 1000 the agent's runs.");
}
