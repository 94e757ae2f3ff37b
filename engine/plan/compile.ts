// From a definition that has been checked to the plan that runs it (plan.ts has the invariants).

import {
  DEFAULT_BACKOFF,
  DEFAULT_FOR_EACH_CONCURRENCY,
  DEFAULT_INITIAL_DELAY_MS,
  DEFAULT_JITTER,
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_MAX_DELAY_MS,
  DEFAULT_STEP_TIMEOUT_MS,
  MAX_PARALLEL,
} from "../definition/limits.ts";
import type { RetryDefinition, StepDefinition, WorkflowDefinition } from "../definition/schema.ts";
import { isHandedOver } from "./actions.ts";
import type { ToolCatalog } from "./catalog.ts";
import type { Dependencies } from "./dependencies.ts";
import { stepGraph, topologicalOrder } from "./graph.ts";
import type {
  Compensation,
  Concurrency,
  ForEach,
  Handoff,
  Plan,
  PlanStep,
  RetryPolicy,
  StepAction,
  ToolCall,
  Wait,
} from "./plan.ts";

/** There is no cycle, and the catalog has all that the definition names. */
export function compile(
  definition: WorkflowDefinition,
  { needs, requires }: Dependencies,
  catalog: Pick<ToolCatalog, "named" | "workflow">,
): Plan {
  const order = topologicalOrder(stepGraph(needs));
  const planned = new Map(order.map((place, index) => [place, index]));
  const indexes = (places: readonly number[] | undefined) =>
    (places ?? []).map((other) => planned.get(other) ?? -1).toSorted((a, b) => a - b);
  const steps = order.flatMap((place) => {
    const step = definition.steps[place];
    return step === undefined ? [] : [planStep(step, indexes(needs[place]), indexes(requires[place]), catalog)];
  });
  const { output, inputSchema, outputSchema, errorStrategy = "stop_on_first", timeoutMs, concurrency } = definition;
  const { retentionDays } = definition;
  return {
    format: 2,
    steps,
    ...(output === undefined ? {} : { output }),
    ...(inputSchema === undefined ? {} : { inputSchema }),
    ...(outputSchema === undefined ? {} : { outputSchema }),
    errorStrategy,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    maxParallel: MAX_PARALLEL,
    ...(concurrency && { concurrency: concurrencyOf(concurrency) }),
    ...(retentionDays !== undefined && { retentionDays }),
    ...usesOf(definition, catalog),
  };
}

function planStep(
  step: StepDefinition,
  needs: readonly number[],
  requires: readonly number[],
  catalog: Pick<ToolCatalog, "named" | "workflow">,
): PlanStep {
  const action = actionOf(step, catalog);
  const { onError } = step;
  const compensate = compensationOf(step, catalog);
  return {
    id: step.id,
    action,
    needs,
    ...(requires.length < needs.length && { requires }),
    ...(step.when !== undefined && { when: step.when }),
    ...(step.forEach && { forEach: forEachOf(step.forEach) }),
    retry: retryPolicy(step.retry ?? (isHandedOver(action) ? { maxAttempts: 1 } : {})),
    timeoutMs: isHandedOver(action) ? DEFAULT_STEP_TIMEOUT_MS : (step.timeoutMs ?? DEFAULT_STEP_TIMEOUT_MS),
    ...(onError !== undefined && onError !== "fail" && { onError }),
    ...(compensate && { compensate }),
  };
}

function actionOf(step: StepDefinition, catalog: Pick<ToolCatalog, "named" | "workflow">): StepAction {
  const args = step.arguments ?? {};
  const within = step.timeoutMs === undefined ? {} : { answerWithinMs: step.timeoutMs };
  if (step.workflowId !== undefined) {
    const version = catalog.workflow(step.workflowId)?.version ?? 1;
    return { kind: "workflow", workflowId: step.workflowId, version, arguments: args, ...within };
  }
  if (step.handoff !== undefined) return { ...handoffOf(step.handoff), ...within };
  if (step.wait !== undefined) return waitOf(step.wait);
  if (step.transform !== undefined) return { kind: "transform", value: step.transform };
  return toolCall(step, catalog);
}

function handoffOf(handoff: NonNullable<StepDefinition["handoff"]>): Handoff {
  const { context, timeoutMs, escalateTo = [], parentHandoffId, mode, inputSchema, resultSchema } = handoff;
  return {
    kind: "handoff",
    arguments: {
      ...targetOf(handoff),
      ...(context !== undefined && { context }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(escalateTo.length > 0 && { escalateTo: escalateTo.map(targetOf) }),
      ...(parentHandoffId !== undefined && { parentHandoffId }),
    },
    mode: mode ?? "delegate",
    ...(inputSchema !== undefined && { inputSchema }),
    ...(resultSchema !== undefined && { resultSchema }),
  };
}

function targetOf({ toAgentId, tag }: Pick<NonNullable<StepDefinition["handoff"]>, "toAgentId" | "tag">) {
  return { ...(toAgentId !== undefined && { toAgentId }), ...(tag !== undefined && { tag }) };
}

function toolCall(
  call: Pick<StepDefinition, "toolId" | "tool" | "arguments">,
  catalog: Pick<ToolCatalog, "named">,
): ToolCall {
  const toolId = call.toolId ?? (call.tool === undefined ? undefined : catalog.named(call.tool)?.id) ?? "";
  return { kind: "tool", toolId, arguments: call.arguments ?? {} };
}

function waitOf({ ms, until, signal, timeoutMs, schema }: NonNullable<StepDefinition["wait"]>): Wait {
  if (signal !== undefined) {
    return {
      kind: "wait",
      signal,
      ...(schema !== undefined && { schema }),
      ...(timeoutMs !== undefined && { timeoutMs }),
    };
  }
  return { kind: "wait", for: ms === undefined ? { until: until ?? null } : { ms } };
}

function forEachOf({ items, concurrency, tolerate = 0 }: NonNullable<StepDefinition["forEach"]>): ForEach {
  return {
    items,
    concurrency: concurrency ?? DEFAULT_FOR_EACH_CONCURRENCY,
    tolerate: typeof tolerate === "number" ? { items: tolerate } : { percent: Number.parseInt(tolerate, 10) },
  };
}

function compensationOf({ compensate }: StepDefinition, catalog: Pick<ToolCatalog, "named">): Compensation | undefined {
  if (compensate === undefined) return undefined;
  return {
    action: toolCall(compensate, catalog),
    retry: retryPolicy(compensate.retry),
    timeoutMs: compensate.timeoutMs ?? DEFAULT_STEP_TIMEOUT_MS,
  };
}

function concurrencyOf({ key, limit, onConflict }: NonNullable<WorkflowDefinition["concurrency"]>): Concurrency {
  return { limit, ...(key !== undefined && { key }), ...(onConflict !== undefined && { onConflict }) };
}

function usesOf(
  { steps }: WorkflowDefinition,
  { workflow }: Pick<ToolCatalog, "workflow">,
): Pick<Plan, "uses" | "depth"> {
  const used = [...new Set(steps.flatMap(({ workflowId }) => workflowId ?? []))].flatMap((id) => workflow(id) ?? []);
  if (used.length === 0) return {};
  const uses = new Set(used.flatMap(({ id, version, uses: inner }) => [`${id}@${version}`, ...inner]));
  return { uses: [...uses].toSorted(), depth: 1 + Math.max(...used.map(({ depth }) => depth)) };
}

/** The defaults, where a step says nothing or leaves something out. */
export function retryPolicy(retry: RetryDefinition = {}): RetryPolicy {
  const initialDelayMs = retry.initialDelayMs ?? Math.min(DEFAULT_INITIAL_DELAY_MS, retry.maxDelayMs ?? Infinity);
  return {
    maxAttempts: retry.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
    backoff: retry.backoff ?? DEFAULT_BACKOFF,
    initialDelayMs,
    maxDelayMs: retry.maxDelayMs ?? Math.max(DEFAULT_MAX_DELAY_MS, initialDelayMs),
    jitter: retry.jitter ?? DEFAULT_JITTER,
    nonRetryable: retry.nonRetryable ?? [],
  };
}
