// The SQL of handoffs. A change is an event and the row as it is after it, in one transaction, and only where the row is
// still of the version that was read: of two who change it at once, one does.

import { and, asc, count, desc, eq, gte, inArray, isNull, lt, sql, type SQL } from "drizzle-orm";
import { z } from "@hono/zod-openapi";
import type { Json, JsonObject } from "../../engine/json.ts";
import { inValues, type Counting, type Database } from "../platform/database.ts";
import { after, type Position } from "../platform/keyset.ts";
import { agentTags, handoffEvents, handoffResults, handoffs } from "../platform/schema.ts";
import type { RunRef } from "../runtime/shards.ts";
import type { Handoff, HandoffEvent, HandoffSummary } from "./handoff.ts";
import type { HandoffMode, HandoffStatus } from "./machine.ts";

const SUMMARY = {
  id: handoffs.id,
  fromAgentId: handoffs.fromAgentId,
  toAgentId: handoffs.toAgentId,
  tag: handoffs.tag,
  status: handoffs.status,
  mode: handoffs.mode,
  task: handoffs.task,
  contextBytes: handoffs.contextBytes,
  failure: handoffs.failure,
  deadline: handoffs.deadline,
  expiresAt: handoffs.expiresAt,
  parentHandoffId: handoffs.parentHandoffId,
  workflowRunId: handoffs.workflowRunId,
  createdAt: handoffs.createdAt,
  acceptedAt: handoffs.acceptedAt,
  resolvedAt: handoffs.resolvedAt,
};

const WHOLE = {
  ...SUMMARY,
  inputSchema: handoffs.inputSchema,
  resultSchema: handoffs.resultSchema,
  targets: handoffs.targets,
  asked: handoffs.asked,
  timeoutMs: handoffs.timeoutMs,
  lineage: handoffs.lineage,
  callbackUrl: handoffs.callbackUrl,
  runTask: handoffs.runTask,
  version: handoffs.version,
};

const targetsText = z.array(z.union([z.object({ toAgentId: z.string() }), z.object({ tag: z.string() })]));
const failureText = z.object({ code: z.string(), message: z.string(), retryable: z.boolean() });
const runTaskText = z.object({ step: z.int(), item: z.int().nullable(), attempt: z.int() });

/** Stores the handoff and its first event; false where there is one of this id already. */
export async function insertHandoff(
  db: Database,
  handoff: Handoff,
  context: JsonObject | null,
  created: HandoffEvent,
): Promise<boolean> {
  const { failure, targets, lineage, runTask, ...row } = handoff;
  const insert = db
    .insert(handoffs)
    .values({
      ...row,
      context,
      failure: failure && { ...failure },
      targets: targets.map((target) => ({ ...target })),
      lineage: [...lineage],
      runTask: runTask && { ...runTask },
    })
    .onConflictDoNothing()
    .returning({ id: handoffs.id });
  const event = db
    .insert(handoffEvents)
    .values({ handoffId: handoff.id, ...created })
    .onConflictDoNothing();
  const [inserted] = await db.batch([insert, event]);
  return inserted.length > 0;
}

export async function selectHandoff(db: Database, id: string): Promise<Handoff | null> {
  const row = await db.select(WHOLE).from(handoffs).where(eq(handoffs.id, id)).get();
  return row === undefined ? null : toHandoff(row);
}

/** What tells who an agent is to a handoff. */
export interface Standing {
  readonly handoff: Handoff;
  readonly tags: readonly string[];
  readonly declined: boolean;
}

export async function selectStanding(db: Database, id: string, agentId: string): Promise<Standing | null> {
  const [[row], tags, declines] = await db.batch([
    db.select(WHOLE).from(handoffs).where(eq(handoffs.id, id)),
    db.select({ tag: agentTags.tag }).from(agentTags).where(eq(agentTags.agentId, agentId)),
    db
      .select({ number: handoffEvents.number })
      .from(handoffEvents)
      .where(and(eq(handoffEvents.handoffId, id), declinedBy(agentId))),
  ]);
  if (row === undefined) return null;
  return { handoff: toHandoff(row), tags: tags.map(({ tag }) => tag), declined: declines.length > 0 };
}

/** What makes it large: its context, where that is in its row, and its result. */
export async function selectBodies(db: Database, id: string): Promise<{ context: JsonObject | null; result: Json }> {
  const [[row], [done]] = await db.batch([
    db.select({ context: handoffs.context }).from(handoffs).where(eq(handoffs.id, id)),
    db.select({ result: handoffResults.result }).from(handoffResults).where(eq(handoffResults.handoffId, id)),
  ]);
  return { context: row?.context ?? null, result: done?.result ?? null };
}

/** A handoff and, the oldest first, what happened to it that nobody has been told of yet: both as they are at one time. */
export interface Untold {
  readonly handoff: Handoff;
  readonly events: readonly HandoffEvent[];
}

export async function selectUntold(db: Database, id: string): Promise<Untold | null> {
  const [[row], events] = await db.batch([
    db.select(WHOLE).from(handoffs).where(eq(handoffs.id, id)),
    eventsOf(db, id, eq(handoffEvents.told, false)),
  ]);
  return row === undefined ? null : { handoff: toHandoff(row), events };
}

/** The oldest first. */
export async function selectEvents(db: Database, id: string): Promise<HandoffEvent[]> {
  return eventsOf(db, id).all();
}

function eventsOf(db: Database, id: string, which?: SQL) {
  return db
    .select({
      number: handoffEvents.number,
      type: handoffEvents.type,
      agentId: handoffEvents.agentId,
      keyId: handoffEvents.keyId,
      toAgentId: handoffEvents.toAgentId,
      tag: handoffEvents.tag,
      message: handoffEvents.message,
      at: handoffEvents.at,
    })
    .from(handoffEvents)
    .where(and(eq(handoffEvents.handoffId, id), which))
    .orderBy(asc(handoffEvents.number));
}

export async function markTold(db: Database, id: string, number: number): Promise<void> {
  await db
    .update(handoffEvents)
    .set({ told: true })
    .where(and(eq(handoffEvents.handoffId, id), eq(handoffEvents.number, number)));
}

/** Whether others have the tag than these, who have rejected it or may not have it. */
export async function hasOthers(db: Database, handoff: Handoff, tag: string, agentId: string): Promise<boolean> {
  const declined = db
    .select({ agentId: handoffEvents.agentId })
    .from(handoffEvents)
    .where(and(eq(handoffEvents.handoffId, handoff.id), eq(handoffEvents.type, "declined")));
  const left = await db
    .select({ agentId: agentTags.agentId })
    .from(agentTags)
    .where(
      and(
        eq(agentTags.tag, tag),
        sql`NOT ${inValues(agentTags.agentId, [...handoff.lineage, agentId])}`,
        sql`${agentTags.agentId} NOT IN (SELECT agent_id FROM (${declined}) WHERE agent_id IS NOT NULL)`,
      ),
    )
    .limit(1)
    .all();
  return left.length > 0;
}

export type Changed = Partial<
  Pick<Handoff, "toAgentId" | "tag" | "status" | "asked" | "expiresAt" | "acceptedAt" | "resolvedAt" | "failure">
>;

/** Makes the change, if the handoff is still as it was read; false where it is not. */
export async function changeHandoff(
  db: Database,
  before: Handoff,
  { failure, ...fields }: Changed,
  event: HandoffEvent,
  done?: { readonly result: Json },
): Promise<boolean> {
  const { number, type, agentId, keyId, toAgentId, tag, message, at } = event;
  const isAsRead = and(eq(handoffs.id, before.id), eq(handoffs.version, before.version));
  const still = sql`FROM ${handoffs} WHERE ${isAsRead}`;
  const insert = db
    .insert(handoffEvents)
    .select(
      sql`SELECT ${before.id}, ${number}, ${type}, ${agentId}, ${keyId}, ${toAgentId}, ${tag}, ${message}, ${at}, 0 ${still}`,
    );
  const update = db
    .update(handoffs)
    .set({ ...fields, ...(failure && { failure: { ...failure } }), version: number })
    .where(isAsRead)
    .returning({ id: handoffs.id });
  if (done === undefined) {
    const [, changed] = await db.batch([insert, update]);
    return changed.length > 0;
  }
  const result = db.insert(handoffResults).select(sql`SELECT ${before.id}, ${JSON.stringify(done.result)} ${still}`);
  const [, , changed] = await db.batch([insert, result, update]);
  return changed.length > 0;
}

/** With its events and its result; false where it is not as it was read. */
export async function deleteHandoffRow(db: Database, { id, version }: Handoff): Promise<boolean> {
  const deleted = await db
    .delete(handoffs)
    .where(and(eq(handoffs.id, id), eq(handoffs.version, version)))
    .returning({ id: handoffs.id });
  return deleted.length > 0;
}

/** One that is to be deleted. */
export interface Passing {
  readonly id: string;
  readonly isContextInRow: boolean;
}

const PASSING = { id: handoffs.id, isContextInRow: sql<number>`${handoffs.context} IS NOT NULL`.mapWith(Boolean) };

/** Those that settled before this time (ISO 8601), the oldest first, if all who have to know of them were told. */
export async function selectSettled(db: Database, before: string, limit: number): Promise<Passing[]> {
  const untold = sql`SELECT 1 FROM ${handoffEvents} WHERE ${handoffEvents.handoffId} = ${handoffs.id} AND ${handoffEvents.told} = 0`;
  return db
    .select(PASSING)
    .from(handoffs)
    .where(and(lt(handoffs.resolvedAt, before), sql`NOT EXISTS (${untold})`))
    .orderBy(handoffs.resolvedAt)
    .limit(limit)
    .all();
}

export async function selectSentByRun(db: Database, { runId, agentId }: RunRef, limit: number): Promise<Passing[]> {
  return db
    .select(PASSING)
    .from(handoffs)
    .where(and(eq(handoffs.workflowRunId, runId), eq(handoffs.fromAgentId, agentId)))
    .limit(limit)
    .all();
}

/** Who was told of these: the sender, who was asked by its id, and of those that have a tag now up to `perTag`. */
export async function selectTold(
  db: Database,
  ids: readonly string[],
  perTag: number,
): Promise<{ agentId: string; id: string }[]> {
  const asked = inValues(handoffEvents.handoffId, ids);
  return db.all(sql`
    SELECT ${handoffs.fromAgentId} AS agentId, ${handoffs.id} AS id FROM ${handoffs} WHERE ${inValues(handoffs.id, ids)}
    UNION SELECT ${handoffEvents.toAgentId}, ${handoffEvents.handoffId} FROM ${handoffEvents}
      WHERE ${asked} AND ${handoffEvents.toAgentId} IS NOT NULL
    UNION SELECT ${agentTags.agentId}, ${handoffEvents.handoffId} FROM ${handoffEvents}
      JOIN ${agentTags} ON ${agentTags.tag} = ${handoffEvents.tag} AND ${agentTags.agentId} IN (
        SELECT tagged.agent_id FROM agent_tags tagged WHERE tagged.tag = ${handoffEvents.tag}
        ORDER BY tagged.agent_id LIMIT ${perTag})
      WHERE ${asked}`);
}

/** With their events and results. */
export async function deleteHandoffRows(db: Database, ids: readonly string[]): Promise<void> {
  await db.delete(handoffs).where(inValues(handoffs.id, ids));
}

/** How many that it sent are open. */
export function countOpen(db: Database, agentId: string): Counting {
  return db
    .select({ value: count() })
    .from(handoffs)
    .where(and(eq(handoffs.fromAgentId, agentId), inArray(handoffs.status, ["pending", "accepted"])));
}

/** Whether the agent has a tag, or a handoff that is kept was sent by it or asked of it by its id. */
export async function selectTakesPart(db: Database, agentId: string): Promise<boolean> {
  const row = await db.get<{ does: number }>(
    sql`SELECT EXISTS (SELECT 1 FROM agent_tags WHERE agent_id = ${agentId})
      OR EXISTS (SELECT 1 FROM handoffs WHERE to_agent_id = ${agentId})
      OR EXISTS (SELECT 1 FROM handoffs WHERE from_agent_id = ${agentId}) AS does`,
  );
  return row.does === 1;
}

export interface HandoffFilter {
  readonly box: "inbox" | "outbox";
  /** None: any. */
  readonly statuses?: readonly HandoffStatus[];
  readonly mode?: HandoffMode | undefined;
  readonly tag?: string | undefined;
  readonly workflowRunId?: string | undefined;
  readonly parentHandoffId?: string | undefined;
  /** ISO 8601 in UTC: created from this on, and before that. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The agent's handoffs, newest first; up to `limit` after the position. */
export async function listHandoffRows(
  db: Database,
  agentId: string,
  { box, statuses = [], mode, tag, workflowRunId, parentHandoffId, from, to }: HandoffFilter,
  page: { limit: number; position: Position | null },
): Promise<HandoffSummary[]> {
  const fits = and(
    statuses.length === 0 ? undefined : inArray(handoffs.status, [...statuses]),
    mode === undefined ? undefined : eq(handoffs.mode, mode),
    tag === undefined ? undefined : eq(handoffs.tag, tag),
    workflowRunId === undefined ? undefined : eq(handoffs.workflowRunId, workflowRunId),
    parentHandoffId === undefined ? undefined : eq(handoffs.parentHandoffId, parentHandoffId),
    from === undefined ? undefined : gte(handoffs.createdAt, from),
    to === undefined ? undefined : lt(handoffs.createdAt, to),
    after(handoffs.createdAt, handoffs.id, page.position),
  );
  const first = (condition: SQL | undefined) =>
    db
      .select({ id: handoffs.id })
      .from(handoffs)
      .where(and(condition, fits))
      .orderBy(desc(handoffs.createdAt), desc(handoffs.id))
      .limit(page.limit);
  const ids =
    box === "outbox"
      ? sql`${first(eq(handoffs.fromAgentId, agentId))}`
      : // Each half walks an index of its own; together they are never more than two pages.
        sql`(SELECT id FROM (${first(eq(handoffs.toAgentId, agentId))})
             UNION ALL SELECT id FROM (${first(offeredTo(agentId))}))`;
  const rows = await db
    .select(SUMMARY)
    .from(handoffs)
    .where(sql`${handoffs.id} IN ${ids}`)
    .orderBy(desc(handoffs.createdAt), desc(handoffs.id))
    .limit(page.limit)
    .all();
  return rows.map(toSummary);
}

/** Asked of a tag that the agent has, and not rejected by it. */
function offeredTo(agentId: string): SQL | undefined {
  return and(
    isNull(handoffs.toAgentId),
    sql`${handoffs.status} = 'pending'`,
    sql`${handoffs.tag} IN (SELECT tag FROM agent_tags WHERE agent_id = ${agentId})`,
    sql`NOT EXISTS (SELECT 1 FROM json_each(${handoffs.lineage}) WHERE value = ${agentId})`,
    sql`NOT EXISTS (SELECT 1 FROM ${handoffEvents} WHERE ${handoffEvents.handoffId} = ${handoffs.id} AND ${declinedBy(agentId)})`,
  );
}

function declinedBy(agentId: string): SQL | undefined {
  return and(eq(handoffEvents.type, "declined"), eq(handoffEvents.agentId, agentId));
}

type SummaryRow = Omit<typeof handoffs.$inferSelect, "context">;

function toSummary(row: Pick<SummaryRow, keyof typeof SUMMARY>): HandoffSummary {
  return { ...row, failure: row.failure === null ? null : failureText.parse(row.failure) };
}

function toHandoff(row: Pick<SummaryRow, keyof typeof WHOLE>): Handoff {
  return {
    ...row,
    failure: row.failure === null ? null : failureText.parse(row.failure),
    targets: targetsText.parse(row.targets),
    runTask: row.runTask === null ? null : runTaskText.parse(row.runTask),
  };
}
