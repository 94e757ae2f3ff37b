// A new key: the secret that its owner sees once, and the row that keeps its hash.

import { generateApiKey } from "../platform/api-key.ts";
import type { Database } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import type { Scope } from "./scopes.ts";
import { insertKey } from "./store.ts";
import type { KeyRow } from "./store.ts";

/** The roadmap's `rate_limit_per_min` of a key that asks for none. */
export const DEFAULT_KEY_RATE_LIMIT_PER_MIN = 100;

export interface KeyRequest {
  readonly agentId: string;
  readonly name: string | null;
  readonly scopes: readonly Scope[];
  readonly rateLimitPerMin: number;
  readonly expiresAt: string | null;
  readonly createdAt: string;
}

/** The key, and the statement that stores it: the caller decides what it is committed together with. */
export async function issueKey(db: Database, request: KeyRequest) {
  const { apiKey, row } = await makeKey(request);
  return { id: row.id, prefix: row.prefix, apiKey, insert: insertKey(db, row) };
}

/** The key, and its row, which is not stored yet. */
export async function makeKey(request: KeyRequest): Promise<{ apiKey: string; row: KeyRow }> {
  const { apiKey, keyHash, prefix } = await generateApiKey();
  const row = {
    ...request,
    id: newId("key"),
    scopes: [...request.scopes],
    prefix,
    keyHash,
    lastUsedAt: null,
    status: "active" as const,
    replacedBy: null,
  };
  return { apiKey, row };
}
