// Access tokens: JWTs as RFC 9068 has them, each for one MCP endpoint and of one grant. Nothing but that endpoint takes them.

import { z } from "@hono/zod-openapi";
import { decodeProtectedHeader } from "jose";
import { looksLikeToken } from "../auth/authenticate-token.ts";
import { claimsSchema } from "../auth/claims.ts";
import { MAX_TOKEN_SECONDS } from "../auth/signing-keys.ts";
import { signerOf } from "../auth/signer.ts";
import { verifyToken } from "../auth/verify-token.ts";
import type { Verified } from "../auth/verify-token.ts";
import type { Env } from "../env.ts";
import { newId } from "../platform/ids.ts";

/** Tells them from the tokens that stand for a key (api/auth), so that neither passes for the other. */
const TYPE = "at+jwt";

const accessClaims = claimsSchema.extend({ grant_id: z.string(), client_id: z.string() });

type AccessClaims = z.infer<typeof accessClaims>;

interface Granted {
  readonly id: string;
  readonly agentId: string;
  readonly keyId: string;
  readonly clientId: string;
  readonly resource: string;
}

export async function issueAccessToken(env: Env, issuer: string, grant: Granted, scopes: readonly string[]) {
  const issuedAt = Math.floor(Date.now() / 1_000);
  const claims: Omit<AccessClaims, "exp"> = {
    sub: grant.agentId,
    jti: newId("tok"),
    key_id: grant.keyId,
    client_id: grant.clientId,
    grant_id: grant.id,
    scope: scopes.join(" "),
  };
  const all = { ...claims, iss: issuer, aud: grant.resource, iat: issuedAt, exp: issuedAt + MAX_TOKEN_SECONDS };
  return { token: await signerOf(env).sign(all, TYPE), expiresIn: MAX_TOKEN_SECONDS };
}

export function looksLikeAccessToken(shown: string): boolean {
  // Most that is shown is a key: jose would throw at each, which is dear.
  if (!looksLikeToken(shown)) return false;
  try {
    return decodeProtectedHeader(shown).typ === TYPE;
  } catch {
    return false;
  }
}

/** `audience` absent: any resource's, for whoever wants to know of which grant it is, and no more. */
export async function verifyAccessToken(
  env: Env,
  token: string,
  expected: { readonly issuer: string; readonly audience?: string },
): Promise<Verified<AccessClaims>> {
  return verifyToken(env, token, { ...expected, typ: TYPE, schema: accessClaims });
}
