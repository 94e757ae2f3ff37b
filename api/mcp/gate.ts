// Who is let in to an MCP endpoint, over HTTP and over a socket alike.

import { localhostAllowedOrigins, originValidationResponse } from "@modelcontextprotocol/server";
import type { Context } from "hono";
import { acceptedOr401, authenticateText, shownIn } from "../http/authentication.ts";
import type { AppEnv } from "../http/context.ts";
import { looksLikeAccessToken } from "../oauth/access-token.ts";
import { authenticateAccessToken } from "../oauth/authenticate-access-token.ts";
import type { Admitted } from "../oauth/authenticate-access-token.ts";
import { issuerFor, METADATA_PATH, pathOf } from "../oauth/places.ts";
import { BASIC_SCOPE } from "../oauth/scopes.ts";
import type { Endpoint } from "./endpoint.ts";

/** A page that a browser was lured to cannot speak to a hub on the same machine under a name of its own. */
export function refuseOrigin(c: Context<AppEnv>): Response | undefined {
  if (!c.req.raw.headers.has("Origin")) return undefined;
  const { TOKEN_ISSUER, MCP_ORIGINS } = c.env;
  const issuer = URL.parse(TOKEN_ISSUER)?.hostname ?? [];
  const others = MCP_ORIGINS.split(",").map((name) => name.trim());
  return originValidationResponse(c.req.raw, [...localhostAllowedOrigins(), ...others, issuer].flat());
}

/**
 * Takes an API key, the hub's token that stands for one, or an access token for this very endpoint. No cookie: what a
 * browser sends by itself proves nothing.
 */
export async function acceptedCaller(
  c: Context<AppEnv>,
  endpoint: Endpoint,
  otherwise: string | null = null,
): Promise<Admitted & { ok: true }> {
  const shown = shownIn(c.req.raw.headers) ?? otherwise;
  return acceptedOr401(shown === null ? null : await admit(c, endpoint, shown));
}

function admit(c: Context<AppEnv>, endpoint: Endpoint, shown: string): Promise<Admitted> {
  if (!looksLikeAccessToken(shown)) return authenticateText(c, shown);
  const issuer = issuerFor(c.env, c.req.url);
  const expected = { issuer, audience: issuer + pathOf(endpoint) };
  return authenticateAccessToken(c.get("services"), shown, expected, (work) => c.executionCtx.waitUntil(work));
}

/** Tells a client that was refused where it can ask for a token, and for which scopes (RFC 9728, 5.1; RFC 6750, 3). */
export function challenging(c: Context<AppEnv>, endpoint: Endpoint, refused: Response): Response {
  const challenge = refused.headers.get("WWW-Authenticate");
  if (challenge === null) return refused;
  const metadata = `${issuerFor(c.env, c.req.url)}${METADATA_PATH}${pathOf(endpoint)}`;
  const scope = challenge.includes("scope=") ? [] : [`scope="${BASIC_SCOPE}"`];
  const separator = challenge === "Bearer" ? " " : ", ";
  const more = [`resource_metadata="${metadata}"`, ...scope].join(", ");
  refused.headers.set("WWW-Authenticate", `${challenge}${separator}${more}`);
  return refused;
}
