import type { Plan } from "../../engine/plan/plan.ts";
import { NO_RETRY } from "../../engine/run/retry.ts";

export const STEP_ID = "call";

/** One invocation as a plan. `args` is a template, so that nothing in the arguments themselves is taken for one. */
export function oneStepPlan(toolId: string, timeoutMs: number, args: "{{input}}" | "{{input.arguments}}"): Plan {
  return {
    format: 1,
    steps: [{ id: STEP_ID, action: { kind: "tool", toolId, arguments: args }, needs: [], retry: NO_RETRY, timeoutMs }],
    errorStrategy: "stop_on_first",
    maxParallel: 1,
  };
}
