import type { Json, JsonObject } from "../../engine/json.ts";
import type { Action, HandoffMode, HandoffStatus } from "./machine.ts";

/** Who is asked: one agent, or any that has the tag. */
export type Target = { readonly toAgentId: string } | { readonly tag: string };

export const EVENT_TYPES = [
  "created",
  "accepted",
  "declined",
  "lapsed",
  "rejected",
  "completed",
  "failed",
  "cancelled",
  "expired",
] as const;

/** What happened, who did it, and when. */
export interface HandoffEvent {
  /** From 1. */
  readonly number: number;
  /** `declined`, `lapsed`: who was asked did not take it, and somebody else is asked. */
  readonly type: (typeof EVENT_TYPES)[number];
  /** Null: nobody, its time was up. */
  readonly agentId: string | null;
  /** The key that was shown; null where the hub did it for its agent. */
  readonly keyId: string | null;
  /** Who is asked from then on, where that changes. */
  readonly toAgentId: string | null;
  readonly tag: string | null;
  readonly message: string | null;
  /** ISO 8601, UTC, like every time here. */
  readonly at: string;
}

/** Why it ended without a result. */
export interface HandoffFailure {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

/** A handoff as lists show it. */
export interface HandoffSummary {
  readonly id: string;
  readonly fromAgentId: string;
  /** Who is asked, or has it; null as long as any agent with the tag is asked. */
  readonly toAgentId: string | null;
  readonly tag: string | null;
  readonly status: HandoffStatus;
  readonly mode: HandoffMode;
  /** The beginning of the context's task. */
  readonly task: string;
  readonly contextBytes: number;
  readonly failure: HandoffFailure | null;
  readonly deadline: string | null;
  /** When its state ends by itself. */
  readonly expiresAt: string | null;
  readonly parentHandoffId: string | null;
  readonly workflowRunId: string | null;
  readonly createdAt: string;
  readonly acceptedAt: string | null;
  readonly resolvedAt: string | null;
}

/** What a feed or a webhook tells. */
export interface HandoffNews extends HandoffSummary {
  readonly event: HandoffEvent["type"];
}

/** Which attempt of its run waits for it. */
export interface RunTask {
  readonly step: number;
  readonly item: number | null;
  readonly attempt: number;
}

/** All of a handoff but its context and its result. */
export interface Handoff extends HandoffSummary {
  readonly inputSchema: Json;
  readonly resultSchema: Json;
  readonly targets: readonly Target[];
  /** Which of them is asked now, from 0. */
  readonly asked: number;
  /** How long each of them has to accept it. */
  readonly timeoutMs: number | null;
  /** The agents through whose hands it came, from the first sender to this one. */
  readonly lineage: readonly string[];
  readonly callbackUrl: string | null;
  readonly runTask: RunTask | null;
  /** Counts its events, from 1. */
  readonly version: number;
}

/** A handoff as one of its agents reads it. */
export interface HandoffView {
  readonly handoff: Handoff;
  readonly context: JsonObject;
  readonly result: Json;
  readonly events: readonly HandoffEvent[];
  readonly possible: readonly Action[];
  readonly isSender: boolean;
}

export function summaryOf(handoff: Handoff): HandoffSummary {
  const { id, fromAgentId, toAgentId, tag, status, mode, task, contextBytes, failure } = handoff;
  const { deadline, expiresAt, parentHandoffId, workflowRunId, createdAt, acceptedAt, resolvedAt } = handoff;
  return {
    id,
    fromAgentId,
    toAgentId,
    tag,
    status,
    mode,
    task,
    contextBytes,
    failure,
    deadline,
    expiresAt,
    parentHandoffId,
    workflowRunId,
    createdAt,
    acceptedAt,
    resolvedAt,
  };
}
