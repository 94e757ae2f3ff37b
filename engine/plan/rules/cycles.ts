// Steps that wait for each other in a circle.

import { MAX_DIAGNOSTICS } from "../../definition/limits.ts";
import type { Checking } from "../checking.ts";
import { dependencies } from "../dependencies.ts";
import type { DraftStep } from "../draft.ts";
import { cycles, stepGraph } from "../graph.ts";
import type { Patch } from "../patch.ts";

/** A path longer than this is shown with a gap. */
const MAX_SHOWN = 20;

export function checkCycles({ draft, report }: Checking): void {
  for (const cycle of cycles(stepGraph(dependencies(draft).needs), MAX_DIAGNOSTICS)) {
    const steps = cycle.flatMap((place) => draft.steps[place] ?? []);
    // Starts at the step that comes first in the definition.
    const first = steps.reduce((least, step, at) => (step.index < (steps[least]?.index ?? 0) ? at : least), 0);
    const path = [...steps.slice(first), ...steps.slice(0, first)];
    const ids = [...path, ...path.slice(0, 1)].map(({ id, index }) =>
      id === undefined || id.length > 64 ? `steps[${index}]` : id,
    );
    const shown =
      ids.length <= MAX_SHOWN + 1
        ? ids
        : [...ids.slice(0, MAX_SHOWN), `… (${ids.length - MAX_SHOWN - 1} more)`, ...ids.slice(-1)];
    report.error({
      code: "cycle",
      pointer: path[0]?.pointer ?? "/steps",
      message: `These steps wait for each other, so none could start: ${shown.join(" -> ")}.`,
      hint: () =>
        "Remove one of these dependencies or references. No step runs twice: what may fail has a retry, a list a forEach.",
      fix: () => mendCycle(path),
    });
  }
}

/** Where all but one of the steps read what they wait for, the one that only says so in dependsOn has it wrong. */
function mendCycle(path: readonly DraftStep[]): Patch | undefined {
  const said = path.flatMap((step, at) => {
    const needed = path[(at + 1) % path.length]?.id;
    const reads = step.templates.some(({ references }) =>
      references.some(({ root, path: [id] }) => root === "steps" && id === needed),
    );
    return reads ? [] : [step.dependsOn.filter(({ id }) => id === needed)];
  });
  const [only, ...others] = said;
  const [dependency, ...doubles] = only ?? [];
  if (dependency === undefined || others.length > 0 || doubles.length > 0) return undefined;
  return [{ op: "remove", path: dependency.pointer }];
}
