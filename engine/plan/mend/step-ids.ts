// A step under another id: the id itself and all that refers to the step by it.

import type { Json } from "../../json.ts";
import { append } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import { hasPlaceholder } from "../../template/parse.ts";
import { withStepRenamed } from "../../template/renamed-step.ts";
import type { Patch, PatchOperation } from "../patch.ts";
import { withPath } from "./mend-template.ts";

/** In a larger definition, to look for all that refers to a step would cost too much. */
export const MAX_SEARCHED_STEPS = 200;

/** `steps` and `output` are the definition's; undefined where a reference cannot be brought along. */
export function renamed(
  steps: readonly Json[],
  output: Json | undefined,
  index: number,
  to: string,
): Patch | undefined {
  const step = steps[index];
  const from = isObject(step) ? step["id"] : undefined;
  if (steps.length > MAX_SEARCHED_STEPS) return undefined;
  if ((typeof from !== "string" && typeof from !== "number") || isTaken(steps, to)) return undefined;
  const operations: PatchOperation[] = [{ op: "replace", path: `/steps/${index}/id`, value: to }];
  // Such an id is in no template that parses, and a hostile definition would have every one of its templates parsed for each.
  const asWritten = (text: string) =>
    withPath(text, `steps.${from}`, `steps.${to}`) ??
    (/["'`]\s*\]/.test(text) && text.includes(`${from}`) ? withStepRenamed(text, String(from), to) : undefined);
  for (const [at, other] of steps.entries()) {
    if (isObject(other)) follow(other, `/steps/${at}`, String(from), to, operations, asWritten);
  }
  if (output !== undefined) follow(output, "/output", String(from), to, operations, asWritten);
  return operations;
}

function isTaken(steps: readonly Json[], id: string): boolean {
  return steps.some((step) => isObject(step) && step["id"] === id);
}

/** The id `base`, or with a number where a step has that already. */
export function freeId(steps: readonly Json[], base: string): string {
  for (let suffix = 2, id = base; ; id = `${base.slice(0, 56)}_${suffix++}`) if (!isTaken(steps, id)) return id;
}

/** What brings along all that refers to the step within a value of the definition. */
export function referencesRenamed(value: Json, pointer: string, from: string, to: string): PatchOperation[] {
  const operations: PatchOperation[] = [];
  follow(value, pointer, from, to, operations, (text) => withStepRenamed(text, from, to));
  return operations;
}

function follow(
  value: Json,
  pointer: string,
  from: string,
  to: string,
  operations: PatchOperation[],
  inTemplate: (text: string) => string | undefined,
): void {
  const pending: { value: Json; pointer: string }[] = [{ value, pointer }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next.value === "string") {
      const changed = /\/dependsOn(?:\/\d+)?$/.test(next.pointer)
        ? next.value === from && to
        : hasPlaceholder(next.value) && inTemplate(next.value);
      if (typeof changed === "string" && changed !== next.value)
        operations.push({ op: "replace", path: next.pointer, value: changed });
    } else if (Array.isArray(next.value)) {
      for (const [at, item] of next.value.entries()) pending.push({ value: item, pointer: append(next.pointer, at) });
    } else if (isObject(next.value)) {
      for (const [key, item] of Object.entries(next.value)) {
        pending.push({ value: item, pointer: append(next.pointer, key) });
      }
    }
  }
}
