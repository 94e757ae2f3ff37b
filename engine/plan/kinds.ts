// What a step of a definition does, as far as it can be read.

import { STEP_KINDS } from "../definition/schema.ts";
import type { JsonObject } from "../json.ts";

export type StepKind = (typeof STEP_KINDS)[number];

export function kindsOf(step: JsonObject): StepKind[] {
  return STEP_KINDS.filter((kind) => Object.hasOwn(step, kind));
}
