// The SQL of the tool registry.

import { and, count, desc, eq, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { SQL, SQLWrapper } from "drizzle-orm";
import type { JsonObject } from "../../engine/json.ts";
import type { CircuitState } from "../relay/circuit-breaker.ts";
import { inValues } from "../platform/database.ts";
import type { Counting, Database } from "../platform/database.ts";
import {
  mcpProviderCircuits,
  mcpServers,
  mcpToolDefinitions,
  mcpToolReadmes,
  mcpTools,
  mcpToolTags,
} from "../platform/schema.ts";
import type { Tool, ToolInUse } from "./tool.ts";

type ToolRow = typeof mcpTools.$inferSelect;

const registered = isNull(mcpTools.deletedAt);
const callable = and(registered, ne(mcpTools.status, "inactive"));

/** The tool, its tags and its readme, for one batch. Fails on a unique violation where agent, name, version exist. */
export function insertTool(db: Database, tool: Tool, readme: string): SQLWrapper[] {
  const insert = db.insert(mcpTools).values(toRow(tool));
  const tags = db
    .insert(mcpToolTags)
    .select(sql`SELECT ${tool.id}, value FROM json_each(${JSON.stringify(tool.tags)})`);
  return [insert, ...(tool.tags.length === 0 ? [] : [tags]), ...(readme === "" ? [] : [writeReadme(db, tool, readme)])];
}

/** Only where the row is the tool as it is given. */
function writeReadme(db: Database, { id, updatedAt }: Tool, readme: string) {
  return db
    .insert(mcpToolReadmes)
    .select(
      sql`SELECT ${mcpTools.id}, ${readme} FROM ${mcpTools} WHERE ${mcpTools.id} = ${id} AND ${mcpTools.updatedAt} = ${updatedAt}`,
    )
    .onConflictDoUpdate({ target: mcpToolReadmes.toolId, set: { readme } });
}

/** Empty where its provider wrote none. */
export async function selectReadme(db: Database, toolId: string): Promise<string> {
  const row = await db
    .select({ readme: mcpToolReadmes.readme })
    .from(mcpToolReadmes)
    .where(eq(mcpToolReadmes.toolId, toolId))
    .get();
  return row?.readme ?? "";
}

/** The agent's tools that are registered. */
export function countTools(db: Database, agentId: string): Counting {
  return db
    .select({ value: count() })
    .from(mcpTools)
    .where(and(eq(mcpTools.agentId, agentId), registered));
}

const hasCircuit = and(
  eq(mcpProviderCircuits.agentId, mcpTools.agentId),
  eq(mcpProviderCircuits.endpoint, mcpTools.endpoint),
);

export async function selectCallableTool(db: Database, id: string): Promise<ToolInUse | null> {
  const row = await db
    .select({ tool: mcpTools, circuit: mcpProviderCircuits })
    .from(mcpTools)
    .leftJoin(mcpProviderCircuits, hasCircuit)
    .where(and(eq(mcpTools.id, id), callable))
    .get();
  return row === undefined ? null : { ...toTool(row.tool), circuit: row.circuit && toCircuit(row.circuit) };
}

export async function selectCallableTools(db: Database, ids: readonly string[]): Promise<Tool[]> {
  const rows = await db
    .select()
    .from(mcpTools)
    .where(and(inValues(mcpTools.id, ids), callable))
    .all();
  return rows.map(toTool);
}

export async function selectRedactions(
  db: Database,
  ids: readonly string[],
): Promise<{ id: string; redaction: string[] }[]> {
  return db
    .select({ id: mcpTools.id, redaction: mcpTools.redaction })
    .from(mcpTools)
    .where(and(inValues(mcpTools.id, ids), sql`${mcpTools.redaction} <> '[]'`))
    .all();
}

export async function selectToolsByName(
  db: Database,
  wanted: readonly { readonly agentId: string; readonly name: string }[],
): Promise<Tool[]> {
  const pairs = sql`(SELECT value ->> 'agentId', value ->> 'name' FROM json_each(${JSON.stringify(wanted)}))`;
  const rows = await db
    .select()
    .from(mcpTools)
    .where(and(sql`(${mcpTools.agentId}, ${mcpTools.name}) IN ${pairs}`, callable))
    .all();
  return rows.map(toTool);
}

/** Names only: a suggestion needs no schema. */
export async function selectSuggestibleTools(
  db: Database,
  agentId: string,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  return db
    .select({ id: mcpTools.id, name: mcpTools.name })
    .from(mcpTools)
    .where(and(callable, thereFor(agentId)))
    .orderBy(desc(eq(mcpTools.agentId, agentId)), desc(mcpTools.createdAt))
    .limit(limit)
    .all();
}

/** What is known of these tools in numbers, by id. */
export async function selectMeasures(db: Database, ids: readonly string[]) {
  const { id, avgLatencyMs, callCount, rateLimitPerMin, pricingModel, priceUsd } = mcpTools;
  return db
    .select({ id, avgLatencyMs, callCount, rateLimitPerMin, pricingModel, priceUsd })
    .from(mcpTools)
    .where(inValues(id, ids))
    .all();
}

/** A tool that this agent may see: active or deprecated, or its own. */
export async function selectVisibleTool(db: Database, id: string, viewerId: string): Promise<Tool | null> {
  const row = await db
    .select()
    .from(mcpTools)
    .where(and(eq(mcpTools.id, id), visibleTo(viewerId)))
    .get();
  return row === undefined ? null : toTool(row);
}

export async function selectOwnTool(db: Database, id: string, agentId: string): Promise<Tool | null> {
  const row = await db.select().from(mcpTools).where(ownedBy(id, agentId)).get();
  return row === undefined ? null : toTool(row);
}

/** A deregistered tool that this agent could see before. */
export async function selectGoneTool(db: Database, id: string, viewerId: string) {
  return db
    .select({ name: mcpTools.name, version: mcpTools.version, successorId: mcpTools.successorId })
    .from(mcpTools)
    .where(and(eq(mcpTools.id, id), isNotNull(mcpTools.deletedAt), seenBy(viewerId)))
    .get();
}

export interface EarlierDefinition {
  readonly hash: string;
  readonly definition: JsonObject;
}

/**
 * Writes the tool as it is after a change, with its tags and, if given, its readme and the definition that it had before;
 * false where its row is no longer as it was before. Rejects with a unique violation where agent, name, version exist.
 */
export async function replaceTool(
  db: Database,
  before: Tool,
  after: Tool,
  { earlier, readme }: { readonly earlier: EarlierDefinition | null; readonly readme: string | undefined },
): Promise<boolean> {
  const { id, agentId } = after;
  const update = db
    .update(mcpTools)
    .set(toRow(after))
    .where(and(ownedBy(id, agentId), eq(mcpTools.updatedAt, before.updatedAt)))
    .returning({ id: mcpTools.id });
  // From the row, so that they are its tags even where the update did not come to pass.
  const clearTags = db.delete(mcpToolTags).where(eq(mcpToolTags.toolId, id));
  const tags = db
    .insert(mcpToolTags)
    .select(
      sql`SELECT ${mcpTools.id}, value FROM ${mcpTools}, json_each(${mcpTools.tags}) WHERE ${mcpTools.id} = ${id}`,
    );
  const keep = earlier === null ? [] : [keepDefinition(db, id, earlier), forgetOldest(db, id)];
  const written = readme === undefined ? [] : [writeReadme(db, after, readme)];
  const [rows] = await db.batch([update, clearTags, tags, ...keep, ...written]);
  return rows.length > 0;
}

function keepDefinition(db: Database, toolId: string, earlier: EarlierDefinition) {
  return db
    .insert(mcpToolDefinitions)
    .values({ toolId, ...earlier })
    .onConflictDoNothing();
}

/** Earlier definitions that are kept of a tool: each may be as large as two schemas. */
const MAX_KEPT = 50;

function forgetOldest(db: Database, toolId: string) {
  const kept = sql`SELECT rowid FROM ${mcpToolDefinitions} WHERE ${mcpToolDefinitions.toolId} = ${toolId}
    ORDER BY rowid DESC LIMIT ${MAX_KEPT}`;
  return db.delete(mcpToolDefinitions).where(and(eq(mcpToolDefinitions.toolId, toolId), sql`rowid NOT IN (${kept})`));
}

export async function selectEarlierDefinition(
  db: Database,
  toolId: string,
  hash: string,
): Promise<JsonObject | undefined> {
  const row = await db
    .select({ definition: mcpToolDefinitions.definition })
    .from(mcpToolDefinitions)
    .where(and(eq(mcpToolDefinitions.toolId, toolId), eq(mcpToolDefinitions.hash, hash)))
    .get();
  return row?.definition;
}

/** Marks the agent's own tool as deregistered; false where it has none of this id. */
export async function markDeregistered(
  db: Database,
  id: string,
  agentId: string,
  successorId: string | undefined,
  at: string,
): Promise<boolean> {
  const rows = await db
    .update(mcpTools)
    .set({ deletedAt: at, updatedAt: at, ...(successorId !== undefined && { successorId }) })
    .where(ownedBy(id, agentId))
    .returning({ id: mcpTools.id });
  return rows.length > 0;
}

function ownedBy(id: string, agentId: string): SQL | undefined {
  return and(eq(mcpTools.id, id), eq(mcpTools.agentId, agentId), registered);
}

function visibleTo(viewerId: string): SQL | undefined {
  return and(registered, seenBy(viewerId));
}

function seenBy(viewerId: string): SQL | undefined {
  return and(or(ne(mcpTools.status, "inactive"), eq(mcpTools.agentId, viewerId)), thereFor(viewerId));
}

function thereFor(viewerId: string): SQL | undefined {
  return or(eq(mcpTools.isPublic, true), eq(mcpTools.agentId, viewerId));
}

function toRow({ upstream, ...tool }: Tool) {
  return {
    ...tool,
    tags: [...tool.tags],
    redaction: [...tool.redaction],
    serverId: upstream?.serverId ?? null,
    upstreamName: upstream?.name ?? null,
    upstreamRevision: upstream?.revision ?? null,
    isRepeatable: upstream?.isRepeatable ?? false,
    runsAsTask: upstream?.runsAsTask ?? false,
  };
}

export function toTool(row: ToolRow): Tool {
  return {
    id: row.id,
    agentId: row.agentId,
    name: row.name,
    description: row.description,
    version: row.version,
    inputSchema: row.inputSchema,
    outputSchema: row.outputSchema,
    tags: row.tags,
    category: row.category,
    protocol: row.protocol,
    endpoint: row.endpoint,
    authType: row.authType,
    authConfig: row.authConfig,
    rateLimitPerMin: row.rateLimitPerMin,
    outputCheck: row.outputCheck,
    redaction: row.redaction,
    pricingModel: row.pricingModel,
    priceUsd: row.priceUsd,
    isPublic: row.isPublic,
    status: row.status,
    deprecatedAt: row.deprecatedAt,
    successorId: row.successorId,
    upstream: upstreamOf(row),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

function upstreamOf({ serverId, upstreamName, upstreamRevision, ...hints }: ToolRow): Tool["upstream"] {
  if (serverId === null || upstreamName === null || upstreamRevision === null) return null;
  const { isRepeatable, runsAsTask } = hints;
  return { serverId, name: upstreamName, revision: upstreamRevision, isRepeatable, runsAsTask };
}

function toCircuit({ state, since, retryAt, errorCode }: typeof mcpProviderCircuits.$inferSelect): CircuitState {
  return state === "closed"
    ? { state, since }
    : { state, since, retryAt: retryAt ?? since, errorCode: errorCode ?? "" };
}

/** Of the tools with these ids that ever had one, by id. */
export async function selectCircuits(db: Database, ids: readonly string[]): Promise<Map<string, CircuitState>> {
  const rows = await db
    .select({ id: mcpTools.id, circuit: mcpProviderCircuits })
    .from(mcpTools)
    .innerJoin(mcpProviderCircuits, hasCircuit)
    .where(inValues(mcpTools.id, ids))
    .all();
  return new Map(rows.map(({ id, circuit }) => [id, toCircuit(circuit)]));
}

/** Since when the servers of these tools are connected, by the tools' ids; without those that are not. */
export async function selectConnections(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: mcpTools.id, connectedAt: mcpServers.connectedAt })
    .from(mcpTools)
    .innerJoin(mcpServers, eq(mcpServers.id, mcpTools.serverId))
    .where(inValues(mcpTools.id, ids))
    .all();
  return new Map(rows.flatMap(({ id, connectedAt }) => (connectedAt === null ? [] : [[id, connectedAt]])));
}

/** Of the endpoint of one provider; what is older than the row changes nothing. */
export async function writeCircuit(
  db: Database,
  { agentId, endpoint }: Pick<Tool, "agentId" | "endpoint">,
  circuit: CircuitState,
): Promise<void> {
  const values = { retryAt: null, errorCode: null, ...circuit };
  await db
    .insert(mcpProviderCircuits)
    .values({ agentId, endpoint, ...values })
    .onConflictDoUpdate({
      target: [mcpProviderCircuits.agentId, mcpProviderCircuits.endpoint],
      set: values,
      setWhere: lt(mcpProviderCircuits.since, circuit.since),
    });
}
