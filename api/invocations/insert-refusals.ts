// How many calls the callers' gates refused because a limit was met, for /metrics.

import type { Refused } from "../runtime/refusal-counts.ts";

/** What is new in a number goes to the total; `max` keeps one that comes again, or late, from going there twice. */
const COUNT = `
  INSERT INTO hub_totals (name, label, value)
  SELECT 'calls_refused', value ->> 'scope', max(0, value ->> 'calls' - coalesce(
    (SELECT calls FROM mcp_refusals WHERE gate_id = ?2 AND scope = value ->> 'scope'), 0))
  FROM json_each(?1) WHERE true
  ON CONFLICT DO UPDATE SET value = value + excluded.value`;

const WRITE = `
  INSERT INTO mcp_refusals (gate_id, scope, calls) SELECT ?2, value ->> 'scope', value ->> 'calls' FROM json_each(?1) WHERE true
  ON CONFLICT DO UPDATE SET calls = max(calls, excluded.calls)`;

/** Writes the numbers of a gate, which are absolute: the same again, or an older one, changes nothing. */
export async function insertRefusals(d1: D1Database, gateId: string, refused: readonly Refused[]): Promise<void> {
  const numbers = JSON.stringify(refused);
  await d1.batch([COUNT, WRITE].map((text) => d1.prepare(text).bind(numbers, gateId)));
}
