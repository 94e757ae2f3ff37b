// A definition against the registry as it is now: the one check behind POST /workflows and /workflows/check.

import type { Json } from "../../engine/json.ts";
import type { Named, ToolCatalog } from "../../engine/plan/catalog.ts";
import { check } from "../../engine/plan/check.ts";
import type { Checked } from "../../engine/plan/check.ts";
import { namedIn } from "../../engine/plan/named.ts";
import type { Database } from "../platform/database.ts";
import { findSuggestibleTools, findTools, findToolsByName } from "../tools/find-tool.ts";
import { selectWorkflowSignatures } from "./store.ts";

/**
 * Every fault at once, or the compiled plan; nothing is stored. `definedId`: the workflow that gets another version, which
 * the definition must not lead back to.
 */
export async function checkDefinition(
  db: Database,
  agentId: string,
  source: Json,
  definedId?: string,
): Promise<Checked> {
  const catalog = await catalogFor(db, agentId, namedIn(source));
  return check(source, definedId === undefined ? catalog : { ...catalog, definedId });
}

async function catalogFor(
  db: Database,
  agentId: string,
  { toolIds, tools: names, workflowIds }: Named,
): Promise<ToolCatalog> {
  const [found, named, signatures] = await Promise.all([
    findTools(db, toolIds),
    findToolsByName(db, names),
    selectWorkflowSignatures(db, workflowIds, agentId),
  ]);
  const tools = new Map(found.map((tool) => [tool.id, tool]));
  const workflows = new Map(signatures.map((workflow) => [workflow.id, workflow]));
  // Suggestions are only read where an id is unknown.
  const unknown = toolIds.some((id) => !tools.has(id)) || names.some((name) => !named.has(name));
  const candidates = unknown ? await findSuggestibleTools(db, agentId) : [];
  return {
    find: (toolId) => tools.get(toolId),
    named: (reference) => named.get(reference),
    candidates: () => candidates,
    workflow: (workflowId) => workflows.get(workflowId),
  };
}
