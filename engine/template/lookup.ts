// Follows a path through what a template may see. Own properties only; arrays have indexes and nothing else.

import type { Json, JsonObject } from "../json.ts";
import { didYouMean } from "../plan/suggest.ts";
import { type LocalFault, localFault, shown } from "./fault.ts";
import { pathText, type Root, type Segment } from "./path.ts";
import type { Scope, StepView } from "./scope.ts";

export type Lookup =
  | { readonly found: true; readonly value: Json }
  | {
      readonly found: false;
      readonly fault: LocalFault;
      /** A name met a list: an expression would go on with each of its items. */
      readonly inList: boolean;
    };

const KEYS_SHOWN = 12;

/** The value at a path, or a fault that names the deepest prefix that exists and what is there. */
export function lookup(scope: Scope, root: Root, path: readonly Segment[]): Lookup {
  switch (root) {
    case "input":
      return walk(scope.input, root, path, 0);
    case "run":
      return walk({ id: scope.run.id }, root, path, 0);
    case "steps":
      return lookupStep(scope, path);
    case "item":
    case "index": {
      const value = scope[root];
      return value === undefined ? missing(outsideForEach(root)) : walk(value, root, path, 0);
    }
  }
}

/** Why the result of a step cannot be had. */
export function unsettledStep(id: string, view: StepView): LocalFault {
  const why = view.error ? `: ${view.error.code}` : "";
  const step = `The step ${shown(id)}`;
  switch (view.status) {
    case "skipped":
      return localFault("step_skipped", `${step} was skipped${why}, so it has no result.`, optionalHint(id));
    case "cancelled":
      return localFault("step_cancelled", `${step} was cancelled${why}, so it has no result.`, optionalHint(id));
    default:
      return localFault("step_failed", `${step} failed${why}, so it has no result.`, optionalHint(id));
  }
}

function optionalHint(id: string): string {
  const path = pathText("steps", [id]);
  return `Where the result may be missing write {{${path}.result?}}, or look at {{${path}.status}}.`;
}

function lookupStep(scope: Scope, path: readonly Segment[]): Lookup {
  const [id, field] = path;
  const key = String(id);
  const view = Object.hasOwn(scope.steps, key) ? scope.steps[key] : undefined;
  if (view === undefined) {
    const known = Object.keys(scope.steps);
    const list = known.length === 0 ? "no steps" : listed(known);
    const hint = didYouMean(key, known);
    return missing(localFault("unknown_step", `There is no step ${shown(key)} here; there is ${list}.`, hint));
  }
  if (field === "result" && view.status !== "success") return missing(unsettledStep(key, view));
  return walk(viewJson(view), "steps", path, 1);
}

/** A step's view as plain JSON: `status`, and `result` or `error` where there is one. */
export function viewJson(view: StepView): JsonObject {
  return {
    status: view.status,
    ...(view.result === undefined ? {} : { result: view.result }),
    ...(view.error === undefined ? {} : { error: { code: view.error.code, message: view.error.message } }),
  };
}

function walk(start: Json, root: Root, path: readonly Segment[], from: number): Lookup {
  let value = start;
  for (let index = from; index < path.length; index++) {
    const segment = path[index];
    const next = segment === undefined ? undefined : child(value, segment);
    if (next === undefined) {
      const inList = Array.isArray(value) && typeof segment === "string";
      return { found: false, fault: nothingThere(value, root, path, index), inList };
    }
    value = next;
  }
  return { found: true, value };
}

function child(value: Json, segment: Segment): Json | undefined {
  if (value === null || typeof value !== "object") return undefined;
  if (Array.isArray(value)) return typeof segment === "number" ? value[segment] : undefined;
  return typeof segment === "string" && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

function nothingThere(value: Json, root: Root, path: readonly Segment[], index: number): LocalFault {
  const segment = path[index] ?? "";
  const prefix = pathText(root, path.slice(0, index));
  const wanted = typeof segment === "number" ? `[${segment}]` : shown(segment);
  if (Array.isArray(value)) {
    const size = value.length === 0 ? "an empty list" : `a list of ${value.length}, [0] to [${value.length - 1}]`;
    const hint = typeof segment === "string" ? `Name one of its items: ${prefix}[0].` : undefined;
    return localFault("missing_value", `${prefix} has no ${wanted}: it is ${size}.`, hint);
  }
  if (value !== null && typeof value === "object") {
    const keys = Object.keys(value);
    const there = keys.length === 0 ? "it is empty" : `it has ${listed(keys)}`;
    const hint = didYouMean(String(segment), keys.slice(0, 1_000));
    return localFault("missing_value", `${prefix} has no ${wanted}; ${there}.`, hint);
  }
  const kind = value === null ? "null" : `a ${typeof value}`;
  return localFault("missing_value", `${prefix} has no ${wanted}: it is ${kind}.`);
}

function listed(keys: readonly string[]): string {
  const some = keys.slice(0, KEYS_SHOWN).map((key) => shown(key, 40));
  const rest = keys.length - some.length;
  return rest > 0 ? `${some.join(", ")} and ${rest} more` : some.join(", ");
}

function outsideForEach(root: Root): LocalFault {
  return localFault("outside_for_each", `There is no ${root} here: a step has one inside a forEach only.`);
}

function missing(fault: LocalFault): Lookup {
  return { found: false, fault, inList: false };
}
