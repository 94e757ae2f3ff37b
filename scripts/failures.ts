// What failed, said once more where a long log ends: enough to know what it was, never another long log.

import { stripVTControlCharacters } from "node:util";
import type { Failure } from "./report-tests.ts";

const MAX_LINES = 200;
const LINES_OF_A_TEST = 12;
const LINES_OF_A_TOOL = 30;
const LINE_CHARS = 300;

/** As much of an outcome as is told here. */
export interface Failed {
  readonly title: string;
  readonly failed: number;
  readonly output: string;
  readonly failures: readonly Failure[];
}

/** Nothing where nothing failed; at most about 200 lines. */
export function tellFailures(outcomes: readonly Failed[]): string[] {
  const said = outcomes.filter(({ failed }) => failed > 0).flatMap(saidOf);
  const told: string[] = [];
  for (const [n, one] of said.entries()) {
    const lines = linesOf(one);
    if (told.length + lines.length > MAX_LINES) {
      told.push("", `… and ${said.length - n} more: see the log above.`);
      break;
    }
    told.push(...lines);
  }
  return told;
}

interface Said {
  readonly title: string;
  readonly text: string;
  readonly most: number;
}

function saidOf({ title, failures, output }: Failed): Said[] {
  if (failures.length > 0) {
    return failures.map((failure) => ({
      title: `${title}: ${failure.title}`,
      text: failure.message,
      most: LINES_OF_A_TEST,
    }));
  }
  const text = output || "It ended with an error outside of any test: see the log above.";
  return [{ title, text, most: LINES_OF_A_TOOL }];
}

function linesOf({ title, text, most }: Said): string[] {
  const lines = stripVTControlCharacters(text).trim().split("\n");
  const shown = lines.slice(0, most).map((line) => `    ${line.slice(0, LINE_CHARS)}`);
  if (lines.length > most) shown.push(`    … ${lines.length - most} more lines in the log above`);
  return ["", `✗ ${title.slice(0, 2 * LINE_CHARS)}`, ...shown];
}
