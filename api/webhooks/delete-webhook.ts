import type { Services } from "../services.ts";
import { forgetWebhook } from "./find-webhook.ts";
import { inboxOf } from "./inboxes.ts";
import { deleteWebhookRows, selectWebhookIds } from "./store.ts";

const AT_ONCE = 20;

/** False where the agent's workflow has none of this id. */
export async function deleteWebhook(
  services: Services,
  agentId: string,
  workflowId: string,
  id: string,
): Promise<boolean> {
  return (await deleteThese(services, agentId, workflowId, id)) > 0;
}

/** Those of a workflow that is deleted. */
export async function deleteWebhooksOf(services: Services, agentId: string, workflowId: string): Promise<void> {
  await deleteThese(services, agentId, workflowId, null);
}

/**
 * How many there were. What came to them goes first, so that a deletion which is cut off can be made again; and once more when
 * nothing can come any more.
 */
async function deleteThese(
  services: Services,
  agentId: string,
  workflowId: string,
  id: string | null,
): Promise<number> {
  await forget(services, await selectWebhookIds(services.db, agentId, workflowId, id));
  const deleted = await deleteWebhookRows(services.db, agentId, workflowId, id);
  await forget(services, deleted);
  return deleted.length;
}

async function forget({ db, env }: Services, ids: readonly string[]): Promise<void> {
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const some = ids.slice(first, first + AT_ONCE);
    for (const id of some) forgetWebhook(db, id);
    await Promise.all(some.map((id) => inboxOf(env, id).forget()));
  }
}
