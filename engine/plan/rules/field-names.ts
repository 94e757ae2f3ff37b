// Which field an unknown one was meant to be.

import { LATER_STEP_FIELDS, LATER_STEP_KINDS, LATER_WORKFLOW_FIELDS } from "../../definition/later-fields.ts";
import {
  RETRY_FIELD_BY_OTHER_NAME,
  STEP_FIELD_BY_OTHER_NAME,
  WORKFLOW_FIELD_BY_OTHER_NAME,
} from "../../definition/other-names.ts";
import { retryDefinition, stepDefinition, workflowDefinition } from "../../definition/schema.ts";
import type { JsonObject } from "../../json.ts";
import { nearest } from "../suggest.ts";

export type FieldPlace = "workflow" | "step" | "retry";

/** Names that definitions get wrapped in. */
export const WRAPPERS: ReadonlySet<string> = new Set(["workflow", "definition", "spec"]);

const FIELDS: Readonly<Record<FieldPlace, readonly string[]>> = {
  workflow: Object.keys(workflowDefinition.shape),
  step: Object.keys(stepDefinition.shape),
  retry: Object.keys(retryDefinition.shape),
};

const OTHER_NAMES: Readonly<Record<FieldPlace, ReadonlyMap<string, string>>> = {
  workflow: WORKFLOW_FIELD_BY_OTHER_NAME,
  step: STEP_FIELD_BY_OTHER_NAME,
  retry: RETRY_FIELD_BY_OTHER_NAME,
};

export function fieldPlace(path: readonly PropertyKey[]): FieldPlace {
  return path.length === 0 ? "workflow" : path.length === 2 ? "step" : "retry";
}

/** A field that the format will have. `insteadOf`: the required field whose place it takes. */
export function laterField(place: FieldPlace, key: string): { insteadOf?: string; hint: string } | undefined {
  if (place === "workflow" && LATER_WORKFLOW_FIELDS.has(key)) return { hint: `Remove "${key}".` };
  if (place !== "step" || !LATER_STEP_FIELDS.has(key)) return undefined;
  return LATER_STEP_KINDS.has(key)
    ? { insteadOf: "toolId", hint: `A step calls a tool: use "toolId".` }
    : { hint: `Remove "${key}".` };
}

/** The field that `key` of `owner` was meant to be, of those that are not there already. */
export function meantField(place: FieldPlace, key: string, owner: JsonObject): string | undefined {
  const absent = FIELDS[place].filter((field) => !Object.hasOwn(owner, field));
  const other = OTHER_NAMES[place].get(key);
  return other !== undefined && absent.includes(other) ? other : nearest(key, absent);
}

export function isField(place: FieldPlace, key: string): boolean {
  return FIELDS[place].includes(key);
}
