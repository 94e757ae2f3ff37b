// A tool's calls in numbers, over time. What everybody may know of a tool, and who called it, for its provider alone.

import { Problem } from "../http/problem.ts";
import type { FieldCode } from "../http/problem-codes.ts";
import type { Database } from "../platform/database.ts";
import { percentile, toTenths, UNTIMED } from "./latency-buckets.ts";
import { selectByCaller, selectByPeriod } from "./stats-store.ts";
import type { BucketRow, Period } from "./stats-store.ts";
import { STATS_KEPT_MS } from "./stats-retention.ts";
import type { Tool } from "./tool.ts";

const MAX_PERIODS = 1_000;
const MAX_CALLERS = 100;
const HOUR_MS = 3_600_000;

/** How long a period is, how much of its start the table writes, and how many make up what is shown unasked. */
const PERIODS = {
  minute: { ms: 60_000, chars: "2030-01-01T00:00".length, shown: 60 },
  hour: { ms: HOUR_MS, chars: "2030-01-01T00".length, shown: 24 },
  day: { ms: 24 * HOUR_MS, chars: "2030-01-01".length, shown: 30 },
} as const satisfies Record<Period, unknown>;

export interface StatsQuery {
  readonly period: Period;
  /** ISO 8601. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What the viewer may know of the tool's calls. Throws the problem `invalid_parameter`. */
export async function readStats(db: Database, tool: Tool, viewerId: string, query: StatsQuery) {
  const { period } = query;
  const { ms } = PERIODS[period];
  const [from, to] = wholePeriods(query);
  refuseForgotten(period, from);
  const range = { toolId: tool.id, period, first: written(period, from), last: written(period, to - ms) };
  const [rows, ownRows, callers] = await Promise.all([
    selectByPeriod(db, range),
    selectByPeriod(db, range, viewerId),
    tool.agentId === viewerId ? selectByCaller(db, range, MAX_CALLERS) : null,
  ]);
  const starts = Array.from({ length: (to - from) / ms }, (_, i) => from + i * ms);
  const seriesOf = (of: typeof rows) => {
    const byStart = Map.groupBy(of, ({ start }) => start);
    return starts.map((start) => ({
      start: new Date(start).toISOString(),
      ...numbersOf(byStart.get(written(period, start)) ?? []),
    }));
  };
  return {
    toolId: tool.id,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    period,
    total: numbersOf(rows),
    series: seriesOf(rows),
    own: numbersOf(ownRows),
    ownSeries: seriesOf(ownRows),
    ...(callers && { byCaller: byCaller(callers) }),
  };
}

/** From when to when, as milliseconds since 1970: whole periods, the present one among them. */
function wholePeriods({ period, from, to }: StatsQuery): [from: number, to: number] {
  const { ms, shown } = PERIODS[period];
  const until = to === undefined ? Date.now() : Date.parse(to);
  const end = Math.ceil(until / ms) * ms;
  if (from === undefined) return [end - shown * ms, end];
  if (Date.parse(from) >= until) {
    throw refused("invalid_value", to === undefined ? "Give a time that is past." : "Give a time before `to`.");
  }
  const start = Math.floor(Date.parse(from) / ms) * ms;
  const periods = (end - start) / ms;
  if (periods <= MAX_PERIODS) return [start, end];
  const wider = period === "day" ? "" : `, or ask for a longer period than \`${period}\``;
  const [most, these] = [MAX_PERIODS, periods].map((count) => count.toLocaleString("en"));
  const limit = `An answer has ${most} periods at most, and these would be ${these}`;
  throw refused("too_small", `${limit}: give a later \`from\` or an earlier \`to\`${wider}.`);
}

/** Numbers that are no longer kept are not the same as none. */
function refuseForgotten(period: Period, from: number): void {
  const keptMs = STATS_KEPT_MS[period];
  if (keptMs === null || from >= Math.floor((Date.now() - keptMs) / PERIODS[period].ms) * PERIODS[period].ms) return;
  const [kept, wider] = period === "minute" ? ["48 hours", "`hour` or `day`"] : ["90 days", "`day`"];
  throw refused(
    "too_small",
    `Numbers by the ${period} are kept for ${kept}. Begin later, or ask for the period ${wider}.`,
  );
}

function refused(code: FieldCode, message: string): Problem {
  const errors = [{ code, pointer: "/query/from", message }];
  return new Problem("invalid_parameter", `from: ${message}`, { errors });
}

function written(period: Period, start: number): string {
  return new Date(start).toISOString().slice(0, PERIODS[period].chars);
}

function byCaller(rows: readonly (BucketRow & { callerAgentId: string })[]) {
  return [...Map.groupBy(rows, ({ callerAgentId }) => callerAgentId)]
    .map(([callerAgentId, own]) => ({ callerAgentId, ...numbersOf(own) }))
    .toSorted((one, other) => other.calls - one.calls || (one.callerAgentId < other.callerAgentId ? -1 : 1));
}

function numbersOf(rows: readonly BucketRow[]) {
  const byBucket = new Map<number, number>();
  let [calls, abandoned, successes, latencyMs] = [0, 0, 0, 0];
  for (const row of rows) {
    if (row.calls > 0) byBucket.set(row.bucket, (byBucket.get(row.bucket) ?? 0) + row.calls);
    calls += row.calls;
    abandoned += row.abandoned;
    successes += row.successes;
    latencyMs += row.latencyMs;
  }
  const timed = calls - (byBucket.get(UNTIMED) ?? 0);
  return {
    calls,
    abandoned,
    successRate: calls === 0 ? null : successes / calls,
    avgLatencyMs: timed === 0 ? null : toTenths(latencyMs / timed),
    p50LatencyMs: percentile(byBucket, 50),
    p95LatencyMs: percentile(byBucket, 95),
    p99LatencyMs: percentile(byBucket, 99),
  };
}
