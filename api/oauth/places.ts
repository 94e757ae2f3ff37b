// Where the authorization server is, and which resources it gives tokens for: the MCP endpoints (RFC 8707, RFC 9728).
//
// P1. The issuer is TOKEN_ISSUER, whatever name a request came by. Only a hub that serves this machine (EGRESS is
//     `loopback`) and was asked by a loopback address goes by that address: there is nobody between it and its client.
// P2. A resource is one endpoint. Its query is not part of it: it says how the endpoint lists, not what it is.

import type { Env } from "../env.ts";
import type { Endpoint } from "../mcp/endpoint.ts";

/** The hub's own, at which nothing but the hub answers. */
export const HUB_PATH = "/mcp/v1";
export const METADATA_PATH = "/.well-known/oauth-protected-resource";

const RESOURCE_PATH = /^\/mcp\/v1(?:\/(?:servers|boxes)\/[\w-]{1,64})?$/;
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** `iss` of what the authorization server says to this request; also the origin of all its endpoints. */
export function issuerFor({ EGRESS, TOKEN_ISSUER }: Env, requestUrl: string): string {
  const { hostname, origin } = new URL(requestUrl);
  if (EGRESS === "loopback" && LOOPBACK_HOST.test(hostname)) return origin;
  return URL.parse(TOKEN_ISSUER)?.origin ?? TOKEN_ISSUER;
}

/** Whether an endpoint of this path takes tokens. */
export function isResourcePath(path: string): boolean {
  return RESOURCE_PATH.test(path);
}

/** The resource that is meant, in the one form that tokens name it by; null where it is none of the hub's. */
export function resourceNamed(issuer: string, named: string): string | null {
  const url = URL.parse(named);
  if (url === null || url.origin !== issuer || url.hash !== "" || url.username !== "" || url.password !== "")
    return null;
  const path = url.pathname.replace(/\/$/, "");
  return isResourcePath(path) ? issuer + path : null;
}

/** The path of an endpoint, as tokens name it. */
export function pathOf(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case "hub":
      return HUB_PATH;
    case "box":
      // An id is what a request says: not every one stands as it is in a header.
      return `${HUB_PATH}/boxes/${encodeURIComponent(endpoint.id)}`;
    case "server":
      return `${HUB_PATH}/servers/${encodeURIComponent(endpoint.id)}`;
  }
}
