// How many calls the callers' gates admitted, by the minute: for people and bills. The limits themselves are kept in
// the gates, exactly.

export interface AdmittedInMinute {
  /** The caller. */
  readonly agentId: string;
  readonly toolId: string;
  /** The minute's first instant, ISO 8601. */
  readonly windowStart: string;
  readonly calls: number;
}

const WRITE = `
  INSERT INTO mcp_rate_limits (agent_id, tool_id, window_start, call_count)
  SELECT value ->> 'agentId', value ->> 'toolId', value ->> 'windowStart', value ->> 'calls' FROM json_each(?) WHERE true
  ON CONFLICT DO UPDATE SET call_count = max(call_count, excluded.call_count)`;

/** Writes the numbers, which are absolute: the same again, or an older one, changes nothing. */
export async function insertRateLimits(d1: D1Database, counts: readonly AdmittedInMinute[]): Promise<void> {
  await d1.prepare(WRITE).bind(JSON.stringify(counts)).run();
}

/** Deletes the caller's minutes before `before` (ISO 8601). */
export async function pruneRateLimits(d1: D1Database, agentId: string, before: string): Promise<void> {
  await d1.prepare("DELETE FROM mcp_rate_limits WHERE agent_id = ? AND window_start < ?").bind(agentId, before).run();
}
