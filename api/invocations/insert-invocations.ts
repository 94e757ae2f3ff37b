// The log's way in. Rows come in batches from the callers' gates and the run shards.

import { sql } from "drizzle-orm";
import type { Json } from "../../engine/json.ts";
import type { Database } from "../platform/database.ts";
import { jsonChunks } from "../platform/json-chunks.ts";

export interface InvocationRecord {
  readonly id: string;
  readonly toolId: string;
  readonly callerAgentId: string;
  readonly providerAgentId: string;
  readonly status: "pending" | "running" | "success" | "error" | "timeout";
  readonly input?: Json;
  readonly output?: Json;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly latencyMs?: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly completedAt?: string;
}

/** Writes the records, each once however often it comes: a later one of the same id replaces an earlier. */
export async function insertInvocations(db: Database, records: readonly InvocationRecord[]): Promise<void> {
  for (const chunk of jsonChunks(records)) {
    await db.run(sql`
      INSERT OR REPLACE INTO mcp_invocations (id, tool_id, caller_agent_id, provider_agent_id, status, input,
        output, error_code, error_message, latency_ms, created_at, completed_at)
      SELECT value ->> 'id', value ->> 'toolId', value ->> 'callerAgentId', value ->> 'providerAgentId',
        value ->> 'status', value -> 'input', value -> 'output', value ->> 'errorCode', value ->> 'errorMessage',
        value ->> 'latencyMs', value ->> 'createdAt', value ->> 'completedAt'
      FROM json_each(${chunk})`);
  }
}
