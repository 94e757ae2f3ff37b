// From a token to what it says, or to why it does not count.

import { createLocalJWKSet, errors, jwtVerify } from "jose";
import type { JSONWebKeySet, JWTVerifyGetKey } from "jose";
import type { Env } from "../env.ts";
import { claimsSchema, partiesOf, TOKEN_ALGORITHM, TOKEN_TYPE } from "./claims.ts";
import type { Claims } from "./claims.ts";
import { publishedKeySet } from "./published-keys.ts";
import { MAX_TOKEN_SECONDS } from "./signing-keys.ts";

export type Verified =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly fault: "invalid_token" | "expired_token"; readonly detail: string };

/** Far above the tokens of this hub: what is longer is not worth decoding. */
const MAX_TOKEN_CHARS = 4_096;

/** Between the clocks of the machine that signed and of this one. */
const CLOCK_SKEW_SECONDS = 5;

/** Imports each key once for each key set. */
const resolvers = new WeakMap<JSONWebKeySet, JWTVerifyGetKey>();

export async function verifyToken(env: Env, token: string): Promise<Verified> {
  if (token.length > MAX_TOKEN_CHARS) return invalid("It is longer than any token of this hub.");
  try {
    const { payload } = await jwtVerify(token, resolverOf(await publishedKeySet(env)), {
      ...partiesOf(env),
      algorithms: [TOKEN_ALGORITHM],
      typ: TOKEN_TYPE,
      requiredClaims: ["exp"],
      maxTokenAge: MAX_TOKEN_SECONDS,
      clockTolerance: CLOCK_SKEW_SECONDS,
    });
    const claims = claimsSchema.safeParse(payload);
    return claims.success ? { ok: true, claims: claims.data } : invalid("It does not say whose it is.");
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return faultOf(error);
  }
}

function resolverOf(set: JSONWebKeySet): JWTVerifyGetKey {
  let resolver = resolvers.get(set);
  if (resolver === undefined) resolvers.set(set, (resolver = createLocalJWKSet(set)));
  return resolver;
}

function faultOf(error: errors.JOSEError): Verified {
  if (error instanceof errors.JWTExpired) {
    return {
      ok: false,
      fault: "expired_token",
      detail: "This token has expired. Get another one: POST /api/v1/auth/token.",
    };
  }
  if (error instanceof errors.JWKSNoMatchingKey) return invalid("It is not signed with a key of this hub.");
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === "nbf" || error.claim === "iat") return invalid("It is not valid yet.");
    if (error.claim === "iss" || error.claim === "aud") return invalid("It is not from this hub, or not for its API.");
  }
  return invalid("It is damaged, or nothing that this hub signed.");
}

function invalid(why: string): Verified {
  return { ok: false, fault: "invalid_token", detail: `This token is not valid. ${why}` };
}
