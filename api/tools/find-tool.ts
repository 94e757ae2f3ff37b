// What others may know of a tool: one by id, as the invoke route and the runs ask for it at every call, and many
// at once, as the check of a definition does.

import { compareBuild } from "semver";
import type { Measures } from "../../engine/plan/outline.ts";
import type { Database } from "../platform/database.ts";
import { recentFor } from "../platform/recent.ts";
import {
  selectCallableTool,
  selectCallableTools,
  selectMeasures,
  selectRedactions,
  selectSuggestibleTools,
  selectToolsByName,
} from "./store.ts";
import { isThereFor, type Tool, type ToolInUse } from "./tool.ts";

const MAX_SUGGESTIONS = 200;

const remembered = recentFor<ToolInUse>(5_000, 2_000);

/**
 * The tool of this id that the viewer may call: active or deprecated, not deregistered, public or its own; otherwise null.
 * An isolate may answer from memory that is up to 5 s old, so a burst of calls does one read.
 */
export async function findToolById(db: Database, id: string, viewerId: string): Promise<ToolInUse | null> {
  const tool = remembered(db).get(id) ?? (await readTool(db, id));
  return tool !== null && isThereFor(tool, viewerId) ? tool : null;
}

async function readTool(db: Database, id: string): Promise<ToolInUse | null> {
  const tool = await selectCallableTool(db, id);
  if (tool !== null) remembered(db).set(id, tool);
  return tool;
}

/** Those among these ids that the viewer may call, in no order. Always fresh. */
export async function findTools(db: Database, ids: readonly string[], viewerId: string): Promise<Tool[]> {
  const tools = ids.length === 0 ? [] : await selectCallableTools(db, ids);
  return tools.filter((tool) => isThereFor(tool, viewerId));
}

/** Those that the viewer may call of the tools that these references name, as `agent/name@version`; without a version, the newest one. */
export async function findToolsByName(
  db: Database,
  references: readonly string[],
  viewerId: string,
): Promise<Map<string, Tool>> {
  const wanted = references.flatMap((reference) => readReference(reference) ?? []);
  if (wanted.length === 0) return new Map();
  const tools = (await selectToolsByName(db, wanted)).filter((tool) => isThereFor(tool, viewerId));
  const found = new Map<string, Tool>();
  for (const { reference, agentId, name, version } of wanted) {
    const [newest] = tools
      .filter((tool) => tool.agentId === agentId && tool.name === name && (version ?? tool.version) === tool.version)
      .toSorted((a, b) => compareBuild(b.version, a.version));
    if (newest !== undefined) found.set(reference, newest);
  }
  return found;
}

/** Those that the viewer may call of the tools that are named so, by their names. Always fresh. */
export async function findNamedTools(
  db: Database,
  { toolIds, tools }: { readonly toolIds: readonly string[]; readonly tools: readonly string[] },
  viewerId: string,
): Promise<Map<string, Tool>> {
  const [byId, byName] = await Promise.all([findTools(db, toolIds, viewerId), findToolsByName(db, tools, viewerId)]);
  return new Map([...byId.map((tool) => [tool.id, tool] as const), ...byName]);
}

interface ToolReference {
  readonly reference: string;
  readonly agentId: string;
  readonly name: string;
  readonly version: string | undefined;
}

function readReference(reference: string): ToolReference | undefined {
  const [, agentId, name, version] = /^([^/@]+)\/([^/@]+)(?:@([^/@]+))?$/.exec(reference) ?? [];
  return agentId === undefined || name === undefined ? undefined : { reference, agentId, name, version };
}

/**
 * What of their calls these tools keep out of the log, by their ids; also where one is deregistered by now. Like the tool itself an
 * isolate may know it from memory that is up to 5 s old.
 */
export async function findRedactions(
  db: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const known = [...new Set(ids)].map((id) => [id, remembered(db).get(id)?.redaction] as const);
  const unknown = known.flatMap(([id, redaction]) => (redaction === undefined ? id : []));
  const rows = unknown.length === 0 ? [] : await selectRedactions(db, unknown);
  const found = new Map<string, readonly string[]>(rows.map(({ id, redaction }) => [id, redaction]));
  for (const [id, redaction] of known) if (redaction !== undefined) found.set(id, redaction);
  return found;
}

/** Up to 200 callable tools worth suggesting to this agent where an id is unknown: its own, then the newest. */
export function findSuggestibleTools(db: Database, agentId: string): Promise<{ id: string; name: string }[]> {
  return selectSuggestibleTools(db, agentId, MAX_SUGGESTIONS);
}

/** What is known of these tools in numbers, by id. */
export async function findMeasures(db: Database, ids: readonly string[]): Promise<Map<string, Measures>> {
  const rows = ids.length === 0 ? [] : await selectMeasures(db, ids);
  return new Map(
    rows.map(({ id, callCount, avgLatencyMs, ...tool }) => [
      id,
      { ...tool, avgLatencyMs: callCount === 0 ? null : avgLatencyMs },
    ]),
  );
}

/** Forgets the tool in this isolate, so that its owner sees a change at once. */
export function forgetTool(db: Database, id: string): void {
  remembered(db).delete(id);
}
