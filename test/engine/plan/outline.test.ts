// A plan in numbers.

import { expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { check } from "../../../engine/plan/check.ts";
import { outlineOf, type Measures, type Outline } from "../../../engine/plan/outline.ts";
import { catalog } from "./tools.ts";

const measured = (avgLatencyMs: number | null, changes: Partial<Measures> = {}): Measures => ({
  avgLatencyMs,
  rateLimitPerMin: 60,
  pricingModel: "free",
  priceUsd: 0,
  ...changes,
});

async function outline(source: Json, measures: Record<string, Measures>, keyRatePerMin = 100): Promise<Outline> {
  const checked = await check(source, catalog);
  if (!checked.ok) throw new Error(JSON.stringify(checked.diagnostics));
  return outlineOf(checked.plan, { measures: new Map(Object.entries(measures)), keyRatePerMin });
}

const call = (id: string, dependsOn: string[] = [], changes: Record<string, Json> = {}): Json => ({
  id,
  toolId: "tool_anything",
  dependsOn,
  ...changes,
});

test("layers hold the steps that can run at a time; the critical path is the longest chain by measured latencies", async () => {
  const steps = [
    { id: "fast", toolId: "tool_anything" },
    { id: "slow", toolId: "tool_search", arguments: { query: "x" } },
    { id: "unknown", toolId: "tool_summarize", arguments: { text: "x" }, dependsOn: ["slow"] },
    { id: "pause", wait: { ms: 100 }, dependsOn: ["fast"] },
  ];
  const found = await outline({ name: "x", steps }, { tool_anything: measured(10), tool_search: measured(500) });
  expect(found.layers).toEqual([
    ["fast", "slow"],
    ["unknown", "pause"],
  ]);
  expect(found.criticalPath).toEqual({ steps: ["slow", "unknown"], latencyMs: 500, unmeasured: ["unknown"] });
});

test("calls are counted with their attempts; those for items that only the run knows are told apart", async () => {
  const steps = [
    call("once", [], { retry: { maxAttempts: 5 } }),
    call("thrice", [], { forEach: { items: [1, 2, 3] }, retry: { maxAttempts: 2 } }),
    call("each", [], { forEach: { items: "{{input.list}}" } }),
    { id: "none", transform: 1 },
  ];
  const priced = measured(10, { pricingModel: "per_call", priceUsd: 0.1 });
  const { calls, price } = await outline({ name: "x", steps }, { tool_anything: priced });
  expect(calls).toEqual({ once: 4, atMost: 11, perItem: ["each"] });
  expect(price).toEqual({ perRunUsd: 0.4, perItemUsd: { each: 0.1 }, subscriptions: [] });
});

test("limits are told where the plan meets them, and only there", async () => {
  const steps = Array.from({ length: 20 }, (_, index) => call(`s${index}`));
  const measures = { tool_anything: measured(900, { rateLimitPerMin: 10 }) };
  const met = await outline({ name: "x", timeoutMs: 1_000, steps }, measures, 15);
  expect(met.limits.map(({ limit, value, max }) => [limit, value, max])).toEqual([
    ["parallel", 20, 16],
    ["tool_rate", 20, 10],
    ["key_rate", 20, 15],
    ["workflow_timeout", 900, 1_000],
  ]);
  expect((await outline({ name: "x", steps: [call("a")] }, { tool_anything: measured(1) })).limits).toEqual([]);
});

test("a chain of ten thousand steps is walked", async () => {
  const steps = Array.from({ length: 10_000 }, (_, index) => call(`s${index}`, index === 0 ? [] : [`s${index - 1}`]));
  const { layers, criticalPath } = await outline({ name: "x", steps }, { tool_anything: measured(2) });
  expect([layers.length, criticalPath.steps.length, criticalPath.latencyMs]).toEqual([10_000, 10_000, 20_000]);
});
