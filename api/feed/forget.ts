// What is deleted is told no more, to anybody.

import type { Env } from "../env.ts";
import { feedOf } from "./publish.ts";

/** What an agent was told of. */
export interface ToldOf {
  readonly agentId: string;
  /** Of the call, the run or the handoff. */
  readonly id: string;
}

/** Takes it out of the feeds. Done again, it does no harm. */
export async function forgetTold(env: Env, told: readonly ToldOf[]): Promise<void> {
  const byAgent = Map.groupBy(told, ({ agentId }) => agentId);
  await Promise.all(
    Array.from(byAgent, ([agentId, of]) => feedOf(env, agentId).forget([...new Set(of.map(({ id }) => id))])),
  );
}
