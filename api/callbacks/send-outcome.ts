import type { Env } from "../env.ts";
import type { Invocation } from "../invocations/invocation.ts";
import { outboxOf } from "./callback.ts";

/** Hands an outcome to its caller's outbox; doing it again does no harm. */
export async function sendOutcome(env: Env, url: string, invocation: Invocation, completedAt: string): Promise<void> {
  const { invocationId, callerAgentId } = invocation;
  const body = JSON.stringify({ type: "invocation.completed", timestamp: completedAt, data: invocation });
  const id = invocationId.replace(/^inv_/, "cb_");
  await outboxOf(env, callerAgentId).enqueue({ id, invocationId, url, body });
}
