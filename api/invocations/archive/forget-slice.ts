// One step of forgetting: an archive that has what was said in calls of deleted runs is written anew without it.
//
// O1. An archive that R2 does not give back as it is noted stays as it is, and so does its note. It is logged, and the next one's turn.

import { logError } from "../../platform/log.ts";
import { type InvocationRow, saidNothing } from "../store.ts";
import { type Archiving, dropDraft, writeObject } from "./draft.ts";
import { linesOf, readLine, sha256Of } from "./pack.ts";
import { replaceObject, selectToForget, type ToForget } from "./store.ts";

/**
 * @param after the number of the archive that was the last one's turn, 0 to begin
 * @returns the number of the one whose turn it was now; null where none after it has anything to forget
 */
export async function forgetSlice(archiving: Archiving, after: number): Promise<number | null> {
  await dropDraft(archiving);
  const archive = await selectToForget(archiving.db, after);
  if (archive === undefined) return null;
  try {
    await forget(archiving, archive);
  } catch (error) {
    logError("archive_not_forgotten", error, { key: archive.key });
  }
  return archive.number;
}

async function forget(archiving: Archiving, archive: ToForget): Promise<void> {
  const stored = await archiving.env.ARCHIVE.get(archive.key);
  if (stored === null) throw new Error(`archive ${archive.key}: the object is not there`);
  const bytes = new Uint8Array(await stored.arrayBuffer());
  if ((await sha256Of(bytes)) !== archive.sha256) throw new Error(`archive ${archive.key}: the object has other bytes`);
  const forgotten = new Set(archive.ids);
  const rows: InvocationRow[] = [];
  for await (const line of linesOf(new Blob([bytes]).stream())) {
    const row = readLine(line);
    rows.push(forgotten.has(row.id) ? { ...row, ...saidNothing } : row);
  }
  const written = await writeObject(archiving, archive, rows, archive.key);
  await replaceObject(archiving.env.DB, archive, written);
  // The object that was noted before has what is to be forgotten: it goes now, or before the next one is written.
  await dropDraft(archiving);
}
