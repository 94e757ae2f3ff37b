import type { Database } from "../platform/database.ts";
import { recentFor } from "../platform/recent.ts";
import { selectToolbox } from "./store.ts";
import type { Toolbox } from "./toolbox.ts";

const remembered = recentFor<Toolbox>(5_000, 200);

/**
 * The toolbox of this id, if the viewer may use it: its own, or a public one; otherwise null. An isolate may answer from
 * memory that is up to 5 s old.
 */
export async function findToolbox(db: Database, id: string, viewerId: string): Promise<Toolbox | null> {
  const toolbox = remembered(db).get(id) ?? (await readToolbox(db, id));
  return toolbox !== null && (toolbox.isPublic || toolbox.agentId === viewerId) ? toolbox : null;
}

async function readToolbox(db: Database, id: string): Promise<Toolbox | null> {
  const toolbox = await selectToolbox(db, id);
  if (toolbox !== null) remembered(db).set(id, toolbox);
  return toolbox;
}

/** Forgets the toolbox in this isolate, so that its owner sees a change at once. */
export function forgetToolbox(db: Database, id: string): void {
  remembered(db).delete(id);
}
