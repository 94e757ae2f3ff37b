// Paths that lead to what the workflow's input, or a tool's result, does not have.

import type { LookUp } from "../../schema/look-up.ts";
import { tokensOf, valueAt } from "../../schema/pointer.ts";
import { listed, typeName } from "../../schema/words.ts";
import { pathText } from "../../template/path.ts";
import type { Reference } from "../../template/references.ts";
import type { Checking } from "../checking.ts";
import type { Templated } from "../draft.ts";
import { inExpression } from "../../template/in-expression.ts";
import { describedBy, lookUpReference, typesOfReference, written } from "../reference-schema.ts";
import { withPath } from "../mend/mend-template.ts";
import type { Patch } from "../patch.ts";
import { closest, didYouMean } from "../suggest.ts";

export async function checkPaths(checking: Checking): Promise<void> {
  const { steps, output, concurrencyKey } = checking.draft;
  for (const templated of [...steps.flatMap(({ templates }) => templates), output, concurrencyKey]) {
    if (templated !== undefined) await checkTemplated(templated, checking);
  }
}

async function checkTemplated(templated: Templated, checking: Checking): Promise<void> {
  const reported = new Set<string>();
  for (const reference of templated.references) {
    const key = `${reference.pointer} ${written(reference.root, reference.path)}`;
    if (reported.has(key)) continue;
    reported.add(key);
    await checkReference(reference, templated, checking);
  }
}

async function checkReference(reference: Reference, templated: Templated, checking: Checking): Promise<void> {
  const described = await describedBy(reference, templated, checking);
  if (described === undefined) return;
  const looked = lookUpReference(described, reference, checking);
  if (looked.found) return;
  const at = described.skipped + looked.at;
  const key = reference.path[at];
  const size =
    key === "length" || key === "size"
      ? await sizeOf(reference, at, described.skipped, templated, checking)
      : undefined;
  const finding = {
    code: reference.root === "input" ? ("unknown_input_field" as const) : ("unknown_result_field" as const),
    pointer: `${templated.pointer}${reference.pointer}`,
    message: message(reference, at, looked, described.schemaName),
    hint: () => size?.hint ?? hint(reference, at, looked, key),
    fix: () => (size === undefined ? mendPath(reference, at, looked, templated) : size.fix),
  };
  // A path that may be missing, and an expression that gives nothing, are no faults by themselves.
  const harmless = looked.why === "undeclared" || reference.optional || reference.tier === "expression";
  if (harmless) checking.report.warning(finding);
  else checking.report.error(finding);
}

function message(reference: Reference, at: number, looked: LookUp & { found: false }, schemaName: string): string {
  const whole = `{{${written(reference.root, reference.path)}}}`;
  const parent = written(reference.root, reference.path.slice(0, at));
  const key = JSON.stringify(reference.path[at] ?? "");
  const types = listed((looked.types ?? []).map(typeName));
  switch (looked.why) {
    case "not_an_object":
    case "not_an_array":
    case "array_without_index":
      return `${whole}: ${parent} is ${types}, so it has no part ${key}, according to ${schemaName}.`;
    case "closed":
      return `${whole}: ${parent} has no part ${key}, according to ${schemaName}.`;
    case "undeclared":
      return `${whole}: ${schemaName} does not mention ${key} in ${parent}.`;
  }
}

function hint(
  reference: Reference,
  at: number,
  looked: LookUp & { found: false },
  key: string | number | undefined,
): string | undefined {
  const { root, path } = reference;
  if (looked.why === "array_without_index" && isIndex(key)) return `An item of a list is written [${key}].`;
  if (looked.why === "array_without_index") {
    return `It is an array: {{${written(root, [...path.slice(0, at), 0, ...path.slice(at)])}}} is of its first item.`;
  }
  if (typeof key !== "string" || looked.names.length === 0) return undefined;
  const suggestion = didYouMean(key, looked.names);
  return suggestion ?? `It has: ${listed(looked.names, "and")}.`;
}

/** `list.length` as in JavaScript: of a list $count, of a text $length. */
async function sizeOf(
  reference: Reference,
  at: number,
  skipped: number,
  templated: Templated,
  checking: Checking,
): Promise<{ readonly hint: string; readonly fix: Patch | undefined } | undefined> {
  if (at !== reference.path.length - 1 || at <= skipped) return undefined;
  const path = reference.path.slice(0, at);
  const types =
    (await typesOfReference({ ...reference, path, tier: "path", optional: false }, templated, checking)) ?? [];
  const name = types.includes("array") ? "$count" : types.includes("string") ? "$length" : undefined;
  if (name === undefined || types.length > 1) return undefined;
  const parent = inExpression(pathText(reference.root, path));
  const call = `${name}($${parent})`;
  const text = valueAt(templated.value, tokensOf(reference.pointer));
  const sized = `$${inExpression(pathText(reference.root, reference.path))}`;
  const mended =
    typeof text !== "string"
      ? undefined
      : reference.tier === "expression"
        ? text.replaceAll(sized, () => call)
        : reference.whole
          ? `{{= ${call} }}`
          : undefined;
  return {
    hint: `Write ${call}, in an expression: {{= ${call} }}.`,
    fix:
      mended === undefined || mended === text
        ? undefined
        : [{ op: "replace", path: `${templated.pointer}${reference.pointer}`, value: mended }],
  };
}

/** Another name in its place, or an index as it is written. */
function mendPath(
  { root, path, pointer }: Reference,
  at: number,
  looked: LookUp & { found: false },
  templated: Templated,
): Patch | undefined {
  const key = path[at];
  const text = valueAt(templated.value, tokensOf(pointer));
  if (typeof key !== "string" || typeof text !== "string") return undefined;
  const meant =
    looked.why === "array_without_index" ? (isIndex(key) ? Number(key) : undefined) : closest(key, looked.names);
  if (meant === undefined) return undefined;
  const before = path.slice(0, at);
  const mended = withPath(text, pathText(root, [...before, key]), pathText(root, [...before, meant]));
  return mended === undefined ? undefined : [{ op: "replace", path: `${templated.pointer}${pointer}`, value: mended }];
}

function isIndex(key: string | number | undefined): key is string {
  return typeof key === "string" && /^\d{1,6}$/.test(key);
}
