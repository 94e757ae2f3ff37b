// Runs as events, for the agent that started them, once the lists show them so.

import type { Env } from "../env.ts";
import type { RunSummary } from "../runs/run.ts";
import type { NewFeedEvent } from "./event.ts";
import { listenersAmong, publish } from "./publish.ts";

export async function publishRuns(env: Env, agentId: string, runs: readonly RunSummary[]): Promise<void> {
  if ((await listenersAmong(env, [agentId])).length > 0) await publish(env, agentId, runs.map(eventOf));
}

function eventOf(run: RunSummary): NewFeedEvent {
  const { id, createdAt, startedAt, completedAt } = run;
  const type = completedAt === null ? "run.started" : "run.settled";
  return { type, key: `${type} ${id}`, toolId: null, timestamp: completedAt ?? startedAt ?? createdAt, data: run };
}
