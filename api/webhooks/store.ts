// The SQL of webhooks.

import { and, count, desc, eq, type SQLWrapper } from "drizzle-orm";
import type { Counting, Database } from "../platform/database.ts";
import { after, type Position } from "../platform/keyset.ts";
import { workflowWebhooks } from "../platform/schema.ts";
import type { ArmedWebhook, HookRule, HookSecret, Webhook } from "./webhook.ts";

type Row = typeof workflowWebhooks.$inferSelect;

export function countWebhooks(db: Database, agentId: string): Counting {
  return db.select({ value: count() }).from(workflowWebhooks).where(eq(workflowWebhooks.agentId, agentId));
}

export function insertWebhook(db: Database, { webhook, secrets }: ArmedWebhook): SQLWrapper {
  const { id, workflowId, agentId, createdAt, updatedAt, ...rule } = webhook;
  return db.insert(workflowWebhooks).values({ id, workflowId, agentId, rule, secrets, createdAt, updatedAt });
}

/** Replaces the rule and the secrets of the agent's own webhook; false where it is not of this time any more, or is gone. */
export async function updateWebhook(
  db: Database,
  { webhook, secrets }: ArmedWebhook,
  changedFrom: string,
): Promise<boolean> {
  const { id, workflowId, agentId, createdAt: _, updatedAt, ...rule } = webhook;
  const rows = await db
    .update(workflowWebhooks)
    .set({ rule, secrets, updatedAt })
    .where(and(ownedBy(agentId, workflowId, id), eq(workflowWebhooks.updatedAt, changedFrom)))
    .returning({ id: workflowWebhooks.id });
  return rows.length > 0;
}

export async function selectWebhook(db: Database, id: string): Promise<ArmedWebhook | null> {
  const row = await db.select().from(workflowWebhooks).where(eq(workflowWebhooks.id, id)).get();
  return row === undefined ? null : toArmed(row);
}

export async function selectOwnWebhook(
  db: Database,
  agentId: string,
  workflowId: string,
  id: string,
): Promise<ArmedWebhook | null> {
  const row = await db
    .select()
    .from(workflowWebhooks)
    .where(ownedBy(agentId, workflowId, id))
    .get();
  return row === undefined ? null : toArmed(row);
}

/** Newest first; up to `limit` after the position. `workflowId` null: those of all of the agent's workflows. */
export async function listWebhooksOf(
  db: Database,
  agentId: string,
  workflowId: string | null,
  page: { limit: number; position: Position | null },
): Promise<Webhook[]> {
  const { createdAt, id } = workflowWebhooks;
  const rows = await db
    .select()
    .from(workflowWebhooks)
    .where(
      and(
        eq(workflowWebhooks.agentId, agentId),
        workflowId === null ? undefined : eq(workflowWebhooks.workflowId, workflowId),
        after(createdAt, id, page.position),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(page.limit)
    .all();
  return rows.map((row) => toArmed(row).webhook);
}

/** The ids of the workflow's webhooks; of this one alone, where an id is given. */
export async function selectWebhookIds(
  db: Database,
  agentId: string,
  workflowId: string,
  id: string | null,
): Promise<string[]> {
  const rows = await db
    .select({ id: workflowWebhooks.id })
    .from(workflowWebhooks)
    .where(ownedBy(agentId, workflowId, id))
    .all();
  return rows.map((row) => row.id);
}

/** Deletes the same; gives their ids. */
export async function deleteWebhookRows(
  db: Database,
  agentId: string,
  workflowId: string,
  id: string | null,
): Promise<string[]> {
  const rows = await db
    .delete(workflowWebhooks)
    .where(ownedBy(agentId, workflowId, id))
    .returning({ id: workflowWebhooks.id });
  return rows.map((row) => row.id);
}

function ownedBy(agentId: string, workflowId: string, id: string | null) {
  return and(
    eq(workflowWebhooks.agentId, agentId),
    eq(workflowWebhooks.workflowId, workflowId),
    id === null ? undefined : eq(workflowWebhooks.id, id),
  );
}

function toArmed({ id, workflowId, agentId, rule, secrets, createdAt, updatedAt }: Row): ArmedWebhook {
  const known = rule as HookRule;
  return { webhook: { id, workflowId, agentId, ...known, createdAt, updatedAt }, secrets: secrets as HookSecret[] };
}
