// The SQL of sessions.

import { and, desc, eq, gt, isNull, lte, ne, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import type { Position } from "../platform/keyset.ts";
import { mcpApiKeys, sessions } from "../platform/schema.ts";

export type SessionRow = typeof sessions.$inferSelect;

/** Stores the session, and drops those of the same key that have ended. */
export async function insertSession(db: Database, row: SessionRow): Promise<void> {
  await db.batch([
    db.delete(sessions).where(and(eq(sessions.keyId, row.keyId), lte(sessions.expiresAt, row.createdAt))),
    db.insert(sessions).values(row),
  ]);
}

export async function selectSession(db: Database, hash: string): Promise<SessionRow | undefined> {
  return db.select().from(sessions).where(eq(sessions.hash, hash)).get();
}

export async function deleteSession(db: Database, hash: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.hash, hash));
}

export async function updateSessionLastUsed(db: Database, hash: string, at: string): Promise<void> {
  await db.update(sessions).set({ lastUsedAt: at }).where(eq(sessions.hash, hash));
}

export interface ListedSession extends Position {
  readonly keyId: string;
  readonly userAgent: string | null;
  readonly isCurrent: boolean;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
}

/** A session's name to others: of the hash, which itself is only the beginning of a way to it, as much as tells it apart. */
const ID = sql<string>`'session_' || substr(${sessions.hash}, 1, 16)`;

const COLUMNS = {
  id: ID.as("id"),
  keyId: sessions.keyId,
  userAgent: sessions.userAgent,
  createdAt: sessions.createdAt,
  lastUsedAt: sql<string>`coalesce(${sessions.lastUsedAt}, ${sessions.createdAt})`,
  expiresAt: sessions.expiresAt,
};

/**
 * The agent's that have not ended, newest first; those of a key that is good no more have. `current`: the hash of the one that
 * asks; null where none does.
 */
export async function listSessions(
  db: Database,
  agentId: string,
  { limit, position, now, current }: { limit: number; position: Position | null; now: string; current: string | null },
): Promise<ListedSession[]> {
  return db
    .select({ ...COLUMNS, isCurrent: sql<number>`${sessions.hash} IS ${current}`.mapWith(Boolean) })
    .from(sessions)
    .innerJoin(mcpApiKeys, eq(mcpApiKeys.id, sessions.keyId))
    .where(
      and(
        eq(mcpApiKeys.agentId, agentId),
        eq(mcpApiKeys.status, "active"),
        or(isNull(mcpApiKeys.expiresAt), gt(mcpApiKeys.expiresAt, now)),
        gt(sessions.expiresAt, now),
        position === null ? undefined : sql`(${sessions.createdAt}, ${ID}) < (${position.createdAt}, ${position.id})`,
      ),
    )
    .orderBy(desc(sessions.createdAt), desc(ID))
    .limit(limit)
    .all();
}

/** The hash of the agent's session of this id, which is there no more; undefined where it has none. */
export async function deleteSessionOf(db: Database, agentId: string, id: string): Promise<string | undefined> {
  const [row] = await db
    .delete(sessions)
    .where(and(ownedBy(agentId), eq(ID, id)))
    .returning({ hash: sessions.hash });
  return row?.hash;
}

/** The hashes of the agent's sessions, all but this one, which are there no more. */
export async function deleteOtherSessions(db: Database, agentId: string, hash: string | null): Promise<string[]> {
  const rows = await db
    .delete(sessions)
    .where(and(ownedBy(agentId), hash === null ? undefined : ne(sessions.hash, hash)))
    .returning({ hash: sessions.hash });
  return rows.map((row) => row.hash);
}

function ownedBy(agentId: string): SQL {
  return sql`${sessions.keyId} IN (SELECT ${mcpApiKeys.id} FROM ${mcpApiKeys} WHERE ${mcpApiKeys.agentId} = ${agentId})`;
}
