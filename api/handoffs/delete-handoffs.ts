// Handoffs that go without their sender's word: with the run that sent them, and when they have been settled for long enough.
//
// D1. A context goes from R2 before its row goes: whatever dies in between, the row is there to begin again with.

import type { Env } from "../env.ts";
import { forgetTold } from "../feed/forget.ts";
import type { Database } from "../platform/database.ts";
import type { RunRef } from "../runtime/shards.ts";
import { deleteContexts } from "./context-objects.ts";
import { deleteHandoffRows, type Passing, selectSentByRun, selectSettled, selectTold } from "./store.ts";

/** Rows of one statement: with its context a row may weigh 2 MB. */
const ROWS = 100;

/** Of those who have a tag some 100 were told: of more than this none was. */
const MAX_TOLD_OF_TAG = 200;

/** One slice of those that settled before this time (ISO 8601); gives whether there may be more. */
export async function deleteSettledHandoffs(db: Database, env: Env, before: string): Promise<boolean> {
  return deleteAll(db, env, await selectSettled(db, before, ROWS));
}

/** All that the steps of a run that has settled have sent, out of the feeds too. */
export async function deleteHandoffsOf(db: Database, env: Env, run: RunRef): Promise<void> {
  for (;;) {
    const sent = await selectSentByRun(db, run, ROWS);
    await forgetHandoffs(
      db,
      env,
      sent.map(({ id }) => id),
    );
    if (!(await deleteAll(db, env, sent))) return;
  }
}

/** Takes these out of the feeds of all who were told of them: while their rows, which say who that was, are there. */
export async function forgetHandoffs(db: Database, env: Env, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await forgetTold(env, await selectTold(db, ids, MAX_TOLD_OF_TAG));
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
