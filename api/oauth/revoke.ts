// `/oauth/revoke` (RFC 7009): a client gives up what it was allowed. With either of its tokens the whole grant ends.

import type { Context } from "hono";
import type { AppEnv } from "../http/context.ts";
import { looksLikeAccessToken, verifyAccessToken } from "./access-token.ts";
import { endGrant, grantOfRefresh } from "./grants.ts";
import { needed, readForm } from "./parameters.ts";
import { issuerFor } from "./places.ts";

/** 200 for a token that is none, too: what the client wants is so. */
export async function answerRevoke(c: Context<AppEnv>): Promise<Response> {
  const form = await readForm(c.req.raw);
  const grantId = await grantOf(c, needed(form, "token"), needed(form, "client_id"));
  if (grantId !== undefined) await endGrant(c.get("services").db, grantId);
  return c.body(null, 200, { "Cache-Control": "no-store" });
}

async function grantOf(c: Context<AppEnv>, token: string, clientId: string): Promise<string | undefined> {
  if (!looksLikeAccessToken(token)) return grantOfRefresh(c.get("services").db, token, clientId);
  const verified = await verifyAccessToken(c.env, token, { issuer: issuerFor(c.env, c.req.url) });
  return verified.ok && verified.claims.client_id === clientId ? verified.claims.grant_id : undefined;
}
