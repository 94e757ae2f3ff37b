import type { Env } from "../env.ts";
import { publish } from "./publish.ts";

/** Tells the owner that an agent that serves as one of its MCP servers came or went. `since`: ISO 8601; null: it went. */
export async function publishPresence(
  env: Env,
  { serverId, agentId, name }: { readonly serverId: string; readonly agentId: string; readonly name: string },
  since: string | null,
): Promise<void> {
  const timestamp = since ?? new Date().toISOString();
  const type = since === null ? "server.disconnected" : "server.connected";
  await publish(env, agentId, [
    { type, key: `${type} ${serverId} ${timestamp}`, toolId: null, timestamp, data: { serverId, name } },
  ]);
}
