import { expect, test } from "vitest";
import { byCaller, overTime, priceOf, successRateOf } from "../../dashboard/pages/usage/sum-up.ts";

const NONE = { abandoned: 0, avgLatencyMs: null, p50LatencyMs: null, p95LatencyMs: null, p99LatencyMs: null };
const numbers = (calls: number, successRate: number | null) => ({ ...NONE, calls, successRate });

test("a success rate of several tools counts calls, not tools; of no calls there is none", () => {
  expect(successRateOf([numbers(9, 1), numbers(1, 0), numbers(0, null)])).toBe(0.9);
  expect(successRateOf([numbers(0, null)])).toBeNull();
});

test("series of several tools are one, in the order of time", () => {
  const series = (start: string, calls: number, successRate: number) => ({ start, ...numbers(calls, successRate) });
  const [early, late] = ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z"];
  expect(overTime([[series(late, 2, 0.5)], [series(early, 1, 1), series(late, 4, 0.75)]])).toEqual({
    times: [early, late],
    calls: [1, 6],
    failed: [0, 2],
  });
});

test("a caller of several tools is one caller, and who called most is first", () => {
  const caller = (callerAgentId: string, calls: number, rate: number) => ({ callerAgentId, ...numbers(calls, rate) });
  expect(
    byCaller([{ byCaller: [caller("b", 3, 1), caller("a", 2, 1)] }, { byCaller: [caller("a", 2, 0)] }, {}]),
  ).toEqual([
    { agentId: "a", calls: 4, successRate: 0.5 },
    { agentId: "b", calls: 3, successRate: 1 },
  ]);
});

test("only calls that have a price come to one", () => {
  const tool = { id: "t", name: "t" };
  const free = { model: "free", priceUsd: 0 } as const;
  expect(priceOf({ tool: { ...tool, pricing: free }, numbers: numbers(5, 1) })).toBeNull();
  const paid = { model: "per_call", priceUsd: 0.25 } as const;
  expect(priceOf({ tool: { ...tool, pricing: paid }, numbers: numbers(4, 1) })).toBe(1);
});
