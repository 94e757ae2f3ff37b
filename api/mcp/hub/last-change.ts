import type { Database } from "../../platform/database.ts";
import { recentFor } from "../../platform/recent.ts";
import { selectLastToolChange } from "./store.ts";

const remembered = recentFor<string>(2_500, 1);

/** When a tool of anybody was changed last: all who listen in an isolate share one look. */
export async function lastToolChange(db: Database): Promise<string> {
  const recent = remembered(db);
  const known = recent.get("tools");
  if (known !== undefined) return known;
  const at = await selectLastToolChange(db);
  recent.set("tools", at);
  return at;
}
