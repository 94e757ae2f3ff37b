// One step of the archive: the oldest hour of one agent, or as much of it as a slice holds, goes from D1 to R2.
//
// A1. A row leaves D1 only in the transaction that notes its object, after that object was read back whole.
// A2. An object's name tells its content: writing again overwrites nothing else.
// A3. What a crash leaves in R2 without a note is known by `draft`, and goes before the next object is written.

import { type Archiving, dropDraft, writeObject } from "./draft.ts";
import { replaceByArchive, selectNextPart, selectOldestHour, selectSlice } from "./store.ts";

/**
 * Archives rows of calls that began before this hour.
 *
 * @param before an hour's beginning, ISO 8601
 * @returns how many rows went; 0 where none is left
 * @throws an Error where R2 does not give back what it was given: nothing has left D1 then
 */
export async function archiveSlice(archiving: Archiving, before: string): Promise<number> {
  const { db, env, draft } = archiving;
  await dropDraft(archiving);
  const hour = await selectOldestHour(db, before);
  if (hour === undefined) return 0;
  const rows = await selectSlice(db, hour);
  const place = { ...hour, part: await selectNextPart(db, hour) };
  const written = await writeObject(archiving, place, rows);
  const providers = [...new Set(rows.map(({ providerAgentId }) => providerAgentId))];
  const isDone = await replaceByArchive(env.DB, { ...place, ...written, providers, rowCount: rows.length }, rows);
  if (isDone) await draft.set([]);
  else await dropDraft(archiving);
  return rows.length;
}
