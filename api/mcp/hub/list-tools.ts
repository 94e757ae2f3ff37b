// The registry as a list for one caller: of each agent's tools of a name the latest version, by name, then agent.

import type { Tool as McpTool } from "@modelcontextprotocol/server";
import { z } from "@hono/zod-openapi";
import { decodeCursor, encodeCursor, invalidCursor } from "../../http/page.ts";
import type { Database } from "../../platform/database.ts";
import { findTools } from "../../tools/find-tool.ts";
import { latestVersions } from "../../tools/match-versions.ts";
import type { Paging } from "../surface.ts";
import { presentTool } from "./present-tool.ts";
import { type ListPosition, type NamedVersion, selectHolders, selectListedVersions } from "./store.ts";
import { bareHolder, givenName, HUB_AGENT } from "./tool-names.ts";

/** How many versions are read for a page. */
const PAGE_VERSIONS = 100;

const positionText = z.tuple([z.string().max(128), z.string().max(64)]);

export interface ListedTools extends Paging {
  readonly tools: McpTool[];
}

/** One page. Throws the problem `invalid_cursor`. Never from memory: who was told of a change reads the new list. */
export async function listTools(
  db: Database,
  callerId: string,
  cursor: string | undefined,
  isReserved: (name: string) => boolean,
): Promise<ListedTools> {
  const { shown, nextCursor } = await readVersions(db, callerId, positionIn(cursor));
  const names = [...new Set(shown.map(({ name }) => name))];
  const [tools, holders] = await Promise.all([
    findTools(
      db,
      shown.map(({ id }) => id),
      callerId,
    ),
    selectHolders(db, names, callerId, HUB_AGENT),
  ]);
  const byId = new Map(tools.map((tool) => [tool.id, tool]));
  const holdersOf = new Map(holders.map(({ name, agentIds }) => [name, agentIds]));
  const presented = shown.flatMap((version) => {
    const tool = byId.get(version.id);
    if (tool === undefined) return [];
    const isBare = bareHolder(holdersOf.get(version.name) ?? [], callerId) === version.agentId;
    return presentTool(tool, givenName(version, isBare, isReserved)) ?? [];
  });
  return { tools: presented, ...(nextCursor !== null && { nextCursor }) };
}

/** The latest versions of whole groups: a group that the end of the page cuts in two comes with the next page. */
async function readVersions(
  db: Database,
  callerId: string,
  position: ListPosition | null,
): Promise<{ shown: NamedVersion[]; nextCursor: string | null }> {
  for (let limit = PAGE_VERSIONS; ; limit *= 4) {
    const rows = await selectListedVersions(db, callerId, { limit, position });
    const groups = [...Map.groupBy(rows, ({ name, agentId }) => `${name} ${agentId}`).values()];
    const isLast = rows.length < limit;
    const whole = isLast ? groups : groups.slice(0, -1);
    if (whole.length === 0 && !isLast) continue;
    const shown = whole.flatMap((versions) => latestVersions(versions));
    const end = whole.at(-1)?.[0];
    return { shown, nextCursor: isLast || end === undefined ? null : encodeCursor([end.name, end.agentId]) };
  }
}

function positionIn(cursor: string | undefined): ListPosition | null {
  if (cursor === undefined) return null;
  const [name, agentId] = decodeCursor(positionText, cursor) ?? invalidCursor();
  return { name, agentId };
}
