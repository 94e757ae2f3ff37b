// The SQL of agents.

import { eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "../platform/database.ts";
import { agents } from "../platform/schema.ts";

export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: string;
}

/** Stores the agent and its first key, or neither. */
export async function insertAgent(db: Database, agent: Agent, firstKey: BatchItem<"sqlite">): Promise<void> {
  await db.batch([db.insert(agents).values({ ...agent, updatedAt: agent.createdAt }), firstKey]);
}

export async function selectAgent(db: Database, id: string): Promise<Agent | undefined> {
  return db
    .select({
      id: agents.id,
      name: agents.name,
      description: agents.description,
      createdAt: agents.createdAt,
    })
    .from(agents)
    .where(eq(agents.id, id))
    .get();
}
