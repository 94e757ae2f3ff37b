// A plan before its first run: what runs beside what, how long it takes, how often what is called, what that costs, and
// which limits it comes near. From the plan, those of its sub-workflows, and what is known of their tools.

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
    /** Of tools, also in sub-workflows, where nothing fails and nothing is skipped. */
    readonly once: number;
    /** Where every call takes all of its attempts; without what compensates. */
    readonly atMost: number;
    /** Steps with a forEach, or one in their sub-workflow, that has as many items as the run's data: calls for each item. */
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
  readonly workflowId?: string;
  readonly waitsFor: readonly string[];
  readonly layer: number;
  /** Null: as many as its list has. */
  readonly items: number | null;
  readonly attempts: number;
  readonly latencyMs: number | null;
  /** Of its sub-workflow more is on the critical path than was measured. */
  readonly isPart?: boolean;
}

/** A limit that the plan comes near, or will meet. */
export interface Limit {
  readonly limit: "steps" | "parallel" | "tool_rate" | "key_rate" | "workflow_timeout" | "workflow_depth";
  readonly value: number;
  readonly max: number;
  readonly toolId?: string;
  readonly message: string;
}

export interface Known {
  readonly measures: ReadonlyMap<string, Measures>;
  /** Of the key that is to start the run. */
  readonly keyRatePerMin: number;
  /** The plans of sub-workflows, as `<workflowId>@<version>`; of one that is not among them nothing is known. */
  readonly inner?: ReadonlyMap<string, Plan>;
}

export function outlineOf(plan: Plan, known: Known): Outline {
  return outlineWith(plan, known, new Map()).outline;
}

/** `outlined`: what was found of a sub-workflow before; several steps may run the same. */
function outlineWith(plan: Plan, known: Known, outlined: Map<Plan, Inner>): Inner {
  const layers = layersOf(plan);
  const innerOf = plan.steps.map(({ action }) => innerFor(action, known, outlined));
  const steps = plan.steps.map((step, index) =>
    stepOutline(plan, step, layers[index] ?? 0, known.measures, innerOf[index]),
  );
  const costs = steps.map((step, index) => costOf(step, known.measures, innerOf[index]));
  const calls = callsOf(steps, costs);
  const criticalPath = criticalPathOf(plan, steps);
  const outline: Outline = {
    layers: Array.from({ length: layers.reduce((deepest, layer) => Math.max(deepest, layer + 1), 0) }, (_, layer) =>
      steps.filter((step) => step.layer === layer).map(({ id }) => id),
    ),
    steps,
    criticalPath,
    calls,
    price: priceOf(steps, costs),
    limits: limitsOf(plan, steps, { ...known, costs, calls: calls.once, latencyMs: criticalPath.latencyMs }),
  };
  return { outline, perTool: perToolOf(steps, costs) };
}

/** A sub-workflow as the step that runs it counts it. */
interface Inner {
  readonly outline: Outline;
  /** How often it calls each tool. */
  readonly perTool: ReadonlyMap<string, number>;
}

function innerFor(action: PlanStep["action"], known: Known, outlined: Map<Plan, Inner>): Inner | undefined {
  const plan = action.kind === "workflow" ? known.inner?.get(`${action.workflowId}@${action.version}`) : undefined;
  if (plan === undefined) return undefined;
  const before = outlined.get(plan);
  if (before !== undefined) return before;
  const found = outlineWith(plan, known, outlined);
  outlined.set(plan, found);
  return found;
}

/** What a step does once, for one item and in one attempt. */
interface Cost {
  readonly once: number;
  readonly atMost: number;
  readonly usd: number;
  /** Whether it is paid for by the call. */
  readonly isPriced: boolean;
  readonly usdPerInnerItem: number;
  readonly hasInnerItems: boolean;
  readonly subscriptions: readonly string[];
  readonly perTool: ReadonlyMap<string, number>;
}

const NONE: Cost = {
  once: 0,
  atMost: 0,
  usd: 0,
  isPriced: false,
  usdPerInnerItem: 0,
  hasInnerItems: false,
  subscriptions: [],
  perTool: new Map(),
};

function costOf({ toolId }: StepOutline, measures: ReadonlyMap<string, Measures>, inner: Inner | undefined): Cost {
  if (inner !== undefined) {
    const { calls, price } = inner.outline;
    const usdPerInnerItem = Object.values(price.perItemUsd).reduce((sum, usd) => sum + usd, 0);
    return {
      once: calls.once,
      atMost: calls.atMost,
      usd: price.perRunUsd,
      isPriced: price.perRunUsd > 0,
      usdPerInnerItem,
      hasInnerItems: calls.perItem.length > 0,
      subscriptions: price.subscriptions,
      perTool: inner.perTool,
    };
  }
  if (toolId === undefined) return NONE;
  const { pricingModel = "free", priceUsd = 0 } = measures.get(toolId) ?? {};
  const isPriced = pricingModel === "per_call";
  return {
    ...NONE,
    once: 1,
    atMost: 1,
    usd: isPriced ? priceUsd : 0,
    isPriced,
    subscriptions: pricingModel === "subscription" ? [toolId] : [],
    perTool: new Map([[toolId, 1]]),
  };
}

/** Of a list that only the run knows, one item counts. */
function perToolOf(steps: readonly StepOutline[], costs: readonly Cost[]): Map<string, number> {
  const perTool = new Map<string, number>();
  for (const [index, { items }] of steps.entries()) {
    for (const [toolId, calls] of costs[index]?.perTool ?? []) {
      perTool.set(toolId, (perTool.get(toolId) ?? 0) + (items ?? 1) * calls);
    }
  }
  return perTool;
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
  inner: Inner | undefined,
): StepOutline {
  const items = forEach === undefined ? 1 : Array.isArray(forEach.items) ? forEach.items.length : null;
  const path = inner?.outline.criticalPath;
  const isUnknown = path !== undefined && path.steps.length === path.unmeasured.length;
  const latency = latencyOf(action, measures, isUnknown ? undefined : path?.latencyMs);
  // So many at a time, one after the other.
  const rounds = items === null ? 1 : Math.ceil(items / Math.min(forEach?.concurrency ?? 1, plan.maxParallel));
  return {
    id,
    kind: action.kind,
    ...(action.kind === "tool" && { toolId: action.toolId }),
    ...(action.kind === "workflow" && { workflowId: action.workflowId }),
    waitsFor: needs.flatMap((index) => plan.steps[index]?.id ?? []),
    layer,
    items,
    attempts: action.kind === "wait" || action.kind === "transform" ? 1 : retry.maxAttempts,
    latencyMs: latency === null ? null : latency * rounds,
    ...(path !== undefined && !isUnknown && path.unmeasured.length > 0 && { isPart: true }),
  };
}

function latencyOf(
  action: PlanStep["action"],
  measures: ReadonlyMap<string, Measures>,
  innerMs: number | undefined,
): number | null {
  if (action.kind === "tool") return measures.get(action.toolId)?.avgLatencyMs ?? null;
  return action.kind === "workflow" ? (innerMs ?? null) : waitOf(action);
}

function waitOf(action: PlanStep["action"]): number | null {
  if (action.kind === "transform") return 0;
  if (action.kind !== "wait" || !("for" in action) || !("ms" in action.for)) return null;
  return typeof action.for.ms === "number" ? action.for.ms : null;
}

function callsOf(steps: readonly StepOutline[], costs: readonly Cost[]): Outline["calls"] {
  let [once, atMost] = [0, 0];
  const perItem: string[] = [];
  for (const [index, { id, items, attempts }] of steps.entries()) {
    const cost = costs[index] ?? NONE;
    if ((items === null && cost.once > 0) || cost.hasInnerItems) perItem.push(id);
    if (items === null) continue;
    once += items * cost.once;
    atMost += items * attempts * cost.atMost;
  }
  return { once, atMost, perItem };
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
    unmeasured: chain.filter((step) => step.latencyMs === null || step.isPart === true).map(({ id }) => id),
  };
}

function priceOf(steps: readonly StepOutline[], costs: readonly Cost[]): Outline["price"] {
  let perRunUsd = 0;
  const perItemUsd: Record<string, number> = {};
  const subscriptions = new Set<string>();
  for (const [index, { id, items }] of steps.entries()) {
    const { usd, isPriced, usdPerInnerItem, subscriptions: some } = costs[index] ?? NONE;
    for (const toolId of some) subscriptions.add(toolId);
    if (items !== null) perRunUsd += items * usd;
    const isPerItem = (items === null && isPriced) || usdPerInnerItem > 0;
    if (isPerItem) perItemUsd[id] = rounded((items === null ? usd : 0) + usdPerInnerItem);
  }
  return { perRunUsd: rounded(perRunUsd), perItemUsd, subscriptions: [...subscriptions] };
}

/** Sums of prices, without the dust of floats. */
function rounded(usd: number): number {
  return Math.round(usd * 1e9) / 1e9;
}

interface Counted extends Known {
  readonly costs: readonly Cost[];
  readonly calls: number;
  readonly latencyMs: number;
}

/** A share of a limit from which on it is told. */
const NEAR = 0.8;

function limitsOf(plan: Plan, steps: readonly StepOutline[], known: Counted): Limit[] {
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
  for (const [toolId, value] of perToolOf(steps, known.costs)) {
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
