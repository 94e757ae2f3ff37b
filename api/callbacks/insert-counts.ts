// What came of the outboxes' attempts, and how many callbacks wait in them, for /metrics.

/** All that an outbox ever counted, and what waits in it now. */
export interface CallbackCounts {
  readonly delivered: number;
  /** Attempts that failed and were not the last. */
  readonly retried: number;
  readonly dead: number;
  readonly pending: number;
}

/** Numbers that are older than those that were told last: fewer attempts. */
const IS_LATE = `coalesce(
    (SELECT delivered + retried + dead FROM mcp_callback_counts WHERE outbox_id = ?2) >
    (?1 ->> 'delivered') + (?1 ->> 'retried') + (?1 ->> 'dead'), false)`;

/** What is new in each number goes to its total. */
const COUNT = `
  INSERT INTO hub_totals (name, label, value)
  SELECT 'callbacks', now.key, now.value - coalesce(
    (SELECT iif(now.key = 'delivered', delivered, iif(now.key = 'retried', retried, iif(now.key = 'dead', dead, pending)))
     FROM mcp_callback_counts WHERE outbox_id = ?2), 0)
  FROM json_each(?1) AS now WHERE NOT ${IS_LATE}
  ON CONFLICT DO UPDATE SET value = value + excluded.value`;

const WRITE = `
  INSERT OR REPLACE INTO mcp_callback_counts (outbox_id, delivered, retried, dead, pending)
  SELECT ?2, ?1 ->> 'delivered', ?1 ->> 'retried', ?1 ->> 'dead', ?1 ->> 'pending' WHERE NOT ${IS_LATE}`;

/** Writes the numbers of an outbox, which are absolute: the same again, or an older one, changes nothing. */
export async function insertCallbackCounts(d1: D1Database, outboxId: string, counts: CallbackCounts): Promise<void> {
  const { delivered, retried, dead, pending } = counts;
  const numbers = JSON.stringify({ delivered, retried, dead, pending });
  await d1.batch([COUNT, WRITE].map((text) => d1.prepare(text).bind(numbers, outboxId)));
}
