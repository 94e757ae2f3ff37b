// One step of forgetting: an archive that has what was said in calls of deleted runs is written anew without it.

import { type InvocationRow, saidNothing } from "../store.ts";
import { type Archiving, dropDraft, writeObject } from "./draft.ts";
import { linesOf, readLine } from "./pack.ts";
import { replaceObject, selectToForget } from "./store.ts";

/**
 * @returns false where no archive has anything to forget
 * @throws an Error where R2 does not give back what it was given: the archive is as it was then
 */
export async function forgetSlice(archiving: Archiving): Promise<boolean> {
  const { db, env } = archiving;
  await dropDraft(archiving);
  const archive = await selectToForget(db);
  if (archive === undefined) return false;
  const forgotten = new Set(archive.ids);
  const rows: InvocationRow[] = [];
  const stored = await env.ARCHIVE.get(archive.key);
  for await (const line of stored === null ? [] : linesOf(stored.body)) {
    const row = readLine(line);
    rows.push(forgotten.has(row.id) ? { ...row, ...saidNothing } : row);
  }
  const written = await writeObject(archiving, archive, rows, archive.key);
  await replaceObject(env.DB, archive, written);
  // The object that was noted before has what is to be forgotten: it goes now, or before the next one is written.
  await dropDraft(archiving);
  return true;
}
