// Reads of the log of calls. insert-invocations.ts writes it.

import { and, eq, gte, lt, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { after } from "../platform/keyset.ts";
import type { Position } from "../platform/keyset.ts";
import { mcpInvocations } from "../platform/schema.ts";
import type { InvocationSummaryRow } from "./logged-invocation.ts";

export type InvocationRow = typeof mcpInvocations.$inferSelect;

/** What a row has of what was said, once that is deleted. */
export const saidNothing = { input: null, output: null, errorMessage: null } as const;

/** What every row of a walk has: so much that one index has them together and in order. */
export interface Walk {
  readonly callerAgentId?: string | undefined;
  readonly providerAgentId?: string | undefined;
  readonly toolId?: string | undefined;
  readonly status?: InvocationRow["status"] | undefined;
  /** ISO 8601 in UTC, as the column has it: from this on, and before that. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface Page {
  readonly limit: number;
  readonly position: Position | null;
}

const SUMMARY = sql.raw(`mcp_invocations.id, tool_id AS toolId, caller_agent_id AS callerAgentId,
  provider_agent_id AS providerAgentId, status, error_code AS errorCode, error_message AS errorMessage,
  latency_ms AS latencyMs, created_at AS createdAt, completed_at AS completedAt`);

/** Newest first; up to `limit` calls after the position. */
export async function walkInvocations(db: Database, walk: Walk, page: Page): Promise<InvocationSummaryRow[]> {
  return db.all<InvocationSummaryRow>(walkQuery(walk, page));
}

/** Those of these ids, in this order. */
export function selectInvocations(db: Database, ids: readonly string[]): Promise<InvocationSummaryRow[]> {
  return db.all<InvocationSummaryRow>(sql`
    SELECT ${SUMMARY} FROM json_each(${JSON.stringify(ids)}) CROSS JOIN mcp_invocations ON mcp_invocations.id = value
    ORDER BY key`);
}

/** In plain SQL, since drizzle has no words for INDEXED BY. */
export function walkQuery(walk: Walk, { limit, position }: Page): SQL {
  const { callerAgentId, providerAgentId, toolId, status, from, to } = walk;
  const conditions = and(
    callerAgentId === undefined ? undefined : eq(mcpInvocations.callerAgentId, callerAgentId),
    providerAgentId === undefined ? undefined : eq(mcpInvocations.providerAgentId, providerAgentId),
    toolId === undefined ? undefined : eq(mcpInvocations.toolId, toolId),
    status === undefined ? undefined : eq(mcpInvocations.status, status),
    from === undefined ? undefined : gte(mcpInvocations.createdAt, from),
    to === undefined ? undefined : lt(mcpInvocations.createdAt, to),
    after(mcpInvocations.createdAt, mcpInvocations.id, position),
  );
  return sql`
    SELECT ${SUMMARY} FROM mcp_invocations INDEXED BY ${sql.identifier(indexFor(walk))}
    WHERE ${conditions} ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
}

/** Left to itself, SQLite takes the narrowest index that fits and reads past all that the rest of the filter drops. */
function indexFor({ callerAgentId, providerAgentId, toolId, status }: Walk): string {
  const byCaller = callerAgentId !== undefined;
  if (toolId !== undefined) return byCaller ? "mcp_invocations_caller_tool" : "mcp_invocations_tool_id";
  if (byCaller && providerAgentId !== undefined) return "mcp_invocations_provider_caller";
  if (status !== undefined) return byCaller ? "mcp_invocations_caller_status" : "mcp_invocations_status";
  return byCaller ? "mcp_invocations_caller_agent_id" : "mcp_invocations_provider_agent_id";
}

export async function selectInvocation(db: Database, id: string, agentId: string): Promise<InvocationRow | undefined> {
  return db
    .select()
    .from(mcpInvocations)
    .where(and(eq(mcpInvocations.id, id), involving(agentId)))
    .get();
}

function involving(agentId: string): SQL | undefined {
  return or(eq(mcpInvocations.callerAgentId, agentId), eq(mcpInvocations.providerAgentId, agentId));
}
