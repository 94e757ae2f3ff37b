// From the access token that an MCP endpoint is shown to who is calling: the agent and key that consented.

import { authenticateById } from "../keys/authenticate.ts";
import type { Authentication } from "../keys/authenticate.ts";
import type { Defer } from "../keys/find-key.ts";
import type { Services } from "../services.ts";
import { verifyAccessToken } from "./access-token.ts";
import { isLiveGrant } from "./grants.ts";

/** Somebody with a key, or with what stands for one; `grantId` where a client acts for them. */
export type Admitted = Authentication & { readonly grantId?: string };

/** The token does no more than its grant and its key: it ends with either, and has no scope beyond the key's. */
export async function authenticateAccessToken(
  { env, db }: Services,
  token: string,
  expected: { issuer: string; audience: string },
  defer: Defer,
): Promise<Admitted> {
  const verified = await verifyAccessToken(env, token, expected);
  if (!verified.ok) return verified;
  const { key_id: keyId, grant_id: grantId, scope, exp } = verified.claims;
  if (!(await isLiveGrant(db, grantId))) {
    return {
      ok: false,
      fault: "invalid_token",
      detail: "What this token was given for has ended. Ask for consent again.",
    };
  }
  const key = await authenticateById(db, keyId, defer);
  if (!key.ok) return key;
  const named = scope.split(" ");
  const scopes = key.principal.scopes.filter((held) => named.includes(held));
  const expiresAt = new Date(exp * 1_000).toISOString();
  return { ok: true, by: "token", principal: { ...key.principal, scopes }, expiresAt, grantId };
}
