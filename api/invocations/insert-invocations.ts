// The log's way in. Rows come in batches from the callers' gates and the run shards.

import type { Json } from "../../engine/json.ts";
import { GIVEN_UP } from "../http/outcome-codes.ts";
import { chunksOf } from "../platform/json-chunks.ts";
import { bucketOf } from "../tools/latency-buckets.ts";

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

const HAS_OUTCOME = "value ->> 'status' IN ('success', 'error', 'timeout')";
const HAD_OUTCOME = `EXISTS (
    SELECT 1 FROM mcp_invocations known
    WHERE known.id = value ->> 'id' AND known.status IN ('success', 'error', 'timeout'))`;

/** Those of calls with outcomes that are new to the log, or had none in it. */
const FRESH = `NOT ${HAD_OUTCOME}`;

/** As the numbers have a call's status. */
const COUNTED_AS = `iif(
    coalesce(value ->> 'errorCode', '') IN (${GIVEN_UP.map((code) => `'${code}'`).join()}),
    'abandoned', value ->> 'status')`;

const COUNT_FOR_TOOLS = `
  UPDATE mcp_tools SET
    call_count = call_count + fresh.calls,
    avg_latency_ms = (avg_latency_ms * call_count + fresh.latency_ms) / (call_count + fresh.calls),
    success_rate = (success_rate * call_count + fresh.successes) / (call_count + fresh.calls)
  FROM (
    SELECT value ->> 'toolId' AS tool_id, count(*) AS calls, total(value ->> 'latencyMs') AS latency_ms,
      sum(value ->> 'status' = 'success') AS successes
    FROM json_each(?) WHERE ${FRESH} AND ${COUNTED_AS} <> 'abandoned' GROUP BY 1
  ) AS fresh
  WHERE mcp_tools.id = fresh.tool_id`;

const COUNT_FOR_STATS = `
  INSERT INTO mcp_tool_stats (tool_id, period, start, caller_agent_id, status, bucket, calls, total_latency_ms)
  SELECT tool_id, name, substr(minute, 1, chars), caller_id, status, bucket, sum(calls), total(latency_ms)
  FROM (
    SELECT value ->> 'toolId' AS tool_id, substr(value ->> 'createdAt', 1, 16) AS minute,
      value ->> 'callerAgentId' AS caller_id, ${COUNTED_AS} AS status, value ->> 'bucket' AS bucket,
      count(*) AS calls, total(value ->> 'latencyMs') AS latency_ms
    FROM json_each(?) WHERE ${FRESH} GROUP BY 1, 2, 3, 4, 5
  ), (SELECT 'minute' AS name, 16 AS chars UNION ALL VALUES ('hour', 13), ('day', 10))
  WHERE true GROUP BY 1, 2, 3, 4, 5, 6
  ON CONFLICT DO UPDATE SET
    calls = calls + excluded.calls, total_latency_ms = total_latency_ms + excluded.total_latency_ms`;

const COUNT_FOR_HUB = `
  INSERT INTO hub_call_totals (status, bucket, calls, total_latency_ms)
  SELECT ${COUNTED_AS}, value ->> 'bucket', count(*), total(value ->> 'latencyMs')
  FROM json_each(?) WHERE ${FRESH} GROUP BY 1, 2
  ON CONFLICT DO UPDATE SET
    calls = calls + excluded.calls, total_latency_ms = total_latency_ms + excluded.total_latency_ms`;

const WRITE = `
  INSERT OR REPLACE INTO mcp_invocations (id, tool_id, caller_agent_id, provider_agent_id, status, input,
    output, error_code, error_message, latency_ms, created_at, completed_at)
  SELECT value ->> 'id', value ->> 'toolId', value ->> 'callerAgentId',
    coalesce((SELECT agent_id FROM mcp_tools WHERE mcp_tools.id = value ->> 'toolId'), ''), value ->> 'status',
    value -> 'input', value -> 'output', value ->> 'errorCode', value ->> 'errorMessage',
    value ->> 'latencyMs', value ->> 'createdAt', value ->> 'completedAt'
  FROM json_each(?) WHERE ${HAS_OUTCOME} OR NOT ${HAD_OUTCOME}`;

const PROVIDERS = `
  SELECT DISTINCT agent_id AS agentId FROM mcp_tools WHERE id IN (SELECT value FROM json_each(?))`;

/**
 * Writes the records, each once however often it comes: a later one of the same id replaces an earlier, but one that
 * has an outcome never gives way to one that has none. Who the
 * provider is, the tool's row tells, which outlives the tool. The tool's numbers, its histograms and the hub's totals grow in the same
 * transaction, by the calls that are new to the log or had no outcome in it; a call that was given up from this side is
 * none of the tool's own numbers. Gives the providers' ids, each at least once.
 */
export async function insertInvocations(d1: D1Database, records: readonly InvocationRecord[]): Promise<string[]> {
  const providers: string[] = [];
  for (const { json, part } of chunksOf(records)) {
    const counted = JSON.stringify(part.filter(hasOutcome).map(countedOf));
    const counts = counted === "[]" ? [] : [COUNT_FOR_TOOLS, COUNT_FOR_STATS, COUNT_FOR_HUB];
    const found = await d1.batch<{ agentId: string }>([
      ...counts.map((text) => d1.prepare(text).bind(counted)),
      d1.prepare(WRITE).bind(json),
      d1.prepare(PROVIDERS).bind(JSON.stringify([...new Set(part.map(({ toolId }) => toolId))])),
    ]);
    providers.push(...(found.at(-1)?.results ?? []).map(({ agentId }) => agentId));
  }
  return providers;
}

function hasOutcome({ status }: InvocationRecord): boolean {
  return status !== "pending" && status !== "running";
}

/** What the numbers need of a call: D1 reads it three times, and what was said, which may be large, but once. */
function countedOf({ id, toolId, callerAgentId, status, errorCode, latencyMs, createdAt }: InvocationRecord) {
  return { id, toolId, callerAgentId, status, errorCode, latencyMs, createdAt, bucket: bucketOf(latencyMs) };
}

/** What the log keeps of an input or output. */
const MAX_LOGGED_CHARS = 64 * 1024;

/** The value, or its size where it is too large for the log. */
export function loggable(value: Json): Json {
  const sizeChars = JSON.stringify(value).length;
  return sizeChars <= MAX_LOGGED_CHARS ? value : { truncated: true, sizeChars };
}
