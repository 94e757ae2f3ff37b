// What a step begins as when it is put on the canvas.

import { STEP_ID_PATTERN } from "../../engine/definition/limits.ts";
import type { JsonObject } from "../../engine/json.ts";

/** What can be dragged onto the canvas. */
export type Stencil =
  | { readonly kind: "tool"; readonly toolId: string; readonly name: string }
  | { readonly kind: "workflow" | "wait" | "transform" | "handoff" };

export const STENCILS = ["workflow", "wait", "transform", "handoff"] as const;

/** A minute. */
const PAUSE_MS = 60_000;

export function newStep(stencil: Stencil): JsonObject {
  switch (stencil.kind) {
    case "tool":
      return { id: idFrom(stencil.name), toolId: stencil.toolId, arguments: {} };
    case "workflow":
      return { id: "workflow", workflowId: "", arguments: {} };
    case "wait":
      return { id: "wait", wait: { ms: PAUSE_MS } };
    case "transform":
      return { id: "transform", transform: {} };
    case "handoff":
      return { id: "handoff", handoff: { tag: "", context: { task: "" } } };
  }
}

/** Of a tool's name, what an id may have. */
function idFrom(name: string): string {
  const id = name
    .replaceAll(/[^A-Za-z0-9_-]+/g, "_")
    .replaceAll(/^[^A-Za-z]+|_+$/g, "")
    .slice(0, 60);
  return STEP_ID_PATTERN.test(id) ? id : "step";
}
