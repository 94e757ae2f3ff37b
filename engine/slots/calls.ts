// The calls of tools in a definition, and what undoes them, each with its place.

import type { Json, JsonObject } from "../json.ts";
import { append } from "../schema/pointer.ts";
import { isObject } from "../schema/resources.ts";
import { slotNameOf } from "./slot.ts";

/** Whatever has the fields of a call: a step, or what a step has as `compensate`. */
export interface PlacedCall {
  readonly call: JsonObject;
  readonly pointer: string;
}

export function callsIn(definition: Json): PlacedCall[] {
  return stepsOf(definition).flatMap((step, index): PlacedCall[] => {
    if (!isObject(step)) return [];
    const pointer = append("/steps", index);
    const { compensate } = step;
    const undoing = isObject(compensate) ? [{ call: compensate, pointer: append(pointer, "compensate") }] : [];
    return [{ call: step, pointer }, ...undoing];
  });
}

const CALLEES = ["toolId", "tool", "workflowId"] as const;

/** What a call calls, as its definition names it; undefined: nothing. */
export function calleeIn(
  call: JsonObject,
): { readonly field: (typeof CALLEES)[number]; readonly name: string } | undefined {
  for (const field of CALLEES) {
    const name = call[field];
    if (typeof name === "string") return { field, name };
  }
  return undefined;
}

/** The definition with each call changed so; what is no call stays as it is. */
export function withCalls(definition: Json, change: (call: JsonObject) => JsonObject): Json {
  if (!isObject(definition) || !Array.isArray(definition["steps"])) return definition;
  const steps = definition["steps"].map((step): Json => {
    if (!isObject(step)) return step;
    const { compensate } = step;
    return change(isObject(compensate) ? { ...step, compensate: change(compensate) } : step);
  });
  return { ...definition, steps };
}

/** The definition with the tools of `toolIds` in its slots, by their names; a slot that is not among them stays open. */
export function bindSlots(definition: Json, toolIds: ReadonlyMap<string, string>): Json {
  return withCalls(definition, (call) => {
    const name = typeof call["toolId"] === "string" ? slotNameOf(call["toolId"]) : undefined;
    const toolId = name === undefined ? undefined : toolIds.get(name);
    return toolId === undefined ? call : { ...call, toolId };
  });
}

/** The definition with these workflows in the places of the sub-workflows that it names (slots/whole.ts), by their ids there. */
export function bindSubWorkflows(definition: Json, ids: ReadonlyMap<string, string>): Json {
  return withCalls(definition, (call) => {
    const workflowId = typeof call["workflowId"] === "string" ? ids.get(call["workflowId"]) : undefined;
    return workflowId === undefined ? call : { ...call, workflowId };
  });
}

function stepsOf(definition: Json): readonly Json[] {
  const steps = isObject(definition) ? definition["steps"] : undefined;
  return Array.isArray(steps) ? steps : [];
}
