// A definition against the registry as it is now: the one check behind POST /workflows and /workflows/check.

import type { Json } from "../../engine/json.ts";
import type { Candidate, Named, ToolCatalog } from "../../engine/plan/catalog.ts";
import { check } from "../../engine/plan/check.ts";
import type { Checked } from "../../engine/plan/check.ts";
import { mendAll } from "../../engine/plan/mend/mend-all.ts";
import type { Mended } from "../../engine/plan/mend/mend-all.ts";
import { namedIn, readingsOf } from "../../engine/plan/named.ts";
import type { Database } from "../platform/database.ts";
import { findSuggestibleTools, findTools, findToolsByName } from "../tools/find-tool.ts";
import { searchTools } from "../tools/search-tools.ts";
import { listWorkflows, selectWorkflowSignatures } from "./store.ts";

/** Whoever has more unknown tools than this will ask again. */
const MAX_SEARCHES = 5;
const MAX_FOUND = 3;
const MAX_QUERY_CHARS = 100;
const MAX_SUGGESTED_WORKFLOWS = 100;

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

/** The definition with every fix applied, and what is left to say of it. */
export function mendDefinition(db: Database, agentId: string, source: Json): Promise<Mended> {
  return mendAll(source, (definition) => checkDefinition(db, agentId, definition));
}

/** What the registry holds of all that is named, and what to suggest for the rest. */
export async function catalogFor(
  db: Database,
  agentId: string,
  { toolIds, tools: names, workflowIds }: Named,
): Promise<ToolCatalog> {
  const [found, named, signatures] = await Promise.all([
    findTools(db, toolIds, agentId),
    findToolsByName(db, names, agentId),
    selectWorkflowSignatures(db, workflowIds, agentId),
  ]);
  const tools = new Map(found.map((tool) => [tool.id, tool]));
  const workflows = new Map(signatures.map((workflow) => [workflow.id, workflow]));
  const unknown = [...toolIds.filter((id) => !tools.has(id)), ...names.filter((name) => !named.has(name))];
  const suggested = await suggestionsFor(db, agentId, unknown);
  const others = workflowIds.every((id) => workflows.has(id))
    ? []
    : await listWorkflows(db, agentId, { limit: MAX_SUGGESTED_WORKFLOWS, position: null });
  for (const tool of suggested.tools) if (!tools.has(tool.id)) tools.set(tool.id, tool);
  return {
    find: (toolId) => tools.get(toolId),
    named: (reference) => named.get(reference) ?? suggested.named.get(reference),
    candidates: () => suggested.candidates,
    found: (name) => suggested.found.get(name) ?? [],
    workflow: (workflowId) => workflows.get(workflowId),
    workflows: () => others,
    more: (besides) => catalogFor(db, agentId, besides),
  };
}

/** Read only where a name is unknown: what it is when read another way, what is like it, and what a search finds. */
async function suggestionsFor(db: Database, agentId: string, unknown: readonly string[]) {
  const readings = unknown.flatMap(readingsOf);
  const searched = unknown.slice(0, MAX_SEARCHES);
  const [tools, named, candidates, found] = await Promise.all([
    findTools(db, readings, agentId),
    findToolsByName(db, readings, agentId),
    unknown.length > 0 ? findSuggestibleTools(db, agentId) : [],
    Promise.all(searched.map(async (name) => [name, await search(db, agentId, name)] as const)),
  ]);
  return { tools, named, candidates, found: new Map(found) };
}

async function search(db: Database, viewerId: string, name: string): Promise<Candidate[]> {
  const words = name
    .slice(0, MAX_QUERY_CHARS)
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ");
  if (words.trim() === "") return [];
  const { tools } = await searchTools(db, { viewerId, q: words, sort: "relevance", limit: MAX_FOUND });
  return [...tools];
}
