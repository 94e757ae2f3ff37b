import { isAgentEndpoint } from "../relay/mcp/agent-link.ts";
import type { Services } from "../services.ts";
import { presentConnection } from "../tools/present-connection.ts";
import type { Server } from "./server.ts";
import { countDefinitions } from "./store.ts";

/** The server as this agent may see it. */
export async function presentServer({ db }: Services, server: Server, viewerId: string) {
  const { url, authType, authConfig: _, publishedAt: __, lastError, problems, connectedAt, ...rest } = server;
  const { heldInstructions: ___, rejectedInstructions: ____, ...shown } = rest;
  const isAgent = isAgentEndpoint(url);
  return {
    ...shown,
    connection: isAgent ? presentConnection(connectedAt) : null,
    counts: await countDefinitions(db, server.id),
    stale: lastError !== null,
    // Where a server listens, and what is wrong with it, is its owner's affair.
    ...(server.agentId === viewerId ? { ...(!isAgent && { url }), authType, lastError, problems: [...problems] } : {}),
  };
}
