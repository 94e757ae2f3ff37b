// How often what somebody may listen to was changed. Triggers in D1 count it, each change with the write that makes it, so who
// saw the same number twice has missed nothing in between. A time would not do: two changes can have the same, and one that is
// later can be written first.

import { and, eq } from "drizzle-orm";
import type { Database } from "./database.ts";
import { changeCounts } from "./schema.ts";

/** An agent's own things, or those of everybody: all of them, or the public ones where there are others. */
export type Changing =
  | { readonly what: "servers" | "workflows"; readonly agentId: string }
  | { readonly what: "tools" | "templates" | "publicServers" };

export async function selectChanges(db: Database, changing: Changing): Promise<number> {
  const row = await db
    .select({ changes: changeCounts.changes })
    .from(changeCounts)
    .where(
      and(
        eq(changeCounts.what, changing.what),
        eq(changeCounts.agentId, "agentId" in changing ? changing.agentId : ""),
      ),
    )
    .get();
  return row?.changes ?? 0;
}
