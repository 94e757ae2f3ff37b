// Handoffs that go without their sender's word: with the run that sent them, and when they have been settled for long enough.
//
// D1. A context goes from R2 before its row goes: whatever dies in between, the row is there to begin again with.

import type { Env } from "../env.ts";
import type { Database } from "../platform/database.ts";
import type { RunRef } from "../runtime/shards.ts";
import { deleteContexts } from "./context-objects.ts";
import { deleteHandoffRows, type Passing, selectSentByRun, selectSettled } from "./store.ts";

/** Rows of one statement: with its context a row may weigh 2 MB. */
const ROWS = 100;

/** One slice of those that settled before this time (ISO 8601); gives whether there may be more. */
export async function deleteSettledHandoffs(db: Database, env: Env, before: string): Promise<boolean> {
  return deleteAll(db, env, await selectSettled(db, before, ROWS));
}

/** All that the steps of a run that has settled have sent. */
export async function deleteHandoffsOf(db: Database, env: Env, run: RunRef): Promise<void> {
  while (await deleteAll(db, env, await selectSentByRun(db, run, ROWS)));
}

async function deleteAll(db: Database, env: Env, passing: readonly Passing[]): Promise<boolean> {
  await deleteContexts(
    env,
    passing.flatMap(({ id, isContextInRow }) => (isContextInRow ? [] : [id])),
  );
  await deleteHandoffRows(
    db,
    passing.map(({ id }) => id),
  );
  return passing.length === ROWS;
}
