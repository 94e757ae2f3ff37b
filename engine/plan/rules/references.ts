// Steps that are waited for, or referred to, but are not there, or are the step itself.

import type { Json } from "../../json.ts";
import { tokensOf, valueAt } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import { quoted } from "../../schema/words.ts";
import { pathText } from "../../template/path.ts";
import type { Checking } from "../checking.ts";
import { templateCode } from "../diagnostic.ts";
import { nameOf, type DraftStep, type TemplatePlace, type Templated } from "../draft.ts";
import { insteadOfJavaScript } from "../mend/javascript.ts";
import { meantPath, RESULT_BY_OTHER_NAME } from "../mend/meant-path.ts";
import { mendedCondition, mendedText, withPath } from "../mend/mend-template.ts";
import { namesOf, type Names } from "../mend/names.ts";
import type { Patch } from "../patch.ts";
import { closest, didYouMean, nearest } from "../suggest.ts";

export function checkReferences(checking: Checking): void {
  for (const step of checking.draft.steps) {
    checkDependsOn(step, checking);
    for (const templated of step.templates) checkTemplates(templated, step, checking);
  }
  const { output, concurrencyKey } = checking.draft;
  if (output !== undefined) checkTemplates(output, undefined, checking);
  if (concurrencyKey !== undefined) checkTemplates(concurrencyKey, undefined, checking);
}

function checkDependsOn(step: DraftStep, checking: Checking): void {
  const { report } = checking;
  const seen = new Set<string>();
  for (const { pointer, id } of step.dependsOn) {
    if (id.includes("{{")) {
      report.error({
        code: "template_not_allowed",
        pointer,
        message: `dependsOn of ${nameOf(step)} holds a template, but takes ids of steps.`,
        hint: () => 'Write the step\'s id: "dependsOn": ["search"].',
        fix: () => plainDependency(id, pointer, checking),
      });
    } else if (seen.has(id)) {
      report.warning({
        code: "duplicate_dependency",
        pointer,
        message: `dependsOn of ${nameOf(step)} names ${quoted(id)} twice.`,
        fix: () => [{ op: "remove", path: pointer }],
      });
    } else checkStepId(id, pointer, step, checking);
    seen.add(id);
  }
}

function checkTemplates(templated: Templated, step: DraftStep | undefined, checking: Checking): void {
  const { report } = checking;
  for (const { code, pointer, message, hint } of templated.faults) {
    if (code === "bare_name" && isLibrary(message, pointer, templated)) continue;
    const mended = () => textMended(templated, pointer, checking);
    report.error({
      code: templateCode(code),
      pointer: `${templated.pointer}${pointer}`,
      message,
      hint: () =>
        (code === "unknown_field" ? forgottenResult(templated.value, pointer) : undefined) ??
        (VAGUE.has(code) ? written(mended()) : undefined) ??
        (OF_EXPRESSIONS.has(code) ? insteadOfJavaScript(textAt(templated, pointer) ?? "") : undefined) ??
        hint,
      fix: () => replacement(`${templated.pointer}${pointer}`, mended()),
    });
  }
  const reported = new Set<string>();
  for (const { root, path, pointer: inner } of templated.references) {
    const pointer = `${templated.pointer}${inner}`;
    const [id] = path;
    // One placeholder may hold the same reference several times.
    const key = `${root} ${String(id)} ${inner}`;
    if (reported.has(key)) continue;
    reported.add(key);
    if (root === "steps" && templated.place === "key") {
      report.error({
        code: "unknown_step",
        pointer,
        message: "concurrency.key is read before the run begins, so it can refer to input only.",
      });
    } else if (root === "steps" && typeof id === "string" && !isWhatIsUndone(templated, id)) {
      checkStepId(id, pointer, step, checking, () => textAt(templated, inner));
    }
    if ((root === "item" || root === "index") && !seesItems(templated, step)) {
      report.error({
        code: "outside_for_each",
        pointer,
        message: `There is no "${root}" here: it exists within a step that has a forEach, but not in its items, its when or its fallback.`,
        hint: () => "Refer to input or to a step's result, or give the step a forEach.",
      });
    }
  }
}

const BESIDE_ITEMS: ReadonlySet<TemplatePlace> = new Set(["when", "items", "fallback", "output", "key"]);

function seesItems({ place }: Templated, step: DraftStep | undefined): boolean {
  if (step === undefined || BESIDE_ITEMS.has(place)) return false;
  return step.source["forEach"] !== undefined;
}

/** What undoes a step may read what the step gave. */
function isWhatIsUndone({ place, stepId }: Templated, id: string): boolean {
  return place === "compensate" && id === stepId;
}

/**
 * `step`: where the reference is; undefined in the workflow's output. `text`: the template that it is in; absent in
 * dependsOn.
 */
function checkStepId(
  id: string,
  pointer: string,
  step: DraftStep | undefined,
  checking: Checking,
  text?: () => string | undefined,
): void {
  const { draft, report } = checking;
  if (draft.tooManySteps) return;
  const other = draft.byId.get(id);
  if (other === undefined) {
    const suggestion = draft.namelessSteps ? didYouMean(id, draft.byId.keys()) : undefined;
    // A step whose own id is missing or unreadable is reported as that.
    if (draft.namelessSteps && suggestion === undefined) return;
    const who = step === undefined ? "The output refers" : `${capital(nameOf(step))} refers`;
    report.error({
      code: "unknown_step",
      pointer,
      message: `${who} to step ${quoted(id)}, which does not exist.`,
      hint: () => suggestion ?? didYouMean(id, draft.byId.keys()) ?? knownSteps(draft.byId),
      fix: () => mendStepId(id, pointer, step, checking, text),
    });
  } else if (other === step && !draft.duplicatedIds.has(id)) {
    report.error({
      code: "self_reference",
      pointer,
      message: `${capital(nameOf(step))} refers to itself, so it could never start.`,
      hint: () => "Refer to input or to another step.",
      fix: () => (text === undefined ? [{ op: "remove", path: pointer }] : undefined),
    });
  }
}

/** `{{steps.search.items}}` was meant to be `{{steps.search.result.items}}`. */
function forgottenResult(value: Json, pointer: string): string | undefined {
  const text = valueAt(value, tokensOf(pointer));
  if (typeof text !== "string") return undefined;
  for (const [, id = "", part = "", rest = ""] of text.matchAll(STEP_PATH)) {
    if (VIEW.includes(part) || nearest(part, VIEW) !== undefined) continue;
    return `What the tool answered is in its result: {{steps.${id}.result${RESULT_BY_OTHER_NAME.has(part) ? "" : `.${part}`}${rest}}}.`;
  }
  return undefined;
}

const STEP_PATH = /\bsteps\.([\w-]{1,64})\.([\w-]{1,64})((?:\.[\w-]+|\[\d+\]){0,20})/g;
const VIEW = ["result", "status", "error"];
/** Faults whose own hint says how a path looks, and not what this one was meant to be. */
const VAGUE: ReadonlySet<string> = new Set(["unknown_root", "bad_path", "bad_default", "unclosed_placeholder"]);

/** `JSON.stringify(…)` lacks a function, and that is said; JSON is no name that was meant to start from something. */
function isLibrary(message: string, pointer: string, { faults }: Templated): boolean {
  return (
    /^"(?:JSON|Math|Object|Array|Number|String|Date)"/.test(message) &&
    faults.some((fault) => fault.code === "unknown_function" && fault.pointer === pointer)
  );
}

/** Faults that JavaScript makes in an expression. */
const OF_EXPRESSIONS: ReadonlySet<string> = new Set(
  "bad_path bare_expression bare_name expression_syntax unknown_function unsupported_syntax".split(" "),
);

function textAt({ value }: Templated, pointer: string): string | undefined {
  const text = valueAt(value, tokensOf(pointer));
  return typeof text === "string" ? text : undefined;
}

function textMended(templated: Templated, pointer: string, checking: Checking): string | undefined {
  const text = textAt(templated, pointer);
  if (text === undefined) return undefined;
  const names = { ...namesOf(checking), ...namesAround(templated, checking) };
  return templated.place === "when" && !/^\s*\{\{[^{}]*\}\}\s*$/.test(text)
    ? mendedCondition(text, names)
    : mendedText(text, names);
}

/** What has a name only where the template is. */
function namesAround(templated: Templated, { draft }: Checking): Pick<Names, "undone" | "item"> {
  const { stepId, place } = templated;
  const step = stepId === undefined ? undefined : draft.byId.get(stepId);
  const forEach = step?.source["forEach"];
  const item = isObject(forEach) && seesItems(templated, step) ? forEach["as"] : undefined;
  return {
    ...(place === "compensate" && stepId !== undefined && { undone: stepId }),
    ...(typeof item === "string" && { item }),
  };
}

function written(mended: string | undefined): string | undefined {
  return mended === undefined ? undefined : `Write ${mended}.`;
}

function replacement(path: string, value: string | undefined): Patch | undefined {
  return value === undefined ? undefined : [{ op: "replace", path, value }];
}

function plainDependency(text: string, pointer: string, checking: Checking): Patch | undefined {
  const [, inside = ""] = /^\{\{=?\s*([^{}]*?)\s*\}\}$/.exec(text) ?? [];
  const path = checking.draft.byId.has(inside) ? `steps.${inside}` : meantPath(inside, namesOf(checking))?.text;
  const [, id] = /^steps\.([\w-]+)/.exec(path ?? "") ?? [];
  return replacement(pointer, id);
}

function mendStepId(
  id: string,
  pointer: string,
  step: DraftStep | undefined,
  { draft }: Checking,
  text: (() => string | undefined) | undefined,
): Patch | undefined {
  const others = [...draft.byId.keys()].filter((other) => other !== step?.id);
  const meant = closest(id, others);
  if (meant === undefined) return undefined;
  if (text === undefined) {
    const isThere = step?.dependsOn.some((dependency) => dependency.id === meant) ?? false;
    return isThere ? [{ op: "remove", path: pointer }] : replacement(pointer, meant);
  }
  const template = text();
  return template === undefined
    ? undefined
    : replacement(pointer, withPath(template, pathText("steps", [id]), pathText("steps", [meant])));
}

function knownSteps(byId: ReadonlyMap<string, unknown>): string | undefined {
  const ids = [...byId.keys()].slice(0, 10);
  return ids.length === 0 ? undefined : `Steps are: ${ids.join(", ")}${byId.size > ids.length ? ", …" : ""}.`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
