// What a token says: RFC 7519's registered claims, RFC 8693's `scope`, and the id of the key that it was given for.

import { z } from "@hono/zod-openapi";
import type { Env } from "../env.ts";

/** The one algorithm: Ed25519 under the name that verifiers know it by. */
export const TOKEN_ALGORITHM = "EdDSA";
export const TOKEN_TYPE = "JWT";

/** What an access token of this hub says besides who issued it, to whom, and for how long. */
export const claimsSchema = z.object({
  /** The agent. */
  sub: z.string(),
  jti: z.string(),
  key_id: z.string(),
  /** Separated by spaces. */
  scope: z.string(),
  /** In seconds since 1970. */
  exp: z.number(),
});

export type Claims = z.infer<typeof claimsSchema>;

/** `iss` and `aud` of this hub's tokens. */
export function partiesOf({ TOKEN_ISSUER }: Env): { issuer: string; audience: string } {
  return { issuer: TOKEN_ISSUER, audience: `${TOKEN_ISSUER}/api/v1` };
}
