// Types, required and unknown fields, and ranges: what the definition's own schema says.

import type { z } from "zod";
import { workflowDefinition, type WorkflowDefinition } from "../../definition/schema.ts";
import type { Json, JsonObject } from "../../json.ts";
import { append, pointerOf, valueAt } from "../../schema/pointer.ts";
import { describe, listed, plural, quoted, typeName } from "../../schema/words.ts";
import { mendField, mendMissingId, mendValue } from "../mend/mend-shape.ts";
import { mendUnknownField } from "../mend/unknown-field.ts";
import type { Report } from "../report.ts";
import { didYouMean } from "../suggest.ts";
import { fieldPlace, insteadOf, meantField, WRAPPERS } from "./field-names.ts";
import { rightType, stepIdFrom, toolAlone } from "./right-type.ts";

type Issue = z.core.$ZodIssue;

/** Unknown fields of one object that are worth a guess. */
const MAX_KEYS = 100;

/** The definition, where its shape is right; else undefined, and every fault is in the report. */
export function parseShape(source: Json, report: Report): WorkflowDefinition | undefined {
  const parsed = workflowDefinition.safeParse(source);
  if (parsed.success) return parsed.data;
  reportIssues(parsed.error.issues, source, report);
  return undefined;
}

/** The same for a definition with too many steps: all that is said of anything but the steps. */
export function parseShapeWithoutSteps(source: JsonObject, report: Report): void {
  const parsed = workflowDefinition.safeParse({ ...source, steps: [] });
  if (parsed.success) return;
  const others = parsed.error.issues.filter(({ path }) => path[0] !== "steps");
  reportIssues(others, source, report);
}

function reportIssues(issues: readonly Issue[], source: Json, report: Report): void {
  const supplied = suppliedUnderOtherNames(issues, source);
  for (const issue of issues) {
    const pointer = pointerOf(issue.path);
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) unknownField(issue, key, source, report);
    } else if (!supplied.has(pointer)) reportIssue(issue, pointer, source, report);
  }
}

/** Pointers of required fields that are there, but under a name that has a diagnostic of its own. */
function suppliedUnderOtherNames(issues: readonly Issue[], source: Json): ReadonlySet<string> {
  const supplied = new Set<string>();
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") continue;
    const place = fieldPlace(issue.path);
    const parent = pointerOf(issue.path);
    const owner = objectAt(source, issue.path);
    for (const key of issue.keys.slice(0, MAX_KEYS)) {
      const meant = meantField(place, key, owner);
      if (meant !== undefined) supplied.add(append(parent, meant));
      if (place === "workflow" && WRAPPERS.has(key)) for (const field of ["/name", "/steps"]) supplied.add(field);
    }
  }
  return supplied;
}

function unknownField(issue: Issue, key: string, source: Json, report: Report): void {
  const place = fieldPlace(issue.path);
  const pointer = append(pointerOf(issue.path), key);
  const called = ownerName(issue.path, source);
  const { path } = issue;
  const fix = () => mendUnknownField({ place, path, key, owner: objectAt(source, path), source }, WRAPPERS);
  const hint = (): string | undefined => {
    if (place === "workflow" && WRAPPERS.has(key)) return `Put the fields of "${key}" at the top level.`;
    const owner = objectAt(source, issue.path);
    const meant = meantField(place, key, owner);
    const instead = insteadOf(place, key, owner);
    const value = owner[key];
    const isNote = meant === "description" && instead !== undefined && typeof value !== "string";
    if (meant === undefined || isNote) return instead ?? `Remove "${key}".`;
    if (meant === "id" && typeof value === "string" && place === "step") return `Write "id": "${stepIdFrom(value)}".`;
    const tool = meant === "toolId" || meant === "tool" ? toolAlone(value ?? null) : undefined;
    if (tool !== undefined) return tool;
    if (isWithoutUnit(meant, value) && fix() === undefined) return eitherUnit(meant, value);
    return `Did you mean "${meant}"?${instead === undefined ? "" : ` ${instead}`}`;
  };
  report.error({ code: "unknown_field", pointer, message: `${called} has no field "${key}".`, hint, fix });
}

function isWithoutUnit(field: string, value: Json | undefined): value is number {
  return /(?:^m|M)s$/.test(field) && typeof value === "number" && Number.isInteger(value) && value > 0;
}

function eitherUnit(field: string, value: number): string {
  return `A time is in milliseconds: write "${field}": ${value * 1_000} if these are seconds, or "${field}": ${value} if they are milliseconds.`;
}

function reportIssue(issue: Issue, pointer: string, source: Json, report: Report): void {
  const value = valueAt(source, issue.path);
  const field = fieldName(issue.path);
  if (value === undefined) {
    const parent = pointerOf(issue.path.slice(0, -1));
    const key = String(issue.path.at(-1) ?? "");
    const owner = issue.path.length === 1 ? "The workflow" : fieldName(issue.path.slice(0, -1));
    return report.error({
      code: "missing_field",
      pointer: parent,
      message: `${owner} lacks the required field "${key}".`,
      hint: () => REQUIRED.get(issue.path.map(String).join(".")),
      fix: () => (key === "id" ? mendMissingId(issue.path, source) : undefined),
    });
  }
  switch (issue.code) {
    case "invalid_type":
    case "invalid_union":
      return report.error({
        code: "wrong_type",
        pointer,
        message: `${field} must be ${expectedName(issue)}, got ${describe(value)}.`,
        hint: () => rightType(issue.path, value),
        fix: () => mendField(issue, value, source),
      });
    case "invalid_value":
      return unknownValue(issue, pointer, value, report);
    case "invalid_format":
      if (issue.path.at(-1) === "tolerate") {
        const message = `${field} must be a number of items, or a share such as "10%", got ${describe(value)}.`;
        return report.error({ code: "unknown_value", pointer, message, fix: () => mendField(issue, value, source) });
      }
      return report.error({
        code: "bad_step_id",
        pointer,
        message: `${field} is ${describe(value)}, but an id is a letter or underscore, then up to 63 letters, digits, underscores or hyphens.`,
        hint: () => (typeof value === "string" ? `For example "${stepIdFrom(value)}".` : undefined),
        fix: () => mendField(issue, value, source),
      });
    case "too_small":
    case "too_big":
      return report.error({
        code: "out_of_range",
        pointer,
        message: `${field} ${rangeMessage(issue, value)}.`,
        fix: () => mendField(issue, value, source),
      });
    default:
      return report.error({ code: "wrong_type", pointer, message: `${field} cannot be ${describe(value)}.` });
  }
}

function unknownValue(issue: z.core.$ZodIssueInvalidValue, pointer: string, value: Json, report: Report): void {
  const field = fieldName(issue.path);
  const allowed = issue.values.map(String);
  report.error({
    code: typeof value === "string" ? "unknown_value" : "wrong_type",
    pointer,
    message: `${field} must be ${listed(allowed.map((one) => `"${one}"`))}, got ${describe(value)}.`,
    hint: () => (typeof value === "string" ? didYouMean(value, allowed) : "Write one of these words."),
    fix: () => mendValue(issue, value),
  });
}

/** How to give what is missing, by its place. */
const REQUIRED: ReadonlyMap<string, string> = new Map([
  ["name", 'Give it a name: "name": "research_and_summarize".'],
  ["concurrency.limit", 'Say how many runs may be under way at once: "limit": 1.'],
  ["concurrency.key", 'Say which runs count together: "key": "{{input.customer}}", or one word for all: "key": "all".'],
  ["steps", 'List what it does: "steps": [{ "id": "search", "toolId": "tool_…", "arguments": { … } }].'],
]);

/** What fields may be that may be of several types. */
const EITHER: ReadonlyMap<string, string> = new Map([
  ["ms", "a number of milliseconds, or a template"],
  ["items", "a list, or a template that gives one"],
  ["tolerate", 'a number of items, or a share such as "10%"'],
  ["onError", '"fail", "continue" or { "fallback": … }'],
]);

function expectedName(issue: Issue): string {
  if (issue.code !== "invalid_type") return EITHER.get(String(issue.path.at(-1))) ?? "an object (a JSON Schema)";
  switch (issue.expected) {
    case "record":
      return "an object";
    case "int":
      return "a whole number";
    default:
      return typeName(issue.expected);
  }
}

function rangeMessage(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, value: Json): string {
  const bound = Number(issue.code === "too_small" ? issue.minimum : issue.maximum);
  const side = issue.code === "too_small" ? "at least" : "at most";
  if (typeof value === "number") return `must be ${side} ${bound}, got ${value}`;
  const [noun, size] =
    typeof value === "string" ? ["character", value.length] : ["item", Array.isArray(value) ? value.length : 0];
  return `must have ${side} ${plural(bound, noun)}, got ${size}`;
}

/** `steps[2].retry.maxAttempts` */
function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return name === "" ? "The workflow" : name.replace(/^\./, "");
}

function ownerName(path: readonly PropertyKey[], source: Json): string {
  if (path.length === 0) return "The workflow";
  const { id } = path.length === 2 ? objectAt(source, path) : {};
  return typeof id === "string" ? `Step ${quoted(id)}` : fieldName(path);
}

function objectAt(source: Json, path: readonly PropertyKey[]): JsonObject {
  const value = valueAt(source, path);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
