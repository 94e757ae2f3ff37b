// From a toolbox's entries to the tools that they mean now. One that has vanished, or that MCP cannot call, is left out.

import type { Database } from "../../platform/database.ts";
import { recentFor } from "../../platform/recent.ts";
import type { Entry, Toolbox } from "../../toolboxes/toolbox.ts";
import { findTools } from "../../tools/find-tool.ts";
import { latestVersions, matchVersions } from "../../tools/match-versions.ts";
import { isThereFor, type Tool } from "../../tools/tool.ts";
import { type NamedVersion, selectVersionsOf } from "../hub/store.ts";
import { TAKEN_BY_CLIENTS } from "../hub/tool-names.ts";

type Opened = ReadonlyMap<string, Tool>;

const remembered = recentFor<Opened>(5_000, 100);

/**
 * The tools by their names in the box, in its order, as its owner has them; whoever else uses it sees those among them that
 * are there for all. An isolate may answer from memory that is up to 5 s old.
 */
export async function openedTools(db: Database, toolbox: Toolbox, viewerId: string): Promise<Opened> {
  const opened = await openedForOwner(db, toolbox);
  return new Map([...opened].filter(([, tool]) => isThereFor(tool, viewerId)));
}

/** The next look at the box's tools is a new one. */
export function forgetOpened(db: Database, toolbox: Toolbox): void {
  remembered(db).delete(memoryKey(toolbox));
}

function memoryKey({ id, version }: Pick<Toolbox, "id" | "version">): string {
  return `${id} ${version}`;
}

async function openedForOwner(db: Database, toolbox: Toolbox): Promise<Opened> {
  const recent = remembered(db);
  const key = memoryKey(toolbox);
  const known = recent.get(key);
  if (known !== undefined) return known;
  const opened = await open(db, toolbox);
  recent.set(key, opened);
  return opened;
}

async function open(db: Database, { tools: entries, agentId }: Toolbox): Promise<Opened> {
  const named = entries.flatMap(({ meant }) =>
    "toolId" in meant ? [] : [{ agentId: meant.agentId, name: meant.name }],
  );
  const versions = named.length === 0 ? [] : await selectVersionsOf(db, named, agentId);
  const ids = entries.map(({ meant }) => ("toolId" in meant ? meant.toolId : versionMeant(versions, meant)));
  const found = await findTools(
    db,
    ids.filter((id) => id !== null),
    agentId,
  );
  const byId = new Map(found.map((tool) => [tool.id, tool]));
  const opened = new Map<string, Tool>();
  // Names that the owner gave are the owner's: what is called so by itself makes way.
  const given = new Set(entries.flatMap(({ as }) => as ?? []));
  entries.forEach(({ as }, index) => {
    const tool = byId.get(ids[index] ?? "");
    if (tool === undefined) return;
    const isFree = TAKEN_BY_CLIENTS.test(tool.name) && !given.has(tool.name) && !opened.has(tool.name);
    opened.set(as ?? (isFree ? tool.name : tool.id), tool);
  });
  return opened;
}

function versionMeant(
  versions: readonly NamedVersion[],
  { agentId, name, range }: Exclude<Entry["meant"], { toolId: string }>,
): string | null {
  const own = versions.filter((version) => version.agentId === agentId && version.name === name);
  const [one] = latestVersions(range === null ? own : matchVersions(own, range));
  return one?.id ?? null;
}
