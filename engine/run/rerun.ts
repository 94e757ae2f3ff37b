// A run done again: which tasks keep the ends that they had, so that only the others run. The kept ends are the first events of
// the new run's journal.
//
// K1. What did not succeed runs again, what was undone does, and so does all that depends on either, as the new plan has it.
// K2. What is kept does and reads exactly what it did and read: the same action, the same values of the input, kept steps alone.
// K3. Of a forEach that runs again only since it did not succeed, each item is a task of its own by K1 and K2.

import type { Json } from "../json.ts";
import type { Plan, PlanStep } from "../plan/plan.ts";
import { canonicalText } from "../schema/canonical.ts";
import { inspect, type Reference } from "../template/references.ts";
import { NONE_STORED, saidOf, type Stored } from "../template/stored.ts";
import { dependantsOf } from "./dependants.ts";
import type { KeptEnd, RunEvent } from "./events.ts";
import { planStepAt } from "./settle.ts";
import type { RunState, StepState, Task } from "./state.ts";

/** Where to begin: with all, with what failed, or with these steps and what failed. */
export type RerunFrom = "start" | "failed" | { readonly steps: readonly string[] };

export type Keeping =
  | { readonly ok: true; readonly events: RunEvent[] }
  /** Steps that the new plan does not have, or that could not keep their ends. */
  | { readonly ok: false; readonly faults: { readonly stepId: string; readonly message: string }[] };

interface Again {
  readonly plan: Plan;
  readonly input: Json;
  /** What of the input is kept elsewhere: the same where it is the run's own, none where it is another. */
  readonly inputStored?: readonly Stored[];
}

/** What a run of `again` keeps of a run that has settled. `at`: ms since the epoch. */
export function keepForRerun(plan: Plan, state: RunState, again: Again, from: RerunFrom, at: number): Keeping {
  if (from === "start") return { ok: true, events: [] };
  const chosen = typeof from === "string" ? [] : from.steps;
  const places = new Map(again.plan.steps.map(({ id }, index) => [id, index]));
  const unknown = chosen.filter((id) => !places.has(id));
  if (unknown.length > 0) {
    return { ok: false, faults: unknown.map((stepId) => ({ stepId, message: "The workflow has no such step." })) };
  }
  const former = new Map(plan.steps.map(({ id }, index) => [id, index]));
  const undone = new Set(state.undone.flatMap(({ step, item }) => [nameOf(step), nameOf(step, item)]));
  const begins = again.plan.steps.flatMap(({ id }, index) => {
    const old = former.get(id);
    const step = old === undefined ? undefined : state.steps[old];
    return step === undefined || chosen.includes(id) || mustRun(step, undone) ? [index] : [];
  });
  const runs = withDependants(again.plan, begins);
  const sameStored = JSON.stringify(state.inputStored) === JSON.stringify(again.inputStored ?? NONE_STORED);
  const sameInput = sameStored && canonicalText(state.input) === canonicalText(again.input);
  const otherness = (old: number, step: PlanStep, of: "end" | "items"): string | null => {
    const isSame = workOf(plan, planStepAt(plan, old), of) === workOf(again.plan, step, of);
    if (!isSame) return "It does another thing in this version.";
    const readsTheSame = sameInput || !readsOther(step, sameStored ? state.input : UNKNOWN, again.input);
    return readsTheSame ? null : "It reads a part of the input that is another one now.";
  };
  const faults: { stepId: string; message: string }[] = [];
  const events: RunEvent[] = [];
  const ofItems: RunEvent[] = [];
  for (const [index, step] of again.plan.steps.entries()) {
    const old = former.get(step.id);
    const was = old === undefined ? undefined : state.steps[old];
    if (old === undefined || was === undefined) continue;
    if (runs.has(index)) {
      const isWhole = chosen.includes(step.id) || step.needs.some((need) => runs.has(need));
      const items = isWhole ? [] : keptItems(was, undone);
      if (was.fan === null || items.length === 0 || otherness(old, step, "items") !== null) continue;
      ofItems.push({ type: "items_listed", at, step: index, count: was.fan.items.length });
      for (const { item, end } of items) ofItems.push({ type: "step_kept", at, step: index, item, end });
      continue;
    }
    const end = endOf(was);
    if (end === null) continue;
    const message = otherness(old, step, "end");
    if (message !== null) faults.push({ stepId: step.id, message });
    events.push({ type: "step_kept", at, step: index, end });
  }
  // A forEach lists its items once all that it needs has ended.
  return faults.length === 0 ? { ok: true, events: [...events, ...ofItems] } : { ok: false, faults };
}

/** K3. */
function keptItems(
  { fan }: StepState,
  undone: ReadonlySet<string>,
): { readonly item: number; readonly end: KeptEnd }[] {
  return (fan?.items ?? []).flatMap((task) => {
    const { step, item, status } = task;
    const end = status === "success" && !undone.has(nameOf(step, item)) ? endOf(task) : null;
    return item === null || end === null ? [] : [{ item, end }];
  });
}

function nameOf(step: number, item: number | null = null): string {
  return `${step}:${item ?? ""}`;
}

/** An input that is kept elsewhere: whatever a step reads of it is taken for another. */
const UNKNOWN = Symbol("unknown");

/** K1. What was skipped is skipped again where that still holds. */
function mustRun({ status, step }: StepState, undone: ReadonlySet<string>): boolean {
  return status === "success" ? undone.has(nameOf(step)) : status !== "skipped";
}

/** Null: it follows from those before it. */
function endOf({ status, result, stored, error }: Task): KeptEnd | null {
  if (status === "success") {
    return { status, result, sizeBytes: JSON.stringify(result).length, ...saidOf(stored) };
  }
  return status === "skipped" && error?.code === "condition_false" ? { status, reason: error } : null;
}

function withDependants(plan: Plan, begins: readonly number[]): ReadonlySet<number> {
  const found = new Set(begins);
  const todo = [...begins];
  for (let index = todo.pop(); index !== undefined; index = todo.pop()) {
    for (const dependant of dependantsOf(plan)[index] ?? []) {
      if (found.has(dependant)) continue;
      found.add(dependant);
      todo.push(dependant);
    }
  }
  return found;
}

/** What decides the step's end, or its items' results, as text. How often it is tried, and for how long, does not. */
function workOf(plan: Plan, step: PlanStep, of: "end" | "items"): string {
  const { action, needs, requires = needs, when = null, forEach = null, onError = null } = step;
  const idsOf = (indexes: readonly number[]) => indexes.map((index) => planStepAt(plan, index).id).toSorted();
  const ends = of === "end" && { tolerate: forEach?.tolerate ?? null, onError };
  return canonicalText({
    action,
    needs: idsOf(needs),
    requires: idsOf(requires),
    when,
    items: forEach?.items ?? null,
    isForEach: forEach !== null,
    ends,
  } as unknown as Json);
}

function readsOther({ action, when, forEach, onError }: PlanStep, before: Json | typeof UNKNOWN, after: Json): boolean {
  const templates = { action, when: when ?? null, items: forEach?.items ?? null, onError: onError ?? null };
  const { references, faults } = inspect(templates as unknown as Json);
  // What cannot be told may read anything.
  if (faults.length > 0) return true;
  return references.some(
    (reference) => reference.root === "input" && (before === UNKNOWN || differ(reference, before, after)),
  );
}

/** Down the path as far as both have it; a name may go through a list to its items, so there the list counts. */
function differ({ path }: Reference, before: Json, after: Json): boolean {
  let [one, other] = [before, after];
  for (const key of path) {
    const [inner, outer] = [memberOf(one, key), memberOf(other, key)];
    if (inner === undefined || outer === undefined) break;
    [one, other] = [inner, outer];
  }
  return canonicalText(one) !== canonicalText(other);
}

function memberOf(value: Json, key: string | number): Json | undefined {
  if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return value[key];
}
