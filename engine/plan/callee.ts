// What a call of a definition calls.

import type { Signature, ToolCatalog } from "./catalog.ts";
import type { DraftCall, DraftStep } from "./draft.ts";
import { kindsOf } from "./kinds.ts";

/** Undefined: it calls nothing, or nothing that is known; or it says two things at once. */
export function calleeOf({ source, toolId, tool, workflowId }: DraftCall, catalog: ToolCatalog): Signature | undefined {
  if (kindsOf(source).length > 1) return undefined;
  if (toolId !== undefined) return catalog.find(toolId);
  if (tool !== undefined) return catalog.named(tool);
  return workflowId === undefined ? undefined : catalog.workflow(workflowId);
}

/** What the step itself calls. */
export function calleeOfStep({ calls: [own] }: DraftStep, catalog: ToolCatalog): Signature | undefined {
  return own === undefined ? undefined : calleeOf(own, catalog);
}

/** Which field says what is called. */
export function calleeField({ toolId, tool }: DraftCall): "toolId" | "tool" | "workflowId" {
  if (toolId !== undefined) return "toolId";
  return tool === undefined ? "workflowId" : "tool";
}
