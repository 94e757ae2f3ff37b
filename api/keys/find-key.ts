// Keys that are in use, by their text and by their id. What an isolate remembers of one is at most 5 s old.

import { hashApiKey, isWellFormedApiKey } from "../platform/api-key.ts";
import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { recentFor } from "../platform/recent.ts";
import type { Principal } from "./principal.ts";
import { selectKeyByHash, selectKeyById, updateKeyLastUsed } from "./store.ts";
import type { KeyRow } from "./store.ts";

export interface UsableKey {
  readonly principal: Principal;
  readonly expiresAt: string | null;
}

/** Gets work that the answer need not wait for. */
export type Defer = (work: Promise<unknown>) => void;

/** `last_used_at` is kept to the minute, so that a busy key or session costs one write a minute and isolate. */
const LAST_USED_GRAIN_MS = 60_000;

/** A key's text to its id: hashing it anew takes as long as all the rest. It never leaves the isolate. */
const idOfText = recentFor<string>(5_000, 10_000);
const usable = recentFor<UsableKey>(5_000, 10_000);

/** Checks a key's checksum without a read, then looks its hash up; undefined where there is none, or it is revoked. */
export async function findKeyByText(db: Database, apiKey: string, defer: Defer): Promise<UsableKey | undefined> {
  const id = idOfText(db).get(apiKey);
  if (id !== undefined) return findKeyById(db, id, defer);
  if (!isWellFormedApiKey(apiKey)) return undefined;
  const row = await selectKeyByHash(db, await hashApiKey(apiKey));
  if (row === undefined) return undefined;
  idOfText(db).set(apiKey, row.id);
  return remember(db, row, defer);
}

/** undefined where there is no such key, or it is revoked. */
export async function findKeyById(db: Database, id: string, defer: Defer): Promise<UsableKey | undefined> {
  const known = usable(db).get(id);
  if (known !== undefined) return known;
  const row = await selectKeyById(db, id);
  return row === undefined ? undefined : remember(db, row, defer);
}

/** After a change of the key: this isolate sees it at once, others within 5 s. */
export function forgetKey(db: Database, id: string): void {
  usable(db).delete(id);
}

function remember(db: Database, row: KeyRow, defer: Defer): UsableKey | undefined {
  if (row.status !== "active") return undefined;
  const { id: keyId, agentId, scopes, rateLimitPerMin, expiresAt } = row;
  const key = { principal: { agentId, keyId, scopes, rateLimitPerMin }, expiresAt };
  usable(db).set(keyId, key);
  if (isLastUseOld(row.lastUsedAt)) defer(updateKeyLastUsed(db, keyId, nowIso()));
  return key;
}

/** Whether it is time to note another one. */
export function isLastUseOld(lastUsedAt: string | null): boolean {
  return lastUsedAt === null || Date.parse(lastUsedAt) < Date.now() - LAST_USED_GRAIN_MS;
}
