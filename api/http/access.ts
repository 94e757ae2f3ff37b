// Who may call what: one table of all operations, and the middleware that holds them to it.

import type { Context, MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import { authenticateToken, looksLikeToken } from "../auth/authenticate-token.ts";
import { authenticate } from "../keys/authenticate.ts";
import type { Authentication } from "../keys/authenticate.ts";
import type { Scope } from "../keys/scopes.ts";
import type { AppEnv, KeyedEnv } from "./context.ts";
import { idempotent } from "./idempotent.ts";
import { Problem } from "./problem.ts";
import { readJson } from "./read-json.ts";

type Needed = Scope | "any key" | "the key itself";

/**
 * A scope that the key must have, or any valid key; a token stands for its key, unless the key itself is needed.
 * Operations that need no key are not in here.
 */
const ACCESS = {
  getAgent: "any key",
  createKey: "keys:write",
  listKeys: "any key",
  getKey: "any key",
  rotateKey: "keys:write",
  deleteKey: "keys:write",
  createToken: "the key itself",
  registerTool: "tools:write",
  listTools: "any key",
  getTool: "any key",
  getToolSchema: "any key",
  listAgentTools: "any key",
  updateTool: "tools:write",
  deleteTool: "tools:write",
  invokeTool: "tools:invoke",
  listInvocations: "any key",
  getInvocation: "any key",
  createWorkflow: "workflows:write",
  checkWorkflow: "any key",
  listWorkflows: "any key",
  getWorkflow: "any key",
  deleteWorkflow: "workflows:write",
  executeWorkflow: "workflows:execute",
  listWorkflowRuns: "any key",
  getRun: "any key",
  cancelRun: "workflows:execute",
} as const satisfies Record<string, Needed>;

type Keyed = [MiddlewareHandler<KeyedEnv>, MiddlewareHandler<KeyedEnv>, MiddlewareHandler<KeyedEnv>];

/** The part of a contract that is the same for every operation behind a key. */
export function keyed(operationId: keyof typeof ACCESS) {
  const needed: Needed = ACCESS[operationId];
  const scopes = isScope(needed) ? [needed] : [];
  const middleware: Keyed = [requireKey(needed), readJson, idempotent];
  return { operationId, security: [{ apiKey: scopes }, { apiKeyHeader: scopes }], middleware };
}

/** The same for an operation that anybody may call. */
export function open(operationId: string) {
  return { operationId, security: [], middleware: [readJson] };
}

function isScope(needed: Needed): needed is Scope {
  return needed !== "any key" && needed !== "the key itself";
}

function requireKey(needed: Needed) {
  return createMiddleware<KeyedEnv>(async (c, next) => {
    const authentication = await authenticationOf(c);
    if (authentication === null) {
      throw unauthorized("missing_key", "Send an API key: Authorization: Bearer nxc_live_…", "Bearer");
    }
    if (!authentication.ok) {
      throw unauthorized(authentication.fault, authentication.detail, 'Bearer error="invalid_token"');
    }
    const { by, principal } = authentication;
    if (needed === "the key itself" && by === "token") {
      throw new Problem("key_needed", "A token does not do for this call. Send the API key that it was given for.");
    }
    if (isScope(needed) && !principal.scopes.includes(needed)) {
      throw new Problem("insufficient_scope", `This call needs a key with the scope "${needed}".`, {
        headers: { "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${needed}"` },
      });
    }
    c.set("principal", principal);
    // A cache on the way may not know that X-API-Key makes an answer somebody's own.
    c.header("Cache-Control", "no-store");
    await next();
  });
}

/** What the request's key or token proves; null where it shows none. */
export async function authenticationOf<E extends AppEnv>(c: Context<E>): Promise<Authentication | null> {
  const shown = shownIn(c.req.raw.headers);
  if (shown === null) return null;
  const services = c.get("services");
  const defer = (work: Promise<unknown>) => c.executionCtx.waitUntil(work);
  return looksLikeToken(shown) ? authenticateToken(services, shown, defer) : authenticate(services.db, shown, defer);
}

function shownIn(headers: Headers): string | null {
  const authorization = headers.get("Authorization");
  if (authorization === null) return headers.get("X-API-Key");
  const bearer = /^Bearer +(.*)$/i.exec(authorization);
  return bearer?.[1] ?? authorization;
}

type UnauthorizedCode = "missing_key" | Extract<Authentication, { ok: false }>["fault"];

function unauthorized(code: UnauthorizedCode, detail: string, challenge: string) {
  return new Problem(code, detail, { headers: { "WWW-Authenticate": challenge } });
}
