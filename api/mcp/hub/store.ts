// The SQL of the hub's own MCP endpoint: tools by name, for one caller.

import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { inValues } from "../../platform/database.ts";
import type { Database } from "../../platform/database.ts";
import { agents, mcpTools } from "../../platform/schema.ts";

/** One version of a tool, as far as its name has to be settled. */
export interface NamedVersion {
  readonly id: string;
  readonly name: string;
  readonly agentId: string;
  readonly version: string;
  readonly status: "active" | "deprecated";
}

/** How a tool can be meant by what a client calls it. */
export interface Reading {
  readonly name: string;
  /** An agent's id or name; null: any agent. */
  readonly agent: string | null;
}

/** The last group of the page before. */
export interface ListPosition {
  readonly name: string;
  readonly agentId: string;
}

const named = sql`${mcpTools.id} AS id, ${mcpTools.name} AS name, ${mcpTools.agentId} AS "agentId",
  ${mcpTools.version} AS version, ${mcpTools.status} AS status`;

/** All that can be called, listed or not: what is deprecated still works for who knows its name. */
function callable(viewerId: string): SQL {
  return sql`${mcpTools.deletedAt} IS NULL AND +${mcpTools.status} <> 'inactive' AND ${thereFor(viewerId)}`;
}

/** The tools of a private MCP server are there for its owner alone. */
function thereFor(viewerId: string): SQL {
  return sql`(+${mcpTools.isPublic} OR +${mcpTools.agentId} = ${viewerId})`;
}

function listed(viewerId: string): SQL {
  return sql`${mcpTools.deletedAt} IS NULL
    AND (+${mcpTools.status} = 'active' OR (+${mcpTools.status} = 'deprecated' AND ${mcpTools.agentId} = ${viewerId}))
    AND ${thereFor(viewerId)}`;
}

/** Versions of the tools that are listed for the viewer, by name and agent; up to `limit` after the position. */
export async function selectListedVersions(
  db: Database,
  viewerId: string,
  page: { limit: number; position: ListPosition | null },
): Promise<NamedVersion[]> {
  const { position } = page;
  const after =
    position === null
      ? sql`TRUE`
      : sql`(${mcpTools.name}, ${mcpTools.agentId}) > (${position.name}, ${position.agentId})`;
  return db.all<NamedVersion>(sql`
    SELECT ${named} FROM ${mcpTools} WHERE ${listed(viewerId)} AND ${after}
    ORDER BY ${mcpTools.name}, ${mcpTools.agentId} LIMIT ${page.limit}`);
}

/** Who has tools of a name, as far as it matters for who may be called by it alone. */
export interface Holders {
  readonly name: string;
  readonly agentIds: readonly string[];
}

/** For each of these names: whether the viewer or the hub has it, and up to two others that the viewer may call. */
export async function selectHolders(
  db: Database,
  names: readonly string[],
  viewerId: string,
  hubId: string,
): Promise<Holders[]> {
  const rows = await db.all<{ name: string; least: string; most: string; first: string }>(sql`
    SELECT ${mcpTools.name} AS name, min(${mcpTools.agentId}) AS least, max(${mcpTools.agentId}) AS most,
      json_group_array(DISTINCT ${mcpTools.agentId}) FILTER (WHERE ${inValues(mcpTools.agentId, [viewerId, hubId])}) AS first
    FROM json_each(${JSON.stringify(names)}) AS names JOIN ${mcpTools} ON ${mcpTools.name} = names.value
    WHERE ${callable(viewerId)} GROUP BY ${mcpTools.name}`);
  return rows.map(({ name, least, most, first: found }) => ({
    name,
    agentIds: [...new Set([...(JSON.parse(found) as string[]), least, most])],
  }));
}

/** The versions that a text can mean, with their agents' names; up to `limit`, the viewer's and the hub's before others. */
export async function selectVersionsMeant(
  db: Database,
  readings: readonly Reading[],
  viewerId: string,
  hubId: string,
  limit: number,
): Promise<(NamedVersion & { agentName: string })[]> {
  return db.all(sql`
    SELECT DISTINCT ${named}, ${agents.name} AS "agentName" FROM json_each(${JSON.stringify(readings)}) AS reading
    JOIN ${mcpTools} ON ${mcpTools.name} = reading.value ->> 'name'
    JOIN ${agents} ON ${agents.id} = ${mcpTools.agentId}
    WHERE ${callable(viewerId)} AND (reading.value ->> 'agent' IS NULL
      OR ${agents.id} = reading.value ->> 'agent' OR ${agents.name} = reading.value ->> 'agent')
    ORDER BY ${inValues(mcpTools.agentId, [viewerId, hubId])} DESC, ${mcpTools.agentId}
    LIMIT ${limit}`);
}

/** Of each of these tools the versions that can be called: the newest that are registered, up to 200 of each. */
export async function selectVersionsOf(
  db: Database,
  tools: readonly { readonly agentId: string; readonly name: string }[],
  viewerId: string,
): Promise<NamedVersion[]> {
  return db.all(sql`
    SELECT id, name, agent_id AS "agentId", version, status FROM (
      SELECT ${mcpTools.id}, ${mcpTools.name}, ${mcpTools.agentId}, ${mcpTools.version}, ${mcpTools.status},
        row_number() OVER (PARTITION BY meant.key ORDER BY ${mcpTools.createdAt} DESC, ${mcpTools.id} DESC) AS place
      FROM json_each(${JSON.stringify(tools)}) AS meant
      JOIN ${mcpTools} ON ${mcpTools.agentId} = meant.value ->> 'agentId' AND ${mcpTools.name} = meant.value ->> 'name'
      WHERE ${callable(viewerId)})
    WHERE place <= 200`);
}

/** How many tools are listed for the viewer, counted up to `atMost`. */
export async function countListed(db: Database, viewerId: string, atMost: number): Promise<number> {
  const [row] = await db.all<{ count: number }>(sql`
    SELECT count(*) AS count FROM (SELECT 1 FROM ${mcpTools} WHERE ${listed(viewerId)} LIMIT ${atMost})`);
  return row?.count ?? 0;
}

/** Ids of tools that are listed for the viewer, whose name or id begins like this; by name, up to `limit`. */
export async function selectToolIdsLike(
  db: Database,
  viewerId: string,
  start: string,
  limit: number,
): Promise<string[]> {
  const end = `${start}\u{10FFFF}`;
  const rows = await db.all<{ id: string }>(sql`
    SELECT ${mcpTools.id} AS id FROM ${mcpTools} WHERE ${listed(viewerId)}
      AND ((${mcpTools.name} >= ${start} AND ${mcpTools.name} < ${end})
        OR (${mcpTools.id} >= ${start} AND ${mcpTools.id} < ${end}))
    ORDER BY ${mcpTools.name}, ${mcpTools.id} LIMIT ${limit}`);
  return rows.map(({ id }) => id);
}
