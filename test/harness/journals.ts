// What Durable Objects, and R2, held on disk when the hub died, read from their own files.

import { cp, glob, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** A column's value, and the file that the row is from. */
type Row = Readonly<Record<string, string | number | null>> & { readonly file: string };

/**
 * The rows of every object that has the table.
 * @param data the hub's data folder; the hub must not be running
 */
async function readJournals(data: string, table: string, sql: string): Promise<Row[]> {
  const copy = await mkdtemp(join(tmpdir(), "nexuscall-journal-"));
  const rows: Row[] = [];
  try {
    // A copy, for opening a database recovers its write-ahead log; not of what R2's objects hold.
    await cp(data, copy, { recursive: true, filter: (path) => basename(path) !== "blobs" });
    for await (const file of glob(join(copy, "**/*.sqlite"))) {
      const database = new DatabaseSync(file);
      try {
        if (!database.prepare("SELECT 1 FROM sqlite_master WHERE name = ?").get(table)) continue;
        for (const row of database.prepare(sql).iterate())
          rows.push({ ...(row as Row), file: file.slice(copy.length) });
      } finally {
        database.close();
      }
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  return rows;
}

export interface RecordedSuccess {
  readonly runId: string;
  /** Its place in the plan. */
  readonly step: number;
}

/** The successes in the run shards' journals. */
export async function recordedSuccesses(data: string): Promise<RecordedSuccess[]> {
  const rows = await readJournals(data, "events", "SELECT run_id, body FROM events");
  return rows.flatMap(({ run_id, body }) => {
    const events = JSON.parse(String(body)) as { type: string; step: number }[];
    const successes = events.filter(({ type }) => type === "step_succeeded");
    return successes.map(({ step }) => ({ runId: String(run_id), step }));
  });
}

interface LargeValues {
  readonly keys: string[];
  /** Neither complete nor aborted, and known to the journal of the run: somebody finds them. */
  readonly noted: string[];
  /** The same, but begun so short before the hub died that no journal knows of them: R2 drops them after some days. */
  readonly unnoted: string[];
}

/** The large values of runs that R2 holds, by their keys, and the uploads of such that are under way, by their ids. */
export async function largeValuesLeft(data: string): Promise<LargeValues> {
  const objects = await readJournals(data, "_mf_objects", "SELECT key FROM _mf_objects WHERE key LIKE 'values/%'");
  const uploads = await readJournals(
    data,
    "_mf_multipart_uploads",
    "SELECT upload_id FROM _mf_multipart_uploads WHERE state = 0",
  );
  const journaled = await readJournals(data, "run_values", "SELECT upload FROM run_values WHERE upload IS NOT NULL");
  const known = new Set(journaled.map(({ upload }) => upload));
  const ids = uploads.map(({ upload_id }) => String(upload_id));
  return {
    keys: objects.map(({ key }) => String(key)),
    noted: ids.filter((id) => known.has(id)),
    unnoted: ids.filter((id) => !known.has(id)),
  };
}

export interface RecordedAdmission {
  /** The same whenever it is read. */
  readonly id: string;
  readonly at: number;
  readonly keyId: string | null;
  readonly toolId: string | null;
  /** Null where no tool is called. */
  readonly callerAgentId: string | null;
}

/** The admissions that the gates' journals hold: those of the last 60 s at least. */
export async function recordedAdmissions(data: string): Promise<RecordedAdmission[]> {
  const rows = await readJournals(data, "admissions", "SELECT row, at, key_id, tool_id, caller_id FROM admissions");
  return rows.map(({ file, row, at, key_id, tool_id, caller_id }) => ({
    id: `${file}:${row}`,
    at: Number(at),
    keyId: textOrNull(key_id),
    toolId: textOrNull(tool_id),
    callerAgentId: textOrNull(caller_id),
  }));
}

/** How many calls of each tool the gates have admitted in all. */
export async function admittedOfTools(data: string): Promise<Map<string, number>> {
  const rows = await readJournals(
    data,
    "minutes",
    `SELECT tool_id, calls FROM minutes UNION ALL
     SELECT tool_id, 1 FROM admissions WHERE tool_id IS NOT NULL
       AND row > coalesce((SELECT max(to_row) FROM counted), 0)`,
  );
  const sums = new Map<string, number>();
  for (const { tool_id, calls } of rows) sums.set(String(tool_id), (sums.get(String(tool_id)) ?? 0) + Number(calls));
  return sums;
}

function textOrNull(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
