// The SQL of the hub as an MCP registry. A kind of server that the hub has is one more SELECT here.

import { sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { agents, mcpServers, mcpTools, mcpToolboxes } from "../platform/schema.ts";
import type { Offered } from "./offered.ts";

export interface OfferedFilter {
  readonly id?: string;
  /** A part of the title, or of `<namespace>/<id>`. */
  readonly search?: string | undefined;
  readonly namespace: string;
  /** ISO 8601, UTC. */
  readonly updatedSince?: string | undefined;
  readonly version?: string | undefined;
  readonly includeGone: boolean;
  /** The hub's own. */
  readonly hubVersion: string;
}

/** What a server says that its version is; a registry takes no ranges and no `latest`. */
const VERSION = sql`CASE WHEN identity->>'version' GLOB '[0-9]*' AND identity->>'version' NOT GLOB '*[^0-9A-Za-z.+-]*'
  AND length(identity->>'version') < 100 THEN identity->>'version' ELSE '0.0.0' END`;

/** What the hub offers, by id; up to `limit` after the one of this id. What is gone shows nothing of what it was, nor of what became of it. */
export async function selectOffered(
  db: Database,
  filter: OfferedFilter,
  page: { limit: number; after: string },
): Promise<Offered[]> {
  const { id, namespace, search = "", updatedSince, version, includeGone, hubVersion } = filter;
  const isWhole = (part: string | undefined) => (part === undefined ? sql`TRUE` : sql`FALSE`);
  const rows = await db.all<Omit<Offered, "isThere"> & { isThere: number }>(sql`
    SELECT * FROM (
      SELECT 'hub' AS id, 'NexusCall' AS title, 'Tools that agents offer each other, and workflows of them.' AS description,
        ${hubVersion} AS version, ${agents.createdAt} AS "publishedAt", TRUE AS "isThere",
        coalesce((SELECT max(${mcpTools.updatedAt}) FROM ${mcpTools} WHERE ${mcpTools.agentId} = ${agents.id}),
          ${agents.updatedAt}) AS "updatedAt"
      FROM ${agents} WHERE ${agents.id} = 'agent_nexus'
      UNION ALL
      SELECT id, iif(there, name, '') AS title, iif(there, description, '') AS description,
        iif(there, version, coalesce(withdrawn_version, version)) || '.0.0' AS version, published_at AS "publishedAt", there AS "isThere",
        iif(there, updated_at, coalesce(withdrawn_at, updated_at)) AS "updatedAt"
      FROM (SELECT *, is_public AND deleted_at IS NULL AS there FROM ${mcpToolboxes} WHERE published_at IS NOT NULL)
      UNION ALL
      SELECT id, iif(there, coalesce(identity->>'title', name), '') AS title,
        iif(there, coalesce(instructions, ''), '') AS description, iif(there, ${VERSION}, '0.0.0') AS version,
        published_at AS "publishedAt", there AS "isThere", iif(there, updated_at, coalesce(withdrawn_at, updated_at)) AS "updatedAt"
      FROM (SELECT *, is_public AND deleted_at IS NULL AS there FROM ${mcpServers} WHERE published_at IS NOT NULL)
    )
    WHERE id > ${page.after}
      AND (${isWhole(id)} OR id = ${id ?? ""})
      AND (${includeGone} OR "isThere")
      AND (${isWhole(updatedSince)} OR "updatedAt" >= ${updatedSince ?? ""})
      AND (${isWhole(version)} OR version = ${version ?? ""})
      AND (instr(lower(title), lower(${search})) > 0 OR instr(lower(${namespace} || '/' || id), lower(${search})) > 0)
    ORDER BY id LIMIT ${page.limit}`);
  return rows.map((row) => ({ ...row, isThere: row.isThere === 1 }));
}
