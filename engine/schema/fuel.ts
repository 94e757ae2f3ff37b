// What a validation may spend. Counted, not timed: a deployed Worker's clock stands still while it computes.
//
// F1. A validation is synchronous, so one counter serves every schema: it is filled before each and never
//     shared by two.

import type { EvaluationPlugin } from "@hyperjump/json-schema/experimental";
import { value } from "@hyperjump/json-schema/instance/experimental";

/** The schema and the value together ask for more work than a check may cost. */
export class OutOfFuel extends Error {}

let left = 0;

export function refuel(units: number): void {
  left = units;
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
