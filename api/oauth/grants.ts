// What an agent has allowed a client, from the consent to its end.
//
// G1. A grant is for one client and one resource, and ends with the key that consented.
// G2. A code counts once and for a minute. The second time it ends the grant: one of the two who had it stole it.
// G3. Of a grant's refresh tokens the newest counts. An earlier one that comes again ends the grant, for the same reason.
// G4. Secrets are stored as digests. Whether a grant has ended, an isolate remembers for 5 s at most.

import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { recentFor } from "../platform/recent.ts";
import { digestOf, randomSecret } from "../platform/secrets.ts";
import { OAuthFault } from "./fault.ts";
import {
  deleteGrant,
  insertGrant,
  rotateRefresh,
  selectGrant,
  selectGrantByCode,
  selectGrantByFamily,
  useCode,
} from "./store.ts";
import type { GrantRow } from "./store.ts";

const CODE_MS = 60_000;
/** A grant that no refresh token was used of for so long ends by itself. */
const IDLE_MS = 30 * 86_400_000;
/** Of one agent; one more ends the oldest. */
const MAX_GRANTS = 500;

const CODE_PREFIX = "nxc_code_";
const REFRESH_PREFIX = "nxc_refresh_";

const isLive = recentFor<boolean>(5_000, 10_000);

export interface Consent {
  readonly agentId: string;
  readonly keyId: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly redirectUri: string;
  readonly resource: string;
  readonly scopes: readonly string[];
  readonly codeChallenge: string;
}

/** Takes the consent down, and gives the code that stands for it. */
export async function openGrant(db: Database, consent: Consent): Promise<string> {
  const code = CODE_PREFIX + randomSecret();
  const now = Date.now();
  const row = {
    ...consent,
    id: newId("grant"),
    scopes: [...consent.scopes],
    codeHash: await digestOf(code),
    codeExpiresAt: new Date(now + CODE_MS).toISOString(),
    codeUsedAt: null,
    familyHash: null,
    refreshHash: null,
    createdAt: new Date(now).toISOString(),
    lastUsedAt: null,
    expiresAt: new Date(now + IDLE_MS).toISOString(),
  };
  await insertGrant(db, row, MAX_GRANTS);
  return code;
}

export interface Redeemed {
  readonly grant: GrantRow;
  readonly refreshToken: string;
}

/** For a code and what proves whose it is: the grant, and its first refresh token. */
export async function redeemCode(
  db: Database,
  shown: { code: string; clientId: string; redirectUri: string; verifier: string; resource: string | null },
): Promise<Redeemed> {
  const grant = await selectGrantByCode(db, await digestOf(shown.code));
  if (grant === undefined) throw invalidGrant("This code is none that counts.");
  if (grant.codeUsedAt !== null) return endStolen(db, grant, "This code was used already.");
  const isTheirs =
    grant.clientId === shown.clientId &&
    grant.redirectUri === shown.redirectUri &&
    grant.codeChallenge === (await digestOf(shown.verifier));
  if (!isTheirs) throw invalidGrant("The code was given to another client, redirect_uri or code_challenge.");
  refuseOtherResource(grant, shown.resource);
  const now = nowIso();
  if (grant.codeExpiresAt <= now) throw invalidGrant("This code has expired.");
  const family = randomSecret();
  const { refreshToken, tokens } = await nextRefresh(family);
  if (!(await useCode(db, grant.id, now, { ...tokens, familyHash: await digestOf(family) }))) {
    return endStolen(db, grant, "This code was used already.");
  }
  return { grant, refreshToken };
}

/** For a refresh token: its grant, and the one that takes its place. */
export async function redeemRefresh(
  db: Database,
  shown: { refreshToken: string; clientId: string; resource: string | null },
): Promise<Redeemed> {
  const parts = partsOf(shown.refreshToken);
  const grant = parts && (await selectGrantByFamily(db, await digestOf(parts.family)));
  const now = nowIso();
  if (!parts || !grant || grant.expiresAt <= now) throw invalidGrant("This refresh token is none that counts.");
  if (grant.clientId !== shown.clientId) throw invalidGrant("This refresh token was given to another client.");
  refuseOtherResource(grant, shown.resource);
  const { refreshToken, tokens } = await nextRefresh(parts.family);
  const old = await digestOf(parts.current);
  if (!(await rotateRefresh(db, { id: grant.id, old, now }, tokens))) {
    return endStolen(db, grant, "This refresh token was used already.");
  }
  return { grant, refreshToken };
}

/** The id of the grant that a refresh token of this client is of; undefined where it is none. */
export async function grantOfRefresh(
  db: Database,
  refreshToken: string,
  clientId: string,
): Promise<string | undefined> {
  const parts = partsOf(refreshToken);
  const grant = parts && (await selectGrantByFamily(db, await digestOf(parts.family)));
  return grant?.clientId === clientId ? grant.id : undefined;
}

/** Whether what the grant allowed still counts, as far as the grant itself says. */
export async function isLiveGrant(db: Database, id: string): Promise<boolean> {
  const known = isLive(db).get(id);
  if (known !== undefined) return known;
  const grant = await selectGrant(db, id);
  const live = grant !== undefined && grant.expiresAt > nowIso();
  isLive(db).set(id, live);
  return live;
}

/** This isolate sees it at once, others within 5 s. */
export async function endGrant(db: Database, id: string): Promise<void> {
  await deleteGrant(db, id);
  forgetGrant(db, id);
}

export function forgetGrant(db: Database, id: string): void {
  isLive(db).delete(id);
}

async function endStolen(db: Database, grant: GrantRow, why: string): Promise<never> {
  await endGrant(db, grant.id);
  throw invalidGrant(`${why} What it allowed has ended: ask for consent again.`);
}

function refuseOtherResource(grant: GrantRow, resource: string | null): void {
  if (resource === null || resource === grant.resource) return;
  throw new OAuthFault("invalid_target", "The consent was for another resource.");
}

async function nextRefresh(family: string) {
  const current = randomSecret();
  return {
    refreshToken: `${REFRESH_PREFIX}${family}.${current}`,
    tokens: { refreshHash: await digestOf(current), expiresAt: new Date(Date.now() + IDLE_MS).toISOString() },
  };
}

function partsOf(refreshToken: string): { family: string; current: string } | undefined {
  const [, family, current] = /^nxc_refresh_([\w-]{43})\.([\w-]{43})$/.exec(refreshToken) ?? [];
  return family === undefined || current === undefined ? undefined : { family, current };
}

function invalidGrant(detail: string): OAuthFault {
  return new OAuthFault("invalid_grant", detail);
}
