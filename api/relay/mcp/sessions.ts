// Sessions with upstream servers of a revision that has them: a caller's own at each server, since what a server keeps
// in a session is its caller's. Data only, and only in this isolate: another one opens its own, and a server that has
// forgotten a session is asked for a new one.

import type { ClientCapabilities } from "@modelcontextprotocol/client";
import { Recent } from "../../platform/recent.ts";

const KEPT_MS = 30 * 60_000;

const sessions = new Recent<string>(KEPT_MS, 10_000);

export interface SessionOf {
  readonly serverId: string;
  readonly url: string;
  readonly callerAgentId: string;
  /** What the server may ask the caller for: it is told so when a session is opened. */
  readonly capabilities: ClientCapabilities;
}

/** Undefined: none yet. Empty: the server keeps none. */
export function sessionOf(of: SessionOf): string | undefined {
  return sessions.get(keyOf(of));
}

export function keepSession(of: SessionOf, sessionId: string): void {
  sessions.set(keyOf(of), sessionId);
}

export function dropSession(of: SessionOf): void {
  sessions.delete(keyOf(of));
}

function keyOf({ serverId, url, callerAgentId, capabilities }: SessionOf): string {
  return `${serverId} ${callerAgentId} ${JSON.stringify(capabilities)} ${url}`;
}
