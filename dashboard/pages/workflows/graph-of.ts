// The graph of a definition, sound or not: what its steps are, and which waits for which.

import type { JsonObject } from "../../../engine/json.ts";
import { dependencies } from "../../../engine/plan/dependencies.ts";
import { readDraft } from "../../../engine/plan/draft.ts";
import { kindsOf, type StepKind } from "../../../engine/plan/kinds.ts";
import { isObject } from "../../hub/json-schema.ts";

export interface GraphStep {
  readonly id: string;
  readonly kind: StepKind | null;
  /** What it calls or waits for, in a few words. */
  readonly about: string;
  readonly isConditional: boolean;
  readonly isForEach: boolean;
  readonly needs: readonly string[];
}

export function graphOf(definition: unknown): readonly GraphStep[] {
  if (!isObject(definition)) return [];
  const draft = readDraft(definition as JsonObject);
  const { needs } = dependencies(draft);
  const idAt = (place: number) => draft.steps[place]?.id ?? `#${place}`;
  return draft.steps.map(({ source }, place) => {
    const [kind = null] = kindsOf(source);
    return {
      id: idAt(place),
      kind,
      about: aboutOf(kind === null ? undefined : source[kind]),
      isConditional: source["when"] !== undefined,
      isForEach: source["forEach"] !== undefined,
      needs: (needs[place] ?? []).map(idAt),
    };
  });
}

function aboutOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  const [first] = Object.entries(value).filter(([, of]) => typeof of === "string" || typeof of === "number");
  return first ? `${first[0]}: ${String(first[1])}` : "";
}
