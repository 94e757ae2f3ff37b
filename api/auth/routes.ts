import type { RouteHandler } from "@hono/zod-openapi";
import type { z } from "@hono/zod-openapi";
import type { AppEnv, KeyedEnv } from "../http/context.ts";
import { invalidRequest } from "../http/validation.ts";
import { scopeFaults } from "../keys/scope-faults.ts";
import { spellOutScopes } from "../keys/scopes.ts";
import type { Scope } from "../keys/scopes.ts";
import type { createTokenContract, getJwksContract } from "./contract.ts";
import { issueToken } from "./issue-token.ts";
import { publishedKeySet } from "./published-keys.ts";
import { JWKS_MAX_AGE_SECONDS } from "./signing-keys.ts";

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
