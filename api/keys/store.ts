// The SQL of API keys.

import { and, count, desc, eq, isNull, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Counting, Database } from "../platform/database.ts";
import { after } from "../platform/keyset.ts";
import type { Position } from "../platform/keyset.ts";
import { mcpApiKeys } from "../platform/schema.ts";
import type { Scope } from "./scopes.ts";

export type KeyRow = typeof mcpApiKeys.$inferSelect;

/** The scope without which an agent can make no further key. */
const KEYS_WRITE: Scope = "keys:write";

/** The statement, for a batch or to be awaited alone. */
export function insertKey(db: Database, row: KeyRow) {
  return db.insert(mcpApiKeys).values(row);
}

export async function selectKeyByHash(db: Database, keyHash: string): Promise<KeyRow | undefined> {
  return db.select().from(mcpApiKeys).where(eq(mcpApiKeys.keyHash, keyHash)).get();
}

export async function selectKeyById(db: Database, id: string): Promise<KeyRow | undefined> {
  return db.select().from(mcpApiKeys).where(eq(mcpApiKeys.id, id)).get();
}

export async function selectKeyOf(db: Database, agentId: string, id: string): Promise<KeyRow | undefined> {
  return db.select().from(mcpApiKeys).where(owned(agentId, id)).get();
}

/** The agent's keys, newest first; up to `limit` after the position. */
export async function listKeysOf(
  db: Database,
  agentId: string,
  page: { limit: number; position: Position | null },
): Promise<KeyRow[]> {
  return db
    .select()
    .from(mcpApiKeys)
    .where(and(eq(mcpApiKeys.agentId, agentId), after(mcpApiKeys.createdAt, mcpApiKeys.id, page.position)))
    .orderBy(desc(mcpApiKeys.createdAt), desc(mcpApiKeys.id))
    .limit(page.limit)
    .all();
}

/** The agent's keys that are valid and have no successor. */
export function countKeys(db: Database, agentId: string, now: string): Counting {
  return db
    .select({ value: count() })
    .from(mcpApiKeys)
    .where(and(eq(mcpApiKeys.agentId, agentId), validAt(now), isNull(mcpApiKeys.replacedBy)));
}

export async function updateKeyLastUsed(db: Database, id: string, at: string): Promise<void> {
  await db.update(mcpApiKeys).set({ lastUsedAt: at }).where(eq(mcpApiKeys.id, id));
}

/**
 * Stores the successor and lets the key expire at `oldExpiresAt`, or does neither: false where the key is not
 * valid any more or has a successor already, which of two rotations at once is so for one.
 */
export async function replaceKey(
  db: Database,
  key: { readonly agentId: string; readonly id: string },
  successor: KeyRow,
  oldExpiresAt: string,
): Promise<boolean> {
  const [replaced] = await db.batch([
    db
      .update(mcpApiKeys)
      .set({ replacedBy: successor.id, expiresAt: oldExpiresAt })
      .where(and(owned(key.agentId, key.id), validAt(successor.createdAt), isNull(mcpApiKeys.replacedBy)))
      .returning({ id: mcpApiKeys.id }),
    db.insert(mcpApiKeys).select(
      sql`SELECT ${successor.id}, ${successor.agentId}, ${successor.name}, ${successor.prefix}, ${successor.keyHash},
        ${JSON.stringify(successor.scopes)}, ${successor.rateLimitPerMin}, ${successor.expiresAt},
        ${successor.createdAt}, NULL, ${successor.status}, NULL
        WHERE EXISTS (SELECT 1 FROM ${mcpApiKeys} WHERE ${mcpApiKeys.replacedBy} = ${successor.id})`,
    ),
  ]);
  return replaced.length > 0;
}

/** Revokes the agent's key, unless no other could make a further one then; whether it is revoked now. */
export async function revokeKeyUnlessLast(db: Database, agentId: string, id: string, now: string): Promise<boolean> {
  const others = sql`(SELECT 1 FROM mcp_api_keys AS other WHERE other.agent_id = ${agentId} AND other.id <> ${id}
    AND other.status = 'active' AND (other.expires_at IS NULL OR other.expires_at > ${now})
    AND other.replaced_by IS NULL AND ${holds(sql`other.scopes`, KEYS_WRITE)})`;
  const isNeeded = sql`${validAt(now)} AND ${holds(sql`${mcpApiKeys.scopes}`, KEYS_WRITE)}`;
  const rows = await db
    .update(mcpApiKeys)
    .set({ status: "revoked" })
    .where(and(owned(agentId, id), sql`(NOT (${isNeeded}) OR EXISTS ${others})`))
    .returning({ id: mcpApiKeys.id });
  return rows.length > 0;
}

function owned(agentId: string, id: string): SQL | undefined {
  return and(eq(mcpApiKeys.id, id), eq(mcpApiKeys.agentId, agentId));
}

function validAt(now: string): SQL {
  return sql`(${mcpApiKeys.status} = 'active' AND (${mcpApiKeys.expiresAt} IS NULL OR ${mcpApiKeys.expiresAt} > ${now}))`;
}

function holds(scopes: SQL, scope: Scope): SQL {
  return sql`EXISTS (SELECT 1 FROM json_each(${scopes}) WHERE value = ${scope})`;
}
