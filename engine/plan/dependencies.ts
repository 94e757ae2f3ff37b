// Which steps a step waits for: what dependsOn names, united with what its templates refer to.

import type { Draft, DraftStep } from "./draft.ts";

/** For each step of the draft, by its place in `draft.steps`, those that it needs, in order and without doubles. */
export function dependencies(draft: Draft): number[][] {
  const places = new Map<DraftStep, number>();
  for (const [place, step] of draft.steps.entries()) places.set(step, place);
  return draft.steps.map((step) => {
    const needed = new Set<number>();
    for (const id of neededIds(step)) {
      // A duplicated id could mean either step, and has its own diagnostic.
      const other = draft.duplicatedIds.has(id) ? undefined : draft.byId.get(id);
      const place = other === undefined || other === step ? undefined : places.get(other);
      if (place !== undefined) needed.add(place);
    }
    return [...needed].toSorted((a, b) => a - b);
  });
}

function* neededIds(step: DraftStep): Generator<string> {
  for (const { id } of step.dependsOn) yield id;
  for (const { root, path } of step.arguments?.references ?? []) {
    if (root === "steps" && typeof path[0] === "string") yield path[0];
  }
}
