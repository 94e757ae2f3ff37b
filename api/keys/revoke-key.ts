import { Problem } from "../http/problem.ts";
import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { forgetKey } from "./find-key.ts";
import { revokeKeyUnlessLast, selectKeyOf } from "./store.ts";

/** Ends the agent's key: at once in this isolate, within 5 s in others. False where the agent has none of this id. */
export async function revokeKey(db: Database, agentId: string, id: string): Promise<boolean> {
  if (!(await revokeKeyUnlessLast(db, agentId, id, nowIso()))) {
    if ((await selectKeyOf(db, agentId, id)) === undefined) return false;
    throw new Problem(
      "last_key",
      "Without this key the agent could make no further one. Rotate it, or create another with keys:write first.",
    );
  }
  forgetKey(db, id);
  return true;
}
