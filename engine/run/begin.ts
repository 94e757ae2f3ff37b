// What it comes to when a task begins: a call to make, a wait, a value, or an end at once. Reads the state and changes
// nothing.

import type { Json } from "../json.ts";
import { signalOf } from "../plan/actions.ts";
import type { Outward, Plan, PlanStep, Wait } from "../plan/plan.ts";
import type { Scope } from "../template/scope.ts";
import type { Held, Stored } from "../template/stored.ts";
import type { TaskRef } from "./events.ts";
import type { Values } from "./host.ts";
import type { Failure } from "./outcome.ts";
import {
  renderAt,
  renderCondition,
  renderHeld,
  renderItems,
  scopeOfStep,
  scopeOfUndo,
  withItem,
  type Made,
} from "./render-step.ts";
import { planStepAt } from "./settle.ts";
import { stepAt, type RunState } from "./state.ts";
import { endOfPause, endOfWait } from "./wait-until.ts";

export type Beginning =
  | { readonly type: "fails"; readonly failure: Failure }
  /** Its `when` is false. */
  | { readonly type: "skip" }
  /** It has a forEach, of so many items. */
  | { readonly type: "items"; readonly count: number }
  | { readonly type: "value"; readonly held: Held }
  /** `until`: null where it lasts for as long as the run. */
  | { readonly type: "wait"; readonly until: (now: number) => Made<number | null> }
  | { readonly type: "call"; readonly action: Outward; readonly arguments: Json; readonly timeoutMs: number };

/** A forEach under way: rendered once a drive, for each of its items reads it. */
interface Fanned {
  readonly items: readonly Json[];
  /** Of each item that has any. */
  readonly stored: ReadonlyMap<number, readonly Stored[]>;
  readonly scope: Scope;
}

export class Beginnings {
  readonly #plan: Plan;
  readonly #state: RunState;
  readonly #values: Values | undefined;
  readonly #fanned = new Map<number, Made<Fanned>>();

  constructor(plan: Plan, state: RunState, values: Values | undefined) {
    this.#values = values;
    this.#plan = plan;
    this.#state = state;
  }

  async of(ref: TaskRef): Promise<Beginning> {
    const step = planStepAt(this.#plan, ref.step);
    if (ref.undo) return this.#undo(ref, step);
    if (ref.item !== undefined) return this.#item(ref.step, ref.item, step);
    const scope = scopeOfStep(this.#plan, this.#state, ref.step);
    // That it runs is decided once.
    if (stepAt(this.#state, ref.step).status === "pending" && step.when !== undefined) {
      const condition = await renderCondition(step.when, scope, this.#values);
      if (!condition.ok) return fails(condition.failure);
      if (!condition.value) return { type: "skip" };
    }
    if (step.forEach === undefined) return act(step, scope, this.#values);
    const fanned = await this.#fan(ref.step, step);
    return fanned.ok ? { type: "items", count: fanned.value.items.length } : fails(fanned.failure);
  }

  async #item(index: number, item: number, step: PlanStep): Promise<Beginning> {
    const fanned = await this.#fan(index, step);
    if (!fanned.ok) return fails(fanned.failure);
    const { scope } = fanned.value;
    return act(step, withItem(scope, item, itemOf(fanned.value, item)), this.#values);
  }

  async #undo(ref: TaskRef, step: PlanStep): Promise<Beginning> {
    const { compensate } = step;
    const own = stepAt(this.#state, ref.step);
    const done = ref.item === undefined ? own : own.fan?.items[ref.item];
    if (!compensate || !done) throw new RangeError(`step "${step.id}" has nothing to undo`);
    const fanned = ref.item === undefined ? null : await this.#fan(ref.step, step);
    const item = fanned?.ok && ref.item !== undefined ? itemOf(fanned.value, ref.item) : undefined;
    const scope = scopeOfUndo(this.#plan, this.#state, step, done, item);
    return call("compensate.arguments", compensate.action, compensate.timeoutMs, scope, this.#values);
  }

  async #fan(index: number, { forEach }: PlanStep): Promise<Made<Fanned>> {
    const known = this.#fanned.get(index);
    if (known) return known;
    const scope = scopeOfStep(this.#plan, this.#state, index);
    const made = await renderItems(forEach?.items ?? [], scope, this.#values);
    const fanned: Made<Fanned> = made.ok ? { ok: true, value: fannedOf(made.value, scope) } : made;
    this.#fanned.set(index, fanned);
    return fanned;
  }
}

function fannedOf(list: { readonly value: readonly Json[]; readonly stored: readonly Stored[] }, scope: Scope): Fanned {
  const stored = new Map<number, Stored[]>();
  for (const { path, ...part } of list.stored) {
    const [index, ...rest] = path;
    const known = stored.get(Number(index)) ?? [];
    stored.set(Number(index), known);
    known.push({ ...part, path: rest });
  }
  return { items: list.value, stored, scope };
}

function itemOf({ items, stored }: Fanned, index: number): Held | undefined {
  const value = items[index];
  return value === undefined ? undefined : { value, stored: stored.get(index) ?? [] };
}

/** What the step's result is where it fails. */
export function fallbackOf(
  plan: Plan,
  state: RunState,
  index: number,
  fallback: Json,
  values: Values | undefined,
): Promise<Made<Held>> {
  return renderHeld("onError.fallback", fallback, scopeOfStep(plan, state, index), values);
}

async function act(step: PlanStep, scope: Scope, values: Values | undefined): Promise<Beginning> {
  const { action } = step;
  switch (action.kind) {
    case "tool":
      return call("arguments", action, step.timeoutMs, scope, values);
    case "workflow":
      return call("arguments", action, step.timeoutMs, scope, values);
    case "handoff":
      return call("handoff", action, step.timeoutMs, scope, values);
    case "transform": {
      const made = await renderHeld("transform", action.value, scope, values);
      return made.ok ? { type: "value", held: made.value } : fails(made.failure);
    }
    case "wait":
      return wait(action, scope, values);
  }
}

async function call(
  place: string,
  action: Outward,
  timeoutMs: number,
  scope: Scope,
  values: Values | undefined,
): Promise<Beginning> {
  const made = await renderAt(place, action.arguments, scope, values);
  return made.ok ? { type: "call", action, arguments: made.value, timeoutMs } : fails(made.failure);
}

async function wait(action: Wait, scope: Scope, values: Values | undefined): Promise<Beginning> {
  if ("signal" in action) {
    const timeoutMs = signalOf(action)?.timeoutMs;
    return { type: "wait", until: (now) => ({ ok: true, value: timeoutMs === undefined ? null : now + timeoutMs }) };
  }
  const [name, template] =
    "ms" in action.for ? (["ms", action.for.ms] as const) : (["until", action.for.until] as const);
  const made = await renderAt(`wait.${name}`, template, scope, values);
  if (!made.ok) return fails(made.failure);
  return { type: "wait", until: (now) => (name === "ms" ? endOfPause : endOfWait)(made.value, now) };
}

function fails(failure: Failure): Beginning {
  return { type: "fails", failure };
}
