// A connection to an upstream MCP server, for one task: its state is data, so that the next request, here or in
// another isolate, goes on where this one was.
//
//   nothing known          server/discover, and where that is not answered, initialize
//   2026-07-28             nothing: each request says all
//   before, with a session nothing: the session's id and revision are sent along
//   before, without        initialize

import { Client, type ClientCapabilities, type DiscoverResult } from "@modelcontextprotocol/client";
import type { Failure } from "../../../engine/run/outcome.ts";
import { failureOf, UpstreamError } from "./failures.ts";
import { type GuardOptions, guardedFetch } from "./guarded-fetch.ts";
import { UpstreamTransport } from "./transport.ts";

export interface UpstreamEndpoint extends GuardOptions {
  readonly url: string;
}

/** What is known of the server from before. */
export interface Known {
  /** The protocol revision that it speaks: `2026-07-28`. */
  readonly revision: string;
  /** Empty where it keeps none; null where there is none yet. */
  readonly sessionId: string | null;
}

export interface Upstream {
  readonly client: Client;
  readonly revision: string;
  /** To be known by the next connection; null for a revision without sessions. */
  readonly sessionId: string | null;
  /** Why the guard refused or cut off something; null where it did not. */
  readonly fault: () => Failure | null;
  /** Ends the session at the server, where there is one. */
  endSession(): Promise<void>;
  /** Lets the last message leave, such as a cancellation, then drops everything else. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly signal: AbortSignal;
  /** Of each exchange that the connection takes. */
  readonly timeoutMs?: number;
  /** What the server may ask of its caller. */
  readonly capabilities?: ClientCapabilities;
}

export const STATELESS = "2026-07-28";
const NO_LIMIT_MS = 24 * 60 * 60_000;
/** A server that cuts a stream that it can resume is asked for the rest this often. */
const RESUME = {
  maxReconnectionDelay: 5_000,
  initialReconnectionDelay: 500,
  reconnectionDelayGrowFactor: 2,
  maxRetries: 2,
};
const FAREWELL_MS = 5_000;

/** Rejects with an `UpstreamError` where the server cannot be reached or speaks no revision that the hub does. */
export async function connectUpstream(
  endpoint: UpstreamEndpoint,
  known: Known | null,
  { signal, timeoutMs = NO_LIMIT_MS, capabilities = {} }: ConnectOptions,
): Promise<Upstream> {
  const guard = guardedFetch(endpoint);
  const resumes = known !== null && known.revision !== STATELESS && known.sessionId !== null;
  const transport = new UpstreamTransport(new URL(endpoint.url), {
    fetch: guard.fetch,
    reconnectionOptions: RESUME,
    ...(resumes && { sessionId: known.sessionId ?? "", protocolVersion: known.revision }),
  });
  const client = new Client(
    { name: "nexuscall", version: "1" },
    { capabilities, versionNegotiation: { mode: "auto" }, inputRequired: { autoFulfill: false } },
  );
  const close = async () => {
    await Promise.race([transport.sent(), new Promise((resolve) => setTimeout(resolve, FAREWELL_MS))]);
    await client.close();
  };
  try {
    await client.connect(transport, { signal, timeout: timeoutMs, ...priorOf(known) });
  } catch (error) {
    await client.close();
    throw new UpstreamError(guard.fault() ?? failureOf(error));
  }
  const revision = client.getNegotiatedProtocolVersion() ?? known?.revision ?? "";
  return {
    client,
    revision,
    sessionId: revision === STATELESS ? null : (transport.sessionId ?? ""),
    fault: guard.fault,
    endSession: () => transport.terminateSession(),
    close,
  };
}

function priorOf(known: Known | null) {
  if (known === null) return {};
  if (known.revision !== STATELESS) return { prior: { kind: "legacy" as const } };
  const discover: DiscoverResult = {
    supportedVersions: [STATELESS],
    capabilities: {},
    ttlMs: 0,
    cacheScope: "private",
  };
  return { prior: { kind: "modern" as const, discover } };
}
