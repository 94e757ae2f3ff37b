// The SQL of API keys.

import { eq } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { mcpApiKeys } from "../platform/schema.ts";

export type KeyRow = typeof mcpApiKeys.$inferSelect;

/** The statement, for a batch or to be awaited alone. */
export function insertKey(db: Database, row: KeyRow) {
  return db.insert(mcpApiKeys).values(row);
}

export async function selectKeyByHash(db: Database, keyHash: string): Promise<KeyRow | undefined> {
  return db.select().from(mcpApiKeys).where(eq(mcpApiKeys.keyHash, keyHash)).get();
}

export async function updateKeyLastUsed(db: Database, id: string, at: string): Promise<void> {
  await db.update(mcpApiKeys).set({ lastUsedAt: at }).where(eq(mcpApiKeys.id, id));
}
