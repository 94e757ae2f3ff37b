// Fields with values that they cannot have, as they were meant.

import type { z } from "zod";
import type { Json } from "../../json.ts";
import { pointerOf, valueAt } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import type { Patch } from "../patch.ts";
import { stepIdFrom } from "../rules/right-type.ts";
import { closest } from "../suggest.ts";
import { splitCall } from "./mend-call.ts";
import { rightValue } from "./right-value.ts";
import { freeId, MAX_SEARCHED_STEPS, renamed } from "./step-ids.ts";

const REQUIRED: ReadonlySet<PropertyKey | undefined> = new Set(["name", "steps", "id", "items", "fallback", "limit"]);

/** Of one of a few words. */
const VALUE_BY_OTHER_NAME: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  errorStrategy: {
    fail: "stop_on_first",
    failfast: "stop_on_first",
    stop: "stop_on_first",
    stoponerror: "stop_on_first",
    abort: "stop_on_first",
    halt: "stop_on_first",
    rollback: "compensate",
    saga: "compensate",
    undo: "compensate",
    ignore: "continue",
    skip: "continue",
    continueonerror: "continue",
  },
  backoff: { fixed: "constant", none: "constant", exp: "exponential", exponentialbackoff: "exponential" },
  mode: { handover: "transfer", handoff: "transfer", assign: "delegate" },
};

export function mendField(issue: z.core.$ZodIssue, value: Json, source: Json): Patch | undefined {
  const { path } = issue;
  const field = path.at(-1);
  const pointer = pointerOf(path);
  const isMember = typeof field === "string";
  if (isMember && !REQUIRED.has(field) && (value === null || (field === "when" && value === true))) {
    return [{ op: "remove", path: pointer }];
  }
  if ((field === "tool" || field === "toolId") && isObject(value)) {
    const owner = valueAt(source, path.slice(0, -1)) ?? null;
    return isObject(owner) ? splitCall(value, field, owner, path.slice(0, -1)) : undefined;
  }
  if (field === "id" && path[0] === "steps" && (typeof value === "string" || typeof value === "number")) {
    const { steps, output } = isObject(source) ? source : {};
    return renamed(Array.isArray(steps) ? steps : [], output, Number(path[1]), stepIdFrom(String(value)));
  }
  if (issue.code === "too_small") {
    return field === "maxAttempts" ? [{ op: "replace", path: pointer, value: 1 }] : undefined;
  }
  if (issue.code === "too_big") return undefined;
  const meant = rightValue(path, value);
  if (meant === undefined || meant === value || !suits(issue, meant)) return undefined;
  return [{ op: "replace", path: pointer, value: meant }];
}

function suits(issue: z.core.$ZodIssue, meant: Json): boolean {
  if (issue.code !== "invalid_type") return true;
  switch (issue.expected) {
    case "int":
    case "number":
      return typeof meant === "number";
    case "record":
    case "object":
      return isObject(meant);
    case "array":
      return Array.isArray(meant);
    default:
      return typeof meant === issue.expected;
  }
}

/** `issue` lists the values that the field can have. */
export function mendValue(issue: z.core.$ZodIssueInvalidValue, value: Json): Patch | undefined {
  if (typeof value !== "string") return mendField(issue, value, null);
  const words = VALUE_BY_OTHER_NAME[String(issue.path.at(-1))];
  const word = value.toLowerCase().replaceAll(/[^a-z]/g, "");
  const known = words !== undefined && Object.hasOwn(words, word) ? words[word] : undefined;
  const meant = known ?? closest(value, issue.values.map(String));
  return meant === undefined ? undefined : [{ op: "replace", path: pointerOf(issue.path), value: meant }];
}

/** Any id will do for a step that nothing refers to. */
export function mendMissingId(path: readonly PropertyKey[], source: Json): Patch | undefined {
  const steps = isObject(source) && Array.isArray(source["steps"]) ? source["steps"] : [];
  const step = steps[Number(path[1])];
  if (path[0] !== "steps" || path.length !== 3 || !isObject(step) || refersToUnknown(steps, source)) return undefined;
  return [{ op: "add", path: pointerOf(path), value: freeId(steps, `step_${Number(path[1]) + 1}`) }];
}

function refersToUnknown(steps: readonly Json[], source: Json): boolean {
  if (steps.length > MAX_SEARCHED_STEPS) return true;
  const ids = new Set(steps.map((step) => (isObject(step) ? step["id"] : undefined)));
  const waitedFor = steps.flatMap((step) => (isObject(step) ? (step["dependsOn"] ?? []) : []));
  if (waitedFor.some((id) => typeof id !== "string" || !ids.has(id))) return true;
  return [...JSON.stringify(source).matchAll(/\bsteps\.([\w-]+)/g)].some(([, id]) => !ids.has(id));
}
