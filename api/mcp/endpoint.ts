// Which endpoint of the hub is meant, as data: it goes from the route to the objects that hold sessions and sockets.

import { z } from "@hono/zod-openapi";

export const endpointSchema = z.discriminatedUnion("kind", [
  /** `/mcp/v1`: what the caller may see of the whole hub. `tools` says how many of them are listed. */
  z.object({ kind: z.literal("hub"), tools: z.enum(["auto", "all", "few"]) }),
  /** `/mcp/v1/boxes/:id`: the tools of one toolbox. */
  z.object({ kind: z.literal("box"), id: z.string() }),
  /** `/mcp/v1/servers/:id`: one upstream MCP server. */
  z.object({ kind: z.literal("server"), id: z.string() }),
]);

export type Endpoint = z.infer<typeof endpointSchema>;

/** The same for the same surface, so that a session of one endpoint is none of another. */
export function endpointName(endpoint: Endpoint): string {
  return JSON.stringify(endpoint);
}
