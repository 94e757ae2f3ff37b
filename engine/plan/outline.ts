// A plan before its first run: what runs beside what, how long it takes, how often what is called, what that costs, and
// which limits it comes near. From the plan and what is known of its tools.

import { MAX_PARALLEL, MAX_STEPS, MAX_WORKFLOW_DEPTH } from "../definition/limits.ts";
import type { Plan, PlanStep } from "./plan.ts";

/** What the registry has measured of a tool, or its provider says of it. */
export interface Measures {
  /** Null: it has not been called yet. */
  readonly avgLatencyMs: number | null;
  readonly rateLimitPerMin: number;
  readonly pricingModel: "free" | "per_call" | "subscription";
  readonly priceUsd: number;
}

export interface Outline {
  /** Step ids: those of one layer can run at the same time. */
  readonly layers: readonly (readonly string[])[];
  readonly steps: readonly StepOutline[];
  /** The chain of steps that takes longest, of what was measured. */
  readonly criticalPath: {
    readonly steps: readonly string[];
    readonly latencyMs: number;
    /** Steps of it of which nothing is known: the time comes on top. */
    readonly unmeasured: readonly string[];
  };
  readonly calls: {
    /** Of tools, where nothing fails and nothing is skipped. */
    readonly once: number;
    /** Where every call takes all of its attempts. */
    readonly atMost: number;
    /** Steps whose forEach has as many items as the run's data: their calls are for each item. */
    readonly perItem: readonly string[];
  };
  readonly price: {
    /** Of the calls that are known to be made. */
    readonly perRunUsd: number;
    readonly perItemUsd: Readonly<Record<string, number>>;
    /** Tools that are paid for by subscription. */
    readonly subscriptions: readonly string[];
  };
  readonly limits: readonly Limit[];
}

export interface StepOutline {
  readonly id: string;
  readonly kind: PlanStep["action"]["kind"];
  readonly toolId?: string;
  readonly waitsFor: readonly string[];
  readonly layer: number;
  /** Null: as many as its list has. */
  readonly items: number | null;
  readonly attempts: number;
  readonly latencyMs: number | null;
}

/** A limit that the plan comes near, or will meet. */
export interface Limit {
  readonly limit: "steps" | "parallel" | "tool_rate" | "key_rate" | "workflow_timeout" | "workflow_depth";
  readonly value: number;
  readonly max: number;
  readonly toolId?: string;
  readonly message: string;
}

/** `keyRatePerMin`: of the key that is to start the run. */
export function outlineOf(plan: Plan, measures: ReadonlyMap<string, Measures>, keyRatePerMin: number): Outline {
  const layers = layersOf(plan);
  const steps = plan.steps.map((step, index) => stepOutline(plan, step, layers[index] ?? 0, measures));
  const calls = callsOf(steps);
  const criticalPath = criticalPathOf(plan, steps);
  return {
    layers: Array.from({ length: layers.reduce((deepest, layer) => Math.max(deepest, layer + 1), 0) }, (_, layer) =>
      steps.filter((step) => step.layer === layer).map(({ id }) => id),
    ),
    steps,
    criticalPath,
    calls,
    price: priceOf(steps, measures),
    limits: limitsOf(plan, steps, { measures, keyRatePerMin, calls: calls.once, latencyMs: criticalPath.latencyMs }),
  };
}

/** P1: what a step needs comes before it. */
function layersOf({ steps }: Plan): number[] {
  const layers: number[] = [];
  for (const { needs } of steps) {
    layers.push(needs.reduce((deepest, index) => Math.max(deepest, (layers[index] ?? 0) + 1), 0));
  }
  return layers;
}

function stepOutline(
  plan: Plan,
  { id, action, needs, forEach, retry }: PlanStep,
  layer: number,
  measures: ReadonlyMap<string, Measures>,
): StepOutline {
  const items = forEach === undefined ? 1 : Array.isArray(forEach.items) ? forEach.items.length : null;
  const isCall = action.kind === "tool";
  const latency = isCall ? (measures.get(action.toolId)?.avgLatencyMs ?? null) : waitOf(action);
  // So many at a time, one after the other.
  const rounds = items === null ? 1 : Math.ceil(items / Math.min(forEach?.concurrency ?? 1, plan.maxParallel));
  return {
    id,
    kind: action.kind,
    ...(isCall && { toolId: action.toolId }),
    waitsFor: needs.flatMap((index) => plan.steps[index]?.id ?? []),
    layer,
    items,
    attempts: action.kind === "wait" || action.kind === "transform" ? 1 : retry.maxAttempts,
    latencyMs: latency === null ? null : latency * rounds,
  };
}

function waitOf(action: PlanStep["action"]): number | null {
  if (action.kind === "transform") return 0;
  if (action.kind !== "wait" || !("for" in action) || !("ms" in action.for)) return null;
  return typeof action.for.ms === "number" ? action.for.ms : null;
}

function callsOf(steps: readonly StepOutline[]): Outline["calls"] {
  const calling = steps.filter(({ kind }) => kind === "tool");
  const counted = calling.flatMap(({ items, attempts }) => (items === null ? [] : [{ items, attempts }]));
  return {
    once: counted.reduce((sum, { items }) => sum + items, 0),
    atMost: counted.reduce((sum, { items, attempts }) => sum + items * attempts, 0),
    perItem: calling.filter(({ items }) => items === null).map(({ id }) => id),
  };
}

function criticalPathOf(plan: Plan, steps: readonly StepOutline[]): Outline["criticalPath"] {
  const ends: { readonly ms: number; readonly length: number; readonly before: number | null }[] = [];
  for (const [index, { needs }] of plan.steps.entries()) {
    let [ms, length, before]: [number, number, number | null] = [0, 0, null];
    for (const need of needs) {
      const end = ends[need];
      // Of two that take as long, the longer chain.
      if (end !== undefined && (end.ms > ms || (end.ms === ms && end.length > length))) {
        [ms, length, before] = [end.ms, end.length, need];
      }
    }
    ends.push({ ms: ms + (steps[index]?.latencyMs ?? 0), length: length + 1, before });
  }
  let last: number | null = null;
  for (const [index, end] of ends.entries()) {
    const best = last === null ? undefined : ends[last];
    if (best === undefined || end.ms > best.ms || (end.ms === best.ms && end.length > best.length)) last = index;
  }
  const latencyMs = last === null ? 0 : (ends[last]?.ms ?? 0);
  const chain: StepOutline[] = [];
  for (let at = last; at !== null; at = ends[at]?.before ?? null) {
    const step = steps[at];
    if (step !== undefined) chain.push(step);
  }
  chain.reverse();
  return {
    steps: chain.map(({ id }) => id),
    latencyMs,
    unmeasured: chain.filter((step) => step.latencyMs === null).map(({ id }) => id),
  };
}

function priceOf(steps: readonly StepOutline[], measures: ReadonlyMap<string, Measures>): Outline["price"] {
  let perRunUsd = 0;
  const perItemUsd: Record<string, number> = {};
  const subscriptions = new Set<string>();
  for (const { id, toolId, items } of steps) {
    const tool = toolId === undefined ? undefined : measures.get(toolId);
    if (tool === undefined || toolId === undefined) continue;
    if (tool.pricingModel === "subscription") subscriptions.add(toolId);
    if (tool.pricingModel !== "per_call") continue;
    if (items === null) perItemUsd[id] = tool.priceUsd;
    else perRunUsd += items * tool.priceUsd;
  }
  return { perRunUsd: rounded(perRunUsd), perItemUsd, subscriptions: [...subscriptions] };
}

/** Sums of prices, without the dust of floats. */
function rounded(usd: number): number {
  return Math.round(usd * 1e9) / 1e9;
}

interface Known {
  readonly measures: ReadonlyMap<string, Measures>;
  readonly keyRatePerMin: number;
  readonly calls: number;
  readonly latencyMs: number;
}

/** A share of a limit from which on it is told. */
const NEAR = 0.8;

function limitsOf(plan: Plan, steps: readonly StepOutline[], known: Known): Limit[] {
  const limits: Limit[] = [];
  const note = (limit: Limit): void => void limits.push(limit);
  if (steps.length >= MAX_STEPS * NEAR) {
    note({
      limit: "steps",
      value: steps.length,
      max: MAX_STEPS,
      message: `A workflow has at most ${MAX_STEPS} steps.`,
    });
  }
  const widths = [...Map.groupBy(steps, ({ layer }) => layer).values()].map((layer) => layer.length);
  const widest = widths.reduce((most, width) => Math.max(most, width), 0);
  if (widest > MAX_PARALLEL) {
    const message = `At most ${MAX_PARALLEL} steps run at a time; the others of a layer wait for a place.`;
    note({ limit: "parallel", value: widest, max: MAX_PARALLEL, message });
  }
  const perTool = Map.groupBy(
    steps.filter(({ toolId }) => toolId !== undefined),
    ({ toolId = "" }) => toolId,
  );
  for (const [toolId, calling] of perTool) {
    const value = calling.reduce((sum, { items }) => sum + (items ?? 1), 0);
    const max = known.measures.get(toolId)?.rateLimitPerMin ?? Infinity;
    if (value <= max) continue;
    const message = `${toolId} takes ${max} calls in a minute from each caller; further ones wait for their turn.`;
    note({ limit: "tool_rate", value, max, toolId, message });
  }
  if (known.calls > known.keyRatePerMin) {
    const message = `The key may make ${known.keyRatePerMin} calls in a minute; further ones wait for their turn.`;
    note({ limit: "key_rate", value: known.calls, max: known.keyRatePerMin, message });
  }
  const { timeoutMs, depth = 0 } = plan;
  if (timeoutMs !== undefined && known.latencyMs >= timeoutMs * NEAR) {
    const message = `The critical path takes about ${Math.round(known.latencyMs)} ms, the run may take ${timeoutMs}.`;
    note({ limit: "workflow_timeout", value: Math.round(known.latencyMs), max: timeoutMs, message });
  }
  if (depth >= MAX_WORKFLOW_DEPTH * NEAR) {
    const message = `Workflows nest at most ${MAX_WORKFLOW_DEPTH} deep.`;
    note({ limit: "workflow_depth", value: depth, max: MAX_WORKFLOW_DEPTH, message });
  }
  return limits;
}
