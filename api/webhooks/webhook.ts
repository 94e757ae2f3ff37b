import type { Json } from "../../engine/json.ts";

/** How a message shows that it comes from where it says. */
export const VERIFICATIONS = ["standard", "github", "stripe", "bearer", "none"] as const;
export type Verification = (typeof VERIFICATIONS)[number];

export const VERDICTS = ["matched", "repeated", "filtered", "refused", "bad_signature"] as const;

/** What becomes a run of which message. */
export interface HookRule {
  readonly name: string;
  readonly verification: Verification;
  /** An expression over the message that gives true or false; null: all messages are taken. */
  readonly filter: string | null;
  /** A template over the message: the run's input. */
  readonly input: Json;
  /** Of the workflow; null: the one that is current when the message comes. */
  readonly version: number | null;
  readonly maxPerMinute: number;
  readonly enabled: boolean;
}

export interface Webhook extends HookRule {
  readonly id: string;
  readonly workflowId: string;
  /** The owner. */
  readonly agentId: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface HookSecret {
  /** Sealed, where the hub has a master key. */
  readonly kept: string;
  /** ISO 8601, UTC; null: until another takes its place. */
  readonly validUntil: string | null;
}

/** A webhook with what its messages are verified by, the newest first. */
export interface ArmedWebhook {
  readonly webhook: Webhook;
  readonly secrets: readonly HookSecret[];
}

/** What came of a message. */
export interface HookDelivery {
  readonly id: string;
  /** The sender's own; null: it gave none. */
  readonly messageId: string | null;
  readonly verdict: (typeof VERDICTS)[number];
  readonly runId: string | null;
  /** Why, where it did not become a run. */
  readonly detail: string | null;
  readonly createdAt: string;
}
