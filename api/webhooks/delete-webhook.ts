import type { Services } from "../services.ts";
import { forgetWebhook } from "./find-webhook.ts";
import { inboxOf } from "./inboxes.ts";
import { deleteWebhookRow, deleteWebhookRowsOf } from "./store.ts";

/** False where the agent's workflow has none of this id. */
export async function deleteWebhook(
  services: Services,
  agentId: string,
  workflowId: string,
  id: string,
): Promise<boolean> {
  if (!(await deleteWebhookRow(services.db, agentId, workflowId, id))) return false;
  await forget(services, id);
  return true;
}

/** Those of a workflow that is deleted. */
export async function deleteWebhooksOf(services: Services, agentId: string, workflowId: string): Promise<void> {
  const ids = await deleteWebhookRowsOf(services.db, agentId, workflowId);
  await Promise.all(ids.map((id) => forget(services, id)));
}

async function forget({ db, env }: Services, id: string): Promise<void> {
  forgetWebhook(db, id);
  await inboxOf(env, id).forget();
}
