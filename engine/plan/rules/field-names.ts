// Which field an unknown one was meant to be.

import {
  CONCURRENCY_FIELD_BY_OTHER_NAME,
  FOR_EACH_FIELD_BY_OTHER_NAME,
  HANDOFF_FIELD_BY_OTHER_NAME,
  RETRY_FIELD_BY_OTHER_NAME,
  STEP_FIELD_BY_OTHER_NAME,
  WAIT_FIELD_BY_OTHER_NAME,
  WORKFLOW_FIELD_BY_OTHER_NAME,
} from "../../definition/other-names.ts";
import {
  BRANCHES,
  FOR_EACH_FIELD_INSTEAD,
  HANDOFF_FIELD_INSTEAD,
  RETRY_FIELD_INSTEAD,
  SIDE_BY_SIDE,
  STEP_FIELD_INSTEAD,
  STEP_FIELDS_OF_WORK,
  WORKFLOW_FIELD_INSTEAD,
} from "../../definition/fields-instead.ts";
import {
  compensateDefinition,
  concurrencyDefinition,
  fallbackDefinition,
  forEachDefinition,
  handoffDefinition,
  retryDefinition,
  stepDefinition,
  waitDefinition,
  workflowDefinition,
} from "../../definition/schema.ts";
import type { JsonObject } from "../../json.ts";
import { closest, nearest } from "../suggest.ts";

export type FieldPlace =
  | "workflow"
  | "step"
  | "retry"
  | "wait"
  | "handoff"
  | "forEach"
  | "onError"
  | "compensate"
  | "concurrency";

/** Names that definitions get wrapped in. */
export const WRAPPERS: ReadonlySet<string> = new Set(["workflow", "definition", "spec"]);

const FIELDS: Readonly<Record<FieldPlace, readonly string[]>> = {
  workflow: Object.keys(workflowDefinition.shape),
  step: Object.keys(stepDefinition.shape),
  retry: Object.keys(retryDefinition.shape),
  wait: Object.keys(waitDefinition.shape),
  handoff: Object.keys(handoffDefinition.shape),
  forEach: Object.keys(forEachDefinition.shape),
  onError: Object.keys(fallbackDefinition.shape),
  compensate: Object.keys(compensateDefinition.shape),
  concurrency: Object.keys(concurrencyDefinition.shape),
};

const OTHER_NAMES: Partial<Record<FieldPlace, ReadonlyMap<string, string>>> = {
  workflow: WORKFLOW_FIELD_BY_OTHER_NAME,
  step: STEP_FIELD_BY_OTHER_NAME,
  retry: RETRY_FIELD_BY_OTHER_NAME,
  wait: WAIT_FIELD_BY_OTHER_NAME,
  forEach: FOR_EACH_FIELD_BY_OTHER_NAME,
  compensate: STEP_FIELD_BY_OTHER_NAME,
  handoff: HANDOFF_FIELD_BY_OTHER_NAME,
  concurrency: CONCURRENCY_FIELD_BY_OTHER_NAME,
};

const INSTEAD: Partial<Record<FieldPlace, ReadonlyMap<string, string>>> = {
  workflow: WORKFLOW_FIELD_INSTEAD,
  step: STEP_FIELD_INSTEAD,
  retry: RETRY_FIELD_INSTEAD,
  forEach: FOR_EACH_FIELD_INSTEAD,
  handoff: HANDOFF_FIELD_INSTEAD,
};

/** What there is in place of a field of another format that has no counterpart, or none of the same form. */
export function fieldInstead(place: FieldPlace, key: string): string | undefined {
  const instead = INSTEAD[place];
  return instead?.get(key) ?? instead?.get(camel(key));
}

/** The same of what the field holds, and of what is beside it. */
export function insteadOf(place: FieldPlace, key: string, owner: JsonObject): string | undefined {
  if (place === "step" && key === "parallel" && typeof owner[key] === "boolean") return SIDE_BY_SIDE;
  if (place === "step" && key === "default" && ["cases", "switch", "choices"].some((way) => Object.hasOwn(owner, way)))
    return BRANCHES;
  return fieldInstead(place, key);
}

/** Whether one of these fields is there, under a name that has a diagnostic of its own. */
export function isUnderAnotherName(source: JsonObject, place: FieldPlace, fields: readonly string[]): boolean {
  return Object.keys(source).some((key) => {
    const meant = isField(place, key) ? undefined : meantField(place, key, source);
    return meant !== undefined && fields.includes(meant);
  });
}

/** Whether an unknown field says what the step was to do; its diagnostic says how that is done. */
export function saysWhatItDoes(step: JsonObject): boolean {
  return Object.entries(step).some(([key, value]) => {
    if (isField("step", key) || typeof value === "boolean" || meantField("step", key, step) !== undefined) return false;
    return STEP_FIELDS_OF_WORK.has(key) || STEP_FIELDS_OF_WORK.has(camel(key));
  });
}

export function fieldPlace(path: readonly PropertyKey[]): FieldPlace {
  if (path.length === 0) return "workflow";
  const name = path.at(-2) === "escalateTo" ? "handoff" : path.at(-1);
  return typeof name === "string" && isPlace(name) ? name : "step";
}

function isPlace(name: string): name is FieldPlace {
  return Object.hasOwn(FIELDS, name);
}

/** The field that `key` of `owner` was meant to be, of those that are not there already. */
export function meantField(place: FieldPlace, key: string, owner: JsonObject): string | undefined {
  const absent = FIELDS[place].filter((field) => !Object.hasOwn(owner, field));
  const other = isNameOfTool(place, key, owner) ? "toolId" : otherName(place, key);
  if (other !== undefined && absent.includes(other)) return other;
  return fieldInstead(place, key) === undefined ? nearest(key, absent) : undefined;
}

/** The same where there is no doubt about it. */
export function surelyMeant(place: FieldPlace, key: string, owner: JsonObject): string | undefined {
  const absent = FIELDS[place].filter((field) => !Object.hasOwn(owner, field));
  const other = isNameOfTool(place, key, owner) ? "toolId" : otherName(place, key);
  if (other !== undefined && absent.includes(other)) return other;
  return fieldInstead(place, key) === undefined ? closest(key, absent) : undefined;
}

/** In a call as Anthropic's models make it, and in a task of Conductor, the name is that of what is called. */
export function isNameOfTool(place: FieldPlace, key: string, owner: JsonObject): boolean {
  if (place !== "step" || key !== "name") return false;
  const { type = "SIMPLE" } = owner;
  return type === "tool_use" || (type === "SIMPLE" && Object.hasOwn(owner, "taskReferenceName"));
}

/** Whichever way it is spelt: `tool_name`, `tool-name`. */
function otherName(place: FieldPlace, key: string): string | undefined {
  return OTHER_NAMES[place]?.get(key) ?? OTHER_NAMES[place]?.get(camel(key));
}

export function camel(key: string): string {
  const joined = key.replaceAll(/[_-]+([A-Za-z])/g, (_, letter: string) => letter.toUpperCase());
  // As in Step Functions: `Resource`.
  return /^[A-Z][a-z]/.test(joined) ? joined.slice(0, 1).toLowerCase() + joined.slice(1) : joined;
}

export function isField(place: FieldPlace, key: string): boolean {
  return FIELDS[place].includes(key);
}
