// The SQL of upstream MCP servers and their definitions.

import { and, asc, count, eq, gt, inArray, isNotNull, isNull, type SQL, sql, type SQLWrapper } from "drizzle-orm";
import type { JsonObject } from "../../engine/json.ts";
import type { Counting, Database } from "../platform/database.ts";
import { jsonChunks } from "../platform/json-chunks.ts";
import { after, type Position } from "../platform/keyset.ts";
import { mcpServerDefinitions as definitions, mcpServers as servers, mcpTools } from "../platform/schema.ts";
import type { Kind } from "../relay/mcp/read-catalogue.ts";
import type { KeptRow, Reconciled, RowWrite } from "./reconcile.ts";
import type { Server } from "./server.ts";

type ServerRow = typeof servers.$inferSelect;

const registered = isNull(servers.deletedAt);
const isInForce = and(isNotNull(definitions.hash), eq(definitions.present, true));
const isInUse = and(
  eq(mcpTools.id, definitions.toolId),
  isNull(mcpTools.deletedAt),
  inArray(mcpTools.status, ["active", "deprecated"]),
);

export function insertServer(db: Database, server: Server): SQLWrapper {
  return db.insert(servers).values(toRow(server));
}

type Changed = Pick<Server, "name" | "url" | "authType" | "authConfig" | "isPublic" | "revision">;
/** What is absent or undefined stays as it is. */
type ServerUpdate = { readonly [Field in keyof Changed]?: Changed[Field] | undefined };

export function updateServer(db: Database, id: string, update: ServerUpdate, at: string): SQLWrapper {
  const publishedAt = update.isPublic === true ? sql`coalesce(${servers.publishedAt}, ${at})` : undefined;
  const withdrawnAt = update.isPublic === false ? withdrawn(at) : update.isPublic && null;
  return db
    .update(servers)
    .set({ ...update, publishedAt, withdrawnAt, updatedAt: at })
    .where(and(eq(servers.id, id), registered));
}

/** What was public is withdrawn now; what was private stays as it is. */
function withdrawn(at: string): SQL {
  return sql`iif(${servers.isPublic}, ${at}, ${servers.withdrawnAt})`;
}

/**
 * What reading it told, for one batch; what its owner may have changed meanwhile stays. `listsOther`: it lists something else
 * than before.
 */
export function saveRead(db: Database, server: Server, listsOther: boolean): SQLWrapper[] {
  const { revision, identity, instructions, capabilities, problems, lastError, refreshedAt } = toRow(server);
  const held = heldFrom(instructions);
  const isThis = and(eq(servers.id, server.id), registered);
  // What others are shown of it has changed: its lists, its name and version, or instructions that are gone.
  const isOther = sql`(${listsOther ? 1 : 0} OR ${servers.identity} IS NOT ${sql.param(identity, servers.identity)}
    OR ${servers.instructions} IS NOT ${held.instructions})`;
  return [
    db.update(servers).set({ updatedAt: refreshedAt }).where(and(isThis, isOther)),
    db
      .update(servers)
      .set({ revision, identity, ...held, capabilities, problems, lastError, refreshedAt })
      .where(isThis),
  ];
}

/** Instructions that are others are held, like a tool's definition; those that are gone are gone. */
function heldFrom(now: string | null) {
  const { instructions, rejectedInstructions } = servers;
  const isKnown = sql`${now} IS ${instructions} OR ${now} IS ${rejectedInstructions}`;
  return {
    instructions: now === null ? null : sql`${instructions}`,
    heldInstructions: now === null ? null : sql`iif(${isKnown}, NULL, ${now})`,
    rejectedInstructions: sql`iif(${rejectedInstructions} IS ${now}, ${rejectedInstructions}, NULL)`,
  };
}

/** Puts in force what is held, where that is still what was approved. */
export function approveInstructions(db: Database, id: string, approved: string, at: string): SQLWrapper {
  return db
    .update(servers)
    .set({ instructions: approved, heldInstructions: null, rejectedInstructions: null, updatedAt: at })
    .where(and(eq(servers.id, id), eq(servers.heldInstructions, approved)));
}

export function rejectInstructions(db: Database, id: string, rejected: string): SQLWrapper {
  return db
    .update(servers)
    .set({ heldInstructions: null, rejectedInstructions: rejected })
    .where(and(eq(servers.id, id), eq(servers.heldInstructions, rejected)));
}

export function markRemoved(db: Database, id: string, at: string): SQLWrapper {
  return db
    .update(servers)
    .set({ deletedAt: at, withdrawnAt: withdrawn(at), updatedAt: at, authConfig: null })
    .where(eq(servers.id, id));
}

export async function selectServer(db: Database, id: string): Promise<Server | null> {
  const row = await db
    .select()
    .from(servers)
    .where(and(eq(servers.id, id), registered))
    .get();
  return row === undefined ? null : toServer(row);
}

/** The agent's own of this name. */
export async function selectServerByName(db: Database, agentId: string, name: string): Promise<Server | null> {
  const row = await db
    .select()
    .from(servers)
    .where(and(eq(servers.agentId, agentId), eq(servers.name, name), registered))
    .get();
  return row === undefined ? null : toServer(row);
}

/** Newest first. */
export async function selectServers(
  db: Database,
  agentId: string,
  { limit, position }: { limit: number; position: Position | null },
): Promise<Server[]> {
  const rows = await db
    .select()
    .from(servers)
    .where(and(eq(servers.agentId, agentId), registered, after(servers.createdAt, servers.id, position)))
    .orderBy(sql`${servers.createdAt} DESC, ${servers.id} DESC`)
    .limit(limit)
    .all();
  return rows.map(toServer);
}

export async function saveFailure(db: Database, id: string, lastError: string): Promise<void> {
  await db.update(servers).set({ lastError }).where(eq(servers.id, id));
}

export async function savePresence(db: Database, id: string, connectedAt: string | null): Promise<void> {
  await db.update(servers).set({ connectedAt }).where(eq(servers.id, id));
}

export function countServers(db: Database, agentId: string): Counting {
  return db
    .select({ value: count() })
    .from(servers)
    .where(and(eq(servers.agentId, agentId), registered));
}

/** How many definitions of each kind are in force and there, and how many changes wait. */
export async function countDefinitions(db: Database, serverId: string) {
  const shown = sql<number>`count(*) FILTER (WHERE ${definitions.hash} IS NOT NULL AND ${definitions.present})`;
  const rows = await db
    .select({ kind: definitions.kind, inForce: shown, held: count(definitions.heldHash) })
    .from(definitions)
    .where(eq(definitions.serverId, serverId))
    .groupBy(definitions.kind)
    .all();
  const of = (kind: Kind) => rows.find((row) => row.kind === kind);
  const [server] = await db
    .select({ held: count(servers.heldInstructions) })
    .from(servers)
    .where(eq(servers.id, serverId));
  return {
    tools: of("tool")?.inForce ?? 0,
    resources: of("resource")?.inForce ?? 0,
    templates: of("template")?.inForce ?? 0,
    prompts: of("prompt")?.inForce ?? 0,
    heldChanges: (of("tool")?.held ?? 0) + (server?.held ?? 0),
  };
}

export async function selectKept(db: Database, serverId: string): Promise<KeptRow[]> {
  const { kind, name, position, hash, heldHash, rejectedHash, present, toolId } = definitions;
  return db
    .select({ kind, name, position, hash, heldHash, rejectedHash, present, toolId })
    .from(definitions)
    .where(eq(definitions.serverId, serverId))
    .all();
}

/** What is in force and there, in the server's order. */
export async function selectDefinitions(
  db: Database,
  serverId: string,
  kind: Kind,
  { limit, after: position }: { limit: number; after: number },
) {
  return db
    .select({ position: definitions.position, definition: definitions.definition, toolId: definitions.toolId })
    .from(definitions)
    .where(
      and(
        eq(definitions.serverId, serverId),
        eq(definitions.kind, kind),
        isInForce,
        gt(definitions.position, position),
      ),
    )
    .orderBy(asc(definitions.position))
    .limit(limit)
    .all();
}

export interface HeldChange {
  readonly name: string;
  /** What is in force; null where nothing was approved before. */
  readonly definition: JsonObject | null;
  readonly held: JsonObject;
  readonly heldHash: string;
  readonly toolId: string | null;
}

/** The tools among them that their owner has in use. */
export async function selectServerTools(
  db: Database,
  serverId: string,
  { limit, after: position }: { limit: number; after: number },
) {
  return db
    .select({ position: definitions.position, definition: definitions.definition, toolId: mcpTools.id })
    .from(definitions)
    .innerJoin(mcpTools, isInUse)
    .where(
      and(
        isInForce,
        eq(definitions.serverId, serverId),
        eq(definitions.kind, "tool"),
        gt(definitions.position, position),
      ),
    )
    .orderBy(asc(definitions.position))
    .limit(limit)
    .all();
}

/** The hub's id of a tool that the server calls so; null where it has none in use. */
export async function selectServerTool(db: Database, serverId: string, name: string): Promise<string | null> {
  const row = await db
    .select({ toolId: mcpTools.id })
    .from(definitions)
    .innerJoin(mcpTools, isInUse)
    .where(and(isInForce, eq(definitions.serverId, serverId), eq(definitions.kind, "tool"), eq(definitions.name, name)))
    .get();
  return row?.toolId ?? null;
}

/** Another text as soon as what is in force of these kinds is something else; null where there is nothing of the name. */
export async function selectDefinitionsState(
  db: Database,
  serverId: string,
  { kinds, name }: { kinds: readonly Kind[]; name?: string },
): Promise<string | null> {
  const row = await db
    .select({ rows: count(), hashes: sql<string>`coalesce(group_concat(${definitions.hash}), '')` })
    .from(definitions)
    .where(
      and(
        isInForce,
        eq(definitions.serverId, serverId),
        inArray(definitions.kind, [...kinds]),
        name === undefined ? undefined : eq(definitions.name, name),
      ),
    )
    .get();
  if (row === undefined || (name !== undefined && row.rows === 0)) return null;
  return `${row.rows} ${row.hashes}`;
}

/** Whether one of the templates in force begins as the URI does, up to its first variable. */
export async function selectHasTemplate(db: Database, serverId: string, uri: string): Promise<boolean> {
  const fixed = sql`instr(${definitions.name}, '{') - 1`;
  const row = await db
    .select({ name: definitions.name })
    .from(definitions)
    .where(
      and(
        isInForce,
        eq(definitions.serverId, serverId),
        eq(definitions.kind, "template"),
        sql`${fixed} > 0 AND substr(${uri}, 1, ${fixed}) = substr(${definitions.name}, 1, ${fixed})`,
      ),
    )
    .limit(1)
    .get();
  return row !== undefined;
}

/** Changes that wait for approval, by name. */
export async function selectHeld(
  db: Database,
  serverId: string,
  { limit, afterName }: { limit: number; afterName: string },
): Promise<HeldChange[]> {
  const { name, definition, held, heldHash, toolId } = definitions;
  const rows = await db
    .select({ name, definition, held, heldHash, toolId })
    .from(definitions)
    .where(and(eq(definitions.serverId, serverId), isNotNull(heldHash), gt(name, afterName)))
    .orderBy(asc(name))
    .limit(limit)
    .all();
  return rows.flatMap((row) =>
    row.held === null || row.heldHash === null ? [] : [{ ...row, held: row.held, heldHash: row.heldHash }],
  );
}

/** What is in force of a tool, and which tool of the hub it is, its owner decides: that stays, also where it was decided just now. */
export function writeDefinitions(
  serverId: string,
  { writes, forgotten }: Pick<Reconciled, "writes" | "forgotten">,
): SQLWrapper[] {
  return [
    ...[...jsonChunks(forgotten)].map(
      (chunk) =>
        sql`DELETE FROM ${definitions} WHERE server_id = ${serverId}
        AND (kind, name) IN (SELECT value->>'kind', value->>'name' FROM json_each(${chunk})) AND tool_id IS NULL`,
    ),
    ...[...jsonChunks(writes.map(toText))].map(
      (chunk) =>
        sql`INSERT INTO ${definitions} (server_id, kind, name, position, definition, hash, held, held_hash,
          rejected_hash, present, tool_id)
        SELECT ${serverId}, value->>'kind', value->>'name', value->>'position', value->>'inForce', value->>'hash',
          value->>'held', value->>'heldHash', value->>'rejectedHash', value->>'present', value->>'toolId'
        FROM json_each(${chunk}) WHERE true
        ON CONFLICT DO UPDATE SET position = excluded.position, present = excluded.present,
          definition = coalesce(excluded.definition, definition), hash = iif(kind = 'tool', hash, excluded.hash),
          held = iif(excluded.held_hash IN (hash, rejected_hash), NULL, excluded.held),
          held_hash = iif(excluded.held_hash IN (hash, rejected_hash), NULL, excluded.held_hash),
          rejected_hash = iif(rejected_hash = excluded.held_hash, rejected_hash, excluded.rejected_hash)`,
    ),
  ];
}

function toText({ inForce, held, ...row }: RowWrite) {
  return { ...row, inForce: inForce && JSON.stringify(inForce), held: held && JSON.stringify(held) };
}

interface Approved {
  readonly name: string;
  readonly hash: string;
  readonly toolId: string;
}

/** Puts in force what is held, where that is still what was approved. */
export function approveHeld(serverId: string, approved: readonly Approved[]): SQLWrapper[] {
  return [...jsonChunks(approved)].map(
    (chunk) =>
      sql`UPDATE ${definitions} SET definition = held, hash = held_hash, held = NULL, held_hash = NULL,
        rejected_hash = NULL, tool_id = value->>'toolId'
      FROM json_each(${chunk})
      WHERE server_id = ${serverId} AND kind = 'tool' AND name = value->>'name' AND held_hash = value->>'hash'`,
  );
}

export function rejectHeld(serverId: string, rejected: readonly Pick<Approved, "name" | "hash">[]): SQLWrapper[] {
  return [...jsonChunks(rejected)].map(
    (chunk) =>
      sql`UPDATE ${definitions} SET rejected_hash = held_hash, held = NULL, held_hash = NULL
      FROM json_each(${chunk})
      WHERE server_id = ${serverId} AND kind = 'tool' AND name = value->>'name' AND held_hash = value->>'hash'`,
  );
}

function toRow(server: Server) {
  return { ...server, problems: server.problems.map((problem) => ({ ...problem })) };
}

function toServer(row: ServerRow): Server {
  const { deletedAt: _, withdrawnAt: __, problems, ...server } = row;
  // Written by `toRow` alone.
  return { ...server, problems: problems as unknown as Server["problems"] };
}
