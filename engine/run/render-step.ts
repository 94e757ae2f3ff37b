// What a run makes of its templates: what a task is called with, whether a step runs, over which items, and what the
// run gives. Each over the run's state; a fault is a failure that says where.

import type { Json } from "../json.ts";
import { MAX_ITEMS } from "../definition/limits.ts";
import type { Plan, PlanStep } from "../plan/plan.ts";
import { compileSchema } from "../schema/validator.ts";
import type { Scope, StepView } from "../template/scope.ts";
import { render } from "../template/render.ts";
import type { Failure } from "./outcome.ts";
import { planStepAt } from "./settle.ts";
import { stepAt, type RunState, type Task } from "./state.ts";

export type Made<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Renders the template over the scope; `place` is where it stands in the definition. */
export async function renderAt(place: string, template: Json, scope: Scope): Promise<Made<Json>> {
  const rendered = await render(template, scope);
  if (rendered.ok) return rendered;
  const { code, pointer, message, hint } = rendered.fault;
  return failed(code, `${place}${pointer}: ${message}${hint ? ` ${hint}` : ""}`);
}

/** Whether the step runs. */
export async function renderCondition(when: string, scope: Scope): Promise<Made<boolean>> {
  const made = await renderAt("when", when, scope);
  if (!made.ok) return made;
  const { value } = made;
  if (typeof value === "boolean") return { ok: true, value };
  return failed(
    "not_a_condition",
    `when must give true or false, but gives ${nameOf(value)}. Compare it with something.`,
  );
}

export async function renderItems(items: Json, scope: Scope): Promise<Made<readonly Json[]>> {
  const made = await renderAt("forEach.items", items, scope);
  if (!made.ok) return made;
  const { value } = made;
  if (!Array.isArray(value)) return failed("not_a_list", `forEach.items must give a list, but gives ${nameOf(value)}.`);
  if (value.length <= MAX_ITEMS) return { ok: true, value };
  return failed("too_many_items", `forEach.items gives ${value.length} items; at most ${MAX_ITEMS} are allowed.`);
}

/** What the run gives, where every step has settled. */
export async function renderOutput(plan: Plan, state: RunState, output: Json): Promise<Made<Json>> {
  const everyStep = plan.steps.map((_, index) => index);
  return renderAt("output", output, scopeOf(plan, state, everyStep));
}

/** How many faults of an output a failed run tells. */
const MAX_TOLD = 5;

/** Why the output does not fit its schema; null: it does. */
export async function outputFailure(schema: Json, output: Json): Promise<Failure | null> {
  const check = await compileSchema(schema);
  const faults = check(output);
  if (faults.length === 0) return null;
  const told = faults.slice(0, MAX_TOLD).map(({ pointer, message }) => `output${pointer}: ${message}`);
  const message = `The output does not fit the workflow's outputSchema. ${told.join(" ")}`;
  return { code: "output_mismatch", message, retryable: false };
}

/** What the templates of a step see. */
export function scopeOfStep(plan: Plan, state: RunState, index: number): Scope {
  return scopeOf(plan, state, planStepAt(plan, index).needs);
}

/** What undoes a task sees, beside the step's needs, the result of that very task as its step's. */
export function scopeOfUndo(plan: Plan, state: RunState, step: PlanStep, done: Task, item: Json | undefined): Scope {
  const scope = scopeOf(plan, state, step.needs);
  const steps = { ...scope.steps, [step.id]: { status: "success", result: done.result } as const };
  return withItem({ ...scope, steps: Object.assign(Object.create(null), steps) as Scope["steps"] }, done.item, item);
}

export function withItem(scope: Scope, index: number | null, item: Json | undefined): Scope {
  return index === null || item === undefined ? scope : { ...scope, item, index };
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

function failed(code: string, message: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, message, retryable: false } };
}

function nameOf(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
