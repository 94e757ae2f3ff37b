import type { RouteHandler } from "@hono/zod-openapi";
import type { Json } from "../../engine/json.ts";
import type { StepView } from "../../engine/template/scope.ts";
import type { KeyedEnv } from "../http/context.ts";
import type { dryRunWorkflowContract, evaluateTemplateContract, planWorkflowContract } from "./authoring-contract.ts";
import { dryRunDefinition } from "./dry-run.ts";
import { evaluateTemplate as evaluate } from "./evaluate-template.ts";
import { planDefinition } from "./plan-definition.ts";
import { presentDiagnostics } from "./present-diagnostics.ts";
import { givenAnswers, presentDryRun, presentOutline } from "./present-trial.ts";

export const planWorkflow: RouteHandler<typeof planWorkflowContract, KeyedEnv> = async (c) => {
  const { outline, warnings } = await planDefinition(c.get("services").db, c.get("principal"), c.req.valid("json"));
  return c.json({ ...presentOutline(outline), warnings: presentDiagnostics(warnings) }, 200);
};

export const dryRunWorkflow: RouteHandler<typeof dryRunWorkflowContract, KeyedEnv> = async (c) => {
  const { definition, answers, ...asked } = c.req.valid("json");
  const request = { ...asked, definition: definition ?? null, answers: givenAnswers(answers) };
  const run = await dryRunDefinition(c.get("services").db, c.get("principal").agentId, request);
  return c.json({ ...presentDryRun(run), warnings: presentDiagnostics(run.warnings) }, 200);
};

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
