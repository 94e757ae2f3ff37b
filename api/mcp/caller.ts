// Who calls an MCP endpoint, on its way from the Worker to where the request is answered: in the SDK's `authInfo`, and
// in a header to the objects that hold sessions and sockets. The Worker writes that header anew on every request.

import { z } from "@hono/zod-openapi";
import type { AuthInfo } from "@modelcontextprotocol/server";
import type { Principal } from "../keys/principal.ts";
import { traceHeaders } from "../telemetry/tracing.ts";
import { endpointSchema } from "./endpoint.ts";

const HEADER = "X-NexusCall-Caller";

const principalSchema = z.object({
  agentId: z.string(),
  keyId: z.string(),
  scopes: z.array(z.string()).readonly(),
  rateLimitPerMin: z.number(),
});

const visitSchema = z.object({
  caller: principalSchema,
  /** Where an OAuth client was let in: what it was allowed. */
  grantId: z.string().optional(),
  endpoint: endpointSchema,
  id: z.string(),
  /** When what a socket was opened with ends by itself (ISO 8601); null: never, or every request shows it anew. */
  shownUntil: z.string().nullable(),
  /** Of a socket over which an agent serves: as which MCP server. */
  serves: z.object({ serverId: z.string(), agentId: z.string(), name: z.string() }).optional(),
});

/** A request that the Worker has let through: whose it is, for which endpoint, and the id of its session or socket. */
export type Visit = z.infer<typeof visitSchema>;

export function withVisit(request: Request, visit: Visit, body: BodyInit | null): Request {
  const headers = new Headers(request.headers);
  headers.set(HEADER, encodeURIComponent(JSON.stringify(visit)));
  for (const [name, value] of Object.entries(traceHeaders())) headers.set(name, value);
  // Who shows a key to the hub shows it to nothing behind it.
  headers.delete("Authorization");
  headers.delete("X-API-Key");
  headers.delete("Cookie");
  return new Request(request.url, { method: request.method, headers, body, signal: request.signal });
}

export function visitOf(request: Request): Visit {
  return visitSchema.parse(JSON.parse(decodeURIComponent(request.headers.get(HEADER) ?? "")));
}

/** The SDK's word for who is calling. Keys have no expiry that it should check: the hub has done so. */
export function authInfoOf(caller: Principal): AuthInfo {
  return { token: "", clientId: caller.agentId, scopes: [...caller.scopes], extra: { caller } };
}

/** Who is calling, from what `authInfoOf` made. */
export function callerOf(authInfo: AuthInfo | undefined): Principal {
  return principalSchema.parse(authInfo?.extra?.["caller"]);
}
