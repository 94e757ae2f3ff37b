// One object for the hub: it makes the keys that tokens are signed with, keeps them, and signs.
//
// S1. A private key is in this object's storage and nowhere else: nothing here hands it out. Where the hub has a master
//     key it is sealed; one that was not, or under an older master key, is sealed anew when it signs next.
// S2. A key is published long before it signs, the first one excepted, before which there was none to remember.
// S3. A key stays published until the last token signed with it has expired.
// S4. A key whose master key is gone signs no more: another takes its place at once.

import { DurableObject } from "cloudflare:workers";
import { exportJWK, generateKeyPair, importJWK, SignJWT } from "jose";
import type { JWK, JWTPayload } from "jose";
import type { Env } from "../env.ts";
import { keep, openKept } from "../platform/encryption.ts";
import { newId } from "../platform/ids.ts";
import { logError } from "../platform/log.ts";
import { TOKEN_ALGORITHM, TOKEN_TYPE } from "./claims.ts";
import { nextSignsFrom, publishedKeys, signingKey } from "./signing-keys.ts";
import type { SigningKey } from "./signing-keys.ts";

export class TokenSigner extends DurableObject<Env> {
  async sign(claims: JWTPayload, typ = TOKEN_TYPE): Promise<string> {
    const keys = await this.#keys();
    const key = signingKey(keys, Date.now());
    if (key === undefined) throw new Error("no key signs yet: the clock went back");
    const opened = (await this.#open(key)) ?? (await this.#replace());
    return new SignJWT(claims)
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: opened.kid, typ })
      .sign(await importJWK(opened.jwk, TOKEN_ALGORITHM));
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
    const key = await this.#make(signsFrom);
    this.ctx.storage.kv.put("keys", [...publishedKeys(this.#stored(), now), key]);
  }

  #stored(): SigningKey[] {
    return this.ctx.storage.kv.get<SigningKey[]>("keys") ?? [];
  }

  async #make(signsFrom: number): Promise<SigningKey> {
    const kid = newId("sig");
    const { publicKey, privateKey } = await generateKeyPair(TOKEN_ALGORITHM, { extractable: true });
    const jwk = JSON.stringify(await exportJWK(privateKey));
    const privateJwk = await keep(this.env.MASTER_KEYS, jwk, contextOf(kid));
    return { kid, signsFrom, publicJwk: await exportJWK(publicKey), privateJwk };
  }

  /** Null where its master key is gone. What is not kept as it should be is kept anew. */
  async #open({ kid, privateJwk }: SigningKey): Promise<Opened | null> {
    const kept = typeof privateJwk === "string" ? privateJwk : JSON.stringify(privateJwk);
    const opened = await openKept(this.env.MASTER_KEYS, kept, contextOf(kid));
    if (opened === null) return null;
    if (opened.kept !== privateJwk) {
      const keys = this.#stored().map((key) => (key.kid === kid ? { ...key, privateJwk: opened.kept } : key));
      this.ctx.storage.kv.put("keys", keys);
    }
    return { kid, jwk: JSON.parse(opened.text) as JWK };
  }

  /** A key that signs from now on. Who remembers the published keys learns of it within minutes. */
  async #replace(): Promise<Opened> {
    logError(
      "signing_key_lost",
      "The key that signs tokens does not open with MASTER_KEYS; another takes its place.",
      {},
    );
    const now = Date.now();
    const key = await this.#make(now);
    const others = this.#stored().filter(({ signsFrom }) => signsFrom <= now);
    this.ctx.storage.kv.put("keys", [...others, key]);
    return (await this.#open(key)) ?? unopened(key);
  }
}

interface Opened {
  readonly kid: string;
  readonly jwk: JWK;
}

function contextOf(kid: string): string {
  return `token-signer/${kid}`;
}

function unopened({ kid }: SigningKey): never {
  throw new Error(`the key ${kid} does not open right after it was made`);
}
