// What can be done to the steps of a definition, each as a JSON Patch.

import { STEP_ID_PATTERN } from "../../engine/definition/limits.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import { freeId, referencesRenamed } from "../../engine/plan/mend/step-ids.ts";
import type { Patch } from "../../engine/plan/patch.ts";
import { applyPatch } from "../../engine/plan/patch.ts";
import { append, tokensOf, valueAt } from "../../engine/schema/pointer.ts";
import { isObject } from "../../engine/schema/resources.ts";
import { stepPointer } from "./graph-of.ts";

/** Puts a value at a place, or with `undefined` takes it away. What the place is in is made where it is missing. */
export function setValue(definition: Json, pointer: string, value: Json | undefined): Patch {
  const tokens = tokensOf(pointer);
  if (value === undefined) return valueAt(definition, tokens) === undefined ? [] : [{ op: "remove", path: pointer }];
  // The nearest parent that is there takes the rest.
  let depth = tokens.length;
  let content = value;
  while (depth > 1 && !isContainer(valueAt(definition, tokens.slice(0, depth - 1)))) {
    depth -= 1;
    content = { [tokens[depth] ?? ""]: content };
  }
  const path = tokens.slice(0, depth).reduce<string>(append, "");
  const isThere = valueAt(definition, tokens.slice(0, depth)) !== undefined;
  return [{ op: isThere ? "replace" : "add", path, value: content }];
}

/** At the end of the list, under an id that no other step has. */
export function addSteps(definition: Json, steps: readonly JsonObject[]): { patch: Patch; ids: readonly string[] } {
  const list = stepsOf(definition);
  const added: JsonObject[] = [];
  for (const step of steps) added.push({ ...step, id: freeId([...list, ...added], idOf(step) ?? "step") });
  const renamed = added.map((step) => withNewNames(step, steps, added));
  const patch: Patch = Array.isArray(valueAt(definition, ["steps"]))
    ? renamed.map((step) => ({ op: "add", path: "/steps/-", value: step }))
    : [{ op: "add", path: "/steps", value: renamed }];
  return { patch: isObject(definition) ? patch : [], ids: added.map((step) => idOf(step) ?? "") };
}

/** What the steps that came together read of each other, they go on reading of each other. */
function withNewNames(step: JsonObject, before: readonly JsonObject[], after: readonly JsonObject[]): JsonObject {
  let changed: Json = step;
  for (const [at, old] of before.entries()) {
    const [from, to] = [idOf(old), idOf(after[at] ?? {})];
    if (from === undefined || to === undefined || from === to) continue;
    changed = applyPatch(changed, referencesRenamed(changed, "", from, to)) ?? changed;
  }
  return isObject(changed) ? changed : step;
}

/** Takes the steps away, and their names out of what the others wait for; what reads their results is left to its author. */
export function removeSteps(definition: Json, indexes: readonly number[]): Patch {
  const list = stepsOf(definition);
  const gone = new Set(indexes);
  const ids = new Set(indexes.flatMap((index) => idOf(list[index]) ?? []));
  // Another step of the same id is meant, then.
  for (const [index, step] of list.entries()) if (!gone.has(index)) ids.delete(idOf(step) ?? "");
  const waiting = list.flatMap((step, index) =>
    gone.has(index) ? [] : withoutDependencies(step, index, (id) => ids.has(id)),
  );
  const removed = indexes
    .toSorted((a, b) => b - a)
    .map((index) => ({ op: "remove", path: stepPointer(index) }) as const);
  return [...waiting, ...removed];
}

export function connect(definition: Json, from: string, index: number): Patch {
  const dependsOn = valueAt(definition, ["steps", index, "dependsOn"]);
  if (!Array.isArray(dependsOn)) return setValue(definition, stepPointer(index, "dependsOn"), [from]);
  return dependsOn.includes(from) ? [] : [{ op: "add", path: stepPointer(index, "dependsOn", "-"), value: from }];
}

/** What the step reads of the other, it still waits for. */
export function disconnect(definition: Json, from: string, index: number): Patch {
  return withoutDependencies(stepsOf(definition)[index], index, (id) => id === from);
}

function withoutDependencies(step: Json | undefined, index: number, isGone: (id: string) => boolean): Patch {
  const dependsOn = isObject(step) && Array.isArray(step["dependsOn"]) ? step["dependsOn"] : [];
  const places = dependsOn.flatMap((id, at) => (typeof id === "string" && isGone(id) ? [at] : []));
  if (places.length === 0) return [];
  if (places.length === dependsOn.length) return [{ op: "remove", path: stepPointer(index, "dependsOn") }];
  return places.toReversed().map((at) => ({ op: "remove", path: stepPointer(index, "dependsOn", at) }));
}

/** Under another id, with all that refers to it; nothing where the id cannot be one, or is another's. */
export function renameStep(definition: Json, index: number, to: string): Patch {
  const list = stepsOf(definition);
  const from = idOf(list[index]);
  if (from === to || !STEP_ID_PATTERN.test(to) || list.some((step) => idOf(step) === to)) return [];
  const own = setValue(definition, stepPointer(index, "id"), to);
  // Of two steps with one id, nobody knows which is referred to.
  if (from === undefined || list.filter((step) => idOf(step) === from).length > 1 || !isObject(definition)) return own;
  return [
    ...own,
    ...Object.entries(definition).flatMap(([key, value]) => referencesRenamed(value, append("", key), from, to)),
  ];
}

/** As a text that can be pasted: into another definition, or anywhere. */
export function copiedSteps(definition: Json, indexes: readonly number[]): string {
  const list = stepsOf(definition);
  return JSON.stringify(
    indexes.toSorted((a, b) => a - b).map((index) => list[index] ?? null),
    null,
    2,
  );
}

/** The steps in a text that was copied: a list of them, one, or a whole definition's. Null: there are none. */
export function stepsIn(text: string): readonly JsonObject[] | null {
  try {
    const value = JSON.parse(text) as Json;
    const list = Array.isArray(value)
      ? value
      : isObject(value) && Array.isArray(value["steps"])
        ? value["steps"]
        : [value];
    const steps = list.filter((step) => isObject(step));
    return steps.length > 0 && steps.length === list.length ? steps : null;
  } catch {
    return null;
  }
}

export function stepsOf(definition: Json): readonly Json[] {
  const steps = isObject(definition) ? definition["steps"] : undefined;
  return Array.isArray(steps) ? steps : [];
}

export function idOf(step: Json | undefined): string | undefined {
  const id = isObject(step) ? step["id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

function isContainer(value: Json | undefined): boolean {
  return typeof value === "object" && value !== null;
}
