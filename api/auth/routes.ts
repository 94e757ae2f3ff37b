import type { RouteHandler } from "@hono/zod-openapi";
import type { z } from "@hono/zod-openapi";
import type { AppEnv, KeyedEnv } from "../http/context.ts";
import { nowIso } from "../platform/clock.ts";
import { endSubscriptions } from "../feed/end-subscriptions.ts";
import { acceptedOr401, authenticateText, refuseStandIn, shownIn } from "../http/authentication.ts";
import { readCursor, readPage } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import { invalidRequest } from "../http/validation.ts";
import type { Principal } from "../keys/principal.ts";
import { scopeFaults } from "../keys/scope-faults.ts";
import { spellOutScopes } from "../keys/scopes.ts";
import type { Scope } from "../keys/scopes.ts";
import type {
  createSessionContract,
  createTokenContract,
  deleteSessionContract,
  endOtherSessionsContract,
  endSessionContract,
  getJwksContract,
  getSessionContract,
  listSessionsContract,
} from "./contract.ts";
import { refuseForeignOrigin } from "./forgery.ts";
import { issueToken } from "./issue-token.ts";
import { publishedKeySet } from "./published-keys.ts";
import { clearSessionCookie, readSessionCookie, setSessionCookie } from "./session-cookie.ts";
import { endSession as endOwnSession, openSession, SESSION_SECONDS } from "./sessions.ts";
import type { Session } from "./sessions.ts";
import { JWKS_MAX_AGE_SECONDS } from "./signing-keys.ts";
import { deleteOtherSessions, deleteSessionOf, listSessions as selectSessions } from "./store.ts";

export const createToken: RouteHandler<typeof createTokenContract, KeyedEnv> = async (c) => {
  const { expiresIn, scopes: asked } = c.req.valid("json");
  const caller = c.get("principal");
  const faults = scopeFaults(asked ?? [], caller.scopes);
  if (faults.length > 0) throw invalidRequest(faults);
  const scopes = asked === undefined ? ([...caller.scopes] as Scope[]) : spellOutScopes(asked);
  const { token, expiresAt } = await issueToken(c.env, caller, scopes, expiresIn);
  return c.json({ token, tokenType: "Bearer" as const, expiresIn, expiresAt, scopes }, 201);
};

type KeySet = z.infer<(typeof getJwksContract)["responses"][200]["content"]["application/json"]["schema"]>;

export const getJwks: RouteHandler<typeof getJwksContract, AppEnv> = async (c) => {
  const set = await publishedKeySet(c.env);
  return c.json(set as KeySet, 200, { "Cache-Control": `public, max-age=${JWKS_MAX_AGE_SECONDS}` });
};

export const createSession: RouteHandler<typeof createSessionContract, AppEnv> = async (c) => {
  refuseForeignOrigin(c);
  const shown = c.req.valid("json").apiKey ?? shownIn(c.req.raw.headers);
  const caller = acceptedOr401(shown === null ? null : await authenticateText(c, shown));
  refuseStandIn(caller);
  const { secret, session } = await openSession(
    c.get("services").db,
    caller.principal.keyId,
    c.req.raw.headers.get("User-Agent"),
  );
  setSessionCookie(c, secret, SESSION_SECONDS);
  return c.json(present(caller.principal, session), 201, { "Cache-Control": "no-store" });
};

export const getSession: RouteHandler<typeof getSessionContract, KeyedEnv> = (c) =>
  c.json(present(c.get("principal"), c.get("session")), 200);

export const deleteSession: RouteHandler<typeof deleteSessionContract, KeyedEnv> = async (c) => {
  const secret = readSessionCookie(c);
  if (secret !== undefined) await endOwnSession(c.get("services").db, secret);
  const [session, { agentId }] = [c.get("session"), c.get("principal")];
  if (session !== null) c.executionCtx.waitUntil(endSubscriptions(c.env, agentId, { sessionHashes: [session.hash] }));
  clearSessionCookie(c);
  return c.body(null, 204);
};

export const listSessions: RouteHandler<typeof listSessionsContract, KeyedEnv> = async (c) => {
  const { limit, cursor } = c.req.valid("query");
  const position = readCursor(cursor);
  const now = nowIso();
  const current = c.get("session")?.hash ?? null;
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    selectSessions(c.get("services").db, c.get("principal").agentId, { limit: rowCount, position, now, current }),
  );
  return c.json({ data: rows, nextCursor }, 200);
};

export const endSession: RouteHandler<typeof endSessionContract, KeyedEnv> = async (c) => {
  const { agentId } = c.get("principal");
  const sessionHash = await deleteSessionOf(c.get("services").db, agentId, c.req.valid("param").sessionId);
  if (sessionHash === undefined) throw new Problem("not_found", "You have no session of this id.");
  c.executionCtx.waitUntil(endSubscriptions(c.env, agentId, { sessionHashes: [sessionHash] }));
  return c.body(null, 204);
};

export const endOtherSessions: RouteHandler<typeof endOtherSessionsContract, KeyedEnv> = async (c) => {
  const { agentId } = c.get("principal");
  const sessionHashes = await deleteOtherSessions(c.get("services").db, agentId, c.get("session")?.hash ?? null);
  if (sessionHashes.length > 0) c.executionCtx.waitUntil(endSubscriptions(c.env, agentId, { sessionHashes }));
  return c.body(null, 204);
};

function present({ agentId, keyId, scopes, rateLimitPerMin }: Principal, session: Session | null) {
  return {
    agentId,
    keyId,
    scopes: [...scopes],
    rateLimitPerMin,
    session: session && { csrfToken: session.csrfToken, expiresAt: session.expiresAt },
  };
}
