// Who a request comes from: an API key or a token in a header, else the cookie of a session.

import type { Context } from "hono";
import { authenticateSession } from "../auth/authenticate-session.ts";
import type { SignedIn } from "../auth/authenticate-session.ts";
import { authenticateToken, looksLikeToken } from "../auth/authenticate-token.ts";
import { refuseForgery } from "../auth/forgery.ts";
import { readSessionCookie } from "../auth/session-cookie.ts";
import { authenticate } from "../keys/authenticate.ts";
import type { Authentication } from "../keys/authenticate.ts";
import type { AppEnv } from "./context.ts";
import { deferOf } from "./defer.ts";
import { Problem } from "./problem.ts";
import { tokenAmongSubprotocols } from "./upgrade.ts";

type Shown = Authentication | SignedIn;
type Accepted = Extract<Shown, { ok: true }>;

/** What the request proves; null where it shows nothing. Refuses a session's request that may be forged. */
export async function authenticationOf<E extends AppEnv>(c: Context<E>): Promise<Shown | null> {
  const { headers } = c.req.raw;
  const shown = shownIn(headers) ?? tokenAmongSubprotocols(headers);
  if (shown !== null) return authenticateText(c, shown);
  const secret = readSessionCookie(c);
  if (secret === undefined) return null;
  const signedIn = await authenticateSession(c.get("services").db, secret, deferOf(c));
  if (signedIn.ok && signedIn.by === "session") refuseForgery(c, signedIn.session);
  return signedIn;
}

/** What a text proves that is a key or a token. */
export function authenticateText<E extends AppEnv>(c: Context<E>, shown: string): Promise<Authentication> {
  const services = c.get("services");
  return looksLikeToken(shown)
    ? authenticateToken(services, shown, deferOf(c))
    : authenticate(services.db, shown, deferOf(c));
}

/** The key or token in the request's headers. */
export function shownIn(headers: Headers): string | null {
  const authorization = headers.get("Authorization");
  if (authorization === null) return headers.get("X-API-Key");
  const bearer = /^Bearer +(.*)$/i.exec(authorization);
  return bearer?.[1] ?? authorization;
}

/** Who is calling; otherwise the 401 that says why nobody is. */
export function acceptedOr401<S extends Shown>(shown: S | null): Extract<S, { ok: true }> {
  if (shown === null) throw unauthorized("missing_key", "Send an API key: Authorization: Bearer nxc_live_…", "Bearer");
  if (shown.ok) return shown as Extract<S, { ok: true }>;
  throw unauthorized(shown.fault, shown.detail, 'Bearer error="invalid_token"');
}

/** Lets nothing pass that only stands for a key. */
export function refuseStandIn({ by }: Accepted): void {
  if (by === "key") return;
  throw new Problem("key_needed", `This call needs the API key itself, and a ${by} only stands for it.`);
}

type UnauthorizedCode = "missing_key" | Extract<Shown, { ok: false }>["fault"];

function unauthorized(code: UnauthorizedCode, detail: string, challenge: string) {
  return new Problem(code, detail, { headers: { "WWW-Authenticate": challenge } });
}
