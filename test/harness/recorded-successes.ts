// What the run shards' journals held on disk at a moment, such as when the hub died: read from their own files.

import { cp, glob, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface RecordedSuccess {
  readonly runId: string;
  /** Its place in the plan. */
  readonly step: number;
}

/** @param data the hub's data folder; the hub must not be running */
export async function recordedSuccesses(data: string): Promise<RecordedSuccess[]> {
  const copy = await mkdtemp(join(tmpdir(), "nexuscall-journal-"));
  const successes: RecordedSuccess[] = [];
  try {
    // A copy, for opening a database recovers its write-ahead log.
    await cp(data, copy, { recursive: true });
    for await (const file of glob(join(copy, "**/*.sqlite"))) {
      const database = new DatabaseSync(file);
      try {
        successes.push(...successesIn(database));
      } finally {
        database.close();
      }
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  return successes;
}

function* successesIn(database: DatabaseSync): Generator<RecordedSuccess> {
  const tables = database.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name IN ('runs', 'events')").get();
  if (tables?.["n"] !== 2) return;
  for (const { run_id, body } of database.prepare("SELECT run_id, body FROM events").iterate()) {
    for (const { type, step } of JSON.parse(String(body)) as { type: string; step: number }[]) {
      if (type === "step_succeeded") yield { runId: String(run_id), step };
    }
  }
}
