// Rows of the log as events, for the two agents of each call.

import type { Env } from "../env.ts";
import type { LoggedInvocation } from "../invocations/logged-invocation.ts";
import type { NewFeedEvent } from "./event.ts";
import { publish } from "./publish.ts";

export async function publishInvocations(env: Env, rows: readonly LoggedInvocation[]): Promise<void> {
  const byAgent = new Map<string, NewFeedEvent[]>();
  for (const row of rows) {
    for (const agentId of new Set([row.callerAgentId, row.providerAgentId])) {
      // The row of a tool that nobody knows has no provider.
      if (agentId === "") continue;
      const events = byAgent.get(agentId) ?? [];
      events.push(eventOf(row));
      byAgent.set(agentId, events);
    }
  }
  await Promise.all(Array.from(byAgent, ([agentId, events]) => publish(env, agentId, events)));
}

function eventOf(row: LoggedInvocation): NewFeedEvent {
  const type = row.completedAt === null ? "invocation.started" : "invocation.settled";
  const { id, toolId, createdAt, completedAt } = row;
  return { type, key: `${type} ${id} ${completedAt}`, toolId, timestamp: completedAt ?? createdAt, data: row };
}
