// When a key signs tokens and when it is published: rules over a list, oldest first. The clock is an argument.

import type { JWK } from "jose";

export interface SigningKey {
  readonly kid: string;
  /** In ms since 1970: from here on it signs, until the next one does. */
  readonly signsFrom: number;
  readonly publicJwk: JWK;
  /** JSON, as `platform/encryption.ts` keeps it; an earlier version of the hub kept the JWK itself. */
  readonly privateJwk: string | JWK;
}

export const MAX_TOKEN_SECONDS = 900;
/** How long a verifier may go on with the published keys that it has read. */
export const JWKS_MAX_AGE_SECONDS = 300;

const SIGNS_FOR_MS = 30 * 86_400_000;
/** Much longer than a verifier remembers, so that none meets a token of a key that it does not know. */
const PUBLISHED_AHEAD_MS = 3_600_000;
/** After the last token signed with a key has expired; for clocks that differ. */
const GRACE_MS = 300_000;

/** The key that signs now. */
export function signingKey(keys: readonly SigningKey[], now: number): SigningKey | undefined {
  return keys.findLast(({ signsFrom }) => signsFrom <= now);
}

/** The keys that a verifier needs: those that tokens not yet expired were signed with, and the next one. */
export function publishedKeys(keys: readonly SigningKey[], now: number): SigningKey[] {
  return keys.filter((_, i) => {
    const next = keys[i + 1];
    return next === undefined || next.signsFrom + MAX_TOKEN_SECONDS * 1_000 + GRACE_MS > now;
  });
}

/** From when on a further key signs, if it is to be made now; null while those that there are suffice. */
export function nextSignsFrom(keys: readonly SigningKey[], now: number): number | null {
  const newest = keys.at(-1);
  if (newest === undefined) return now;
  const end = newest.signsFrom + SIGNS_FOR_MS;
  return end - PUBLISHED_AHEAD_MS > now ? null : Math.max(end, now + PUBLISHED_AHEAD_MS);
}
