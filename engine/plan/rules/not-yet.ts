// What a definition may say already, but no host does yet. Said once all else is right. A host that learns to do it takes
// its lines from here.

import { isObject } from "../../schema/resources.ts";
import type { Checking } from "../checking.ts";
import { nameOf } from "../draft.ts";

export function checkNotYet({ draft, report }: Checking): void {
  if (report.failed) return;
  for (const step of draft.steps) {
    if (!isObject(step.source["handoff"])) continue;
    report.warning({
      code: "without_effect",
      pointer: `${step.pointer}/handoff`,
      message: `The handoff of ${nameOf(step)} waits for an answer, but no agent is told of it yet.`,
      hint: () => "Give the step a timeoutMs.",
    });
  }
}
