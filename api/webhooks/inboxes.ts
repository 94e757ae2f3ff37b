import type { Env } from "../env.ts";
import type { HookInbox } from "./hook-inbox.ts";

/** The object of this webhook's messages. */
export function inboxOf({ HOOK_INBOX }: Env, webhookId: string): DurableObjectStub<HookInbox> {
  return HOOK_INBOX.getByName(webhookId);
}
