// Which field an unknown one was meant to be.

import {
  FOR_EACH_FIELD_BY_OTHER_NAME,
  HANDOFF_FIELD_BY_OTHER_NAME,
  RETRY_FIELD_BY_OTHER_NAME,
  STEP_FIELD_BY_OTHER_NAME,
  WAIT_FIELD_BY_OTHER_NAME,
  WORKFLOW_FIELD_BY_OTHER_NAME,
} from "../../definition/other-names.ts";
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
};

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
  const other = otherName(place, key);
  return other !== undefined && absent.includes(other) ? other : nearest(key, absent);
}

/** The same where there is no doubt about it. */
export function surelyMeant(place: FieldPlace, key: string, owner: JsonObject): string | undefined {
  const absent = FIELDS[place].filter((field) => !Object.hasOwn(owner, field));
  const other = otherName(place, key);
  return other !== undefined && absent.includes(other) ? other : closest(key, absent);
}

/** Whichever way it is spelt: `tool_name`, `tool-name`. */
function otherName(place: FieldPlace, key: string): string | undefined {
  const camel = key.replaceAll(/[_-]+([A-Za-z])/g, (_, letter: string) => letter.toUpperCase());
  return OTHER_NAMES[place]?.get(key) ?? OTHER_NAMES[place]?.get(camel);
}

export function isField(place: FieldPlace, key: string): boolean {
  return FIELDS[place].includes(key);
}
