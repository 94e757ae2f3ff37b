// Step ids that are not unique.

import type { Json } from "../../json.ts";
import { canonicalText } from "../../schema/canonical.ts";
import { quoted } from "../../schema/words.ts";
import type { Checking } from "../checking.ts";
import type { DraftStep } from "../draft.ts";
import { freeId, MAX_SEARCHED_STEPS } from "../mend/step-ids.ts";
import type { Patch } from "../patch.ts";

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
      fix: () => mendDouble(step, first, draft.source["steps"]),
    });
  }
}

/** The very same step once more goes; another one gets an id of its own, if nothing refers to the id. */
function mendDouble(step: DraftStep, first: DraftStep, steps: Json | undefined): Patch | undefined {
  if (canonicalText(step.source) === canonicalText(first.source)) return [{ op: "remove", path: step.pointer }];
  if (!Array.isArray(steps) || step.id === undefined || isReferredTo(step.id, steps)) return undefined;
  return [{ op: "replace", path: `${step.pointer}/id`, value: freeId(steps, step.id) }];
}

function isReferredTo(id: string, steps: readonly Json[]): boolean {
  if (steps.length > MAX_SEARCHED_STEPS) return true;
  const others = JSON.stringify(steps);
  return others.includes(`steps.${id}`) || others.split(JSON.stringify(id)).length > 3;
}
