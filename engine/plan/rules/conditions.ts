// Conditions that are none, and forEach over what is no list.

import { MAX_ITEMS } from "../../definition/limits.ts";
import { listed, typeName } from "../../schema/words.ts";
import { parseTemplate } from "../../template/parse.ts";
import type { Json } from "../../json.ts";
import type { Checking } from "../checking.ts";
import { nameOf, type DraftStep, type Templated } from "../draft.ts";
import { insteadOfJavaScript } from "../mend/javascript.ts";
import { meantPlaceholder, mendedCondition } from "../mend/mend-template.ts";
import { namesOf } from "../mend/names.ts";
import { listIn } from "../mend/right-value.ts";
import type { Patch } from "../patch.ts";
import { typesOfReference } from "../reference-schema.ts";

export async function checkConditions(checking: Checking): Promise<void> {
  for (const step of checking.draft.steps) {
    for (const templated of step.templates) {
      if (templated.faults.length > 0) continue;
      if (templated.place === "when") await checkWhen(templated, step, checking);
      if (templated.place === "items") await checkItems(templated, step, checking);
    }
  }
}

async function checkWhen(templated: Templated, step: DraftStep, checking: Checking): Promise<void> {
  const text = typeof templated.value === "string" ? templated.value : JSON.stringify(templated.value);
  if (!isWhole(templated)) {
    checking.report.error({
      code: "not_a_condition",
      pointer: templated.pointer,
      message: `when of ${nameOf(step)} must be one placeholder that gives true or false, got ${JSON.stringify(text)}.`,
      hint: () =>
        text.includes("{{")
          ? "Put the whole condition into one {{= … }}."
          : (insteadOfJavaScript(`{{${text}}}`) ?? `An expression is written {{= ${text} }}.`),
      fix: () => replacement(templated.pointer, mendedCondition(text, namesOf(checking))),
    });
    return;
  }
  const types = await wholeTypes(templated, checking);
  if (types === undefined || types.includes("boolean")) return;
  checking.report.error({
    code: "not_a_condition",
    pointer: templated.pointer,
    message: `when of ${nameOf(step)} must give true or false, but ${text} is ${listed(types.map(typeName))}.`,
    hint: () => "Compare it: {{= $input.count > 0 }}.",
  });
}

async function checkItems(templated: Templated, step: DraftStep, checking: Checking): Promise<void> {
  const { value, pointer } = templated;
  if (Array.isArray(value)) {
    if (value.length <= MAX_ITEMS) return;
    const message = `forEach.items of ${nameOf(step)} has ${value.length} items; at most ${MAX_ITEMS} are allowed.`;
    return checking.report.error({ code: "out_of_range", pointer, message });
  }
  if (typeof value !== "string") return;
  const types = isWhole(templated) ? await wholeTypes(templated, checking) : ["string"];
  if (types === undefined || types.includes("array")) return;
  checking.report.error({
    code: "not_a_list",
    pointer,
    message: `forEach.items of ${nameOf(step)} must give a list, but ${JSON.stringify(value)} is ${listed(types.map(typeName))}.`,
    hint: () =>
      value.includes("{{") ? "Refer to a list." : "Write {{input.…}} or {{steps.….result.…}}, or the list itself.",
    fix: () => (isWhole(templated) ? undefined : replacement(pointer, listMeant(value, checking))),
  });
}

function listMeant(value: string, checking: Checking): Json | undefined {
  return listIn(value) ?? (value.includes("{{") ? undefined : meantPlaceholder(value, namesOf(checking)));
}

function replacement(path: string, value: Json | undefined): Patch | undefined {
  return value === undefined ? undefined : [{ op: "replace", path, value }];
}

function isWhole({ value }: Templated): boolean {
  return typeof value === "string" && value.includes("{{") && parseTemplate(value).whole;
}

/** Of a value that is one path; undefined: any, for all that is known. */
async function wholeTypes(templated: Templated, checking: Checking): Promise<readonly string[] | undefined> {
  const [reference, ...others] = templated.references;
  return reference?.whole === true && others.length === 0
    ? typesOfReference(reference, templated, checking)
    : undefined;
}
