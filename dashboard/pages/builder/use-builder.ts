// The builder's state with what the hub knows of it: the faults of what is written, and what came of trying it out.

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { type Dispatch, useCallback, useMemo, useReducer, useState } from "react";
import type { Json, JsonObject } from "../../../engine/json.ts";
import type { Patch } from "../../../engine/plan/patch.ts";
import { type BuilderAction, type BuilderState, builderState, indexesOf, reduced } from "../../canvas/builder-state.ts";
import { documentOf } from "../../canvas/document.ts";
import { faultsByStep } from "../../canvas/faults.ts";
import type { Graph } from "../../canvas/graph-of.ts";
import type { Place } from "../../canvas/places.ts";
import { addSteps, copiedSteps, renameStep, setValue, stepsIn } from "../../canvas/step-edits.ts";
import { answersOf, type TrialAnswers, withAnswer, withRenamed } from "../../canvas/trial-answers.ts";
import { checkQuery, type Diagnostic, type DryRun, dryRun } from "../../hub/workflows.ts";
import { useDebounced } from "../../ui/use-debounced.ts";
import type { Mark, Marks } from "./StepBox.tsx";

/** While letters come, nothing is asked. */
const CHECK_AFTER_MS = 300;

export interface Trial {
  readonly input: Json | undefined;
  readonly setInput: (input: Json | undefined) => void;
  /** What stands in for a step's answer, by its key. */
  readonly answers: TrialAnswers;
  readonly setAnswer: (key: string, value: unknown) => void;
  readonly renameAnswer: (key: string, to: string) => void;
  readonly run: () => void;
  readonly isRunning: boolean;
  readonly outcome: DryRun | undefined;
  readonly error: Error | null;
}

export interface Builder {
  readonly state: BuilderState;
  readonly dispatch: Dispatch<BuilderAction>;
  readonly definition: Json;
  readonly graph: BuilderState["graph"];
  readonly set: (pointer: string, value: Json | undefined) => void;
  /** @returns the ids that the steps have there; none, where there is nothing that could hold them */
  readonly add: (steps: readonly JsonObject[], at?: Place) => readonly string[];
  /** @returns whether the step may have this id */
  readonly rename: (key: string, to: string) => boolean;
  readonly duplicate: (keys: readonly string[]) => void;
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined: it is being looked at, or cannot be. */
  readonly isSound: boolean | undefined;
  /** Why it could not be looked at. */
  readonly checkError: Error | null;
  readonly checkAgain: () => void;
  /** Whether the diagnostics are about what is written now, so that their fixes apply. */
  readonly isChecked: boolean;
  readonly marks: Marks;
  readonly trial: Trial;
  /** What steps gave, by id: in the dry run, else in the latest run. */
  readonly results: { readonly of: "trial" | "run"; readonly values: ReadonlyMap<string, unknown> };
}

/** @param ran what the steps gave in the latest run, by id */
export function useBuilder(start: unknown, ran: ReadonlyMap<string, unknown>): Builder {
  const [state, dispatch] = useReducer(reduced, start as Json, (json) => builderState(documentOf(json)));
  const { history, graph } = state;
  const { text, value: definition, fault } = history.now;
  const settled = useDebounced(text, CHECK_AFTER_MS);
  const check = useQuery({
    ...checkQuery(settled),
    enabled: fault === null && settled === text,
    placeholderData: keepPreviousData,
  });
  const diagnostics = check.data?.diagnostics ?? NO_DIAGNOSTICS;
  const isChecked = check.data?.text === text;
  const trial = useTrial(definition, graph);
  const { outcome } = trial;
  const results = useMemo(() => resultsOf(outcome, ran), [outcome, ran]);
  const marks = useMemo(() => marksOf(graph, diagnostics, outcome), [graph, diagnostics, outcome]);
  const set = useCallback(
    (pointer: string, value: Json | undefined) =>
      dispatch({ type: "edit", patch: (now) => setValue(now, pointer, value), part: pointer }),
    [],
  );
  const rename = (key: string, to: string) => {
    const [index] = indexesOf(graph, [key]);
    if (index === undefined || renameStep(definition, index, to).length === 0) return false;
    dispatch({ type: "rename", key, to });
    trial.renameAnswer(key, to);
    return true;
  };
  const add = (steps: readonly JsonObject[], at?: Place) => {
    const { patch, ids } = addSteps(definition, steps);
    if (fault !== null || patch.length === 0) return [];
    dispatch({ type: "add", steps, ...(at && { at }) });
    return ids;
  };
  const duplicate = (keys: readonly string[]) => {
    const steps = stepsIn(copiedSteps(definition, indexesOf(graph, keys)));
    if (steps !== null) add(steps);
  };
  return {
    state,
    dispatch,
    definition,
    graph,
    set,
    add,
    rename,
    duplicate,
    diagnostics,
    isSound: isChecked ? check.data?.ok : undefined,
    checkError: check.error,
    checkAgain: () => void check.refetch(),
    isChecked,
    marks,
    trial,
    results,
  };
}

const NO_DIAGNOSTICS: readonly Diagnostic[] = [];

/** The hub's patch: JSON, as it came over the wire. */
export function fixOf({ fix }: Diagnostic): Patch {
  return (fix ?? []) as Patch;
}

function useTrial(definition: Json, graph: Graph): Trial {
  const [input, setInput] = useState<Json | undefined>(undefined);
  const [answers, setAnswers] = useState<TrialAnswers>(new Map());
  const tried = useMutation({
    mutationFn: () =>
      dryRun({
        definition,
        ...(input !== undefined && { input }),
        answers: answersOf(graph, answers),
      }),
  });
  return {
    input,
    setInput,
    answers,
    setAnswer: (key, value) => setAnswers(withAnswer(answers, key, value)),
    renameAnswer: (key, to) => setAnswers(withRenamed(answers, key, to)),
    run: () => tried.mutate(),
    isRunning: tried.isPending,
    outcome: tried.data,
    error: tried.error,
  };
}

function resultsOf(outcome: DryRun | undefined, ran: ReadonlyMap<string, unknown>): Builder["results"] {
  if (outcome === undefined) return { of: "run", values: ran };
  const given = Object.entries(outcome.steps).filter(([, { status }]) => status === "success");
  return { of: "trial", values: new Map(given.map(([id, { result }]) => [id, result])) };
}

function marksOf(
  { steps }: BuilderState["graph"],
  diagnostics: readonly Diagnostic[],
  outcome: DryRun | undefined,
): Marks {
  const byStep = faultsByStep(diagnostics);
  const marks = new Map<string, Mark>();
  for (const { key, index } of steps) {
    const faults = byStep.get(index) ?? [];
    const tried = outcome && Object.hasOwn(outcome.steps, key) ? outcome.steps[key] : undefined;
    if (faults.length === 0 && tried === undefined) continue;
    marks.set(key, {
      faults: faults.length,
      isBad: faults.some(({ severity }) => severity === "error"),
      ...(tried && { status: tried.status }),
    });
  }
  return marks;
}
