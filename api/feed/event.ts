// What a feed tells: one event a line, each with a number that grows and a key by which a repeat is known.

import type { Callback } from "../callbacks/callback.ts";
import type { HandoffNews } from "../handoffs/handoff.ts";
import type { LoggedInvocation } from "../invocations/logged-invocation.ts";
import type { RunSummary } from "../runs/run.ts";

export const FEED_EVENT_TYPES = [
  "invocation.started",
  "invocation.settled",
  "run.started",
  "run.settled",
  "callback.dead",
  "tool.changed",
  "handoff.received",
  "handoff.changed",
  "server.connected",
  "server.disconnected",
] as const;
export type FeedEventType = (typeof FEED_EVENT_TYPES)[number];

export interface ToolChange {
  readonly toolId: string;
  readonly change: "updated" | "deregistered";
}

/** An agent that serves as an MCP server over a socket of its own. */
export interface ServerPresence {
  readonly serverId: string;
  readonly name: string;
}

type Told =
  | { readonly type: "invocation.started" | "invocation.settled"; readonly data: LoggedInvocation }
  | { readonly type: "run.started" | "run.settled"; readonly data: RunSummary }
  | { readonly type: "callback.dead"; readonly data: Callback }
  | { readonly type: "tool.changed"; readonly data: ToolChange }
  | { readonly type: "handoff.received" | "handoff.changed"; readonly data: HandoffNews }
  | { readonly type: "server.connected" | "server.disconnected"; readonly data: ServerPresence };

/** An event as its publisher hands it over. */
export type NewFeedEvent = Told & {
  /** The same whenever the same thing is published again: the feed takes it once. */
  readonly key: string;
  /** The tool that it is about, if it is about one. */
  readonly toolId: string | null;
  /** ISO 8601, UTC: when it happened. */
  readonly timestamp: string;
};

/** What stands at the beginning of a stream, or where events are missing from it. */
export type FeedNotice =
  | { readonly id: string; readonly type: "ready" }
  /** The events after `lastEventId` up to this one's id are no longer known, as far as there were any. */
  | { readonly id: string; readonly type: "gap"; readonly lastEventId: string };

/** A subscriber gets this as JSON: a WebSocket message, or the `data` of a server-sent event. */
export type FeedMessage =
  | FeedNotice
  | { readonly id: string; readonly type: FeedEventType; readonly timestamp: string; readonly data: unknown };
