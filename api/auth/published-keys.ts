import type { JSONWebKeySet } from "jose";
import type { Env } from "../env.ts";
import { recentFor } from "../platform/recent.ts";
import { signerOf } from "./signer.ts";
import { JWKS_MAX_AGE_SECONDS } from "./signing-keys.ts";

const remembered = recentFor<JSONWebKeySet>(JWKS_MAX_AGE_SECONDS * 1_000, 1);

/** The keys that verify this hub's tokens. The same object while the isolate remembers it. */
export async function publishedKeySet(env: Env): Promise<JSONWebKeySet> {
  const known = remembered(env).get("keys");
  if (known !== undefined) return known;
  const set = { keys: await signerOf(env).publicKeys() };
  remembered(env).set("keys", set);
  return set;
}
