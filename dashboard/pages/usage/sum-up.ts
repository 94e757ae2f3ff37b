// What the numbers of several tools come to together. Percentiles do not add up: they stay each tool's own.

import type { Tool, ToolStats } from "../../hub/tools.ts";

export type Numbers = ToolStats["total"];

export interface ToolNumbers {
  readonly tool: Pick<Tool, "id" | "name" | "pricing">;
  readonly numbers: Numbers;
}

export function callsOf(all: readonly ToolNumbers[]): number {
  return all.reduce((sum, { numbers }) => sum + numbers.calls, 0);
}

/** Null: nothing was called. */
export function successRateOf(all: readonly Numbers[]): number | null {
  const calls = all.reduce((sum, numbers) => sum + numbers.calls, 0);
  return calls === 0 ? null : all.reduce((sum, numbers) => sum + numbers.calls - failedOf(numbers), 0) / calls;
}

export function failedOf({ calls, successRate }: Pick<Numbers, "calls" | "successRate">): number {
  return successRate === null ? 0 : Math.round(calls * (1 - successRate));
}

/** What the calls come to at the price that the tool has now; null where calls have none. */
export function priceOf({ tool: { pricing }, numbers: { calls } }: ToolNumbers): number | null {
  return pricing.model === "per_call" ? calls * pricing.priceUsd : null;
}

export interface OverTime {
  readonly times: readonly string[];
  readonly calls: readonly number[];
  readonly failed: readonly number[];
}

/** The series of all, one over the other: all are of the same periods. */
export function overTime(all: readonly ToolStats["series"][]): OverTime {
  const byStart = new Map<string, { calls: number; failed: number }>();
  for (const series of all) {
    for (const { start, ...numbers } of series) {
      const before = byStart.get(start) ?? { calls: 0, failed: 0 };
      byStart.set(start, { calls: before.calls + numbers.calls, failed: before.failed + failedOf(numbers) });
    }
  }
  // ISO 8601 in one zone: the order of the text is that of the time.
  const sorted = [...byStart].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    times: sorted.map(([start]) => start),
    calls: sorted.map(([, { calls }]) => calls),
    failed: sorted.map(([, { failed }]) => failed),
  };
}

export interface CallerNumbers {
  readonly agentId: string;
  readonly calls: number;
  readonly successRate: number | null;
}

/** The callers of all, who called most first. */
export function byCaller(all: readonly Pick<ToolStats, "byCaller">[]): readonly CallerNumbers[] {
  const callers = Map.groupBy(
    all.flatMap((stats) => stats.byCaller ?? []),
    ({ callerAgentId }) => callerAgentId,
  );
  return [...callers]
    .map(([agentId, numbers]) => ({
      agentId,
      calls: numbers.reduce((sum, { calls }) => sum + calls, 0),
      successRate: successRateOf(numbers),
    }))
    .toSorted((a, b) => b.calls - a.calls);
}
