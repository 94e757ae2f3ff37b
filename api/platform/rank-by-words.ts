// What fits a few words best: what has all of them comes first; only where that is little, what has words near them, then
// what has any of them.

import { allOf, allOrNear, anyOf, canBeMistyped, corrections, type Term, type Wording } from "./search-words.ts";

/** A page is cut from this many at most. */
export const MAX_RANKED = 200;
/** With fewer hits than this, what was typed is taken less literally. */
const FEW = 5;
const MAX_TERMS = 5_000;

export interface WordIndex {
  /** The ids of what fits, best first. */
  ranked(wording: Wording, limit: number): Promise<string[]>;
  /** Terms as long as the word, or nearly, that begin with its first or its second character. */
  termsLike(word: string, limit: number): Promise<Term[]>;
}

/** The ids, best first, and by which wording they were found in the end. */
export async function rankByWords(
  words: readonly string[],
  index: WordIndex,
): Promise<{ ids: string[]; wording: Wording }> {
  let wording = allOf(words);
  let ids = await index.ranked(wording, MAX_RANKED);
  if (ids.length >= FEW) return { ids, wording };
  const near = await Promise.all(
    words.map(async (word) => (canBeMistyped(word) ? corrections(word, await index.termsLike(word, MAX_TERMS)) : [])),
  );
  for (const [enough, wider] of [
    [FEW, allOrNear(words, near)],
    [1, anyOf(words, near)],
  ] as const) {
    if (ids.length >= enough) break;
    wording = wider;
    ids = [...new Set([...ids, ...(await index.ranked(wider, MAX_RANKED))])];
  }
  return { ids: ids.slice(0, MAX_RANKED), wording };
}
