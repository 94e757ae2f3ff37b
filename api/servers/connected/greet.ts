// The first words with an agent that has connected: which revision it speaks, and what it has where the hub does not know
// it yet. Whoever connects under a name has chosen to serve, so its tools are active at once, for their owner alone until that
// makes them public; what it changes later waits for approval, as with any MCP server.

import { inTime } from "../../platform/in-time.ts";
import { agentEndpoint, type AgentLink } from "../../relay/mcp/agent-link.ts";
import { connectUpstream } from "../../relay/mcp/connect.ts";
import { Problem } from "../../http/problem.ts";
import { UpstreamError } from "../../relay/mcp/failures.ts";
import type { Services } from "../../services.ts";
import { agentReach, readReached } from "../read-server.ts";
import { takeIn } from "../register-server.ts";
import { selectServer } from "../store.ts";
import type { Whose } from "./agent-journal.ts";

const MAX_TIME_MS = 20_000;
/** All that an agent says of itself before its lists. */
const MAX_BYTES = 1024 * 1024;

/**
 * All callers share the session of an agent of 2025, so it is told that it may ask whatever any of them can be asked; each that
 * cannot says so when it is asked. In 2026-07-28 each call says it for its caller.
 */
const ASKABLE_ALL = { elicitation: { form: {}, url: {} }, sampling: { tools: {} }, roots: {} };

export interface Greeted {
  readonly revision: string;
  /** Whether it tells of changes of its lists. */
  readonly tellsOfChanges: boolean;
  /** Whether the hub has met it for the first time, and so has just read its lists. */
  readonly isNew: boolean;
}

/** Rejects with an `UpstreamError`, or the problem `quota_reached` or `server_exists`. */
export async function greet(services: Services, link: AgentLink, whose: Whose): Promise<Greeted> {
  const { revision, capabilities } = await inTime(MAX_TIME_MS, async (signal) => {
    const endpoint = { ...agentReach(link), maxBytes: MAX_BYTES };
    const upstream = await connectUpstream(endpoint, null, {
      signal,
      timeoutMs: MAX_TIME_MS,
      capabilities: ASKABLE_ALL,
    });
    // A client that is closed has forgotten them.
    const known = upstream.client.getServerCapabilities() ?? {};
    await upstream.close();
    return { revision: upstream.revision, capabilities: known };
  });
  const { tools, resources, prompts } = capabilities;
  const tellsOfChanges = [tools, resources, prompts].some((part) => part?.listChanged === true);
  const isNew = (await selectServer(services.db, whose.serverId)) === null;
  if (isNew) await register(services, link, whose);
  return { revision, tellsOfChanges, isNew };
}

async function register(services: Services, link: AgentLink, { serverId: id, agentId, name }: Whose): Promise<void> {
  const read = await readReached(agentReach(link));
  const address = {
    id,
    agentId,
    name,
    url: agentEndpoint(id),
    authType: "none",
    authConfig: null,
    isPublic: false,
  } as const;
  await takeIn(services, address, read);
}

/** What the agent is told of a greeting that failed; null where it is the hub that failed. */
export function whyNot(error: unknown): string | null {
  return error instanceof UpstreamError || error instanceof Problem ? error.message : null;
}
