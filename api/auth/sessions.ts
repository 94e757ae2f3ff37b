// Dashboard sessions, by the secret in their cookie. What an isolate remembers of one is at most 5 s old.

import { type Defer, isLastUseOld } from "../keys/find-key.ts";
import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { recentFor } from "../platform/recent.ts";
import { csrfTokenOf, isSessionSecret, newSessionSecret, sessionHash } from "./session-secret.ts";
import { deleteSession, insertSession, selectSession, updateSessionLastUsed } from "./store.ts";

/** More of it says nothing to a person. */
const MAX_USER_AGENT_CHARS = 300;

export interface Session {
  /** What the table knows it by. */
  readonly hash: string;
  readonly keyId: string;
  readonly expiresAt: string;
  /** What unsafe requests of the session have to bring. */
  readonly csrfToken: string;
}

export const SESSION_SECONDS = 12 * 3_600;

const remembered = recentFor<Session>(5_000, 10_000);

/** Signs in with this key. The secret is for the cookie alone. */
export async function openSession(
  db: Database,
  keyId: string,
  browser: string | null,
): Promise<{ secret: string; session: Session }> {
  const secret = newSessionSecret();
  const createdAt = nowIso();
  const expiresAt = new Date(Date.parse(createdAt) + SESSION_SECONDS * 1_000).toISOString();
  const hash = await sessionHash(secret);
  await insertSession(db, {
    hash,
    keyId,
    userAgent: browser?.slice(0, MAX_USER_AGENT_CHARS) ?? null,
    createdAt,
    lastUsedAt: null,
    expiresAt,
  });
  return { secret, session: { hash, keyId, expiresAt, csrfToken: await csrfTokenOf(secret) } };
}

/** undefined where there is no such session, or it has ended. */
export async function findSession(db: Database, secret: string, defer: Defer): Promise<Session | undefined> {
  const session = remembered(db).get(secret) ?? (await readSession(db, secret, defer));
  return session === undefined || session.expiresAt <= nowIso() ? undefined : session;
}

/** Whether nobody has signed out of it, and it has not ended by itself. */
export async function isOpenSession(db: Database, hash: string): Promise<boolean> {
  const row = await selectSession(db, hash);
  return row !== undefined && row.expiresAt > nowIso();
}

/** Signs out: this isolate sees it at once, others within 5 s. */
export async function endSession(db: Database, secret: string): Promise<void> {
  await deleteSession(db, await sessionHash(secret));
  remembered(db).delete(secret);
}

async function readSession(db: Database, secret: string, defer: Defer): Promise<Session | undefined> {
  if (!isSessionSecret(secret)) return undefined;
  const row = await selectSession(db, await sessionHash(secret));
  if (row === undefined) return undefined;
  const session = { hash: row.hash, keyId: row.keyId, expiresAt: row.expiresAt, csrfToken: await csrfTokenOf(secret) };
  remembered(db).set(secret, session);
  if (isLastUseOld(row.lastUsedAt ?? row.createdAt)) defer(updateSessionLastUsed(db, row.hash, nowIso()));
  return session;
}
