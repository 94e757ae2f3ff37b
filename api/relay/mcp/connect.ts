// A connection to an upstream MCP server, for one task: its state is data, so that the next request, here or in
// another isolate, goes on where this one was.
//
//   nothing known          server/discover, and where that is not answered, initialize
//   2026-07-28             nothing: each request says all
//   before, with a session nothing: the session's id and revision are sent along; where the caller can be asked, the stream
//                          is opened that many servers ask on, which a new session has from the SDK
//   before, without        initialize
//
// A server is behind a URL, or it is an agent that is connected: its socket is then its one session.

import { Client, type ClientCapabilities, type DiscoverResult, type Transport } from "@modelcontextprotocol/client";
import type { Failure } from "../../../engine/run/outcome.ts";
import { withoutBatches } from "./batched-events.ts";
import { failureOf, UpstreamError } from "./failures.ts";
import { type GuardOptions, guardedFetch } from "./guarded-fetch.ts";
import { type AgentReach, LinkTransport } from "./link-transport.ts";
import { UpstreamTransport } from "./transport.ts";

/** How a server is reached. */
export type UpstreamReach = UrlReach | AgentReach;

export interface UrlReach extends Pick<GuardOptions, "egress" | "credentials"> {
  readonly url: string;
}

export type UpstreamEndpoint = UpstreamReach & Exchange;

interface Exchange extends Pick<GuardOptions, "maxBytes" | "signal"> {
  /** Takes each answer over HTTP on its way. */
  readonly seen?: (method: string, response: Response) => Response;
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
  /** The revision that a connected agent turned out to speak, where that is another one; its request was not sent. */
  readonly movedTo: () => string | null;
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
/** A server that is slow to open its stream is asked without it. */
const LISTEN_MS = 2_000;

/** Rejects with an `UpstreamError` where the server cannot be reached or speaks no revision that the hub does. */
export async function connectUpstream(
  endpoint: UpstreamEndpoint,
  known: Known | null,
  { signal, timeoutMs = NO_LIMIT_MS, capabilities = {} }: ConnectOptions,
): Promise<Upstream> {
  const line = "link" in endpoint ? lineToAgent(endpoint, known) : lineToUrl(endpoint, known);
  const { transport } = line;
  const client = new Client(
    { name: "nexuscall", version: "1" },
    { capabilities, versionNegotiation: { mode: "auto" }, inputRequired: { autoFulfill: false } },
  );
  const close = async () => {
    await Promise.race([line.sent(), new Promise((resolve) => setTimeout(resolve, FAREWELL_MS))]);
    await client.close();
  };
  try {
    await client.connect(transport, { signal, timeout: timeoutMs, ...priorOf(known) });
  } catch (error) {
    await client.close();
    throw new UpstreamError(line.fault() ?? failureOf(error));
  }
  if (resumes(known) && Object.keys(capabilities).length > 0) await line.listen();
  const revision = client.getNegotiatedProtocolVersion() ?? known?.revision ?? "";
  return {
    client,
    revision,
    sessionId: revision === STATELESS ? null : (transport.sessionId ?? ""),
    fault: line.fault,
    movedTo: line.movedTo,
    endSession: line.endSession,
    close,
  };
}

/** A transport, and what the hub has to know of it besides. */
interface Line extends Pick<Upstream, "fault" | "movedTo" | "endSession"> {
  readonly transport: Transport;
  /** Opens the stream that is no request's, where the server has one; settles when it is there. */
  readonly listen: () => Promise<unknown>;
  /** Settles once what was sent has left, or could not. */
  readonly sent: () => Promise<unknown>;
}

function lineToUrl(endpoint: UrlReach & Exchange, known: Known | null): Line {
  const guard = guardedFetch(endpoint);
  const { seen = (_method: string, response: Response) => response } = endpoint;
  const transport = new UpstreamTransport(new URL(endpoint.url), {
    fetch: async (url, init) => {
      const response = seen(init?.method ?? "GET", await guard.fetch(url, init));
      return withoutBatches(response, new Headers(init?.headers));
    },
    reconnectionOptions: RESUME,
    ...(resumes(known) && { sessionId: known.sessionId ?? "", protocolVersion: known.revision }),
  });
  return {
    transport,
    fault: guard.fault,
    movedTo: () => null,
    endSession: () => transport.terminateSession(),
    // No event of it is known yet. A server without sessions asks nothing outside a request.
    listen: async () => {
      if (transport.sessionId === "") return;
      const opened = transport.resumeStream("").catch(() => undefined);
      await Promise.race([opened, new Promise((resolve) => setTimeout(resolve, LISTEN_MS))]);
    },
    sent: () => transport.sent(),
  };
}

function lineToAgent(reach: AgentReach, known: Known | null): Line {
  const transport = new LinkTransport(reach, known?.revision ?? null, resumes(known));
  return {
    transport,
    fault: () => transport.fault,
    movedTo: () => transport.movedTo,
    endSession: () => Promise.resolve(),
    listen: () => Promise.resolve(),
    sent: () => transport.sent(),
  };
}

function resumes(known: Known | null): known is Known {
  return known !== null && known.revision !== STATELESS && known.sessionId !== null;
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
