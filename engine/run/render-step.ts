// What a step is called with and what a run gives: templates over the run's state.

import type { Json } from "../json.ts";
import type { Plan } from "../plan/plan.ts";
import type { Scope, StepView } from "../template/scope.ts";
import { render } from "../template/render.ts";
import type { TemplateFault } from "../template/fault.ts";
import { stepAt } from "./apply.ts";
import type { RunError } from "./events.ts";
import type { Failure } from "./outcome.ts";
import type { RunState } from "./state.ts";

export type RenderedArguments =
  | { readonly ok: true; readonly arguments: Json }
  | { readonly ok: false; readonly failure: Failure };

/** The arguments of a step whose needs have settled. */
export async function renderArguments(plan: Plan, state: RunState, index: number): Promise<RenderedArguments> {
  const step = plan.steps[index];
  if (!step) throw new RangeError(`the plan of ${state.runId} has no step ${index}`);
  const rendered = await render(step.action.arguments, scopeOf(plan, state, step.needs));
  if (rendered.ok) return { ok: true, arguments: rendered.value };
  const { fault } = rendered;
  return { ok: false, failure: { code: fault.code, message: told("arguments", fault), retryable: false } };
}

export type RenderedOutput =
  | { readonly ok: true; readonly output: Json }
  | { readonly ok: false; readonly error: RunError };

/** The output template of a run whose steps have all settled. */
export async function renderOutput(plan: Plan, state: RunState, template: Json): Promise<RenderedOutput> {
  const everyStep = plan.steps.map((_, index) => index);
  const rendered = await render(template, scopeOf(plan, state, everyStep));
  if (rendered.ok) return { ok: true, output: rendered.value };
  const { fault } = rendered;
  return { ok: false, error: { code: fault.code, message: told("output", fault) } };
}

function told(where: string, fault: TemplateFault): string {
  return `${where}${fault.pointer}: ${fault.message}${fault.hint ? ` ${fault.hint}` : ""}`;
}

function scopeOf(plan: Plan, state: RunState, indexes: readonly number[]): Scope {
  const steps: Record<string, StepView> = Object.create(null);
  for (const index of indexes) {
    const id = plan.steps[index]?.id;
    const view = viewOf(stepAt(state, index));
    if (id !== undefined && view) steps[id] = view;
  }
  return { input: state.input, steps, run: { id: state.runId } };
}

function viewOf(step: RunState["steps"][number]): StepView | null {
  switch (step.status) {
    case "success":
      return { status: "success", result: step.result };
    case "failed":
    case "skipped":
    case "cancelled":
      return step.error
        ? { status: step.status, error: { code: step.error.code, message: step.error.message } }
        : { status: step.status };
    default:
      return null;
  }
}
