// Finding among the workflows that are tools. They are the caller's own and few, so all of them are looked at.

import { wordsOf } from "../../platform/search-words.ts";
import type { ExposedWorkflow } from "../../workflows/workflow.ts";
import type { Exposed } from "./exposed-workflows.ts";

export type NamedWorkflow = readonly [name: string, workflow: ExposedWorkflow];

/**
 * Those that have more than half of the words, or the beginnings of such; who has more of them comes first, then who has
 * them in its name, then the newest. Without a word: all, newest first.
 */
export function searchExposed(exposed: Exposed, query: string): NamedWorkflow[] {
  const words = wordsOf(query);
  if (words.length === 0) return query.trim() === "" ? [...exposed] : [];
  return [...exposed]
    .map((named) => ({ named, ...hitsOf(named, words) }))
    .filter(({ all }) => all > words.length / 2)
    .toSorted((one, other) => other.all - one.all || other.inName - one.inName)
    .map(({ named }) => named);
}

function hitsOf([name, { toolName, toolDescription }]: NamedWorkflow, words: readonly string[]) {
  const inName = wordsOf(`${name} ${toolName}`);
  const anywhere = [...inName, ...allWordsOf(toolDescription)];
  return { all: countOf(words, anywhere), inName: countOf(words, inName) };
}

function countOf(words: readonly string[], among: readonly string[]): number {
  return words.filter((word) => among.some((one) => one.startsWith(word))).length;
}

/** A query has few words; a description may have many. */
function allWordsOf(text: string): string[] {
  return text.split(/\s+/).flatMap(wordsOf);
}
