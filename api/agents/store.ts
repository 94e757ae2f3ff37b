// The SQL of agents.

import { asc, eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { inValues, type Database } from "../platform/database.ts";
import { agents, agentTags } from "../platform/schema.ts";
import type { Agent, Profile } from "./agent.ts";

/** Stores the agent and its first key, or neither. */
export async function insertAgent(db: Database, agent: Agent, firstKey: BatchItem<"sqlite">): Promise<void> {
  const { id, name, description, createdAt } = agent;
  const insert = db.insert(agents).values({ id, name, description, createdAt, updatedAt: createdAt });
  await db.batch([insert, insertTags(db, id, agent.tags), firstKey]);
}

export async function selectAgent(db: Database, id: string): Promise<Profile | undefined> {
  const [[agent], tags] = await db.batch([
    db
      .select({
        id: agents.id,
        name: agents.name,
        description: agents.description,
        handoffUrl: agents.handoffUrl,
        createdAt: agents.createdAt,
      })
      .from(agents)
      .where(eq(agents.id, id)),
    db.select({ tag: agentTags.tag }).from(agentTags).where(eq(agentTags.agentId, id)).orderBy(asc(agentTags.tag)),
  ]);
  return agent && { ...agent, tags: tags.map(({ tag }) => tag) };
}

/** Undefined fields stay as they are. */
export async function updateAgentRow(
  db: Database,
  id: string,
  changes: { readonly [Field in keyof Omit<Profile, "id" | "createdAt">]?: Profile[Field] | undefined },
  updatedAt: string,
): Promise<void> {
  const { tags, ...fields } = changes;
  const update = db
    .update(agents)
    .set({ ...fields, updatedAt })
    .where(eq(agents.id, id));
  if (tags === undefined) {
    await update;
    return;
  }
  await db.batch([update, db.delete(agentTags).where(eq(agentTags.agentId, id)), insertTags(db, id, tags)]);
}

/** Of these ids, the agents that there are, and where each wants to be told of handoffs. */
export async function selectHandoffUrls(db: Database, ids: readonly string[]) {
  return db.select({ id: agents.id, handoffUrl: agents.handoffUrl }).from(agents).where(inValues(agents.id, ids)).all();
}

/** Agents with the tag, the first by id; up to `limit`. */
export async function selectTagged(db: Database, tag: string, limit: number) {
  return db
    .select({ id: agents.id, handoffUrl: agents.handoffUrl })
    .from(agentTags)
    .innerJoin(agents, eq(agents.id, agentTags.agentId))
    .where(eq(agentTags.tag, tag))
    .orderBy(asc(agentTags.agentId))
    .limit(limit)
    .all();
}

function insertTags(db: Database, id: string, tags: readonly string[]) {
  return db.insert(agentTags).select(sql`SELECT DISTINCT ${id}, value FROM json_each(${JSON.stringify(tags)})`);
}
