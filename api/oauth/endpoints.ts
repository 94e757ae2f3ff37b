// The OAuth endpoints. Plain routes: their requests and errors are those of the RFCs, not of this API. docs/oauth.md has
// them.

import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { cors } from "hono/cors";
import type { AppEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { readJsonBody } from "../http/read-json.ts";
import { refuseRoute } from "../http/refuse.ts";
import { authorize } from "./authorize.ts";
import { faultAnswer, OAuthFault } from "./fault.ts";
import { resourceMetadata, serverMetadata } from "./metadata.ts";
import { HUB_PATH, isResourcePath, issuerFor, METADATA_PATH } from "./places.ts";
import { registerClient } from "./register-client.ts";
import { answerRevoke } from "./revoke.ts";
import { answerToken } from "./token.ts";

const KEEP = { "Cache-Control": "public, max-age=300" };

export function oauthEndpoints(app: OpenAPIHono<AppEnv>): void {
  // Clients that run in a page read these. No cookie counts here, so any page may.
  const open = cors({ origin: "*", allowMethods: ["GET", "POST"], maxAge: 86_400 });
  for (const path of ["/oauth/token", "/oauth/register", "/oauth/revoke"]) app.use(path, open);
  for (const path of ["oauth-protected-resource", "oauth-authorization-server", "openid-configuration"]) {
    app.use(`/.well-known/${path}/*`, open);
  }

  app.get(METADATA_PATH, (c) => c.json(resourceMetadata(issuerFor(c.env, c.req.url), HUB_PATH), 200, KEEP));
  app.get(`${METADATA_PATH}/:path{.+}`, (c) => {
    const path = `/${c.req.param("path")}`;
    if (!isResourcePath(path)) return refuseRoute(c);
    return c.json(resourceMetadata(issuerFor(c.env, c.req.url), path), 200, KEEP);
  });
  for (const path of ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"]) {
    app.get(path, (c) => c.json(serverMetadata(issuerFor(c.env, c.req.url)), 200, KEEP));
  }

  app.on(["GET", "POST"], "/oauth/authorize", authorize);
  app.post("/oauth/token", (c) => refusing(() => answerToken(c)));
  app.post("/oauth/revoke", (c) => refusing(() => answerRevoke(c)));
  app.post("/oauth/register", (c) => refusing(() => register(c)));
}

async function register(c: Context<AppEnv>): Promise<Response> {
  const metadata = await readJsonBody(c.req.raw).catch((error: unknown) => {
    if (error instanceof Problem) throw new OAuthFault("invalid_client_metadata", error.message);
    throw error;
  });
  const address = c.req.header("CF-Connecting-IP") ?? null;
  const registered = await registerClient(c.get("services").db, metadata, address);
  return c.json(registered, 201, { "Cache-Control": "no-store" });
}

async function refusing(answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof OAuthFault) return faultAnswer(error);
    throw error;
  }
}
