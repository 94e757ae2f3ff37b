// What stands in for the answers of steps in a dry run, by the keys of the steps. One outlives its step: it is there again
// when the step comes back.

import type { Graph } from "./graph-of.ts";

export type TrialAnswers = ReadonlyMap<string, unknown>;

/** As the hub takes them: it refuses a dry run with an answer of a step that is not there. */
export function answersOf({ steps }: Graph, answers: TrialAnswers): Record<string, { readonly result: unknown }> {
  const there = steps.filter(({ key }) => answers.has(key));
  return Object.fromEntries(there.map(({ key }) => [key, { result: answers.get(key) }]));
}

export function withAnswer(answers: TrialAnswers, key: string, value: unknown): TrialAnswers {
  const next = new Map(answers);
  if (value === undefined) next.delete(key);
  else next.set(key, value);
  return next;
}

/** The step has another id now. Under its old one the answer stays, for who undoes that. */
export function withRenamed(answers: TrialAnswers, from: string, to: string): TrialAnswers {
  return withAnswer(answers, to, answers.get(from));
}
