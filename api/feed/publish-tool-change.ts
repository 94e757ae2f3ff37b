import type { Env } from "../env.ts";
import type { ToolChange } from "./event.ts";
import { publish } from "./publish.ts";

/** Tells the tool's provider; `at` (ISO 8601) tells one change from the next. */
export async function publishToolChange(env: Env, agentId: string, data: ToolChange, at: string): Promise<void> {
  const { toolId } = data;
  await publish(env, agentId, [
    { type: "tool.changed", key: `tool.changed ${toolId} ${at}`, toolId, timestamp: at, data },
  ]);
}
