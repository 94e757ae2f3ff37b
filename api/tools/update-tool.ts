// Changing a tool. The definition that a change replaces is kept, for the callers who pinned it.

import type { FieldFault } from "../http/problem.ts";
import { invalidRequest } from "../http/validation.ts";
import { isUniqueViolation } from "../platform/database.ts";
import type { Database } from "../platform/database.ts";
import type { Services } from "../services.ts";
import { definitionHash, definitionOf } from "./definition.ts";
import { missingTool } from "./deprecation.ts";
import { findTools, forgetTool } from "./find-tool.ts";
import { toolExists, toolFaults } from "./register-tool.ts";
import type { ToolRequest } from "./register-tool.ts";
import { replaceTool, selectOwnTool } from "./store.ts";
import type { Tool } from "./tool.ts";

/** What is left out, or undefined, stays as it is. */
export type ToolChanges = { readonly [Field in keyof ToolRequest]?: ToolRequest[Field] | undefined } & {
  readonly authType?: Tool["authType"];
  /** Sealed for this tool. */
  readonly authConfig?: string | null;
  readonly status?: Tool["status"] | undefined;
  readonly successorId?: string | null | undefined;
};

/** Throws the problem `not_found`, `tool_gone`, `invalid_request` or `tool_exists`. */
export async function updateTool(
  { db, env }: Services,
  agentId: string,
  toolId: string,
  { readme, ...changes }: ToolChanges,
): Promise<Tool> {
  const own = await selectOwnTool(db, toolId, agentId);
  if (own === null) throw await missingTool(db, toolId, agentId);
  const faults = [
    ...importedFaults(own, changes),
    ...(await toolFaults(changes, env.EGRESS)),
    ...(await successorFaults(db, own, changes)),
  ];
  if (faults.length > 0) throw invalidRequest(faults);

  // A turn that changes nothing means that another change came in between: this one is made to its outcome.
  for (;;) {
    const before = await selectOwnTool(db, toolId, agentId);
    if (before === null) throw await missingTool(db, toolId, agentId);
    const after = changed(before, changes);
    if (await replaced(db, before, after, readme)) {
      forgetTool(db, toolId);
      return after;
    }
  }
}

function changed(before: Tool, changes: Omit<ToolChanges, "readme">): Tool {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  // Always later than before: what is remembered by id and this time must not outlive the change.
  const updatedAt = new Date(Math.max(Date.now(), Date.parse(before.updatedAt) + 1)).toISOString();
  const after: Tool = { ...before, ...given, updatedAt };
  const deprecatedAt = after.status === "deprecated" ? (before.deprecatedAt ?? updatedAt) : null;
  return { ...after, tags: [...new Set(after.tags)], deprecatedAt };
}

async function replaced(db: Database, before: Tool, after: Tool, readme: string | undefined): Promise<boolean> {
  const definition = { hash: await definitionHash(before), definition: definitionOf(before) };
  const earlier = definition.hash === (await definitionHash(after)) ? null : definition;
  try {
    return await replaceTool(db, before, after, { earlier, readme });
  } catch (error) {
    throw isUniqueViolation(error) ? toolExists(after) : error;
  }
}

/** What an imported tool has from its server, and only from there. */
const SERVERS_OWN = ["description", "inputSchema", "outputSchema", "endpoint", "authType", "authConfig"] as const;

function importedFaults({ upstream }: Tool, changes: ToolChanges): FieldFault[] {
  if (upstream === null) return [];
  const message =
    `The tool is imported: this comes from its MCP server, ${upstream.serverId}. ` +
    "Change it there, then refresh the server; its address and credentials are the server's own.";
  return SERVERS_OWN.filter((field) => changes[field] !== undefined).map((field) => ({
    code: "not_supported",
    pointer: `/${field}`,
    message,
  }));
}

async function successorFaults(
  db: Database,
  { id, agentId }: Tool,
  { successorId }: ToolChanges,
): Promise<FieldFault[]> {
  if (successorId === undefined || successorId === null) return [];
  const message = await successorFault(db, id, successorId, agentId);
  return message === null ? [] : [{ code: "invalid_value", pointer: "/successorId", message }];
}

/** Why this tool cannot follow on that one; null where it can. */
export async function successorFault(
  db: Database,
  toolId: string,
  successorId: string,
  agentId: string,
): Promise<string | null> {
  if (successorId === toolId) return "A tool cannot be its own successor.";
  const [successor] = await findTools(db, [successorId], agentId);
  return successor === undefined
    ? "There is no tool of this id that can be called. Register the successor first."
    : null;
}
