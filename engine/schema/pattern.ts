// `pattern` and `patternProperties` on RE2: time linear in the text, whatever the pattern.

import { RE2JS } from "re2js";
import { MAX_PATTERN_INSTRUCTIONS, MAX_PATTERN_LENGTH } from "../definition/limits.ts";
import { spend } from "./fuel.ts";

export interface Pattern {
  readonly source: string;
  test(text: string): boolean;
}

export type PatternCompiled = { ok: true; pattern: Pattern } | { ok: false; reason: string };

/** The patterns of one schema, each compiled once, within one budget for all of them. */
export class PatternSet {
  readonly #compiled = new Map<string, PatternCompiled>();
  #instructions = 0;

  compile(source: string): PatternCompiled {
    const known = this.#compiled.get(source);
    if (known !== undefined) return known;
    const compiled = this.#compile(source);
    this.#compiled.set(source, compiled);
    return compiled;
  }

  #compile(source: string): PatternCompiled {
    if (source.length > MAX_PATTERN_LENGTH) {
      return { ok: false, reason: `the pattern is longer than ${MAX_PATTERN_LENGTH} characters` };
    }
    if (this.#instructions > MAX_PATTERN_INSTRUCTIONS) {
      return { ok: false, reason: "the schema's patterns are too large together; use fewer or smaller repeats" };
    }
    try {
      const expression = RE2JS.compile(RE2JS.translateRegExp(source));
      const size = expression.programSize();
      this.#instructions += size;
      return { ok: true, pattern: { source, test: (text) => matches(expression, size, text) } };
    } catch {
      return { ok: false, reason: reasonFor(source) };
    }
  }
}

function matches(expression: RE2JS, size: number, text: string): boolean {
  spend(1 + Math.ceil((text.length * (16 + size)) / 16));
  return expression.test(text);
}

function reasonFor(source: string): string {
  const shown = source.length > 60 ? `${source.slice(0, 60)}…` : source;
  if (/\(\?<?[=!]/.test(source)) {
    return `the pattern "${shown}" looks ahead or behind, which RE2 patterns cannot; rewrite it without (?=, (?!, (?<= and (?<!`;
  }
  if (/\\[1-9]|\\k</.test(source)) {
    return `the pattern "${shown}" refers back to a group, which RE2 patterns cannot; rewrite it without \\1`;
  }
  return `the pattern "${shown}" is not a valid RE2 regular expression`;
}
