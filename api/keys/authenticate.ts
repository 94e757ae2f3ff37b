// From the key that a request shows to who is calling.

import { hashApiKey, isWellFormedApiKey } from "../platform/api-key.ts";
import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { recentFor } from "../platform/recent.ts";
import type { Principal } from "./principal.ts";
import { selectKeyByHash, updateKeyLastUsed } from "./store.ts";
import type { KeyRow } from "./store.ts";

export type Authentication =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly fault: "invalid_key" | "expired_key" };

interface KnownKey {
  readonly principal: Principal;
  readonly expiresAt: string | null;
}

/** `last_used_at` is kept to the minute, so that a busy key costs one write a minute and isolate. */
const LAST_USED_GRAIN_MS = 60_000;

/** By the key itself: hashing it anew takes as long as all the rest of this check. It never leaves the isolate. */
const remembered = recentFor<KnownKey>(5_000, 10_000);

/**
 * Checks a key: its checksum without a read, then its hash against D1, which an isolate may answer from memory
 * that is up to 5 s old. `defer` gets work that the answer need not wait for.
 */
export async function authenticate(
  db: Database,
  apiKey: string,
  defer: (work: Promise<unknown>) => void,
): Promise<Authentication> {
  const known = remembered(db).get(apiKey) ?? (await readKey(db, apiKey, defer));
  if (known === undefined) return { ok: false, fault: "invalid_key" };
  if (known.expiresAt !== null && known.expiresAt <= nowIso()) return { ok: false, fault: "expired_key" };
  return { ok: true, principal: known.principal };
}

async function readKey(
  db: Database,
  apiKey: string,
  defer: (work: Promise<unknown>) => void,
): Promise<KnownKey | undefined> {
  if (!isWellFormedApiKey(apiKey)) return undefined;
  const row = await selectKeyByHash(db, await hashApiKey(apiKey));
  if (row === undefined || row.status !== "active") return undefined;
  const { id: keyId, agentId, scopes, rateLimitPerMin, expiresAt } = row;
  const known = { principal: { agentId, keyId, scopes, rateLimitPerMin }, expiresAt };
  remembered(db).set(apiKey, known);
  if (wasLastUsedBefore(row, Date.now() - LAST_USED_GRAIN_MS)) defer(updateKeyLastUsed(db, keyId, nowIso()));
  return known;
}

function wasLastUsedBefore(row: KeyRow, ms: number): boolean {
  return row.lastUsedAt === null || Date.parse(row.lastUsedAt) < ms;
}
