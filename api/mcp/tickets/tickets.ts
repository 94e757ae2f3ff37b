// Tickets for one socket each. A URL is written down on its way, so what stands in one has to be worthless by then: a
// ticket is used up by the first who shows it, and dies within a minute. The table holds its hash alone.

import { authenticateById } from "../../keys/authenticate.ts";
import type { Authentication } from "../../keys/authenticate.ts";
import type { Defer } from "../../keys/find-key.ts";
import type { Principal } from "../../keys/principal.ts";
import { nowIso } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { digestOf, randomSecret } from "../../platform/secrets.ts";
import { insertTicket, takeTicket } from "./store.ts";

export const TICKET_SECONDS = 60;

/** `shownUntil`: when that ends by itself which the ticket stands for. */
export async function issueTicket(
  db: Database,
  { keyId, scopes }: Principal,
  shownUntil: string | null,
): Promise<{ ticket: string; expiresAt: string }> {
  const ticket = randomSecret();
  const createdAt = nowIso();
  const inTime = new Date(Date.parse(createdAt) + TICKET_SECONDS * 1_000).toISOString();
  const expiresAt = shownUntil !== null && shownUntil < inTime ? shownUntil : inTime;
  const hash = await hashOf(ticket);
  await insertTicket(db, { hash, keyId, scopes: [...scopes], createdAt, expiresAt, shownUntil });
  return { ticket, expiresAt };
}

/** Uses the ticket up: whoever shows it again is told that it is not valid. */
export async function redeemTicket(db: Database, ticket: string, defer: Defer): Promise<Authentication> {
  const found = /^[\w-]{43}$/.test(ticket) ? await takeTicket(db, await hashOf(ticket)) : undefined;
  if (found === undefined || found.expiresAt <= nowIso()) {
    const detail = "This ticket is not valid: used before, older than a minute, or mistyped. Get another one.";
    return { ok: false, fault: "invalid_token", detail };
  }
  const shown = await authenticateById(db, found.keyId, defer);
  if (!shown.ok) return shown;
  const scopes = shown.principal.scopes.filter((scope) => found.scopes.includes(scope));
  return { ok: true, by: "token", principal: { ...shown.principal, scopes }, expiresAt: found.shownUntil };
}

function hashOf(ticket: string): Promise<string> {
  return digestOf(`ticket:${ticket}`);
}
