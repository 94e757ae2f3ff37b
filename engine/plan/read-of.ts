// What the templates of a plan read of a step's result: the shape that a stand-in must have where no schema says it.

import type { Json, JsonObject } from "../json.ts";
import { isObject } from "../schema/resources.ts";
import { inspect } from "../template/references.ts";
import type { Plan, PlanStep } from "./plan.ts";

/** A list is made this long for an index that is read of it. */
const MAX_INDEX = 20;

/** For each step id, a value that has every part that is read of its result. */
export function readOf(plan: Plan): ReadonlyMap<string, Json> {
  const shapes = new Map<string, Json>();
  const owned = plan.steps.flatMap((step) => templatesOf(step).map((template) => [step, template] as const));
  for (const [step, template] of [...owned, [undefined, plan.output ?? null] as const]) {
    for (const { root, path, optional } of inspect(template).references) {
      const [id, part, ...rest] = path;
      if (root !== "steps" || part !== "result" || typeof id !== "string" || id === step?.id || optional) continue;
      const isList = plan.steps.find((other) => other.id === id)?.forEach !== undefined;
      shapes.set(id, withPath(shapes.get(id), isList && typeof rest[0] === "number" ? rest.slice(1) : rest));
    }
  }
  // What a step goes through is a list.
  for (const { forEach } of plan.steps) {
    for (const { root, path, whole } of inspect(forEach?.items ?? null).references) {
      const [id, part, ...rest] = path;
      if (root !== "steps" || part !== "result" || typeof id !== "string" || !whole) continue;
      shapes.set(id, withPath(shapes.get(id), [...rest, 0]));
    }
  }
  return shapes;
}

function templatesOf({ action, when, forEach, onError, compensate }: PlanStep): Json[] {
  return [
    "arguments" in action ? action.arguments : null,
    action.kind === "transform" ? action.value : null,
    action.kind === "wait" && "for" in action ? { ...action.for } : null,
    when ?? null,
    forEach?.items ?? null,
    typeof onError === "object" ? onError.fallback : null,
    compensate?.action.arguments ?? null,
  ];
}

function withPath(value: Json | undefined, path: readonly (string | number)[]): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value ?? "text";
  if (typeof key === "number") {
    const items = Array.isArray(value) ? [...value] : [];
    const at = Math.min(key, MAX_INDEX);
    while (items.length <= at) items.push(items[0] ?? "text");
    return items.with(at, withPath(typeof items[at] === "string" ? undefined : items[at], rest));
  }
  const members: JsonObject = isObject(value) ? value : {};
  const inner = Object.hasOwn(members, key) ? members[key] : undefined;
  return { ...members, [key]: withPath(typeof inner === "string" ? undefined : inner, rest) };
}
