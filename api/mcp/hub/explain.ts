// A plan and a run in the words that a model needs to go on.

import type { JsonObject } from "../../../engine/json.ts";
import type { Plan, StepAction } from "../../../engine/plan/plan.ts";
import type { Run } from "../../runs/run.ts";
import { largeOutputs } from "../../runs/whole-output.ts";

/** Which steps run at the same time, and what each waits for. */
export function explainSteps({ steps, errorStrategy, maxParallel }: Plan): JsonObject {
  const waves: number[] = [];
  // P1: what a step needs comes before it.
  for (const { needs } of steps) waves.push(Math.max(-1, ...needs.map((index) => waves[index] ?? 0)) + 1);
  const order = Array.from({ length: Math.max(-1, ...waves) + 1 }, (_, wave) =>
    steps.filter((_step, index) => waves[index] === wave).map(({ id }) => id),
  );
  return {
    order,
    steps: steps.map(({ id, action, needs, retry, timeoutMs }) => ({
      id,
      ...whatItDoes(action),
      waitsFor: needs.map((index) => steps[index]?.id ?? String(index)),
      attempts: retry.maxAttempts,
      timeoutMs,
    })),
    errorStrategy,
    maxParallel,
  };
}

function whatItDoes(action: StepAction): JsonObject {
  switch (action.kind) {
    case "tool":
      return { calls: action.toolId };
    case "workflow":
      return { runs: `${action.workflowId}@${action.version}` };
    case "wait":
      return { awaits: "signal" in action ? `signal ${action.signal}` : "a time" };
    default:
      return { does: action.kind };
  }
}

/** Where a run stands, and what went wrong in it. */
export function explainRun(run: Run): JsonObject {
  const { id, workflowId, status, error, currentStep, stepResults, output } = run;
  const largeValues = largeOutputs(run);
  const steps = Object.entries(stepResults);
  const counts: Record<string, number> = {};
  for (const [, step] of steps) counts[step.status] = (counts[step.status] ?? 0) + 1;
  const failed = steps.flatMap(([stepId, step]) =>
    step.error === null ? [] : [{ stepId, status: step.status, attempts: step.attempts, ...step.error }],
  );
  return {
    runId: id,
    workflowId,
    status,
    steps: counts,
    ...(currentStep !== null && { currentStep }),
    ...(error !== null && { error: { ...error } }),
    ...(failed.length > 0 && { failed }),
    ...(status === "success" && { output }),
    ...(largeValues.length > 0 && { largeValues }),
  };
}
