// What work on strangers' schemas may cost. Counted, not timed: a deployed Worker's clock stands still while it
// computes. One unit is about one subschema applied to one value.
//
// F1. Work is synchronous, so one counter serves every schema: it is filled for each piece of work, and none
//     starts another.

import type { EvaluationPlugin } from "@hyperjump/json-schema/experimental";
import { value } from "@hyperjump/json-schema/instance/experimental";
import { VALIDATION_FUEL } from "../definition/limits.ts";

/** What several pieces of work may spend together. */
export interface Budget {
  left: number;
}

class OutOfFuel extends Error {}

let left = 0;

/** Does the work within the budget; undefined: it asks for more, or nests too deeply for the stack. */
export function within<T>(budget: Budget, work: () => T): T | undefined {
  const filled = Math.min(Math.max(budget.left, 0), VALIDATION_FUEL);
  left = filled;
  try {
    return work();
  } catch (error) {
    if (error instanceof OutOfFuel || error instanceof RangeError) return undefined;
    throw error;
  } finally {
    budget.left -= filled - left;
  }
}

export function spend(units: number): void {
  left -= units;
  if (left < 0) throw new OutOfFuel();
}

/** Charges each subschema for the children, or the text, that its keywords will look at. */
export const fuelGauge: EvaluationPlugin = {
  id: "https://nxscall.com/json-schema/plugin/fuel",
  beforeSchema(_url, instance) {
    const text = value<unknown>(instance);
    spend(1 + instance.children.length + (typeof text === "string" ? text.length >> 3 : 0));
  },
};
