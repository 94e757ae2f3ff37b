// The SQL of sessions.

import { and, eq, lte } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { sessions } from "../platform/schema.ts";

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
