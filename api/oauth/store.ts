// The SQL of OAuth clients and grants. What may happen once only, happens in one statement.

import { and, desc, eq, gt, isNull, lte, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { after } from "../platform/keyset.ts";
import type { Position } from "../platform/keyset.ts";
import { agents, mcpApiKeys, oauthClients, oauthGrants } from "../platform/schema.ts";

export type ClientRow = typeof oauthClients.$inferSelect;
export type GrantRow = typeof oauthGrants.$inferSelect;

export async function selectClient(db: Database, id: string): Promise<ClientRow | undefined> {
  return db.select().from(oauthClients).where(eq(oauthClients.id, id)).get();
}

/** At most so many clients since then, of one address and of all; those before `unusedSince` without a grant go. */
interface Bounds {
  readonly perAddress: number;
  readonly overall: number;
  readonly since: string;
  readonly unusedSince: string;
}

/** Stores the client if there is room for it; whether it did. */
export async function insertClientWithin(db: Database, row: ClientRow, bounds: Bounds): Promise<boolean> {
  const { perAddress, overall, since, unusedSince } = bounds;
  const [, inserted] = await db.batch([
    db.delete(oauthClients).where(
      sql`${oauthClients.id} IN (SELECT old.id FROM oauth_clients AS old WHERE old.created_at < ${unusedSince}
        AND NOT EXISTS (SELECT 1 FROM oauth_grants WHERE client_id = old.id) ORDER BY old.created_at LIMIT 100)`,
    ),
    db
      .insert(oauthClients)
      .select(
        sql`SELECT ${row.id}, ${row.name}, ${JSON.stringify(row.redirectUris)}, ${row.registeredFrom}, ${row.createdAt}
          WHERE (SELECT count(*) FROM oauth_clients WHERE created_at > ${since}) < ${overall}
          AND (SELECT count(*) FROM oauth_clients
            WHERE registered_from = ${row.registeredFrom} AND created_at > ${since}) < ${perAddress}`,
      )
      .returning({ id: oauthClients.id }),
  ]);
  return inserted.length > 0;
}

/** Stores the grant, drops those of its agent that have ended, and the oldest where there are more than `most`. */
export async function insertGrant(db: Database, row: GrantRow, most: number): Promise<void> {
  const newest = sql`(SELECT id FROM oauth_grants AS own WHERE own.agent_id = ${row.agentId}
    ORDER BY own.created_at DESC, own.id DESC LIMIT ${most})`;
  await db.batch([
    db.delete(oauthGrants).where(and(eq(oauthGrants.agentId, row.agentId), lte(oauthGrants.expiresAt, row.createdAt))),
    db.insert(oauthGrants).values(row),
    db.delete(oauthGrants).where(and(eq(oauthGrants.agentId, row.agentId), sql`${oauthGrants.id} NOT IN ${newest}`)),
  ]);
}

export async function selectGrant(db: Database, id: string): Promise<GrantRow | undefined> {
  return db.select().from(oauthGrants).where(eq(oauthGrants.id, id)).get();
}

export async function selectGrantByCode(db: Database, codeHash: string): Promise<GrantRow | undefined> {
  return db.select().from(oauthGrants).where(eq(oauthGrants.codeHash, codeHash)).get();
}

export async function selectGrantByFamily(db: Database, familyHash: string): Promise<GrantRow | undefined> {
  return db.select().from(oauthGrants).where(eq(oauthGrants.familyHash, familyHash)).get();
}

interface Tokens {
  readonly familyHash: string;
  readonly refreshHash: string;
  readonly expiresAt: string;
}

/** Uses the grant's code up; false where it was already, or is too old. */
export async function useCode(db: Database, id: string, now: string, tokens: Tokens): Promise<boolean> {
  const rows = await db
    .update(oauthGrants)
    .set({ ...tokens, codeUsedAt: now, lastUsedAt: now })
    .where(and(eq(oauthGrants.id, id), isNull(oauthGrants.codeUsedAt), gt(oauthGrants.codeExpiresAt, now)))
    .returning({ id: oauthGrants.id });
  return rows.length > 0;
}

/** Puts another refresh token in the place of the one that counts; false where that one does not any more. */
export async function rotateRefresh(
  db: Database,
  { id, old, now }: { id: string; old: string; now: string },
  tokens: Omit<Tokens, "familyHash">,
): Promise<boolean> {
  const rows = await db
    .update(oauthGrants)
    .set({ ...tokens, lastUsedAt: now })
    .where(and(eq(oauthGrants.id, id), eq(oauthGrants.refreshHash, old), gt(oauthGrants.expiresAt, now)))
    .returning({ id: oauthGrants.id });
  return rows.length > 0;
}

export async function deleteGrant(db: Database, id: string): Promise<void> {
  await db.delete(oauthGrants).where(eq(oauthGrants.id, id));
}

/** False where the agent has no such grant. */
export async function deleteGrantOf(db: Database, agentId: string, id: string): Promise<boolean> {
  const rows = await db
    .delete(oauthGrants)
    .where(and(eq(oauthGrants.id, id), eq(oauthGrants.agentId, agentId)))
    .returning({ id: oauthGrants.id });
  return rows.length > 0;
}

/** What the agent's keys have allowed and still do, newest first; up to `limit` after the position. */
export async function listGrantsOf(
  db: Database,
  agentId: string,
  page: { limit: number; position: Position | null; now: string },
): Promise<GrantRow[]> {
  return db
    .select()
    .from(oauthGrants)
    .where(
      and(
        eq(oauthGrants.agentId, agentId),
        counts(page.now),
        after(oauthGrants.createdAt, oauthGrants.id, page.position),
      ),
    )
    .orderBy(desc(oauthGrants.createdAt), desc(oauthGrants.id))
    .limit(page.limit)
    .all();
}

/** The agent's grants to this client for this resource that still count. */
export async function selectGrantsTo(
  db: Database,
  { agentId, clientId, resource, now }: { agentId: string; clientId: string; resource: string; now: string },
): Promise<GrantRow[]> {
  return db
    .select()
    .from(oauthGrants)
    .where(
      and(
        eq(oauthGrants.agentId, agentId),
        eq(oauthGrants.clientId, clientId),
        eq(oauthGrants.resource, resource),
        counts(now),
      ),
    )
    .all();
}

export async function selectAgentName(db: Database, id: string): Promise<string | undefined> {
  return (await db.select({ name: agents.name }).from(agents).where(eq(agents.id, id)).get())?.name;
}

function counts(now: string): SQL | undefined {
  const key = sql`EXISTS (SELECT 1 FROM ${mcpApiKeys} WHERE ${mcpApiKeys.id} = ${oauthGrants.keyId}
    AND ${mcpApiKeys.status} = 'active' AND (${mcpApiKeys.expiresAt} IS NULL OR ${mcpApiKeys.expiresAt} > ${now}))`;
  return and(gt(oauthGrants.expiresAt, now), key);
}
