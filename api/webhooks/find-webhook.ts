import type { Database } from "../platform/database.ts";
import { recentFor } from "../platform/recent.ts";
import { selectWebhook } from "./store.ts";
import type { ArmedWebhook } from "./webhook.ts";

const remembered = recentFor<ArmedWebhook>(5_000, 1_000);

/** The webhook of this id, whosever it is. An isolate may answer from memory that is up to 5 s old. */
export async function findWebhook(db: Database, id: string): Promise<ArmedWebhook | null> {
  const known = remembered(db).get(id);
  if (known !== undefined) return known;
  const found = await selectWebhook(db, id);
  if (found !== null) remembered(db).set(id, found);
  return found;
}

/** So that its owner sees a change at once. */
export function forgetWebhook(db: Database, id: string): void {
  remembered(db).delete(id);
}
