// How often everybody's things were changed, for those who listen: all who do in an isolate share one look.

import { type Changing, selectChanges } from "../../platform/changes-store.ts";
import type { Database } from "../../platform/database.ts";
import { recentFor } from "../../platform/recent.ts";

type OfAll = Exclude<Changing["what"], "servers" | "workflows">;

const remembered = recentFor<number>(2_500, 3);

/** Of a template, that it was used or rated is no change; of a public server what it lists, that it is there or public, is one. */
export async function changesOfAll(db: Database, what: OfAll): Promise<number> {
  const recent = remembered(db);
  const known = recent.get(what);
  if (known !== undefined) return known;
  const changes = await selectChanges(db, { what });
  recent.set(what, changes);
  return changes;
}
