// Who is let in to an MCP endpoint, over HTTP and over a socket alike.

import { localhostAllowedOrigins, originValidationResponse } from "@modelcontextprotocol/server";
import type { Context } from "hono";
import { acceptedOr401, authenticateText, shownIn } from "../http/authentication.ts";
import type { AppEnv } from "../http/context.ts";

/** A page that a browser was lured to cannot speak to a hub on the same machine under a name of its own. */
export function refuseOrigin(c: Context<AppEnv>): Response | undefined {
  const { TOKEN_ISSUER, MCP_ORIGINS } = c.env;
  const issuer = URL.parse(TOKEN_ISSUER)?.hostname ?? [];
  const others = MCP_ORIGINS.split(",").map((name) => name.trim());
  return originValidationResponse(c.req.raw, [...localhostAllowedOrigins(), ...others, issuer].flat());
}

/**
 * Who shows a key or a token, in a header or as `otherwise`. No cookie is taken here: what a browser sends by itself
 * proves nothing.
 */
export async function acceptedCaller(c: Context<AppEnv>, otherwise: string | null = null) {
  const shown = shownIn(c.req.raw.headers) ?? otherwise;
  return acceptedOr401(shown === null ? null : await authenticateText(c, shown));
}
