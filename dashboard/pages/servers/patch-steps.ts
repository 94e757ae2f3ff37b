// A JSON Patch as a person reads it: at each place what was there, and what is to be there.

import type { Json } from "../../../engine/json.ts";
import { applyPatch, type PatchOperation } from "../../../engine/plan/patch.ts";
import { tokensOf, valueAt } from "../../../engine/schema/pointer.ts";
import type { ServerChange } from "../../hub/servers.ts";

export type Operation = ServerChange["changes"][number];

export interface PatchStep {
  readonly op: Operation["op"];
  readonly path: string;
  /** Undefined: nothing, or it is not known. */
  readonly was: unknown;
  /** Undefined where it goes. */
  readonly becomes: unknown;
}

/** @param before what the patch is from; undefined: it is not known, and neither is what was there */
export function patchSteps(before: unknown, patch: readonly Operation[]): readonly PatchStep[] {
  // Both came as JSON.
  let value = before as Json | undefined;
  return patch.map((operation) => {
    const { op, path } = operation;
    const was = value === undefined || op === "add" ? undefined : valueAt(value, tokensOf(path));
    // Each operation speaks of what the ones before it have left.
    value = value === undefined ? undefined : applyPatch(value, [operation as PatchOperation]);
    return { op, path, was, becomes: op === "remove" ? undefined : operation.value };
  });
}
