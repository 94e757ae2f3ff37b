// One step of the archive: the oldest hour of one agent, or as much of it as a slice holds, goes from D1 to R2.
//
// A1. A row leaves D1 only in the transaction that notes its object, after that object was read back whole.
// A2. An object's name tells its content: writing again overwrites nothing else.
// A3. What a crash leaves in R2 without a note is known by `draft`, and goes before the next object is written.

import type { Env } from "../../env.ts";
import type { Database } from "../../platform/database.ts";
import type { InvocationRow } from "../store.ts";
import { linesOf, pack, readLine, sha256Of } from "./pack.ts";
import { isNoted, replaceByArchive, selectNextPart, selectOldestHour, selectSlice } from "./store.ts";
import type { AgentHour } from "./store.ts";

/** The name of the object that is being written, where it survives a crash. */
export interface Draft {
  get(): string | undefined;
  set(key: string | undefined): Promise<void>;
}

/**
 * Archives rows of calls that began before this hour.
 *
 * @param before an hour's beginning, ISO 8601
 * @returns how many rows went; 0 where none is left
 * @throws an Error where R2 does not give back what it was given: nothing has left D1 then
 */
export async function archiveSlice(
  { db, env, draft }: { db: Database; env: Env; draft: Draft },
  before: string,
): Promise<number> {
  const { DB: d1, ARCHIVE: bucket } = env;
  await dropDraft(db, bucket, draft);
  const place = await selectOldestHour(db, before);
  if (place === undefined) return 0;
  const rows = await selectSlice(db, place);
  const part = await selectNextPart(db, place);
  const bytes = await pack(rows);
  const sha256 = await sha256Of(bytes);
  const key = keyOf(place, part, sha256);

  await draft.set(key);
  await bucket.put(key, bytes, { httpMetadata: { contentType: "application/x-ndjson", contentEncoding: "gzip" } });
  await verify(bucket, key, sha256, rows);
  const providers = [...new Set(rows.map(({ providerAgentId }) => providerAgentId))];
  const archive = { ...place, key, part, providers, rowCount: rows.length, sizeBytes: bytes.length, sha256 };
  const isDone = await replaceByArchive(d1, archive, rows);
  if (isDone) await draft.set(undefined);
  else await dropDraft(db, bucket, draft);
  return rows.length;
}

async function dropDraft(db: Database, bucket: Env["ARCHIVE"], draft: Draft): Promise<void> {
  const key = draft.get();
  if (key === undefined) return;
  if (!(await isNoted(db, key))) await bucket.delete(key);
  await draft.set(undefined);
}

async function verify(bucket: Env["ARCHIVE"], key: string, sha256: string, rows: readonly InvocationRow[]) {
  const stored = await bucket.get(key);
  if (stored === null) throw new Error(`archive ${key}: the object is not there after it was written`);
  const bytes = new Uint8Array(await stored.arrayBuffer());
  if ((await sha256Of(bytes)) !== sha256) throw new Error(`archive ${key}: the object has other bytes than written`);
  const ids = [];
  for await (const line of linesOf(new Blob([bytes]).stream())) ids.push(readLine(line).id);
  if (ids.join() !== rows.map(({ id }) => id).join()) throw new Error(`archive ${key}: the object has other rows`);
}

/** Sorted by agent and time, as `aws s3 ls` and the like show them. */
function keyOf({ callerAgentId, hour }: AgentHour, part: number, sha256: string): string {
  const [day = "", hourOfDay = ""] = hour.split("T");
  const date = day.replaceAll("-", "/");
  return `invocations/${callerAgentId}/${date}/${hourOfDay}-${part}-${sha256.slice(0, 12)}.ndjson.gz`;
}
