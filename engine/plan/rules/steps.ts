// Step ids that are not unique.

import { quoted } from "../../schema/words.ts";
import type { Checking } from "../checking.ts";

export function checkSteps({ draft, report }: Checking): void {
  for (const step of draft.steps) {
    if (step.id === undefined) continue;
    const first = draft.byId.get(step.id);
    if (first === undefined || first === step) continue;
    report.error({
      code: "duplicate_step_id",
      pointer: `${step.pointer}/id`,
      message: `Two steps have the id ${quoted(step.id)}: steps[${first.index}] and steps[${step.index}].`,
      hint: () => "Give one of them another id.",
    });
  }
}
