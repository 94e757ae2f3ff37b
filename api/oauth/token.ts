// `/oauth/token`: a code, or a refresh token, for an access token and the refresh token that comes next.

import type { Context } from "hono";
import type { AppEnv } from "../http/context.ts";
import { deferOf } from "../http/defer.ts";
import { authenticateById } from "../keys/authenticate.ts";
import { issueAccessToken } from "./access-token.ts";
import { OAuthFault } from "./fault.ts";
import { redeemCode, redeemRefresh } from "./grants.ts";
import type { Redeemed } from "./grants.ts";
import { needed, readForm } from "./parameters.ts";
import type { Parameters } from "./parameters.ts";
import { issuerFor, resourceNamed } from "./places.ts";
import { scopesIn } from "./scopes.ts";

export async function answerToken(c: Context<AppEnv>): Promise<Response> {
  const form = await readForm(c.req.raw);
  const issuer = issuerFor(c.env, c.req.url);
  const { grant, refreshToken } = await redeem(c, form, issuer);
  const key = await authenticateById(c.get("services").db, grant.keyId, deferOf(c));
  if (!key.ok) throw new OAuthFault("invalid_grant", "The key that consented has ended. Ask for consent again.");

  const held = grant.scopes.filter((scope) => key.principal.scopes.includes(scope));
  const scopes = narrowed(held, form.get("scope"));
  const { token, expiresIn } = await issueAccessToken(c.env, issuer, grant, scopes);
  const answer = {
    access_token: token,
    token_type: "Bearer",
    expires_in: expiresIn,
    refresh_token: refreshToken,
    scope: scopes.join(" "),
  };
  return c.json(answer, 200, { "Cache-Control": "no-store" });
}

function redeem(c: Context<AppEnv>, form: Parameters, issuer: string): Promise<Redeemed> {
  const { db } = c.get("services");
  const clientId = needed(form, "client_id");
  const resource = resourceIn(form, issuer);
  switch (needed(form, "grant_type")) {
    case "authorization_code": {
      const verifier = needed(form, "code_verifier");
      const redirectUri = needed(form, "redirect_uri");
      return redeemCode(db, { code: needed(form, "code"), clientId, redirectUri, verifier, resource });
    }
    case "refresh_token":
      return redeemRefresh(db, { refreshToken: needed(form, "refresh_token"), clientId, resource });
    default:
      throw new OAuthFault("unsupported_grant_type", "The grant types are authorization_code and refresh_token.");
  }
}

/** Null where none is named: what the consent was for is meant. */
function resourceIn(form: Parameters, issuer: string): string | null {
  const named = form.get("resource");
  if (named === undefined) return null;
  const resource = resourceNamed(issuer, named);
  if (resource === null) throw new OAuthFault("invalid_target", "The resource is no MCP endpoint of this hub.");
  return resource;
}

/** A token may do less than what was consented to (RFC 6749, 6), never more. */
function narrowed(held: readonly string[], asked: string | undefined): string[] {
  if (asked === undefined) return [...held];
  const scopes = scopesIn(asked);
  if (scopes.every((scope) => held.includes(scope))) return scopes;
  throw new OAuthFault("invalid_scope", "The consent does not cover these scopes. Ask for it anew.");
}
