import type { CallbackOutbox } from "./callback-outbox.ts";
import type { Env } from "../env.ts";

export const CALLBACK_STATUSES = ["pending", "delivered", "dead"] as const;

/** An invocation's outcome on its way to the `callbackUrl`, or news of a handoff on its way to who is to know. */
export interface Callback {
  readonly id: string;
  /** Null: it is about a handoff. */
  readonly invocationId: string | null;
  readonly handoffId: string | null;
  readonly url: string;
  /** `dead`: given up after a day of attempts. */
  readonly status: (typeof CALLBACK_STATUSES)[number];
  readonly attempts: number;
  /** Why the latest attempt failed. */
  readonly lastError: string | null;
  /** ISO 8601, UTC, like every time here. */
  readonly createdAt: string;
  readonly nextAttemptAt: string | null;
  readonly completedAt: string | null;
}

/** What becomes of a call's wish for a callback. */
export type Awaited =
  | { readonly state: "awaited" }
  /** There is none to sign with. */
  | { readonly state: "no_secret" }
  | { readonly state: "full"; readonly retryAfterMs: number };

/** The calling agent's outbox. */
export function outboxOf({ CALLBACK_OUTBOX }: Env, agentId: string): DurableObjectStub<CallbackOutbox> {
  return CALLBACK_OUTBOX.getByName(agentId);
}
