// What an expression sees of a scope: copies of the parts that it names.
//
// V1. JSONata writes marks on the lists and objects that it meets, so it never meets the scope's own.
// V2. JSONata takes an object with one of its own marks for a function, and runs it; none gets in.

import type { Json } from "../json.ts";
import { MAX_JSON_DEPTH } from "../json.ts";
import type { ExpressionReference } from "./analyze-expression.ts";
import { type LocalFault, Refusal } from "./fault.ts";
import { MAX_INPUT_CHARACTERS } from "./limits.ts";
import { unsettledStep, viewJson } from "./lookup.ts";
import type { Meter } from "./meter.ts";
import type { Scope } from "./scope.ts";

const MARKS = new Set(["_jsonata_lambda", "_jsonata_function"]);

/** Copies of steps that have no result, with why. */
const unsettled = new WeakMap<object, LocalFault>();

/** Why there is no result in what an expression reads `result` of; undefined where there is one. */
export function unsettledOf(value: unknown): LocalFault | undefined {
  return value !== null && typeof value === "object" ? unsettled.get(value) : undefined;
}

export function expressionVariables(
  scope: Scope,
  references: readonly ExpressionReference[],
  meter: Meter,
): Record<string, unknown> {
  const copier = new Copier(meter);
  const variables: Record<string, unknown> = {};
  for (const root of new Set(references.map((reference) => reference.root))) {
    const paths = references.filter((reference) => reference.root === root).map((reference) => reference.path);
    variables[root] = root === "steps" ? stepsOf(scope, paths, copier) : copier.named(valueOf(scope, root), paths);
  }
  return variables;
}

function valueOf(scope: Scope, root: "input" | "item" | "index" | "run"): Json | undefined {
  return root === "run" ? { id: scope.run.id } : scope[root];
}

function stepsOf(scope: Scope, paths: readonly (readonly string[])[], copier: Copier): object {
  const steps = Object.create(null) as Record<string, unknown>;
  for (const id of new Set(paths.map(([first]) => first ?? ""))) {
    const view = Object.hasOwn(scope.steps, id) ? scope.steps[id] : undefined;
    if (!view) continue;
    const fields = paths.filter(([first]) => first === id).map(([, ...rest]) => rest);
    const copy = copier.named(viewJson(view), fields);
    steps[id] = copy;
    if (view.status !== "success" && typeof copy === "object" && copy !== null)
      unsettled.set(copy, unsettledStep(id, view));
  }
  return steps;
}

class Copier {
  readonly #meter: Meter;
  #left = MAX_INPUT_CHARACTERS;

  constructor(meter: Meter) {
    this.#meter = meter;
  }

  /** A copy of an object's fields that some path names; of the whole where a path ends here, or it is no object. */
  named(value: Json | undefined, paths: readonly (readonly string[])[]): unknown {
    if (value === undefined) return undefined;
    const names = new Set(paths.map(([first]) => first));
    if (value === null || typeof value !== "object" || Array.isArray(value) || names.has(undefined))
      return this.copy(value, 0);
    const copy = Object.create(null) as Record<string, unknown>;
    for (const name of names) {
      const field = name !== undefined && Object.hasOwn(value, name) ? value[name] : undefined;
      if (name !== undefined && field !== undefined) copy[name] = this.copy(field, 1);
    }
    return copy;
  }

  copy(value: Json, depth: number): unknown {
    if (typeof value === "string") return (this.#count(value.length + 2), value);
    if (value === null || typeof value !== "object") return (this.#count(8), value);
    if (depth > MAX_JSON_DEPTH) throw new Refusal("too_deep", "A value that the expression reads nests too deep.");
    if (Array.isArray(value)) {
      this.#count(2 + value.length);
      return value.map((item) => this.copy(item, depth + 1));
    }
    const copy = Object.create(null) as Record<string, unknown>;
    for (const [key, field] of Object.entries(value)) {
      if (MARKS.has(key)) throw new Refusal("reserved_key", `A value that the expression reads has the key "${key}".`);
      this.#count(key.length + 4);
      copy[key] = this.copy(field, depth + 1);
    }
    return copy;
  }

  #count(characters: number): void {
    this.#left -= characters;
    this.#meter.spend(characters / 256);
    if (this.#left < 0) {
      throw new Refusal(
        "input_too_large",
        "The values that the expression reads are too large.",
        "Name smaller parts.",
      );
    }
  }
}
