// A key's successor: the same name, scopes, limit and lifetime under a new secret, while the old one ends.

import { Problem } from "../http/problem.ts";
import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { forgetKey } from "./find-key.ts";
import { makeKey } from "./issue-key.ts";
import type { Principal } from "./principal.ts";
import type { Scope } from "./scopes.ts";
import { replaceKey, selectKeyOf } from "./store.ts";
import type { KeyRow } from "./store.ts";

/** The successor and its secret; undefined where the caller has no key of this id. The old key lives on for the overlap. */
export async function rotateKey(
  db: Database,
  caller: Principal,
  id: string,
  overlapMs: number,
): Promise<{ apiKey: string; row: KeyRow } | undefined> {
  const old = await selectKeyOf(db, caller.agentId, id);
  if (old === undefined) return undefined;
  const lacking = old.scopes.find((scope) => !caller.scopes.includes(scope));
  if (lacking !== undefined) {
    throw new Problem("insufficient_scope", `The key to rotate has the scope "${lacking}", which yours does not have.`);
  }
  const now = nowIso();
  const successor = await makeKey({
    agentId: old.agentId,
    name: old.name,
    scopes: old.scopes as Scope[],
    rateLimitPerMin: old.rateLimitPerMin,
    expiresAt: old.expiresAt === null ? null : later(now, Date.parse(old.expiresAt) - Date.parse(old.createdAt)),
    createdAt: now,
  });
  const end = later(now, overlapMs);
  const oldExpiresAt = old.expiresAt !== null && old.expiresAt < end ? old.expiresAt : end;
  if (!(await replaceKey(db, old, successor.row, oldExpiresAt))) {
    throw new Problem("key_not_valid", "This key is revoked, expired or rotated already, so it has no new successor.");
  }
  forgetKey(db, id);
  return successor;
}

function later(time: string, ms: number): string {
  return new Date(Date.parse(time) + ms).toISOString();
}
