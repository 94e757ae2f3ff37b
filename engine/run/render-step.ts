// What a run makes of its templates: what a task is called with, whether a step runs, over which items, and what the
// run gives. Each over the run's state; a fault is a failure that says where.

import type { Json } from "../json.ts";
import { MAX_ITEMS } from "../definition/limits.ts";
import type { Plan, PlanStep } from "../plan/plan.ts";
import { compileSchema } from "../schema/validator.ts";
import type { TemplateFault } from "../template/fault.ts";
import type { Scope, StepView } from "../template/scope.ts";
import { render, renderHandingOn } from "../template/render.ts";
import { type Held, NONE_STORED, type Stored, storedFrom, type StoredInScope, withStored } from "../template/stored.ts";
import type { Values } from "./host.ts";
import type { Failure } from "./outcome.ts";
import { planStepAt } from "./settle.ts";
import { stepAt, type RunState, type Task } from "./state.ts";

export type Made<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/**
 * Renders the template over the scope; `place` is where it stands in the definition. What it reads of values that are kept
 * elsewhere is read there.
 */
export async function renderAt(
  place: string,
  template: Json,
  scope: Scope,
  values: Values | undefined,
): Promise<Made<Json>> {
  const whole = await readFor(place, template, scope, values, false);
  if (!whole.ok) return whole;
  const rendered = await render(template, whole.value);
  return rendered.ok ? rendered : faulty(place, rendered.fault);
}

/** The same of what need not be whole: what it hands on of what is kept elsewhere stays there. */
export async function renderHeld(
  place: string,
  template: Json,
  scope: Scope,
  values: Values | undefined,
): Promise<Made<Held>> {
  const whole = await readFor(place, template, scope, values, true);
  if (!whole.ok) return whole;
  const rendered = await renderHandingOn(template, whole.value, scope);
  return rendered.ok ? rendered : faulty(place, rendered.fault);
}

async function readFor(
  place: string,
  template: Json,
  scope: Scope,
  values: Values | undefined,
  handsOn: boolean,
): Promise<Made<Scope>> {
  if (values === undefined || scope.stored === undefined) return { ok: true, value: scope };
  const whole = await withStored(template, scope, values.read, handsOn);
  if (whole.ok) return whole;
  return { ok: false, failure: { ...whole.failure, message: `${place}: ${whole.failure.message}` } };
}

function faulty(place: string, { code, pointer, message, hint }: TemplateFault): Extract<Made<never>, { ok: false }> {
  return failed(code, `${place}${pointer}: ${message}${hint ? ` ${hint}` : ""}`);
}

/** Whether the step runs. */
export async function renderCondition(when: string, scope: Scope, values: Values | undefined): Promise<Made<boolean>> {
  const made = await renderAt("when", when, scope, values);
  if (!made.ok) return made;
  const { value } = made;
  if (typeof value === "boolean") return { ok: true, value };
  return failed(
    "not_a_condition",
    `when must give true or false, but gives ${nameOf(value)}. Compare it with something.`,
  );
}

export async function renderItems(
  items: Json,
  scope: Scope,
  values: Values | undefined,
): Promise<Made<{ readonly value: readonly Json[]; readonly stored: readonly Stored[] }>> {
  let made = await renderHeld("forEach.items", items, scope, values);
  // The list itself has to be here; its items need not.
  if (made.ok && made.value.stored.some(({ path }) => path.length === 0)) {
    const read = await renderAt("forEach.items", items, scope, values);
    made = read.ok ? { ok: true, value: { value: read.value, stored: NONE_STORED } } : read;
  }
  if (!made.ok) return made;
  const { value, stored } = made.value;
  if (!Array.isArray(value)) return failed("not_a_list", `forEach.items must give a list, but gives ${nameOf(value)}.`);
  if (value.length <= MAX_ITEMS) return { ok: true, value: { value, stored } };
  return failed("too_many_items", `forEach.items gives ${value.length} items; at most ${MAX_ITEMS} are allowed.`);
}

/** What the run gives, where every step has settled. */
export async function renderOutput(
  plan: Plan,
  state: RunState,
  output: Json,
  values: Values | undefined,
): Promise<Made<Held>> {
  const everyStep = plan.steps.map((_, index) => index);
  return renderHeld("output", output, scopeOf(plan, state, everyStep), values);
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
export function scopeOfUndo(plan: Plan, state: RunState, step: PlanStep, done: Task, item: Held | undefined): Scope {
  const scope = scopeOf(plan, state, step.needs);
  const steps = { ...scope.steps, [step.id]: { status: "success", result: done.result } as const };
  const own = storedFrom("steps", done.stored, step.id, "result");
  const whole = { ...scope, steps: Object.assign(Object.create(null), steps) as Scope["steps"] };
  return withItem(alsoStored(whole, own), done.item, item);
}

export function withItem(scope: Scope, index: number | null, item: Held | undefined): Scope {
  if (index === null || item === undefined) return scope;
  return alsoStored({ ...scope, item: item.value, index }, storedFrom("item", item.stored));
}

function alsoStored(scope: Scope, stored: readonly StoredInScope[]): Scope {
  return stored.length === 0 ? scope : { ...scope, stored: [...(scope.stored ?? []), ...stored] };
}

function scopeOf(plan: Plan, state: RunState, indexes: readonly number[]): Scope {
  const steps: Record<string, StepView> = Object.create(null);
  const stored = storedFrom("input", state.inputStored);
  for (const index of indexes) {
    const id = plan.steps[index]?.id;
    const step = stepAt(state, index);
    const view = viewOf(step);
    if (id === undefined || !view) continue;
    steps[id] = view;
    if (step.stored.length > 0) stored.push(...storedFrom("steps", step.stored, id, "result"));
  }
  return alsoStored({ input: state.input, steps, run: { id: state.runId } }, stored);
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
