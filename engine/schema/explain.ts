// From the inside of a failed validation to faults that a person, or a model, can mend one by one.

import { MAX_SCHEMA_FAULTS } from "../definition/limits.ts";
import { nearest } from "../plan/suggest.ts";
import type { Branch, Failure } from "./failure.ts";
import type { SchemaFault } from "./fault.ts";
import { leafMessages, typesOf } from "./leaf-message.ts";
import { shortened, tokensOf } from "./pointer.ts";
import { describe, listed, quoted, typeName } from "./words.ts";

/** How many of the allowed forms a message spells out. */
const MAX_FORMS = 3;

/** What refused a whole value: never empty, because no faults mean that the value fits. */
export function explainRefusal(branch: Branch): SchemaFault[] {
  const faults = explain(branch.failures);
  return faults.length > 0 ? faults : [{ pointer: "", keyword: "false", message: "does not fit the schema" }];
}

export function explain(failures: readonly Failure[]): SchemaFault[] {
  const faults = new Map<string, SchemaFault>();
  for (const failure of failures) {
    for (const fault of faultsOf(failure)) {
      faults.set(`${fault.pointer} ${fault.message}`, { ...fault, pointer: shortened(fault.pointer) });
      if (faults.size >= MAX_SCHEMA_FAULTS) return [...faults.values()];
    }
  }
  return [...faults.values()];
}

function* faultsOf(failure: Failure): Generator<SchemaFault> {
  const { keyword, pointer } = failure;
  if (keyword === "anyOf" || keyword === "oneOf") return yield* alternatives(failure);
  if (keyword === "propertyNames") return yield* badNames(failure);
  const messages = leafMessages(failure);
  if (messages !== undefined) {
    for (const message of messages) yield { pointer, keyword, message };
    return;
  }
  for (const branch of failure.branches) {
    if (branch.failures.length === 0) yield { pointer: branch.pointer, keyword, message: refused(failure, branch) };
    else for (const inner of branch.failures) yield* faultsOf(inner);
  }
}

/** The message where the schema for a value is `false`. */
function refused({ keyword, siblings }: Failure, branch: Branch): string {
  switch (keyword) {
    case "additionalProperties":
    case "unevaluatedProperties": {
      const name = tokensOf(branch.pointer).at(-1) ?? "";
      const near = nearest(name, siblings);
      if (near !== undefined) return `unexpected property ${single(name)}; did you mean ${single(near)}?`;
      const known = siblings.length === 0 ? "" : `; known are ${listed(siblings.map(single), "and")}`;
      return `unexpected property ${single(name)}${known}`;
    }
    case "items":
    case "unevaluatedItems":
      return "unexpected item: the array must end before it";
    case "properties":
    case "patternProperties":
      return "must not be set here";
    default:
      return `no value is allowed here, got ${describe(branch.value)}`;
  }
}

function single(name: string): string {
  return `'${name.length > 60 ? `${name.slice(0, 60)}…` : name}'`;
}

function* badNames({ branches }: Failure): Generator<SchemaFault> {
  for (const { pointer, value, failures } of branches) {
    const name = typeof value === "string" ? quoted(value) : "";
    const reasons = explain(failures).map((fault) => fault.message);
    const why = reasons.length === 0 ? "is not allowed" : reasons.join(" and ");
    yield { pointer, keyword: "propertyNames", message: `the property name ${name} ${why}` };
  }
}

function* alternatives(failure: Failure): Generator<SchemaFault> {
  const { keyword, pointer, value, branches } = failure;
  const forms = Array.isArray(failure.compiled) ? failure.compiled.length : branches.length;
  if (branches.length < forms) {
    const message = `must fit exactly one of the ${forms} forms that the schema allows, but fits ${forms - branches.length}`;
    return yield { pointer, keyword, message };
  }
  const types = branches.map(({ failures }) =>
    failures.length === 1 && failures[0] ? ownType(failures[0], pointer) : undefined,
  );
  if (types.every((type) => type !== undefined)) {
    const names = [...new Set(types.flat())].map(typeName);
    return yield { pointer, keyword: "type", message: `must be ${listed(names)}, got ${describe(value)}` };
  }
  const meant = branches.filter((branch) => !isAnotherForm(branch, pointer));
  const [only] = meant;
  if (only !== undefined && only.failures.length > 0 && meant.length === 1) {
    for (const inner of only.failures) yield* faultsOf(inner);
    return;
  }
  const candidates = meant.length === 0 ? branches : meant;
  const reasons = [...new Set(candidates.map((branch) => reasonOf(branch, pointer)))];
  const shown = reasons.slice(0, MAX_FORMS).map((reason, index) => `(${index + 1}) ${reason}`);
  const more = reasons.length > MAX_FORMS ? `; and ${reasons.length - MAX_FORMS} more` : "";
  yield {
    pointer,
    keyword,
    message: `fits none of the ${forms} forms that the schema allows: ${shown.join("; ")}${more}`,
  };
}

/** The types of a failure that is about the type of the value itself, seen through references. */
function ownType(failure: Failure, pointer: string): string[] | undefined {
  if (failure.keyword === "type" && failure.pointer === pointer) return typesOf(failure.compiled);
  const inner = failure.branches[0]?.failures;
  return failure.keyword === "ref" && inner?.length === 1 && inner[0] ? ownType(inner[0], pointer) : undefined;
}

/** Whether the value was never meant for this form: it is of another type, or its tag says so. */
function isAnotherForm(branch: Branch, pointer: string): boolean {
  return branch.failures.some((failure) => {
    if (ownType(failure, pointer) !== undefined) return true;
    if (failure.keyword === "const" || failure.keyword === "enum") return isTag(failure.pointer, pointer);
    if (failure.keyword !== "properties" && failure.keyword !== "ref" && failure.keyword !== "allOf") return false;
    return failure.branches.some((inner) => isAnotherForm(inner, pointer));
  });
}

function isTag(pointer: string, parent: string): boolean {
  return pointer.startsWith(`${parent}/`) && !pointer.slice(parent.length + 1).includes("/");
}

function reasonOf(branch: Branch, pointer: string): string {
  const faults = explain(branch.failures).slice(0, MAX_FORMS);
  if (faults.length === 0) return "nothing";
  return faults.map((fault) => `${fault.pointer.slice(pointer.length)} ${fault.message}`.trim()).join(" and ");
}
