// A token for the key that is calling: signed by the hub's signer, stored nowhere.

import type { Env } from "../env.ts";
import type { Principal } from "../keys/principal.ts";
import { newId } from "../platform/ids.ts";
import { partiesOf } from "./claims.ts";
import type { Claims } from "./claims.ts";
import { signerOf } from "./signer.ts";

/** `scopes` are ones that the caller has. */
export async function issueToken(env: Env, caller: Principal, scopes: readonly string[], seconds: number) {
  const { issuer, audience } = partiesOf(env);
  const issuedAt = Math.floor(Date.now() / 1_000);
  const claims: Omit<Claims, "exp"> = {
    sub: caller.agentId,
    jti: newId("tok"),
    key_id: caller.keyId,
    scope: scopes.join(" "),
  };
  const token = await signerOf(env).sign({
    ...claims,
    iss: issuer,
    aud: audience,
    iat: issuedAt,
    exp: issuedAt + seconds,
  });
  return { token, expiresAt: new Date((issuedAt + seconds) * 1_000).toISOString() };
}
