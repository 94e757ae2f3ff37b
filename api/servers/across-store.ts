// The SQL of what several servers have, as one list for one viewer: by name, then server.

import { and, eq, isNotNull, isNull, or, sql, type SQL } from "drizzle-orm";
import type { JsonObject } from "../../engine/json.ts";
import type { Database } from "../platform/database.ts";
import { mcpServerDefinitions as definitions, mcpServers as servers } from "../platform/schema.ts";
import type { Kind } from "../relay/mcp/read-catalogue.ts";

/** Whose servers: all that are there for the viewer, or its own. */
export type Whose = "visible" | "own";

export interface AcrossRow {
  readonly serverId: string;
  readonly name: string;
  readonly definition: JsonObject | null;
  /** Since when it may be an old one; null where the server answered the last refresh. */
  readonly staleSince: string | null;
}

export interface AcrossPlace {
  readonly name: string;
  readonly serverId: string;
}

/** Up to `limit` after the place. */
export async function selectAcross(
  db: Database,
  viewerId: string,
  which: { readonly kind: Kind; readonly whose: Whose },
  { limit, place }: { readonly limit: number; readonly place: AcrossPlace | null },
): Promise<AcrossRow[]> {
  const { serverId, name, definition } = definitions;
  const staleSince = sql<string | null>`iif(${servers.lastError} IS NULL, NULL, ${servers.refreshedAt})`;
  return db
    .select({ serverId, name, definition, staleSince })
    .from(definitions)
    .innerJoin(servers, eq(servers.id, serverId))
    .where(
      and(
        isThere(viewerId, which),
        place === null ? undefined : sql`(${name}, ${serverId}) > (${place.name}, ${place.serverId})`,
      ),
    )
    .orderBy(name, serverId)
    .limit(limit)
    .all();
}

export interface AcrossHolders {
  readonly name: string;
  /** The viewer's own servers that have it. */
  readonly own: readonly string[];
  /** The first and the last of all that have it. */
  readonly least: string;
  readonly most: string;
}

/** For each of these names that a server has which is there for the viewer: who has it. */
export async function selectAcrossHolders(
  db: Database,
  viewerId: string,
  kind: Kind,
  names: readonly string[],
): Promise<AcrossHolders[]> {
  const rows = await db.all<{ name: string; own: string; least: string; most: string }>(sql`
    SELECT ${definitions.name} AS name, min(${servers.id}) AS least, max(${servers.id}) AS most,
      json_group_array(${servers.id}) FILTER (WHERE ${servers.agentId} = ${viewerId}) AS own
    FROM json_each(${JSON.stringify(names)}) AS names
    CROSS JOIN ${definitions} ON ${definitions.name} = names.value JOIN ${servers} ON ${servers.id} = ${definitions.serverId}
    WHERE ${isThere(viewerId, { kind, whose: "visible" })} GROUP BY ${definitions.name}`);
  return rows.map(({ own, ...row }) => ({ ...row, own: JSON.parse(own) as string[] }));
}

/** Servers behind an address that are there for the viewer: its own before others, the newest first; up to `limit`. */
export async function selectWatched(db: Database, viewerId: string, limit: number): Promise<string[]> {
  const isOwn = eq(servers.agentId, viewerId);
  const rows = await db
    .select({ id: servers.id })
    .from(servers)
    .where(and(isNull(servers.deletedAt), or(eq(servers.isPublic, true), isOwn), sql`${servers.url} LIKE 'http%'`))
    .orderBy(sql`${isOwn} DESC, ${servers.createdAt} DESC, ${servers.id}`)
    .limit(limit)
    .all();
  return rows.map(({ id }) => id);
}

/** In force, and of a server that the viewer may see. */
function isThere(viewerId: string, { kind, whose }: { readonly kind: Kind; readonly whose: Whose }): SQL | undefined {
  const isOwn = eq(servers.agentId, viewerId);
  return and(
    eq(definitions.kind, kind),
    isNotNull(definitions.hash),
    eq(definitions.present, true),
    isNull(servers.deletedAt),
    whose === "own" ? isOwn : or(eq(servers.isPublic, true), isOwn),
  );
}
