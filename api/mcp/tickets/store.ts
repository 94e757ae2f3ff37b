// The SQL of tickets.

import { eq, lte } from "drizzle-orm";
import type { Database } from "../../platform/database.ts";
import { mcpWsTickets } from "../../platform/schema.ts";

export type TicketRow = typeof mcpWsTickets.$inferSelect;

/** Stores the ticket, and drops all that have ended unused. */
export async function insertTicket(db: Database, row: TicketRow): Promise<void> {
  await db.batch([
    db.delete(mcpWsTickets).where(lte(mcpWsTickets.expiresAt, row.createdAt)),
    db.insert(mcpWsTickets).values(row),
  ]);
}

/** The ticket, once: who comes second finds none. */
export async function takeTicket(db: Database, hash: string): Promise<TicketRow | undefined> {
  const [row] = await db.delete(mcpWsTickets).where(eq(mcpWsTickets.hash, hash)).returning();
  return row;
}
