// From the token that a request shows to who is calling: the agent and key that it was given for.

import { authenticateById } from "../keys/authenticate.ts";
import type { Authentication } from "../keys/authenticate.ts";
import { earlier } from "../platform/clock.ts";
import type { Defer } from "../keys/find-key.ts";
import type { Services } from "../services.ts";
import { claimsSchema, partiesOf, TOKEN_TYPE } from "./claims.ts";
import { verifyToken } from "./verify-token.ts";

/** Whether this is to be read as a token: three parts, where an API key has one. */
export function looksLikeToken(shown: string): boolean {
  return shown.split(".", 4).length === 3;
}

/** A token does no more than its key: it ends with the key, counts against its limit, and has no scope beyond it. */
export async function authenticateToken({ env, db }: Services, token: string, defer: Defer): Promise<Authentication> {
  const verified = await verifyToken(env, token, { ...partiesOf(env), typ: TOKEN_TYPE, schema: claimsSchema });
  if (!verified.ok) return verified;
  const { key_id: keyId, scope, exp } = verified.claims;
  const key = await authenticateById(db, keyId, defer);
  if (!key.ok) return key;
  const named = scope.split(" ");
  const scopes = key.principal.scopes.filter((held) => named.includes(held));
  const expiresAt = earlier(new Date(exp * 1_000).toISOString(), key.expiresAt);
  return { ok: true, by: "token", principal: { ...key.principal, scopes }, expiresAt };
}
