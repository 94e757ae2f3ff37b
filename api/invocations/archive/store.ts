// The SQL of the archive: which rows go next, and where those are that went.

import { and, asc, desc, eq, gt, or, sql } from "drizzle-orm";
import { inValues } from "../../platform/database.ts";
import type { Database } from "../../platform/database.ts";
import { mcpArchivedInvocations, mcpInvocationArchives, mcpInvocations } from "../../platform/schema.ts";
import type { InvocationRow } from "../store.ts";

export interface AgentHour {
  readonly callerAgentId: string;
  /** `2030-01-01T00` */
  readonly hour: string;
}

/** An object that was written and read back. */
export interface Written {
  readonly key: string;
  readonly sizeBytes: number;
  /** In hex. */
  readonly sha256: string;
}

export type Archive = Omit<typeof mcpInvocationArchives.$inferSelect, "number" | "createdAt">;

/** What a slice holds at most, so that it fits an isolate's memory several times. */
const MAX_ROWS = 500;
const MAX_CHARS = 4_000_000;

/** Whose hour is the oldest before this time that still has calls with an outcome; undefined where none has. */
export async function selectOldestHour(db: Database, before: string): Promise<AgentHour | undefined> {
  const [oldest] = await db.all<AgentHour>(sql`
    SELECT caller_agent_id AS callerAgentId, substr(created_at, 1, 13) AS hour
    FROM mcp_invocations INDEXED BY mcp_invocations_created_at
    WHERE created_at < ${before} AND completed_at IS NOT NULL ORDER BY created_at LIMIT 1`);
  return oldest;
}

/** The first rows of the hour, as many as a slice holds. */
export async function selectSlice(db: Database, { callerAgentId, hour }: AgentHour): Promise<InvocationRow[]> {
  const sized = await db.all<{ id: string; chars: number }>(sql`
    SELECT id, coalesce(length(input), 0) + coalesce(length(output), 0) AS chars
    FROM mcp_invocations INDEXED BY mcp_invocations_caller_agent_id
    WHERE caller_agent_id = ${callerAgentId} AND created_at >= ${`${hour}:`} AND created_at < ${`${hour};`}
      AND completed_at IS NOT NULL
    ORDER BY created_at, id LIMIT ${MAX_ROWS}`);
  let chars = 0;
  const ids = sized.filter((row, i) => (chars += row.chars) <= MAX_CHARS || i === 0).map(({ id }) => id);
  return db
    .select()
    .from(mcpInvocations)
    .where(inValues(mcpInvocations.id, ids))
    .orderBy(asc(mcpInvocations.createdAt), asc(mcpInvocations.id))
    .all();
}

export async function selectNextPart(db: Database, { callerAgentId, hour }: AgentHour): Promise<number> {
  const last = await db
    .select({ part: sql<number>`coalesce(max(${mcpInvocationArchives.part}), 0)` })
    .from(mcpInvocationArchives)
    .where(and(eq(mcpInvocationArchives.callerAgentId, callerAgentId), eq(mcpInvocationArchives.hour, hour)))
    .get();
  return (last?.part ?? 0) + 1;
}

/**
 * Takes the rows out of the log and notes where they are: all of it, or nothing where one of them is no longer as it was
 * read; whether it was done.
 */
export async function replaceByArchive(
  d1: D1Database,
  archive: Archive,
  rows: readonly InvocationRow[],
): Promise<boolean> {
  const went = JSON.stringify(
    rows.map((row) => {
      const { id, status, completedAt, input, output, errorMessage } = row;
      return { id, status, completedAt, isMute: input === null && output === null && errorMessage === null };
    }),
  );
  const [noted] = await d1.batch([
    d1.prepare(NOTE).bind(JSON.stringify(archive), went),
    d1.prepare(INDEX).bind(archive.key, went),
    d1.prepare(DELETE).bind(archive.key, went),
  ]);
  return noted?.meta.changes === 1;
}

const NOTE = `
  INSERT INTO mcp_invocation_archives
    (key, caller_agent_id, hour, part, providers, row_count, size_bytes, sha256)
  SELECT ?1 ->> 'key', ?1 ->> 'callerAgentId', ?1 ->> 'hour', ?1 ->> 'part', ?1 -> 'providers', ?1 ->> 'rowCount',
    ?1 ->> 'sizeBytes', ?1 ->> 'sha256'
  WHERE ?1 ->> 'rowCount' = (
    SELECT count(*) FROM json_each(?2) JOIN mcp_invocations ON mcp_invocations.id = value ->> 'id'
      AND status = value ->> 'status' AND completed_at = value ->> 'completedAt'
      AND (input IS NULL AND output IS NULL AND error_message IS NULL) = value ->> 'isMute')`;

/** What a row that came back after it had been archived was to forget, it is still to forget. */
const INDEX = `
  INSERT INTO mcp_archived_invocations (id, archive, is_to_forget)
  SELECT value ->> 'id', number, EXISTS (
    SELECT 1 FROM mcp_archived_invocations earlier WHERE earlier.id = value ->> 'id' AND is_to_forget = 1)
  FROM json_each(?2), mcp_invocation_archives archives WHERE archives.key = ?1`;

const DELETE = `
  DELETE FROM mcp_invocations
  WHERE id IN (SELECT value ->> 'id' FROM json_each(?2))
    AND EXISTS (SELECT 1 FROM mcp_invocation_archives archives WHERE archives.key = ?1)`;

export async function isNoted(db: Database, key: string): Promise<boolean> {
  const found = await db
    .select({ key: mcpInvocationArchives.key })
    .from(mcpInvocationArchives)
    .where(eq(mcpInvocationArchives.key, key))
    .get();
  return found !== undefined;
}

/** In which object the call is as it was last, for an agent that may read of it. */
export async function selectPlace(
  db: Database,
  id: string,
  agentId: string,
): Promise<{ readonly key: string; readonly isToForget: boolean } | undefined> {
  return db
    .select({ key: mcpInvocationArchives.key, isToForget: mcpArchivedInvocations.isToForget })
    .from(mcpArchivedInvocations)
    .innerJoin(mcpInvocationArchives, eq(mcpInvocationArchives.number, mcpArchivedInvocations.archive))
    .where(
      and(
        eq(mcpArchivedInvocations.id, id),
        or(
          eq(mcpInvocationArchives.callerAgentId, agentId),
          sql`EXISTS (SELECT 1 FROM json_each(${mcpInvocationArchives.providers}) WHERE value = ${agentId})`,
        ),
      ),
    )
    .orderBy(desc(mcpArchivedInvocations.archive))
    .limit(1)
    .get();
}

export interface ToForget extends AgentHour {
  readonly number: number;
  readonly key: string;
  readonly part: number;
  readonly sha256: string;
  /** Of the calls that nothing is to be left of but that they were made. */
  readonly ids: readonly string[];
}

/** The first archive after this number that has such calls; undefined where none has. */
export async function selectToForget(db: Database, after: number): Promise<ToForget | undefined> {
  const first = await db
    .select({
      number: mcpInvocationArchives.number,
      key: mcpInvocationArchives.key,
      callerAgentId: mcpInvocationArchives.callerAgentId,
      hour: mcpInvocationArchives.hour,
      part: mcpInvocationArchives.part,
      sha256: mcpInvocationArchives.sha256,
    })
    .from(mcpArchivedInvocations)
    .innerJoin(mcpInvocationArchives, eq(mcpInvocationArchives.number, mcpArchivedInvocations.archive))
    .where(and(gt(mcpArchivedInvocations.archive, after), sql`${mcpArchivedInvocations.isToForget} = 1`))
    .orderBy(asc(mcpArchivedInvocations.archive))
    .limit(1)
    .get();
  if (first === undefined) return undefined;
  const ids = await db
    .select({ id: mcpArchivedInvocations.id })
    .from(mcpArchivedInvocations)
    .where(and(eq(mcpArchivedInvocations.archive, first.number), sql`${mcpArchivedInvocations.isToForget} = 1`))
    .all();
  return { ...first, ids: ids.map(({ id }) => id) };
}

/** Notes that the archive is another object from now on, which has forgotten what it was to. */
export async function replaceObject(d1: D1Database, { number, ids }: ToForget, written: Written): Promise<void> {
  const { key, sizeBytes, sha256 } = written;
  await d1.batch([
    d1
      .prepare("UPDATE mcp_invocation_archives SET key = ?2, size_bytes = ?3, sha256 = ?4 WHERE number = ?1")
      .bind(number, key, sizeBytes, sha256),
    d1
      .prepare(
        `UPDATE mcp_archived_invocations SET is_to_forget = 0
         WHERE archive = ?1 AND id IN (SELECT value FROM json_each(?2))`,
      )
      .bind(number, JSON.stringify(ids)),
  ]);
}
