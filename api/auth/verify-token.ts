// From a token to what it says, or to why it does not count.

import { createLocalJWKSet, errors, jwtVerify } from "jose";
import type { JSONWebKeySet, JWTVerifyGetKey } from "jose";
import type { Env } from "../env.ts";
import type { z } from "@hono/zod-openapi";
import { TOKEN_ALGORITHM } from "./claims.ts";
import { publishedKeySet } from "./published-keys.ts";
import { MAX_TOKEN_SECONDS } from "./signing-keys.ts";

export type Verified<Claims> =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly fault: "invalid_token" | "expired_token"; readonly detail: string };

/** Far above the tokens of this hub: what is longer is not worth decoding. */
const MAX_TOKEN_CHARS = 4_096;

/** Between the clocks of the machine that signed and of this one. */
const CLOCK_SKEW_SECONDS = 5;

/** Imports each key once for each key set. */
const resolvers = new WeakMap<JSONWebKeySet, JWTVerifyGetKey>();

type Refused = Extract<Verified<never>, { ok: false }>;

/** What a token has to be besides signed by this hub and in time. */
export interface Expected<Claims> {
  readonly issuer: string;
  /** Absent: whatever it is for. */
  readonly audience?: string;
  readonly typ: string;
  readonly schema: z.ZodType<Claims>;
}

export async function verifyToken<Claims>(
  env: Env,
  token: string,
  { schema, ...parties }: Expected<Claims>,
): Promise<Verified<Claims>> {
  if (token.length > MAX_TOKEN_CHARS) return invalid("It is longer than any token of this hub.");
  try {
    const { payload } = await jwtVerify(token, resolverOf(await publishedKeySet(env)), {
      ...parties,
      algorithms: [TOKEN_ALGORITHM],
      requiredClaims: ["exp"],
      maxTokenAge: MAX_TOKEN_SECONDS,
      clockTolerance: CLOCK_SKEW_SECONDS,
    });
    const claims = schema.safeParse(payload);
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

function faultOf(error: errors.JOSEError): Refused {
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
    if (["iss", "aud", "typ"].includes(error.claim)) return invalid("It is not from this hub, or not for its API.");
  }
  return invalid("It is damaged, or nothing that this hub signed.");
}

function invalid(why: string): Refused {
  return { ok: false, fault: "invalid_token", detail: `This token is not valid. ${why}` };
}
