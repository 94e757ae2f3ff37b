// The log's way in. Rows come in batches from the callers' gates and the run shards.

import { sql } from "drizzle-orm";
import type { Json } from "../../engine/json.ts";
import type { Database } from "../platform/database.ts";
import { jsonChunks } from "../platform/json-chunks.ts";

export interface InvocationRecord {
  readonly id: string;
  readonly toolId: string;
  readonly callerAgentId: string;
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

/**
 * Writes the records, each once however often it comes: a later one of the same id replaces an earlier. Who the
 * provider is, the tool's row tells, which outlives the tool.
 */
export async function insertInvocations(db: Database, records: readonly InvocationRecord[]): Promise<void> {
  for (const chunk of jsonChunks(records)) {
    await db.run(sql`
      INSERT OR REPLACE INTO mcp_invocations (id, tool_id, caller_agent_id, provider_agent_id, status, input,
        output, error_code, error_message, latency_ms, created_at, completed_at)
      SELECT value ->> 'id', value ->> 'toolId', value ->> 'callerAgentId',
        coalesce((SELECT agent_id FROM mcp_tools WHERE mcp_tools.id = value ->> 'toolId'), ''), value ->> 'status', value -> 'input', value -> 'output', value ->> 'errorCode', value ->> 'errorMessage',
        value ->> 'latencyMs', value ->> 'createdAt', value ->> 'completedAt'
      FROM json_each(${chunk})`);
  }
}

/** What the log keeps of an input or output. */
const MAX_LOGGED_CHARS = 64 * 1024;

/** The value, or its size where it is too large for the log. */
export function loggable(value: Json): Json {
  const sizeChars = JSON.stringify(value).length;
  return sizeChars <= MAX_LOGGED_CHARS ? value : { truncated: true, sizeChars };
}
