// Rows of the log as events, for the two agents of each call.

import type { Env } from "../env.ts";
import type { LoggedInvocation } from "../invocations/logged-invocation.ts";
import type { NewFeedEvent } from "./event.ts";
import { listenersAmong, publish } from "./publish.ts";

/** `agentIds`: whose calls they are; `read`: gives the rows, where one of them listens. */
export async function publishInvocations(
  env: Env,
  agentIds: readonly string[],
  read: () => Promise<readonly LoggedInvocation[]>,
): Promise<void> {
  const listeners = await listenersAmong(env, agentIds);
  if (listeners.length === 0) return;
  const rows = await read();
  await Promise.all(
    listeners.map(async (agentId) => {
      const own = rows.filter((row) => row.callerAgentId === agentId || row.providerAgentId === agentId);
      if (own.length > 0) await publish(env, agentId, own.map(eventOf));
    }),
  );
}

function eventOf(row: LoggedInvocation): NewFeedEvent {
  const type = row.completedAt === null ? "invocation.started" : "invocation.settled";
  const { id, toolId, createdAt, completedAt } = row;
  return { type, key: `${type} ${id} ${completedAt}`, toolId, timestamp: completedAt ?? createdAt, data: row };
}
