// Deregistering a tool: it can no longer be found or called, while its history and its id stay.

import { Problem } from "../http/problem.ts";
import { nowIso } from "../platform/clock.ts";
import type { Services } from "../services.ts";
import { missingTool } from "./deprecation.ts";
import { forgetTool } from "./find-tool.ts";
import { markDeregistered, selectOwnTool } from "./store.ts";
import { successorFault } from "./update-tool.ts";

/** `successorId` replaces the one that the tool names, if any. Throws `not_found`, `tool_gone`, `invalid_parameter`. */
export async function deregisterTool(
  { db }: Services,
  agentId: string,
  toolId: string,
  successorId: string | undefined,
): Promise<void> {
  if ((await selectOwnTool(db, toolId, agentId)) === null) throw await missingTool(db, toolId, agentId);
  if (successorId !== undefined) {
    const message = await successorFault(db, toolId, successorId, agentId);
    const fault = { code: "invalid_value", pointer: "/query/successorId", message: message ?? "" };
    if (message !== null) throw new Problem("invalid_parameter", `successorId: ${message}`, { errors: [fault] });
  }
  if (!(await markDeregistered(db, toolId, agentId, successorId, nowIso())))
    throw await missingTool(db, toolId, agentId);
  forgetTool(db, toolId);
}
