// A definition against the registry as it is now: the one check behind POST /workflows and /workflows/check.

import type { Json } from "../../engine/json.ts";
import type { ToolCatalog } from "../../engine/plan/catalog.ts";
import { check } from "../../engine/plan/check.ts";
import type { Checked } from "../../engine/plan/check.ts";
import { toolIdsOf } from "../../engine/plan/tool-ids.ts";
import type { Database } from "../platform/database.ts";
import { findSuggestibleTools, findTools } from "../tools/find-tool.ts";

/** Every fault at once, or the compiled plan; nothing is stored. */
export async function checkDefinition(db: Database, agentId: string, source: Json): Promise<Checked> {
  return check(source, await catalogFor(db, agentId, toolIdsOf(source)));
}

async function catalogFor(db: Database, agentId: string, toolIds: readonly string[]): Promise<ToolCatalog> {
  const tools = new Map((await findTools(db, toolIds)).map((tool) => [tool.id, tool]));
  // Suggestions are only read where an id is unknown.
  const unknown = toolIds.some((id) => !tools.has(id));
  const others = unknown ? await findSuggestibleTools(db, agentId) : [];
  const candidates = others.map(({ id, name }) => ({ id, name, inputSchema: null, outputSchema: null }));
  return { find: (toolId) => tools.get(toolId), candidates: () => candidates };
}
