// The way to an agent that is connected: what a URL is to another upstream server. Behind it is the object that holds the
// agent's socket (api/servers/connected/); requests go through as text, each under an id that no other request ever has.

import type { Failure } from "../../../engine/run/outcome.ts";

export interface AgentLink {
  /**
   * Sends a request; `tell` hears what the agent says and asks before its answer. Never rejects but where the object itself
   * is lost.
   */
  ask(question: Question, tell?: (message: string) => void): Promise<LinkAnswer>;
  /** Answers what the agent asked in the middle of the request of this id. */
  reply(id: string, message: string): Promise<void>;
  /** Nobody waits for the answer any more. */
  giveUp(id: string, reason: string): Promise<void>;
  /** Only where the link is one socket's: the rest of a handshake. */
  notify?(message: string): void;
}

export interface Question {
  /** Of the request, and its progress token. */
  readonly id: string;
  readonly method: string;
  /** The JSON-RPC request. */
  readonly message: string;
  /** The revision that it is written in; null where it belongs to the handshake, which finds that out. */
  readonly revision: string | null;
  /** How long it waits for an agent that is away. */
  readonly patienceMs: number;
  /** After this nobody waits for it. */
  readonly timeoutMs: number;
  /** Whether it may reach the agent twice: it is sent again where the connection broke in the middle of it. */
  readonly isRepeatable: boolean;
  /** Whom the agent works for; null: the hub itself. */
  readonly callerAgentId: string | null;
}

export type LinkAnswer =
  | { readonly type: "answer"; readonly message: string }
  | { readonly type: "failure"; readonly failure: Failure }
  /** Nothing was sent: the agent speaks this revision now. */
  | { readonly type: "moved"; readonly revision: string };

/** In the `_meta` of what an agent says or asks on its socket: the id of the request that it belongs to. */
export const RELATED_META_KEY = "nxscall.com/relatedRequestId";

const SCHEME = "agent:";

/** What stands where others have a URL. */
export function agentEndpoint(serverId: string): string {
  return SCHEME + serverId;
}

export function isAgentEndpoint(endpoint: string): boolean {
  return endpoint.startsWith(SCHEME);
}
