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
}

export interface DraftStep {
  readonly index: number;
  readonly pointer: string;
  readonly source: JsonObject;
  readonly id: string | undefined;
  readonly toolId: string | undefined;
  readonly dependsOn: readonly Dependency[];
  /** Undefined: absent, or no object. */
  readonly arguments: Templated | undefined;
}

export interface Dependency {
  readonly pointer: string;
  readonly id: string;
}

/** A value with templates; all pointers are relative to it. */
export interface Templated {
  /** The step that it is in; undefined: the workflow's output. */
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
  return {
    source,
    steps,
    tooManySteps,
    byId,
    duplicatedIds,
    namelessSteps: steps.length < listed.length || steps.some(({ id }) => id === undefined),
    output: source["output"] === undefined ? undefined : readTemplated(source["output"], "/output", undefined),
  };
}

function readStep(source: JsonObject, index: number): DraftStep {
  const pointer = `/steps/${index}`;
  const { id, toolId, dependsOn } = source;
  const stepId = typeof id === "string" ? id : undefined;
  return {
    index,
    pointer,
    source,
    id: stepId,
    toolId: typeof toolId === "string" ? toolId : undefined,
    dependsOn: (Array.isArray(dependsOn) ? dependsOn : []).flatMap((other, at) =>
      typeof other === "string" ? [{ pointer: `${pointer}/dependsOn/${at}`, id: other }] : [],
    ),
    arguments: isObject(source["arguments"])
      ? readTemplated(source["arguments"], `${pointer}/arguments`, stepId)
      : undefined,
  };
}

function readTemplated(value: Json, pointer: string, stepId: string | undefined): Templated {
  return { stepId, pointer, value, ...inspect(value) };
}

/** `step "search"`, or `steps[3]` where it has no id. */
export function nameOf(step: DraftStep): string {
  return step.id === undefined ? `steps[${step.index}]` : `step ${quoted(step.id)}`;
}
