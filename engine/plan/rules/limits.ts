// Times and numbers that are each right by themselves, but not together.

import { MAX_STEPS } from "../../definition/limits.ts";
import type { Json } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import type { Checking } from "../checking.ts";
import { nameOf } from "../draft.ts";

export function checkLimits({ draft, report }: Checking): void {
  const { steps } = draft.source;
  const workflowTimeoutMs = numberIn(draft.source["timeoutMs"]);
  if (draft.tooManySteps) {
    report.error({
      code: "too_many_steps",
      pointer: "/steps",
      message: `The workflow has ${Array.isArray(steps) ? steps.length : 0} steps; at most ${MAX_STEPS} are allowed.`,
      hint: () => "Split it into several workflows.",
    });
  }
  for (const step of draft.steps) {
    const retry = isObject(step.source["retry"]) ? step.source["retry"] : {};
    const initialDelayMs = numberIn(retry["initialDelayMs"]);
    const maxDelayMs = numberIn(retry["maxDelayMs"]);
    if (initialDelayMs > maxDelayMs) {
      report.error({
        code: "delays_out_of_order",
        pointer: `${step.pointer}/retry/initialDelayMs`,
        message: `The retry of ${nameOf(step)} starts with a pause of ${initialDelayMs} ms, which is more than its maxDelayMs of ${maxDelayMs}.`,
        hint: () => "Lower initialDelayMs or raise maxDelayMs.",
      });
    }
    const timeoutMs = numberIn(step.source["timeoutMs"]);
    if (timeoutMs > workflowTimeoutMs) {
      report.warning({
        code: "timeout_over_workflow",
        pointer: `${step.pointer}/timeoutMs`,
        message: `One call of ${nameOf(step)} may take ${timeoutMs} ms, but the whole run only ${workflowTimeoutMs}.`,
        hint: () => "Lower the step's timeoutMs or raise the workflow's.",
      });
    }
  }
}

/** NaN, which is neither more nor less than anything, where there is no number. */
function numberIn(value: Json | undefined): number {
  return typeof value === "number" ? value : Number.NaN;
}
