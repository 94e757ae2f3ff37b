// The SQL of toolboxes.

import { and, count, desc, eq, isNull, sql } from "drizzle-orm";
import type { SQLWrapper } from "drizzle-orm";
import type { Counting, Database } from "../platform/database.ts";
import { after, type Position } from "../platform/keyset.ts";
import { mcpToolboxes as boxes } from "../platform/schema.ts";
import { entriesSchema, type Toolbox } from "./toolbox.ts";

const there = isNull(boxes.deletedAt);

export function insertToolbox(db: Database, toolbox: Toolbox): SQLWrapper {
  return db.insert(boxes).values(toRow(toolbox));
}

export function countToolboxes(db: Database, agentId: string): Counting {
  return db
    .select({ value: count() })
    .from(boxes)
    .where(and(eq(boxes.agentId, agentId), there));
}

/** False where the toolbox is no longer the one of this version. */
export async function updateToolbox(db: Database, toolbox: Toolbox, versionBefore: number): Promise<boolean> {
  const rows = await db
    .update(boxes)
    .set({ ...toRow(toolbox), ...(toolbox.isPublic ? OFFERED : withdrawn(toolbox.updatedAt)) })
    .where(and(eq(boxes.id, toolbox.id), eq(boxes.version, versionBefore), there))
    .returning({ id: boxes.id });
  return rows.length > 0;
}

/** Whoever's it is. */
export async function selectToolbox(db: Database, id: string): Promise<Toolbox | null> {
  const row = await db
    .select()
    .from(boxes)
    .where(and(eq(boxes.id, id), there))
    .get();
  return row === undefined ? null : toToolbox(row);
}

/** The agent's toolboxes, newest first; up to `limit` after the position. */
export async function listToolboxesOf(
  db: Database,
  agentId: string,
  page: { limit: number; position: Position | null },
): Promise<Toolbox[]> {
  const rows = await db
    .select()
    .from(boxes)
    .where(and(eq(boxes.agentId, agentId), there, after(boxes.createdAt, boxes.id, page.position)))
    .orderBy(desc(boxes.createdAt), desc(boxes.id))
    .limit(page.limit)
    .all();
  return rows.map(toToolbox);
}

/** Marks the agent's own toolbox as deleted; false where it has none of this id. */
export async function markDeleted(db: Database, id: string, agentId: string, at: string): Promise<boolean> {
  const rows = await db
    .update(boxes)
    .set({ deletedAt: at, ...withdrawn(at), updatedAt: at })
    .where(and(eq(boxes.id, id), eq(boxes.agentId, agentId), there))
    .returning({ id: boxes.id });
  return rows.length > 0;
}

const OFFERED = { withdrawnAt: null, withdrawnVersion: null };

/** What was public is withdrawn now, in the version that was public last; what was private stays as it is. */
function withdrawn(at: string) {
  return {
    withdrawnAt: sql`iif(${boxes.isPublic}, ${at}, ${boxes.withdrawnAt})`,
    withdrawnVersion: sql`iif(${boxes.isPublic}, ${boxes.version}, ${boxes.withdrawnVersion})`,
  };
}

function toRow(toolbox: Toolbox) {
  return { ...toolbox, tools: toolbox.tools.map((entry) => ({ ...entry, meant: { ...entry.meant } })) };
}

function toToolbox(row: typeof boxes.$inferSelect): Toolbox {
  return {
    id: row.id,
    agentId: row.agentId,
    name: row.name,
    description: row.description,
    tools: entriesSchema.parse(row.tools),
    isPublic: row.isPublic,
    version: row.version,
    publishedAt: row.publishedAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
