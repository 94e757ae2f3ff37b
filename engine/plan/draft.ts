// A definition as far as it can be read, however wrong the rest of it is: a fault in one step must not hide
// those of the others.

import { MAX_STEPS } from "../definition/limits.ts";
import type { Json, JsonObject } from "../json.ts";
import { isObject } from "../schema/resources.ts";
import { quoted } from "../schema/words.ts";
import type { TemplateFault } from "../template/fault.ts";
import { inspect, type Reference } from "../template/references.ts";

export interface Draft {
  readonly source: JsonObject;
  /** Empty where there are too many. */
  readonly steps: readonly DraftStep[];
  readonly tooManySteps: boolean;
  /** The first step of each id, whatever characters the id has. */
  readonly byId: ReadonlyMap<string, DraftStep>;
  readonly duplicatedIds: ReadonlySet<string>;
  /** Some step has no id to refer to it by, so an unknown id may be meant to be its. */
  readonly namelessSteps: boolean;
  readonly output: Templated | undefined;
  readonly concurrencyKey: Templated | undefined;
}

export interface DraftStep {
  readonly index: number;
  readonly pointer: string;
  readonly source: JsonObject;
  readonly id: string | undefined;
  readonly dependsOn: readonly Dependency[];
  /** What the step calls itself, and what undoes it. */
  readonly calls: readonly DraftCall[];
  /** Every value of the step that holds templates. */
  readonly templates: readonly Templated[];
}

/** A call of a tool, or of a workflow, with its arguments. */
export interface DraftCall {
  /** Of the object that it is written in: the step, or its compensate. */
  readonly pointer: string;
  readonly source: JsonObject;
  readonly toolId: string | undefined;
  /** `agent/name@version` */
  readonly tool: string | undefined;
  readonly workflowId: string | undefined;
  /** Undefined: absent, or no object. */
  readonly arguments: Templated | undefined;
}

export interface Dependency {
  readonly pointer: string;
  readonly id: string;
}

export type TemplatePlace =
  | "arguments"
  | "transform"
  | "wait"
  | "handoff"
  | "when"
  | "items"
  | "fallback"
  | "compensate"
  | "output"
  | "key";

/** A value with templates; all pointers are relative to it. */
export interface Templated {
  readonly place: TemplatePlace;
  /** The step that it is in; undefined: it is the workflow's. */
  readonly stepId: string | undefined;
  readonly pointer: string;
  readonly value: Json;
  readonly references: readonly Reference[];
  readonly faults: readonly TemplateFault[];
}

export function readDraft(source: JsonObject): Draft {
  const listed = Array.isArray(source["steps"]) ? source["steps"] : [];
  const tooManySteps = listed.length > MAX_STEPS;
  const steps = tooManySteps ? [] : listed.flatMap((step, index) => (isObject(step) ? [readStep(step, index)] : []));
  const byId = new Map<string, DraftStep>();
  const duplicatedIds = new Set<string>();
  for (const step of steps) {
    if (step.id === undefined) continue;
    if (byId.has(step.id)) duplicatedIds.add(step.id);
    else byId.set(step.id, step);
  }
  const key = isObject(source["concurrency"]) ? source["concurrency"]["key"] : undefined;
  return {
    source,
    steps,
    tooManySteps,
    byId,
    duplicatedIds,
    namelessSteps: steps.length < listed.length || steps.some(({ id }) => id === undefined),
    output: readTemplated("output", source["output"], "/output", undefined),
    concurrencyKey: typeof key === "string" ? readTemplated("key", key, "/concurrency/key", undefined) : undefined,
  };
}

function readStep(source: JsonObject, index: number): DraftStep {
  const pointer = `/steps/${index}`;
  const { id, dependsOn } = source;
  const stepId = textOf(id);
  const compensate = source["compensate"];
  const calls = [
    readCall("arguments", source, pointer, stepId),
    ...(isObject(compensate) ? [readCall("compensate", compensate, `${pointer}/compensate`, stepId)] : []),
  ];
  return {
    index,
    pointer,
    source,
    id: stepId,
    dependsOn: (Array.isArray(dependsOn) ? dependsOn : []).flatMap((other, at) =>
      typeof other === "string" ? [{ pointer: `${pointer}/dependsOn/${at}`, id: other }] : [],
    ),
    calls,
    templates: [...calls.map((call) => call.arguments), ...othersOf(source, pointer, stepId)].flatMap(
      (templated) => templated ?? [],
    ),
  };
}

function readCall(place: TemplatePlace, source: JsonObject, pointer: string, stepId: string | undefined): DraftCall {
  const args = source["arguments"];
  return {
    pointer,
    source,
    toolId: textOf(source["toolId"]),
    tool: textOf(source["tool"]),
    workflowId: place === "compensate" ? undefined : textOf(source["workflowId"]),
    arguments: isObject(args) ? readTemplated(place, args, `${pointer}/arguments`, stepId) : undefined,
  };
}

const HANDOFF_TEMPLATES = ["toAgentId", "tag", "context", "escalateTo", "parentHandoffId"] as const;

/** All templates of a step but those of its calls. */
function othersOf(source: JsonObject, pointer: string, stepId: string | undefined): (Templated | undefined)[] {
  const { when, transform, wait, handoff, forEach, onError } = source;
  const read = (place: TemplatePlace, value: Json | undefined, at: string) =>
    readTemplated(place, value, `${pointer}/${at}`, stepId);
  return [
    typeof when === "string" ? read("when", when, "when") : undefined,
    read("transform", transform, "transform"),
    isObject(wait) ? read("wait", wait["ms"], "wait/ms") : undefined,
    isObject(wait) ? read("wait", wait["until"], "wait/until") : undefined,
    ...HANDOFF_TEMPLATES.map((field) =>
      isObject(handoff) ? read("handoff", handoff[field], `handoff/${field}`) : undefined,
    ),
    isObject(forEach) ? read("items", forEach["items"], "forEach/items") : undefined,
    isObject(onError) ? read("fallback", onError["fallback"], "onError/fallback") : undefined,
  ];
}

function readTemplated(
  place: TemplatePlace,
  value: Json | undefined,
  pointer: string,
  stepId: string | undefined,
): Templated | undefined {
  return value === undefined ? undefined : { place, stepId, pointer, value, ...inspect(value) };
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** `step "search"`, or `steps[3]` where it has no id. */
export function nameOf(step: DraftStep): string {
  return step.id === undefined ? `steps[${step.index}]` : `step ${quoted(step.id)}`;
}
