// One object for the hub: it makes the keys that tokens are signed with, keeps them, and signs.
//
// S1. A private key is in this object's storage and nowhere else: nothing here hands it out.
// S2. A key is published long before it signs, the first one excepted, before which there was none to remember.
// S3. A key stays published until the last token signed with it has expired.

import { DurableObject } from "cloudflare:workers";
import { exportJWK, generateKeyPair, importJWK, SignJWT } from "jose";
import type { JWK, JWTPayload } from "jose";
import type { Env } from "../env.ts";
import { newId } from "../platform/ids.ts";
import { TOKEN_ALGORITHM, TOKEN_TYPE } from "./claims.ts";
import { nextSignsFrom, publishedKeys, signingKey } from "./signing-keys.ts";
import type { SigningKey } from "./signing-keys.ts";

export class TokenSigner extends DurableObject<Env> {
  async sign(claims: JWTPayload): Promise<string> {
    const key = signingKey(await this.#keys(), Date.now());
    if (key === undefined) throw new Error("no key signs yet: the clock went back");
    return new SignJWT(claims)
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: key.kid, typ: TOKEN_TYPE })
      .sign(await importJWK(key.privateJwk, TOKEN_ALGORITHM));
  }

  /** What verifies tokens, as RFC 7517 has it. */
  async publicKeys(): Promise<JWK[]> {
    return (await this.#keys()).map(({ kid, publicJwk }) => ({ ...publicJwk, kid, alg: TOKEN_ALGORITHM, use: "sig" }));
  }

  async #keys(): Promise<SigningKey[]> {
    const now = Date.now();
    if (nextSignsFrom(this.#stored(), now) !== null) {
      await this.ctx.blockConcurrencyWhile(() => this.#addDue(now));
    }
    return publishedKeys(this.#stored(), now);
  }

  /** A call that came at the same time may have added it already. */
  async #addDue(now: number): Promise<void> {
    const signsFrom = nextSignsFrom(this.#stored(), now);
    if (signsFrom === null) return;
    const key = await makeKey(signsFrom);
    this.ctx.storage.kv.put("keys", [...publishedKeys(this.#stored(), now), key]);
  }

  #stored(): SigningKey[] {
    return this.ctx.storage.kv.get<SigningKey[]>("keys") ?? [];
  }
}

async function makeKey(signsFrom: number): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(TOKEN_ALGORITHM, { extractable: true });
  return {
    kid: newId("sig"),
    signsFrom,
    publicJwk: await exportJWK(publicKey),
    privateJwk: await exportJWK(privateKey),
  };
}
