import type { RouteHandler } from "@hono/zod-openapi";
import type { Json } from "../../engine/json.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import type { Given } from "../../engine/run/stand-ins.ts";
import type { RunEvent } from "../../engine/run/events.ts";
import type { RunState } from "../../engine/run/state.ts";
import type { StepView } from "../../engine/template/scope.ts";
import type { KeyedEnv } from "../http/context.ts";
import type { dryRunWorkflowContract, evaluateTemplateContract, planWorkflowContract } from "./authoring-contract.ts";
import { dryRunDefinition } from "./dry-run.ts";
import { evaluateTemplate as evaluate } from "./evaluate-template.ts";
import { planDefinition } from "./plan-definition.ts";
import { presentDiagnostics } from "./present-diagnostics.ts";

const MAX_EVENTS = 1_000;

export const planWorkflow: RouteHandler<typeof planWorkflowContract, KeyedEnv> = async (c) => {
  const { outline, warnings } = await planDefinition(c.get("services").db, c.get("principal"), c.req.valid("json"));
  // The contract's types are of plain, changeable JSON.
  const { layers, steps, criticalPath, calls, price, limits } = outline;
  const plan = {
    layers: layers.map((layer) => [...layer]),
    steps: steps.map(({ waitsFor, ...step }) => ({ ...step, waitsFor: [...waitsFor] })),
    criticalPath: { ...criticalPath, steps: [...criticalPath.steps], unmeasured: [...criticalPath.unmeasured] },
    calls: { ...calls, perItem: [...calls.perItem] },
    price: { ...price, perItemUsd: { ...price.perItemUsd }, subscriptions: [...price.subscriptions] },
    limits: limits.map((limit) => ({ ...limit })),
  };
  return c.json({ ...plan, warnings: presentDiagnostics(warnings) }, 200);
};

export const dryRunWorkflow: RouteHandler<typeof dryRunWorkflowContract, KeyedEnv> = async (c) => {
  const { definition, answers, ...asked } = c.req.valid("json");
  const given = Object.entries(answers).map(([id, answer]): [string, Given] => {
    return [id, "error" in answer ? { error: answer.error } : { result: answer.result ?? null }];
  });
  const request = { ...asked, definition: definition ?? null, answers: Object.fromEntries(given) };
  const { db } = c.get("services");
  const { plan, state, events, calls, warnings } = await dryRunDefinition(db, c.get("principal").agentId, request);
  const startedAt = state.startedAt ?? 0;
  const steps = state.steps.map((step, index) => {
    const { status, result, error, attempts, fan } = step;
    const said = error && { code: error.code, message: error.message };
    return [
      plan.steps[index]?.id ?? "",
      { status, result, error: said, attempts, items: fan?.items.length ?? null },
    ] as const;
  });
  return c.json(
    {
      status: statusOf(state),
      input: state.input,
      output: state.output,
      error: state.error && { ...state.error },
      steps: Object.fromEntries(steps),
      calls,
      elapsedMs: (state.completedAt ?? startedAt) - startedAt,
      events: events.slice(0, MAX_EVENTS).map((event) => eventView(event, plan, startedAt)),
      eventsLeftOut: Math.max(0, events.length - MAX_EVENTS),
      warnings: presentDiagnostics(warnings),
    },
    200,
  );
};

function statusOf({ status }: RunState): "success" | "failed" | "cancelled" {
  return status === "success" || status === "cancelled" ? status : "failed";
}

function eventView(event: RunEvent, { steps }: Plan, startedAt: number) {
  const { type, at } = event;
  const stepId = "step" in event ? steps[event.step]?.id : undefined;
  const error = "failure" in event ? event.failure : undefined;
  return {
    type,
    atMs: at - startedAt,
    ...(stepId !== undefined && { stepId }),
    ...("item" in event && event.item !== undefined && { item: event.item }),
    ...("undo" in event && event.undo && { undo: true }),
    ...("attempt" in event && { attempt: event.attempt }),
    ...(error && { error: { code: error.code, message: error.message } }),
  };
}

export const evaluateTemplate: RouteHandler<typeof evaluateTemplateContract, KeyedEnv> = async (c) => {
  const { template, context } = c.req.valid("json");
  const { input, item, index, run } = context;
  const steps: Record<string, StepView> = Object.create(null);
  for (const [id, step] of Object.entries(context.steps)) steps[id] = viewOf(step);
  const evaluated = await evaluate(template ?? null, {
    input: input ?? {},
    steps,
    run: run ?? { id: "run_example" },
    ...(item !== undefined && { item }),
    ...(index !== undefined && { index }),
  });
  if (evaluated.ok) return c.json({ ok: true, value: evaluated.value }, 200);
  return c.json({ ok: false, faults: evaluated.faults.map((fault) => ({ ...fault })) }, 200);
};

interface Context {
  readonly status: StepView["status"];
  readonly result?: Json | undefined;
  readonly error?: { code: string; message: string } | undefined;
}

function viewOf({ status, result, error }: Context): StepView {
  if (status === "success") return { status, result: result ?? null };
  return { status, ...(error && { error }) };
}
