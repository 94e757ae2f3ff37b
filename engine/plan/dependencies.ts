// Which steps a step waits for: what dependsOn names, united with what its templates refer to.

import type { Draft, DraftStep, TemplatePlace } from "./draft.ts";

export interface Dependencies {
  /** For each step of the draft, by its place in `draft.steps`, those that it waits for, in order and without doubles. */
  readonly needs: readonly (readonly number[])[];
  /** Of those, the ones whose result it cannot do without. */
  readonly requires: readonly (readonly number[])[];
}

/** What only counts once the step has run. */
const AFTERWARDS: ReadonlySet<TemplatePlace> = new Set(["fallback", "compensate"]);

export function dependencies(draft: Pick<Draft, "steps" | "byId" | "duplicatedIds">): Dependencies {
  const places = new Map<DraftStep, number>();
  for (const [place, step] of draft.steps.entries()) places.set(step, place);
  const placesOf = (step: DraftStep, ids: Iterable<string>): number[] => {
    const found = new Set<number>();
    for (const id of ids) {
      // A duplicated id could mean either step, and has its own diagnostic.
      const other = draft.duplicatedIds.has(id) ? undefined : draft.byId.get(id);
      const place = other === undefined || other === step ? undefined : places.get(other);
      if (place !== undefined) found.add(place);
    }
    return [...found].toSorted((a, b) => a - b);
  };
  return {
    needs: draft.steps.map((step) => placesOf(step, neededIds(step))),
    requires: draft.steps.map((step) => placesOf(step, requiredIds(step))),
  };
}

function* neededIds(step: DraftStep): Generator<string> {
  for (const { id } of step.dependsOn) yield id;
  for (const { references } of step.templates) {
    for (const { root, path } of references) if (root === "steps" && typeof path[0] === "string") yield path[0];
  }
}

/** Read without `?`, `??` or the like. */
function* requiredIds({ templates }: DraftStep): Generator<string> {
  for (const { place, references } of templates) {
    if (AFTERWARDS.has(place)) continue;
    for (const { root, path, optional } of references) {
      const [id, part] = path;
      if (root === "steps" && typeof id === "string" && part === "result" && !optional) yield id;
    }
  }
}
