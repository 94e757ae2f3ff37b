// The tools that a workflow calls, and those that the workflows which it runs call.

import { queryOptions } from "@tanstack/react-query";
import type { Json } from "../../engine/json.ts";
import { namedIn } from "../../engine/plan/named.ts";
import { answerOf, hub, ProblemError } from "./hub.ts";
import type { DefinedWorkflow } from "./workflows.ts";

/** As many as a template carries. */
const MAX_RUN = 50;

/** By the definition alone. It came as JSON. */
export function toolsIn(definition: unknown): string[] {
  const { toolIds, tools } = namedIn(definition as Json);
  return [...new Set([...toolIds, ...tools])];
}

/** Of the workflows that it runs the current versions are read: what an older one calls, the hub names when it refuses it. */
export const calledToolsQuery = ({ id, version, definition }: DefinedWorkflow) =>
  queryOptions({
    queryKey: ["workflow", id, "called", version],
    queryFn: async ({ signal }) => {
      const tools = new Set(toolsIn(definition));
      const met = new Set([id]);
      for (let level: unknown[] = [definition]; level.length > 0;) {
        const ids = level.flatMap((one) => namedIn(one as Json).workflowIds).filter((one) => !met.has(one));
        const fresh = [...new Set(ids)].slice(0, MAX_RUN - met.size + 1);
        for (const one of fresh) met.add(one);
        const read = fresh.map((workflowId) =>
          answerOf(hub.GET("/api/v1/workflows/{workflowId}", { params: { path: { workflowId } }, signal })).catch(
            (error: unknown) => {
              // One that is deleted the hub refuses to publish, and says so.
              if (error instanceof ProblemError && error.problem?.code === "not_found") return null;
              throw error;
            },
          ),
        );
        level = (await Promise.all(read)).flatMap((workflow) => (workflow === null ? [] : [workflow.definition]));
        for (const tool of level.flatMap(toolsIn)) tools.add(tool);
      }
      return [...tools];
    },
  });
