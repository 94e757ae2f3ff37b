// The SQL of tools that an MCP server brings: written many at a time, in one batch with what the hub keeps of the
// server. Who runs these statements forgets the tools (`find-tool.ts`), so that their owner sees the change at once.

import { and, eq, isNull, sql, type SQLWrapper } from "drizzle-orm";
import type { Json, JsonObject } from "../../engine/json.ts";
import type { Database } from "../platform/database.ts";
import { inValues } from "../platform/database.ts";
import { jsonChunks } from "../platform/json-chunks.ts";
import { mcpServerDefinitions, mcpServers, mcpToolDefinitions, mcpTools } from "../platform/schema.ts";
import { isAgentEndpoint } from "../relay/mcp/agent-link.ts";
import { toTool } from "./store.ts";
import type { Tool } from "./tool.ts";

/** Whose tools they are; how they are called is in the server's row. */
export interface ToolServer {
  readonly id: string;
  readonly agentId: string;
  readonly url: string;
}

export interface ImportedTool {
  readonly id: string;
  readonly name: string;
  /** What the tool is called at its server. */
  readonly upstreamName: string;
  readonly description: string;
  readonly inputSchema: Json;
  readonly outputSchema: Json | null;
  readonly isRepeatable: boolean;
  readonly runsAsTask: boolean;
}

/**
 * The server's row, and definitions that name the tools, are there before, in the same batch if not; a tool that none names
 * is not written: another one was quicker to be approved. Fails, with all of its batch, on a unique violation where the
 * agent has a tool of such a name and version.
 */
export function insertImported(server: ToolServer, tools: readonly ImportedTool[], at: string): SQLWrapper[] {
  const protocol: Tool["protocol"] = isAgentEndpoint(server.url) ? "agent" : "mcp";
  return [...jsonChunks(tools)].map(
    (chunk) =>
      sql`INSERT INTO ${mcpTools} (id, agent_id, name, description, input_schema, output_schema, protocol, endpoint,
        auth_type, auth_config, is_public, server_id, upstream_name, upstream_revision, is_repeatable,
        runs_as_task, created_at, updated_at)
      SELECT value->>'id', server.agent_id, value->>'name', value->>'description', value->'inputSchema',
        nullif(value->'outputSchema', 'null'), ${protocol}, server.url, server.auth_type, server.auth_config,
        server.is_public, server.id, value->>'upstreamName', server.revision, value->>'isRepeatable',
        value->>'runsAsTask', ${at}, ${at}
      FROM ${mcpServers} AS server, json_each(${chunk})
      WHERE server.id = ${server.id} AND server.deleted_at IS NULL AND EXISTS (
        SELECT 1 FROM ${mcpServerDefinitions}
        WHERE server_id = server.id AND kind = 'tool' AND name = value->>'upstreamName' AND tool_id = value->>'id')`,
  );
}

export interface NewDefinition {
  readonly id: string;
  /** Of the definition as its server lists it. */
  readonly hash: string;
  readonly description: string;
  readonly inputSchema: Json;
  readonly outputSchema: Json | null;
  readonly isRepeatable: boolean;
  readonly runsAsTask: boolean;
  /** Later than the tool's was: what is remembered by id and this time must not outlive the change. */
  readonly updatedAt: string;
  readonly earlier: { readonly hash: string; readonly definition: JsonObject };
}

/** Puts other definitions in place of the tools', where those are in force, and keeps the earlier ones for the callers who pinned them. */
export function replaceDefinitions(changes: readonly NewDefinition[]): SQLWrapper[] {
  return [...jsonChunks(changes)].flatMap((chunk) => [
    sql`UPDATE ${mcpTools} SET description = value->>'description', input_schema = value->'inputSchema',
        output_schema = nullif(value->'outputSchema', 'null'), is_repeatable = value->>'isRepeatable',
        runs_as_task = value->>'runsAsTask', updated_at = value->>'updatedAt'
      FROM json_each(${chunk}) WHERE ${mcpTools}.id = value->>'id' AND ${mcpTools}.deleted_at IS NULL AND EXISTS (
        SELECT 1 FROM ${mcpServerDefinitions} WHERE server_id = ${mcpTools}.server_id AND kind = 'tool'
          AND name = ${mcpTools}.upstream_name AND tool_id = ${mcpTools}.id AND hash = value->>'hash')`,
    sql`INSERT OR IGNORE INTO ${mcpToolDefinitions} (tool_id, hash, definition)
      SELECT value->>'id', value->>'$.earlier.hash', value->'$.earlier.definition' FROM json_each(${chunk})`,
  ]);
}

/** Only of those that have the status `from`: what their owner has set stays. */
export function setStatus(
  db: Database,
  ids: readonly string[],
  from: Tool["status"],
  to: Tool["status"],
  at: string,
): SQLWrapper[] {
  if (ids.length === 0) return [];
  return [
    db
      .update(mcpTools)
      .set({ status: to, updatedAt: at })
      .where(and(inValues(mcpTools.id, ids), eq(mcpTools.status, from), isNull(mcpTools.deletedAt))),
  ];
}

/** Lets all tools of the server be called as its row says now, and be there for whom it says; only the latter is a change of theirs. */
export function followServer(serverId: string, at: string): SQLWrapper[] {
  const isTheirs = sql`server.id = ${serverId} AND ${mcpTools.serverId} = server.id AND ${mcpTools.deletedAt} IS NULL`;
  return [
    sql`UPDATE ${mcpTools} SET endpoint = server.url, auth_type = server.auth_type, auth_config = server.auth_config,
        upstream_revision = server.revision
      FROM ${mcpServers} AS server WHERE ${isTheirs}
        AND (endpoint, ${mcpTools.authType}, ${mcpTools.authConfig}, upstream_revision)
          IS NOT (server.url, server.auth_type, server.auth_config, server.revision)`,
    sql`UPDATE ${mcpTools} SET is_public = server.is_public, updated_at = ${at}
      FROM ${mcpServers} AS server WHERE ${isTheirs} AND ${mcpTools.isPublic} <> server.is_public`,
  ];
}

export function deregisterImported(db: Database, serverId: string, at: string): SQLWrapper {
  return db
    .update(mcpTools)
    .set({ deletedAt: at, updatedAt: at, authConfig: null })
    .where(and(eq(mcpTools.serverId, serverId), isNull(mcpTools.deletedAt)));
}

export async function selectImported(db: Database, ids: readonly string[]): Promise<Tool[]> {
  const rows = await db
    .select()
    .from(mcpTools)
    .where(and(inValues(mcpTools.id, ids), isNull(mcpTools.deletedAt)))
    .all();
  return rows.map(toTool);
}

/** Those of the names that the agent already uses for a tool of this version. */
export async function selectNamesTaken(
  db: Database,
  agentId: string,
  names: readonly string[],
  version: string,
): Promise<Set<string>> {
  const rows = await db
    .select({ name: mcpTools.name })
    .from(mcpTools)
    .where(
      and(
        eq(mcpTools.agentId, agentId),
        inValues(mcpTools.name, names),
        eq(mcpTools.version, version),
        isNull(mcpTools.deletedAt),
      ),
    )
    .all();
  return new Set(rows.map(({ name }) => name));
}
