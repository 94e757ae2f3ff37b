// What somebody typed, as expressions of the full text index. Only letters and digits get through, each word in
// quotes, so nothing in a text is an operator.

import { editDistance } from "../../engine/plan/suggest.ts";

const MAX_WORDS = 10;
const MAX_WORD_CHARS = 40;
/** Corrections of one word. */
const MAX_NEAR = 3;
/** Shorter words are a typing error away from too many others. */
const MIN_MISTYPED_CHARS = 4;

/** As the index cuts text into words: lower case, without accents. */
export function wordsOf(text: string): string[] {
  // Put together again afterwards: apart from accents, the index leaves letters whole.
  const plain = text
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, MAX_WORD_CHARS).toWellFormed()))].slice(0, MAX_WORDS);
}

/** An expression of the full text index, or, for a text without a letter or digit, the text itself. */
export type TextMatch = { readonly expression: string } | { readonly literal: string };

/** What `q` has to be found by, `words` being its words; undefined where nothing was typed. */
export function textMatch(q: string | undefined, words: readonly string[]): TextMatch | undefined {
  if (q === undefined || q === "") return undefined;
  return words.length > 0 ? { expression: expressionOf(allOf(words), "beginning") } : { literal: q };
}

/** What is looked for: of each of these groups, any word. */
export type Wording = readonly (readonly string[])[];

/** What has all these words. */
export function allOf(words: readonly string[]): Wording {
  return words.map((word) => [word]);
}

/** What has, for each word, it or one near it; `near` has each word's corrections, in the words' order. */
export function allOrNear(words: readonly string[], near: readonly (readonly string[])[]): Wording {
  return words.map((word, i) => [word, ...(near[i] ?? [])]);
}

export function anyOf(words: readonly string[], near: readonly (readonly string[])[]): Wording {
  return [[...words, ...near.flat()]];
}

/** As an expression of the index, which takes each word for a whole one, or for the beginning of one too. */
export function expressionOf(wording: Wording, as: "whole" | "beginning"): string {
  const term = (word: string) => (as === "whole" ? `"${word}"` : `"${word}"*`);
  return wording.map((group) => `(${group.map(term).join(" OR ")})`).join(" AND ");
}

/** Of what a column has to hold, as much as the index knows: nothing for a text without a letter or digit. */
export function columnExpression(column: "tags" | "category", text: string): string[] {
  const words = wordsOf(text).filter((word) => word.length < MAX_WORD_CHARS);
  return words.length === 0 ? [] : [`{${column}} : (${expressionOf(allOf(words), "whole")})`];
}

export function canBeMistyped(word: string): boolean {
  return word.length >= MIN_MISTYPED_CHARS;
}

export interface Term {
  readonly term: string;
  /** In how many documents it is. */
  readonly documents: number;
}

/** The terms that the word was most likely meant to be: nearest first, then the most used. */
export function corrections(word: string, vocabulary: readonly Term[]): string[] {
  const limit = word.length <= 5 ? 1 : 2;
  return vocabulary
    .map(({ term, documents }) => ({ term, documents, distance: editDistance(word, term, limit) }))
    .filter(({ distance }) => distance > 0 && distance <= limit)
    .toSorted((one, other) => one.distance - other.distance || other.documents - one.documents)
    .slice(0, MAX_NEAR)
    .map(({ term }) => term);
}
