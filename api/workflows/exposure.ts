import type { WorkflowDefinition } from "../../engine/definition/schema.ts";
import type { ExposedWorkflow } from "./workflow.ts";

export type Exposure = Pick<ExposedWorkflow, "toolName" | "toolDescription">;

/** What the workflow is as a tool; null where its author does not want it to be one. */
export function exposureOf({ name, description = "", exposeAsTool }: WorkflowDefinition): Exposure | null {
  if (exposeAsTool === undefined || exposeAsTool === false) return null;
  const said = exposeAsTool === true ? {} : exposeAsTool;
  return {
    toolName: said.name ?? name.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, 64),
    toolDescription: said.description ?? description,
  };
}
