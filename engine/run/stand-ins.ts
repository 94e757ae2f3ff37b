// What a dry run is answered with: what its author gives, else a value that fits the schema, else one that has every
// part that the templates read.

import type { Json } from "../json.ts";
import type { ToolCatalog } from "../plan/catalog.ts";
import type { Plan, PlanStep, StepAction } from "../plan/plan.ts";
import { readOf } from "../plan/read-of.ts";
import { samplingOf, type Sampling } from "../schema/sample/sample.ts";
import type { StandIns } from "./dry-run.ts";
import type { Answer } from "./outcome.ts";

export type Given =
  | { readonly result: Json }
  | { readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } };

/** Items beyond this are answered as the first ones are. */
const DIFFERENT_ITEMS = 20;

export function standInsFor(
  plan: Plan,
  {
    given,
    catalog,
    seed,
  }: {
    /** By step id. */
    given: ReadonlyMap<string, Given>;
    catalog: Pick<ToolCatalog, "find" | "workflow">;
    seed: string;
  },
): StandIns {
  const shapes = readOf(plan);
  // A tool has one schema, however many steps call it.
  const samplings = new Map<Json, Promise<Sampling | undefined>>();
  const made = new Map<string, Answer>();
  const samplingFor = (schema: Json): Promise<Sampling | undefined> => {
    const known = samplings.get(schema) ?? samplingOf(schema);
    samplings.set(schema, known);
    return known;
  };
  return {
    async answer(step, { item, role }) {
      if (role === "undo") return success(null);
      const known = given.get(step.id);
      if (known !== undefined) return "result" in known ? success(known.result) : failure(known.error);
      const key = `${step.id} ${item === null ? "" : item % DIFFERENT_ITEMS}`;
      const before = made.get(key);
      if (before !== undefined) return before;
      const schema = schemaOf(step.action, catalog);
      const sampling = schema === null ? undefined : await samplingFor(schema);
      const value = sampling === undefined ? (shapes.get(step.id) ?? {}) : sampling(`${seed} ${key}`);
      const answer = value === undefined ? failure(nothingFits(step)) : success(value);
      made.set(key, answer);
      return answer;
    },
  };
}

function schemaOf(action: StepAction, catalog: Pick<ToolCatalog, "find" | "workflow">): Json | null {
  switch (action.kind) {
    case "tool":
      return catalog.find(action.toolId)?.outputSchema ?? null;
    case "workflow":
      return catalog.workflow(action.workflowId)?.outputSchema ?? null;
    case "handoff":
      return action.resultSchema ?? null;
    case "wait":
      return "signal" in action ? (action.schema ?? null) : null;
    case "transform":
      return null;
  }
}

function success(result: Json): Answer {
  return { type: "success", result, sizeBytes: JSON.stringify(result).length };
}

function failure(error: { code: string; message: string; retryable: boolean }): Answer {
  return { type: "failure", failure: { ...error } };
}

function nothingFits({ id }: PlanStep) {
  const message = `No value was found that fits the schema of what "${id}" gives. Give one: answers.${id}.result.`;
  return { code: "no_stand_in", message, retryable: false };
}
