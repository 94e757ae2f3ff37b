// Steps that do nothing, or several things at once; and what goes only with some of what a step can do.

import { MAX_STEP_TIMEOUT_MS } from "../../definition/limits.ts";
import { STEP_KINDS } from "../../definition/schema.ts";
import type { JsonObject } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import { listed } from "../../schema/words.ts";
import { hasPlaceholder } from "../../template/parse.ts";
import { momentOf } from "../../run/wait-until.ts";
import type { Checking } from "../checking.ts";
import { nameOf, type DraftStep } from "../draft.ts";
import { kindsOf } from "../kinds.ts";
import { millisecondsIn } from "../mend/right-value.ts";
import type { Patch } from "../patch.ts";
import type { Report } from "../report.ts";
import { isUnderAnotherName, saysWhatItDoes } from "./field-names.ts";

export function checkKinds({ draft, catalog, report }: Checking): void {
  for (const step of draft.steps) {
    checkKind(step, catalog, report);
    checkWait(step, report);
    checkHandoff(step, report);
    checkCompensation(step, draft.source, report);
    checkFit(step, report);
  }
}

function checkKind(step: DraftStep, catalog: Checking["catalog"], report: Report): void {
  const kinds = kindsOf(step.source);
  if (kinds.length > 1) {
    report.error({
      code: "several_kinds",
      fix: () => mendTwoNames(step, kinds, catalog),
      pointer: `${step.pointer}/${kinds.at(-1)}`,
      message: `${capital(nameOf(step))} has ${listed(kinds, "and")}, but a step does one thing.`,
      hint: () => "Make a step of each; dependsOn puts them in order.",
    });
  } else if (
    kinds.length === 0 &&
    !isUnderAnotherName(step.source, "step", STEP_KINDS) &&
    !saysWhatItDoes(step.source)
  ) {
    report.error({
      code: "missing_field",
      pointer: step.pointer,
      message: `${capital(nameOf(step))} does nothing: it lacks "toolId".`,
      hint: () => `A step has one of ${listed([...STEP_KINDS])}.`,
    });
  }
}

/** The same tool, named twice. */
function mendTwoNames(step: DraftStep, kinds: readonly string[], catalog: Checking["catalog"]): Patch | undefined {
  const [{ tool = "", toolId = "" } = {}] = step.calls;
  const isSame = kinds.length === 2 && catalog.named(tool)?.id === toolId && catalog.find(toolId) !== undefined;
  return isSame ? [{ op: "remove", path: `${step.pointer}/tool` }] : undefined;
}

function checkWait({ pointer, source, ...step }: DraftStep, report: Report): void {
  const { wait } = source;
  if (!isObject(wait)) return;
  const kinds = ["ms", "until", "signal"].filter((kind) => Object.hasOwn(wait, kind));
  const name = nameOf({ pointer, source, ...step });
  if (kinds.length > 1 || (kinds.length === 0 && !isUnderAnotherName(wait, "wait", ["ms", "until", "signal"]))) {
    const has = kinds.length === 0 ? "nothing" : listed(kinds, "and");
    report.error({
      code: kinds.length === 0 ? "missing_field" : "several_kinds",
      pointer: `${pointer}/wait`,
      message: `The wait of ${name} has ${has}, but waits for exactly one of ms, until and signal.`,
      hint: () => 'For example { "ms": 60000 }, { "until": "2030-01-31T09:00:00Z" } or { "signal": "approved" }.',
    });
  }
  const { ms, until, signal } = wait;
  if (typeof signal === "string" && hasPlaceholder(signal)) {
    report.error({
      code: "template_not_allowed",
      pointer: `${pointer}/wait/signal`,
      message: `wait.signal of ${name} is a template, but the name of a signal must be fixed.`,
      hint: () =>
        'Write a name such as "approved": a signal is sent to one run, so it needs nothing of the run\'s own.',
    });
  }
  if (typeof ms === "string" && !hasPlaceholder(ms)) {
    const meant = millisecondsIn(ms);
    report.error({
      code: "wrong_type",
      pointer: `${pointer}/wait/ms`,
      message: `wait.ms of ${name} must be a number of milliseconds, or a template, got ${JSON.stringify(ms)}.`,
      hint: () => (meant === undefined ? undefined : `Write ${meant}, without quotes.`),
      fix: () => (meant === undefined ? undefined : [{ op: "replace", path: `${pointer}/wait/ms`, value: meant }]),
    });
  }
  if (typeof until === "string" && !hasPlaceholder(until) && momentOf(until) === null) {
    report.error({
      code: "bad_until",
      pointer: `${pointer}/wait/until`,
      message: `wait.until of ${name} is ${JSON.stringify(until)}, which is no time with Z or an offset.`,
      hint: () => 'Write it as "2030-01-31T09:00:00Z" or "2030-01-31T09:00:00+09:00".',
    });
  }
  if (kinds.length !== 1 || kinds[0] === "signal") return;
  for (const field of ["timeoutMs", "schema"].filter((key) => Object.hasOwn(wait, key))) {
    report.warning({
      code: "without_effect",
      pointer: `${pointer}/wait/${field}`,
      message: `wait.${field} of ${name} goes with a signal only.`,
      hint: () => `Remove "${field}".`,
      fix: () => [{ op: "remove", path: `${pointer}/wait/${field}` }],
    });
  }
}

function checkHandoff(step: DraftStep, report: Report): void {
  const { handoff } = step.source;
  if (!isObject(handoff)) return;
  const pointer = `${step.pointer}/handoff`;
  checkTarget(handoff, `The handoff of ${nameOf(step)}`, pointer, report);
  const { escalateTo, context } = handoff;
  for (const [index, target] of (Array.isArray(escalateTo) ? escalateTo : []).entries()) {
    if (!isObject(target)) continue;
    checkTarget(target, `escalateTo[${index}] of ${nameOf(step)}`, `${pointer}/escalateTo/${index}`, report);
  }
  if (context === undefined || isObject(context) || (typeof context === "string" && hasPlaceholder(context))) return;
  report.error({
    code: "wrong_type",
    pointer: `${pointer}/context`,
    message: `handoff.context of ${nameOf(step)} must be an object.`,
    hint: () => 'For example { "task": "Review {{input.url}}" }.',
  });
}

function checkTarget(target: JsonObject, name: string, pointer: string, report: Report): void {
  const to = ["toAgentId", "tag"].filter((key) => Object.hasOwn(target, key));
  if (to.length === 1 || (to.length === 0 && isUnderAnotherName(target, "handoff", ["toAgentId", "tag"]))) return;
  report.error({
    code: to.length === 0 ? "missing_field" : "several_kinds",
    pointer,
    message: `${name} must have one of toAgentId and tag, and has ${to.length === 0 ? "neither" : "both"}.`,
    hint: () => 'For example { "toAgentId": "agent_…" }.',
  });
}

function checkCompensation(step: DraftStep, definition: JsonObject, report: Report): void {
  const { compensate } = step.source;
  if (!isObject(compensate)) return;
  const pointer = `${step.pointer}/compensate`;
  const kinds = kindsOf(compensate).filter((kind) => kind === "toolId" || kind === "tool");
  if (kinds.length === 0 && !isUnderAnotherName(compensate, "compensate", ["toolId", "tool"])) {
    const message = `The compensate of ${nameOf(step)} calls nothing: it lacks "toolId".`;
    report.error({ code: "missing_field", pointer, message });
  } else if (kinds.length > 1) {
    const message = `The compensate of ${nameOf(step)} has toolId and tool, but calls one tool.`;
    report.error({ code: "several_kinds", pointer: `${pointer}/tool`, message, hint: () => "Remove one of them." });
  }
  const { errorStrategy } = definition;
  if (errorStrategy === "compensate") return;
  report.warning({
    code: "without_effect",
    pointer,
    message: `${capital(nameOf(step))} has a compensate, but nothing is undone without errorStrategy "compensate".`,
    hint: () => 'Write "errorStrategy": "compensate" in the workflow.',
    fix: () => (errorStrategy === undefined ? [{ op: "add", path: "/errorStrategy", value: "compensate" }] : undefined),
  });
}

/** Fields that say nothing for what the step does, and a time that is too long for it. */
function checkFit(step: DraftStep, report: Report): void {
  const [kind, ...others] = kindsOf(step.source);
  if (kind === undefined || others.length > 0) return;
  const isTool = kind === "toolId" || kind === "tool";
  const isInner = kind === "wait" || kind === "transform";
  const idle = [
    ...(isTool || kind === "workflowId" ? [] : ["arguments"]),
    ...(isInner ? ["retry", "timeoutMs"] : []),
  ].filter((field) => Object.hasOwn(step.source, field));
  for (const field of idle) {
    report.warning({
      code: "without_effect",
      pointer: `${step.pointer}/${field}`,
      message: `${capital(nameOf(step))} has ${field}, which a step with "${kind}" has no use for.`,
      hint: () =>
        kind === "wait" && field === "timeoutMs" ? "A signal's limit is wait.timeoutMs." : `Remove "${field}".`,
      fix: () => mendIdle(step, field),
    });
  }
  const { timeoutMs } = step.source;
  if (isTool && typeof timeoutMs === "number" && timeoutMs > MAX_STEP_TIMEOUT_MS) {
    report.error({
      code: "out_of_range",
      pointer: `${step.pointer}/timeoutMs`,
      message: `steps[${step.index}].timeoutMs must be at most ${MAX_STEP_TIMEOUT_MS}, got ${timeoutMs}.`,
      hint: () => "What takes longer is a handoff, or a tool that is asked again.",
    });
  }
}

function mendIdle({ pointer, source: { wait } }: DraftStep, field: string): Patch {
  const path = `${pointer}/${field}`;
  const isLimitOfSignal = field === "timeoutMs" && isObject(wait) && wait["signal"] !== undefined;
  return isLimitOfSignal && wait["timeoutMs"] === undefined
    ? [{ op: "move", from: path, path: `${pointer}/wait/timeoutMs` }]
    : [{ op: "remove", path }];
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
