// What a server has, read live: through the egress guard, with the credentials that its owner gave; or over the socket of
// an agent that is connected.

import { Problem } from "../http/problem.ts";
import { openCredentials } from "../relay/credentials.ts";
import { UpstreamError } from "../relay/mcp/failures.ts";
import { type AgentLink, isAgentEndpoint } from "../relay/mcp/agent-link.ts";
import type { UpstreamReach, UrlReach } from "../relay/mcp/connect.ts";
import { readCatalogue } from "../relay/mcp/read-catalogue.ts";
import type { Services } from "../services.ts";
import { linkOf } from "./connected/link.ts";
import type { Server } from "./server.ts";
import { type Sifted, siftDefinitions } from "./sift-definitions.ts";

export type ServerAddress = Pick<Server, "id" | "agentId" | "url" | "authConfig">;

/** What reading it told of the server itself. */
export type ServerFacts = Pick<Server, "revision" | "identity" | "instructions" | "capabilities" | "problems">;

export interface ServerRead {
  readonly facts: ServerFacts;
  readonly definitions: Sifted["definitions"];
  /** The shortest time that one of its lists is said to hold; null where none says. */
  readonly ttlMs: number | null;
}

/** Rejects with an `UpstreamError`. */
export async function readServer({ env }: Services, server: ServerAddress): Promise<ServerRead> {
  return readReached(await reachOf(env, server));
}

/** The same of one that has no address yet. */
export async function readReached(reach: UpstreamReach): Promise<ServerRead> {
  const catalogue = await readCatalogue(reach);
  const { definitions, problems } = await siftDefinitions(catalogue);
  const { revision, identity, instructions, capabilities, lists } = catalogue;
  const ttls = Object.values(lists).flatMap(({ ttlMs }) => (ttlMs === null ? [] : [ttlMs]));
  return {
    facts: { revision, identity, instructions, capabilities, problems },
    definitions,
    ttlMs: ttls.length === 0 ? null : Math.min(...ttls),
  };
}

/** An agent that is away is not waited for, and what it is asked outside a call may be asked twice. */
export function agentReach(link: AgentLink): UpstreamReach {
  return { link, patienceMs: 0, timeoutMs: 60_000, isRepeatable: true, callerAgentId: null };
}

/** Rejects with an `UpstreamError` where the credentials do not open. */
export async function reachOf(env: Services["env"], server: ServerAddress): Promise<UpstreamReach> {
  const { url } = server;
  return isAgentEndpoint(url) ? agentReach(linkOf(env, server.id)) : urlReachOf(env, server);
}

/** The same of a server that has an address. */
export async function urlReachOf(env: Services["env"], server: ServerAddress): Promise<UrlReach> {
  const { url, authConfig } = server;
  const { EGRESS: egress, MASTER_KEYS: masterKeys } = env;
  if (authConfig === null) return { url, egress, credentials: undefined };
  const credentials = await openCredentials(masterKeys, server, authConfig);
  if (credentials === null) throw new UpstreamError(noCredentials);
  return { url, egress, credentials };
}

const noCredentials = {
  code: "credentials_unavailable",
  message: "The hub cannot open the credentials that the server's owner gave it. Its owner can set them anew.",
  retryable: false,
};

/** What a request is told of a server that does not do what it should; what else went wrong is thrown on. */
export function upstreamProblem(error: unknown): unknown {
  return error instanceof UpstreamError ? new Problem("upstream_failed", error.message) : error;
}
