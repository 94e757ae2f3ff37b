// From a session's cookie to who is calling: the agent and key that signed in.

import { authenticateById } from "../keys/authenticate.ts";
import type { Authentication } from "../keys/authenticate.ts";
import type { Defer } from "../keys/find-key.ts";
import type { Principal } from "../keys/principal.ts";
import { earlier } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { findSession } from "./sessions.ts";
import type { Session } from "./sessions.ts";

export type SignedIn =
  | {
      readonly ok: true;
      readonly by: "session";
      readonly principal: Principal;
      readonly session: Session;
      readonly expiresAt: string;
    }
  | { readonly ok: false; readonly fault: "invalid_session"; readonly detail: string }
  | Extract<Authentication, { ok: false }>;

/** A session ends with the key that it was opened with. */
export async function authenticateSession(db: Database, secret: string, defer: Defer): Promise<SignedIn> {
  const session = await findSession(db, secret, defer);
  if (session === undefined) {
    const detail = "This session has ended. Sign in again: POST /api/v1/auth/session.";
    return { ok: false, fault: "invalid_session", detail };
  }
  const key = await authenticateById(db, session.keyId, defer);
  if (!key.ok) return key;
  const expiresAt = earlier(session.expiresAt, key.expiresAt);
  return { ok: true, by: "session", principal: key.principal, session, expiresAt };
}
