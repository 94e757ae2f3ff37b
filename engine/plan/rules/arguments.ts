// Arguments that cannot fit the tool's inputSchema, whatever the templates in them will give.

import type { Json } from "../../json.ts";
import { tokensOf, valueAt } from "../../schema/pointer.ts";
import type { SchemaFault } from "../../schema/fault.ts";
import { isObject } from "../../schema/resources.ts";
import type { Checking } from "../checking.ts";
import type { DiagnosticCode } from "../diagnostic.ts";
import { calleeField, calleeOf } from "../callee.ts";
import { nameOf, type DraftCall, type DraftStep } from "../draft.ts";
import { nearest } from "../suggest.ts";
import type { Report } from "../report.ts";
import { sketch, type Sketch } from "../sketch.ts";
import { mendArgument } from "../mend/mend-argument.ts";
import { isField, meantField } from "./field-names.ts";
import { rightType } from "./right-type.ts";
import { listed, quoted, typeName } from "../../schema/words.ts";

export async function checkArguments(checking: Checking): Promise<void> {
  const { draft, catalog, report, schemas } = checking;
  const unusable = new Set<string>();
  for (const { step, call } of draft.steps.flatMap((owner) =>
    owner.calls.map((each) => ({ step: owner, call: each })),
  )) {
    const callee = calleeOf(call, catalog);
    if (callee === undefined || callee.inputSchema === null || argumentsAreElsewhere(call)) continue;
    const schema = await schemas.inputOf(callee);
    if (schemas.budget.left <= 0) return tooCostly(step, report);
    if (schema === undefined) {
      if (!unusable.has(callee.id)) unusableSchema(call, callee.name, report);
      unusable.add(callee.id);
      continue;
    }
    const drawn = await sketch(call.arguments, checking);
    const faults = schema.certainFaults(drawn.value, drawn, schemas.budget);
    if (faults === undefined) tooCostly(step, report);
    const called = {
      step,
      call,
      name: `${call.workflowId === undefined ? "tool" : "workflow"} ${quoted(callee.name)}`,
    };
    for (const fault of withoutRenamed(faults ?? [])) reportFault(fault, called, drawn, report);
  }
}

interface Called {
  readonly step: DraftStep;
  readonly call: DraftCall;
  /** Of what is called. */
  readonly name: string;
}

/** They are there, but of the wrong type or under a wrong name, which has a diagnostic of its own. */
function argumentsAreElsewhere({ arguments: readable, source }: DraftCall): boolean {
  if (readable !== undefined) return false;
  if (source["arguments"] !== undefined) return true;
  return Object.keys(source).some((key) => !isField("step", key) && meantField("step", key, source) === "arguments");
}

function unusableSchema(call: DraftCall, tool: string, report: Report): void {
  report.warning({
    code: "unusable_tool_schema",
    pointer: `${call.pointer}/${calleeField(call)}`,
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

function reportFault(fault: SchemaFault, { step, call, name }: Called, drawn: Sketch, report: Report): void {
  const pointer = call.arguments === undefined ? call.pointer : `${call.arguments.pointer}${fault.pointer}`;
  const value = call.arguments === undefined ? {} : valueAt(call.arguments.value, tokensOf(fault.pointer));
  const [said = "", guess] = fault.message.split(/; (?=did you mean )/);
  const path = [...(call.source === step.source ? [] : ["compensate"]), "arguments", ...tokensOf(fault.pointer)];
  const code = codeOf(fault);
  const place = (code === "unknown_argument" ? path.slice(0, -1) : path).join(".");
  const what = code === "unknown_argument" ? said.replace("unexpected", "must not have the") : said;
  report.error({
    code,
    pointer,
    message: `${place} of ${nameOf(step)} ${worded(fault, what, drawn)} (${name}).`,
    hint: () => (guess === undefined ? hint(fault, value) : `${guess.slice(0, 1).toUpperCase()}${guess.slice(1)}`),
    fix: () => (value === undefined ? undefined : mendArgument({ fault, pointer, value, owner: ownerOf(call, fault) })),
  });
}

/** What the faulty value is a member of. */
function ownerOf({ arguments: args }: DraftCall, { pointer }: SchemaFault): Json | undefined {
  return args === undefined || pointer === "" ? undefined : valueAt(args.value, tokensOf(pointer).slice(0, -1));
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
