// Reads of the log of calls. insert-invocations.ts writes it.

import { and, desc, eq, or } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { after } from "../platform/keyset.ts";
import type { Position } from "../platform/keyset.ts";
import { mcpInvocations } from "../platform/schema.ts";

export type InvocationRow = typeof mcpInvocations.$inferSelect;
export type InvocationSummaryRow = Omit<InvocationRow, "input" | "output">;

export interface InvocationFilter {
  /** Only calls that this agent made or answered. */
  readonly agentId: string;
  readonly role?: "caller" | "provider" | undefined;
  readonly toolId?: string | undefined;
  readonly status?: InvocationRow["status"] | undefined;
}

/** Newest first; up to `limit` calls after the position. */
export async function listInvocations(
  db: Database,
  filter: InvocationFilter,
  page: { limit: number; position: Position | null },
): Promise<InvocationSummaryRow[]> {
  return db
    .select({
      id: mcpInvocations.id,
      toolId: mcpInvocations.toolId,
      callerAgentId: mcpInvocations.callerAgentId,
      providerAgentId: mcpInvocations.providerAgentId,
      status: mcpInvocations.status,
      errorCode: mcpInvocations.errorCode,
      errorMessage: mcpInvocations.errorMessage,
      latencyMs: mcpInvocations.latencyMs,
      createdAt: mcpInvocations.createdAt,
      completedAt: mcpInvocations.completedAt,
    })
    .from(mcpInvocations)
    .where(
      and(
        involving(filter.agentId, filter.role),
        filter.toolId === undefined ? undefined : eq(mcpInvocations.toolId, filter.toolId),
        filter.status === undefined ? undefined : eq(mcpInvocations.status, filter.status),
        after(mcpInvocations.createdAt, mcpInvocations.id, page.position),
      ),
    )
    .orderBy(desc(mcpInvocations.createdAt), desc(mcpInvocations.id))
    .limit(page.limit)
    .all();
}

export async function selectInvocation(db: Database, id: string, agentId: string): Promise<InvocationRow | undefined> {
  return db
    .select()
    .from(mcpInvocations)
    .where(and(eq(mcpInvocations.id, id), involving(agentId, undefined)))
    .get();
}

function involving(agentId: string, role: InvocationFilter["role"]): SQL | undefined {
  const asCaller = eq(mcpInvocations.callerAgentId, agentId);
  const asProvider = eq(mcpInvocations.providerAgentId, agentId);
  if (role === "caller") return asCaller;
  return role === "provider" ? asProvider : or(asCaller, asProvider);
}
