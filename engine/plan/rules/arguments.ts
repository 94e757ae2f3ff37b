// Arguments that cannot fit the tool's inputSchema, whatever the templates in them will give.

import type { Json } from "../../json.ts";
import { tokensOf, valueAt } from "../../schema/pointer.ts";
import type { SchemaFault } from "../../schema/fault.ts";
import { isObject } from "../../schema/resources.ts";
import type { Checking } from "../checking.ts";
import type { DiagnosticCode } from "../diagnostic.ts";
import { nameOf, type DraftStep } from "../draft.ts";
import { nearest } from "../suggest.ts";
import type { Report } from "../report.ts";
import { sketch, type Sketch } from "../sketch.ts";
import { isField, meantField } from "./field-names.ts";
import { rightType } from "./right-type.ts";
import { listed, quoted, typeName } from "../../schema/words.ts";

export async function checkArguments(checking: Checking): Promise<void> {
  const { draft, catalog, report, schemas } = checking;
  const unusable = new Set<string>();
  for (const step of draft.steps) {
    const tool = step.toolId === undefined ? undefined : catalog.find(step.toolId);
    if (tool === undefined || tool.inputSchema === null || argumentsAreElsewhere(step)) continue;
    const schema = await schemas.toolInput(tool);
    if (schemas.budget.left <= 0) return tooCostly(step, report);
    if (schema === undefined) {
      if (!unusable.has(tool.id)) unusableSchema(step, tool.name, report);
      unusable.add(tool.id);
      continue;
    }
    const drawn = await sketch(step.arguments, checking);
    const faults = schema.certainFaults(drawn.value, drawn, schemas.budget);
    if (faults === undefined) tooCostly(step, report);
    for (const fault of withoutRenamed(faults ?? [])) reportFault(fault, step, tool.name, drawn, report);
  }
}

/** They are there, but of the wrong type or under a wrong name, which has a diagnostic of its own. */
function argumentsAreElsewhere({ arguments: readable, source }: DraftStep): boolean {
  if (readable !== undefined) return false;
  if (source["arguments"] !== undefined) return true;
  return Object.keys(source).some((key) => !isField("step", key) && meantField("step", key, source) === "arguments");
}

function unusableSchema(step: DraftStep, tool: string, report: Report): void {
  report.warning({
    code: "unusable_tool_schema",
    pointer: `${step.pointer}/toolId`,
    message: `The inputSchema of tool ${quoted(tool)} cannot be used, so arguments were not checked against it.`,
  });
}

function tooCostly(step: DraftStep, report: Report): void {
  report.warning({
    code: "too_costly_to_check",
    pointer: step.pointer,
    message: `Checking the arguments of ${nameOf(step)} takes too much work, so not all arguments were checked.`,
  });
}

/** A misspelt argument is both unexpected and, under its right name, missing: one fault is enough. */
function withoutRenamed(faults: readonly SchemaFault[]): SchemaFault[] {
  const meant = new Set<string>();
  for (const { keyword, pointer, message } of faults) {
    const [, name] = /did you mean '(.*)'\?$/.exec(message) ?? [];
    if (keyword === "additionalProperties" && name !== undefined) {
      meant.add(`${pointer.slice(0, pointer.lastIndexOf("/"))} must have required property '${name}'`);
    }
  }
  return faults.filter(({ pointer, message }) => !meant.has(`${pointer} ${message}`));
}

function reportFault(fault: SchemaFault, step: DraftStep, tool: string, drawn: Sketch, report: Report): void {
  const pointer = step.arguments === undefined ? step.pointer : `${step.arguments.pointer}${fault.pointer}`;
  const value = step.arguments === undefined ? {} : valueAt(step.arguments.value, tokensOf(fault.pointer));
  const [said = "", guess] = fault.message.split(/; (?=did you mean )/);
  const path = ["arguments", ...tokensOf(fault.pointer)];
  const code = codeOf(fault);
  const place = (code === "unknown_argument" ? path.slice(0, -1) : path).join(".");
  const what = code === "unknown_argument" ? said.replace("unexpected", "must not have the") : said;
  report.error({
    code,
    pointer,
    message: `${place} of ${nameOf(step)} ${worded(fault, what, drawn)} (tool ${quoted(tool)}).`,
    hint: () => (guess === undefined ? hint(fault, value) : `${guess.slice(0, 1).toUpperCase()}${guess.slice(1)}`),
  });
}

function codeOf({ keyword }: SchemaFault): DiagnosticCode {
  switch (keyword) {
    case "required":
      return "missing_argument";
    case "additionalProperties":
      return "unknown_argument";
    default:
      return "bad_argument";
  }
}

/** `must be a string, but "{{input.count}}" is a number` rather than what stood in for it. */
function worded({ keyword, pointer }: SchemaFault, said: string, drawn: Sketch): string {
  const unknown = drawn.at(pointer);
  if (keyword !== "type" || unknown?.types === undefined) return said;
  return said.replace(/, got .*$/s, `, but ${quoted(unknown.text)} is ${listed(unknown.types.map(typeName))}`);
}

function hint({ keyword, message }: SchemaFault, value: Json | undefined): string | undefined {
  if (keyword === "required" && isObject(value)) {
    const [, name = ""] = /'(.*)'$/.exec(message) ?? [];
    const near = nearest(name, Object.keys(value));
    return near === undefined ? `Add "${name}".` : `Is "${near}" meant to be "${name}"?`;
  }
  if (keyword === "type" && typeof value === "string" && /must be (an integer|a number|a boolean)/.test(message)) {
    return rightType([""], value);
  }
  return undefined;
}
