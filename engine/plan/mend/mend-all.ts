// A definition with all that can be mended mended.

import type { Json } from "../../json.ts";
import type { Checked } from "../check.ts";
import { applyPatch } from "../patch.ts";

/** A fix may bring to light what could not be read before it: a list of steps that was a text, say. */
const MAX_ROUNDS = 8;

export interface Mended {
  readonly source: Json;
  /** How many fixes were applied. */
  readonly fixes: number;
  /** Of the mended definition. */
  readonly checked: Checked;
}

/** Applies every fix, and those that the next check gives, until there are none. */
export async function mendAll(source: Json, check: (source: Json) => Promise<Checked>): Promise<Mended> {
  let mended: Mended = { source, fixes: 0, checked: await check(source) };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const fixes = mended.checked.diagnostics.flatMap(({ fix }) => (fix === undefined ? [] : [fix]));
    const next = fixes.reduce<Json | undefined>(
      (value, fix) => (value === undefined ? undefined : applyPatch(value, fix)),
      mended.source,
    );
    if (fixes.length === 0 || next === undefined) break;
    mended = { source: next, fixes: mended.fixes + fixes.length, checked: await check(next) };
  }
  return mended;
}
