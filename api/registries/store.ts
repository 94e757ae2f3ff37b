// The SQL of MCP registries and what they list.

import { and, asc, count, desc, eq, gt, isNull, lte, or, sql, type SQLWrapper } from "drizzle-orm";
import type { JsonObject } from "../../engine/json.ts";
import type { Counting, Database } from "../platform/database.ts";
import { jsonChunks } from "../platform/json-chunks.ts";
import { after, type Position } from "../platform/keyset.ts";
import { mcpRegistries as registries, mcpRegistryEntries as entries } from "../platform/schema.ts";
import type { Registry, RegistryEntry } from "./registry.ts";

type RegistryRow = typeof registries.$inferSelect;
type EntryRow = typeof entries.$inferSelect;

/** Of one registry; what it lists beyond is left out. */
const MAX_ENTRIES = 10_000;
/** The same of all its entries together, which may be passed by one write. */
const MAX_KEPT_CHARS = 20_000_000;

/** Fails on a unique violation where the agent has a registry of this name. */
export function insertRegistry(db: Database, registry: Registry): SQLWrapper {
  return db.insert(registries).values(toRow(registry));
}

export function countRegistries(db: Database, agentId: string): Counting {
  return db.select({ value: count() }).from(registries).where(eq(registries.agentId, agentId));
}

export async function selectRegistry(db: Database, id: string): Promise<Registry | null> {
  const row = await db.select().from(registries).where(eq(registries.id, id)).get();
  return row === undefined ? null : toRegistry(row);
}

/** Newest first. */
export async function selectRegistries(
  db: Database,
  agentId: string,
  { limit, position }: { limit: number; position: Position | null },
): Promise<Registry[]> {
  const rows = await db
    .select()
    .from(registries)
    .where(and(eq(registries.agentId, agentId), after(registries.createdAt, registries.id, position)))
    .orderBy(desc(registries.createdAt), desc(registries.id))
    .limit(limit)
    .all();
  return rows.map(toRegistry);
}

/** False where the agent has none of this id. What it listed goes with it. */
export async function deleteRegistryOf(db: Database, id: string, agentId: string): Promise<boolean> {
  const rows = await db
    .delete(registries)
    .where(and(eq(registries.id, id), eq(registries.agentId, agentId)))
    .returning({ id: registries.id });
  return rows.length > 0;
}

/** Those whose time has come, the longest due first. */
export async function selectDueRegistries(db: Database, at: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: registries.id })
    .from(registries)
    .where(lte(registries.nextRefreshAt, at))
    .orderBy(asc(registries.nextRefreshAt))
    .limit(limit)
    .all();
  return rows.map(({ id }) => id);
}

/** Takes the registry for one refresh; null where another has it, or there is none. */
export async function claimRegistry(db: Database, id: string, at: string, until: string): Promise<Registry | null> {
  const row = await db
    .update(registries)
    .set({ busyUntil: until })
    .where(and(eq(registries.id, id), or(isNull(registries.busyUntil), lte(registries.busyUntil, at))))
    .returning()
    .get();
  return row === undefined ? null : toRegistry(row);
}

export type Progress = Pick<
  Registry,
  "since" | "walk" | "leftOut" | "leftOutReason" | "failures" | "lastError" | "refreshedAt" | "nextRefreshAt"
> & {
  /** Null once the refresh has ended. */
  readonly busyUntil: string | null;
};

export function saveProgress(db: Database, id: string, { walk, ...progress }: Progress): SQLWrapper {
  return db
    .update(registries)
    .set({ ...progress, walk: walk && { ...walk } })
    .where(eq(registries.id, id));
}

/** How much an entry weighs, as it is kept and as it comes. */
const CHARS = sql`length(description) + length(remotes) + coalesce(length(title), 0)`;
const NEW_CHARS = sql`length(value->>'description') + length(value->'remotes') + coalesce(length(value->>'title'), 0)`;

/** An older version does not take the place of the latest. Where a registry is full, what is kept may change but not grow. */
export function writeEntries(registryId: string, read: readonly RegistryEntry[]): SQLWrapper[] {
  return [...jsonChunks(read)].map(
    (chunk) =>
      sql`INSERT INTO ${entries} (registry_id, name, title, description, version, is_latest, status, status_message,
        remotes, updated_at)
      SELECT ${registryId}, value->>'name', value->>'title', value->>'description', value->>'version',
        value->>'isLatest', value->>'status', value->>'statusMessage', value->'remotes', value->>'updatedAt'
      FROM json_each(${chunk})
      WHERE EXISTS (SELECT 1 FROM ${registries} WHERE id = ${registryId})
        AND CASE (SELECT sum(${CHARS}) >= ${MAX_KEPT_CHARS} FROM ${entries} WHERE registry_id = ${registryId})
          WHEN TRUE THEN EXISTS (SELECT 1 FROM ${entries}
            WHERE registry_id = ${registryId} AND name = value->>'name' AND ${CHARS} >= ${NEW_CHARS})
          ELSE (SELECT count(*) FROM ${entries} WHERE registry_id = ${registryId}) < ${MAX_ENTRIES}
            OR EXISTS (SELECT 1 FROM ${entries} WHERE registry_id = ${registryId} AND name = value->>'name') END
      ON CONFLICT DO UPDATE SET title = excluded.title, description = excluded.description,
        version = excluded.version, is_latest = excluded.is_latest, status = excluded.status,
        status_message = excluded.status_message, remotes = excluded.remotes, updated_at = excluded.updated_at
      WHERE excluded.is_latest OR NOT is_latest OR excluded.version = version`,
  );
}

export async function countEntries(db: Database, registryId: string): Promise<number> {
  const row = await db.select({ entries: count() }).from(entries).where(eq(entries.registryId, registryId)).get();
  return row?.entries ?? 0;
}

export interface EntryFilter {
  /** A part of the name, the title or the description. */
  readonly search?: string | undefined;
  readonly status?: RegistryEntry["status"] | undefined;
}

/** By name. */
export async function selectEntries(
  db: Database,
  registryId: string,
  { search = "", status }: EntryFilter,
  { limit, afterName }: { limit: number; afterName: string },
): Promise<RegistryEntry[]> {
  // instr, not LIKE: D1 refuses a LIKE pattern of more than 50 bytes.
  const found = sql`instr(lower(${entries.name} || ' ' || coalesce(${entries.title}, '') || ' ' || ${entries.description}),
    lower(${search})) > 0`;
  const rows = await db
    .select()
    .from(entries)
    .where(
      and(
        eq(entries.registryId, registryId),
        gt(entries.name, afterName),
        status === undefined ? undefined : eq(entries.status, status),
        search === "" ? undefined : found,
      ),
    )
    .orderBy(asc(entries.name))
    .limit(limit)
    .all();
  return rows.map(toEntry);
}

export async function selectEntry(db: Database, registryId: string, name: string): Promise<RegistryEntry | null> {
  const row = await db
    .select()
    .from(entries)
    .where(and(eq(entries.registryId, registryId), eq(entries.name, name)))
    .get();
  return row === undefined ? null : toEntry(row);
}

function toRow({ walk, ...registry }: Registry) {
  return { ...registry, walk: walk && { ...walk } };
}

function toRegistry(row: RegistryRow): Registry {
  const { busyUntil: _, walk, ...registry } = row;
  // Written by `toRow` and `saveProgress` alone.
  return { ...registry, walk: walk as unknown as Registry["walk"] };
}

function toEntry(row: EntryRow): RegistryEntry {
  const { registryId: _, remotes, ...entry } = row;
  // Written by `writeEntries` alone, from what was checked.
  return { ...entry, remotes: remotes as readonly JsonObject[] as unknown as RegistryEntry["remotes"] };
}
