// Writing a toolbox: every entry is settled to the tool that it means, and every fault comes back at once.

import { ProtocolError } from "@modelcontextprotocol/server";
import type { FieldFault } from "../http/problem.ts";
import { storeWithin } from "../http/quota.ts";
import { invalidRequest } from "../http/validation.ts";
import { resolveMeant } from "../mcp/hub/resolve-tool.ts";
import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { forgetToolbox } from "./find-toolbox.ts";
import { countToolboxes, insertToolbox, selectToolbox, updateToolbox } from "./store.ts";
import type { Entry, Toolbox } from "./toolbox.ts";

export interface ToolboxRequest {
  readonly name: string;
  readonly description: string;
  readonly isPublic: boolean;
  readonly tools: readonly Pick<Entry, "tool" | "as">[];
}

/** Throws the problem `quota_reached`, or `invalid_request` with every entry that means no tool, or several. */
export async function createToolbox(db: Database, agentId: string, request: ToolboxRequest): Promise<Toolbox> {
  const tools = await settle(db, agentId, request.tools, []);
  const now = nowIso();
  const toolbox: Toolbox = {
    ...request,
    id: newId("box"),
    agentId,
    tools,
    version: 1,
    publishedAt: request.isPublic ? now : null,
    createdAt: now,
    updatedAt: now,
  };
  await storeWithin(db, [{ kind: "toolboxes", count: countToolboxes(db, agentId) }], [insertToolbox(db, toolbox)]);
  return toolbox;
}

/** The toolbox as it is now; null where the agent has none of this id. Throws as `createToolbox` does. */
export async function replaceToolbox(
  db: Database,
  agentId: string,
  id: string,
  request: ToolboxRequest,
): Promise<Toolbox | null> {
  for (;;) {
    const before = await selectToolbox(db, id);
    if (before === null || before.agentId !== agentId) return null;
    const tools = await settle(db, agentId, request.tools, before.tools);
    // Always later than before, so that who asks for what has changed since then is told.
    const updatedAt = new Date(Math.max(Date.now(), Date.parse(before.updatedAt) + 1)).toISOString();
    const publishedAt = before.publishedAt ?? (request.isPublic ? updatedAt : null);
    const after = { ...before, ...request, tools, version: before.version + 1, publishedAt, updatedAt };
    // Otherwise another change came in between, and this one is made to its outcome.
    if (await updateToolbox(db, after, before.version)) {
      forgetToolbox(db, id);
      return after;
    }
  }
}

async function settle(
  db: Database,
  agentId: string,
  asked: readonly Pick<Entry, "tool" | "as">[],
  before: readonly Entry[],
): Promise<Entry[]> {
  // What is in the box already may have vanished since; who changes something else should not have to know.
  const known = new Map(before.map(({ tool, meant }) => [tool, meant]));
  const settled = await Promise.all(
    asked.map(async ({ tool, as }, index): Promise<Entry | FieldFault> => {
      const meant = known.get(tool) ?? (await meantBy(db, agentId, tool));
      return typeof meant === "string"
        ? { code: "invalid_value", pointer: `/tools/${index}`, message: meant }
        : { tool, as, meant };
    }),
  );
  const entries = settled.filter((one) => "meant" in one);
  const faults = [...settled.filter((one) => "pointer" in one), ...sameNames(asked)];
  if (faults.length > 0) throw invalidRequest(faults);
  return entries;
}

/** What the text means to this agent; otherwise why it means nothing. */
async function meantBy(db: Database, agentId: string, tool: string): Promise<Entry["meant"] | string> {
  try {
    const resolved = await resolveMeant(db, agentId, tool);
    if (resolved.by === "id") return { toolId: resolved.id };
    return { agentId: resolved.agentId, name: resolved.name, range: resolved.range };
  } catch (error) {
    if (error instanceof ProtocolError) return error.message;
    throw error;
  }
}

function sameNames(asked: readonly Pick<Entry, "as">[]): FieldFault[] {
  return asked.flatMap(({ as }, index) =>
    as !== null && asked.findIndex((other) => other.as === as) < index
      ? [
          {
            code: "invalid_value",
            pointer: `/tools/${index}/as`,
            message: `Another tool of the box is called "${as}".`,
          },
        ]
      : [],
  );
}
