// What is being written to R2, and what its note takes the place of. A crash may leave either behind.

import type { Env } from "../../env.ts";
import type { Database } from "../../platform/database.ts";
import type { InvocationRow } from "../store.ts";
import { linesOf, pack, readLine, sha256Of } from "./pack.ts";
import { isNoted, type AgentHour, type Written } from "./store.ts";

/** The names of the objects of which those that no note has are to go, where they survive a crash. */
export interface Draft {
  get(): readonly string[];
  set(keys: readonly string[]): Promise<void>;
}

/** What archiving works with. */
export interface Archiving {
  readonly db: Database;
  readonly env: Env;
  readonly draft: Draft;
}

/** Deletes what was left behind. */
export async function dropDraft({ db, env, draft }: Archiving): Promise<void> {
  const keys = draft.get();
  if (keys.length === 0) return;
  for (const key of keys) if (!(await isNoted(db, key))) await env.ARCHIVE.delete(key);
  await draft.set([]);
}

/**
 * Writes the rows as an object, and reads it back. It is a draft until it is noted.
 *
 * @param instead the object that it takes the place of, once it is noted
 * @throws an Error where R2 does not give back what it was given
 */
export async function writeObject(
  { env: { ARCHIVE: bucket }, draft }: Archiving,
  { callerAgentId, hour, part }: AgentHour & { readonly part: number },
  rows: readonly InvocationRow[],
  instead?: string,
): Promise<Written> {
  const bytes = await pack(rows);
  const sha256 = await sha256Of(bytes);
  // Sorted by agent and time, as `aws s3 ls` and the like show them.
  const [day = "", hourOfDay = ""] = hour.split("T");
  const date = day.replaceAll("-", "/");
  const key = `invocations/${callerAgentId}/${date}/${hourOfDay}-${part}-${sha256.slice(0, 12)}.ndjson.gz`;
  await draft.set(instead === undefined ? [key] : [key, instead]);
  await bucket.put(key, bytes, { httpMetadata: { contentType: "application/x-ndjson", contentEncoding: "gzip" } });
  await verify(bucket, key, sha256, rows);
  return { key, sizeBytes: bytes.length, sha256 };
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
