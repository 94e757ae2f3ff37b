// From zod's issues to faults that a caller can act on.

import { z } from "@hono/zod-openapi";
import { didYouMean } from "../../engine/plan/suggest.ts";
import type { FieldCode } from "./problem-codes.ts";
import { Problem } from "./problem.ts";
import type { FieldFault } from "./problem.ts";

/** How many faults an answer lists. Whoever has more than this to mend will ask again. */
export const MAX_FAULTS = 100;

/** An object that refuses fields it does not know and hints at the one that was meant. */
export function strictFields<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  const fields = `The fields are: ${known.join(", ")}.`;
  // One hint a line, in the order of `keys`: an issue's message is all that zod hands on from here.
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return undefined;
      return issue.keys
        .slice(0, MAX_FAULTS)
        .map((key) => didYouMean(key, known) ?? fields)
        .join("\n");
    },
  });
}

interface Checked {
  readonly success: boolean;
  readonly target: string;
  /** What was checked. */
  readonly data?: unknown;
  readonly error?: z.core.$ZodError;
}

/** The hook of every contract's validators. */
export function refuseInvalid(checked: Checked): void {
  if (checked.success || checked.error === undefined) return;
  const root = checked.target === "json" ? "" : `/${checked.target}`;
  const issues = checked.error.issues.slice(0, MAX_FAULTS);
  const errors = issues.flatMap((issue) => toFaults(issue, checked.data, root)).slice(0, MAX_FAULTS);
  if (checked.target === "json") throw invalidRequest(errors);
  throw invalidParameter(errors);
}

export function invalidParameter(errors: readonly FieldFault[]): Problem {
  return new Problem("invalid_parameter", summaryOf("parameter", errors), { errors });
}

export function invalidRequest(errors: readonly FieldFault[]): Problem {
  return new Problem("invalid_request", summaryOf("body", errors), { errors });
}

/** The first fault, and how many more there are; `what`: what has them, where the first has no pointer. */
export function summaryOf(what: string, errors: readonly Pick<FieldFault, "pointer" | "message">[]): string {
  const [first] = errors;
  const rest = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors[])` : "";
  return first === undefined
    ? `The ${what} is not valid.`
    : `${first.pointer || `The ${what}`}: ${first.message}${rest}`;
}

function toFaults(issue: z.core.$ZodIssue, data: unknown, root: string): FieldFault[] {
  const pointer = root + pointerTo(issue.path);
  if (issue.code === "unrecognized_keys") {
    const hints = issue.message.split("\n");
    return issue.keys.slice(0, MAX_FAULTS).map((key, i) => ({
      code: "unknown_field" satisfies FieldCode,
      pointer: pointer + pointerTo([key]),
      message: `There is no field "${key}" here.`,
      hint: hints[i] ?? "",
    }));
  }
  if (issue.path.length > 0 && valueAt(data, issue.path) === undefined) {
    return [{ code: "missing_field" satisfies FieldCode, pointer, message: "This field is required." }];
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) return faultsOfUnion(issue, data, pointer);
  // What a record's key has to look like is said of the key.
  const [first] = issue.code === "invalid_key" ? issue.issues : [];
  const said = first?.message ?? issue.message;
  return [{ code: codeOf(issue), pointer, message: NUMBERS[said] ?? `${said}.` }];
}

/** What zod says of a query's text that was to be a number. */
const NUMBERS: Readonly<Record<string, string>> = {
  "Invalid input: expected number, received NaN": "This is not a number.",
  "Invalid input: expected int, received number": "This is not a whole number.",
};

/** Those of the one thing that was meant, as its fields show; else why it is none of those that it may be. */
function faultsOfUnion({ errors, path }: z.core.$ZodIssueInvalidUnion, data: unknown, pointer: string): FieldFault[] {
  const value = valueAt(data, path);
  const possible = errors.filter((issues) => !issues.some(isOfAnother));
  const [meant = []] = possible;
  if (possible.length === 1) return meant.flatMap((issue) => toFaults(issue, value, pointer));
  const reasons = errors.flatMap((issues) => {
    const [first] = issues.flatMap((issue) => toFaults(issue, value, ""));
    return first === undefined ? [] : `${first.pointer && `${first.pointer}: `}${first.message}`;
  });
  const message = `This is none of what it may be. ${[...new Set(reasons)].join(" Or ")}`;
  return [{ code: "invalid_value" satisfies FieldCode, pointer, message }];
}

/** It is of another type, or has fields of something else. */
function isOfAnother({ code, path }: z.core.$ZodIssue): boolean {
  return path.length === 0 && (code === "invalid_type" || code === "unrecognized_keys");
}

function codeOf(issue: z.core.$ZodIssue): FieldCode {
  switch (issue.code) {
    case "invalid_type":
    case "invalid_format":
    case "too_small":
      return issue.code;
    case "too_big":
      return "too_large";
    default:
      return "invalid_value";
  }
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** RFC 6901. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
