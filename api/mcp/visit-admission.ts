// Whether what a socket was opened with still holds: a key that was revoked ends it, a grant of an OAuth client that was, and
// the time of a token or session.

import type { Defer } from "../keys/find-key.ts";
import { authenticateById } from "../keys/authenticate.ts";
import type { Principal } from "../keys/principal.ts";
import { isLiveGrant } from "../oauth/grants.ts";
import type { Services } from "../services.ts";
import type { Visit } from "./caller.ts";

/** The caller as the key is now, with no more than it was let in with; null where it is no longer let in. */
export async function admittedNow(
  { db }: Services,
  { caller, grantId, shownUntil }: Visit,
  defer: Defer,
): Promise<Principal | null> {
  if (shownUntil !== null && Date.parse(shownUntil) <= Date.now()) return null;
  if (grantId !== undefined && !(await isLiveGrant(db, grantId))) return null;
  const shown = await authenticateById(db, caller.keyId, defer);
  if (!shown.ok) return null;
  const scopes = shown.principal.scopes.filter((scope) => caller.scopes.includes(scope));
  return { ...shown.principal, scopes };
}
