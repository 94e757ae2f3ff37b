import type { Database } from "../platform/database.ts";
import { recentFor } from "../platform/recent.ts";
import { selectTakesPart } from "./store.ts";

const remembered = recentFor<boolean>(30_000, 5_000);

/**
 * Whether the agent has a tag, or is part of a handoff that is kept. An isolate may answer no from memory that is up to 30 s old.
 */
export async function takesPart(db: Database, agentId: string): Promise<boolean> {
  const known = remembered(db).get(agentId);
  if (known !== undefined) return known;
  const does = await selectTakesPart(db, agentId);
  remembered(db).set(agentId, does);
  return does;
}
