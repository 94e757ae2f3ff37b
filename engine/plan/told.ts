// What a check says of a definition, gathered from the definition as it was submitted and from what its certain mends
// make of it.
//
// T1. Every pointer is one of the definition that was submitted.
// T2. Fixes that touch the same place are one fix, in the order in which they apply, and the first of their faults has
//     it. So fixes touch different places (P1), and all of them together leave nothing that was not told.
// T3. What is still there after the mends is told once.

import { MAX_DIAGNOSTICS, MAX_FIX_CHARACTERS } from "../definition/limits.ts";
import type { Json } from "../json.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { Trail } from "./origin.ts";
import { Touched, type Patch, type PatchOperation } from "./patch.ts";

interface Told {
  readonly diagnostic: Diagnostic;
  mend: Mend | undefined;
}

/** One fix of one or more faults. */
interface Mend {
  readonly first: Told;
  readonly operations: PatchOperation[];
  readonly touched: Touched;
  /** The one that it has become part of. */
  partOf: Mend | undefined;
}

export class Answer {
  readonly #trail: Trail;
  readonly #told: Told[] = [];
  #mends: Mend[] = [];
  #charactersLeft = MAX_FIX_CHARACTERS;

  constructor(submitted: Json) {
    this.#trail = new Trail(submitted);
  }

  /** The definition as it is with all fixes so far. */
  get mended(): Json {
    return this.#trail.current;
  }

  /** There was more to mend than can be followed in so large a definition. */
  get isFull(): boolean {
    return this.#trail.isFull;
  }

  /**
   * What a look at `mended` says, whose fixes are then applied to it; of a look that has `stopped`, only what is mended.
   * False: no error was mended.
   */
  add(diagnostics: readonly Diagnostic[], stopped: boolean): boolean {
    const open = this.#told.filter(({ mend }) => mend === undefined);
    const found = diagnostics
      .filter(({ severity, fix }) => !stopped || (severity === "error" && fix))
      .map((diagnostic) => ({ ...diagnostic, pointer: this.#trail.origin(diagnostic.pointer) }));
    const known = knownOf(found, open);
    let isMended = false;
    for (const [at, { fix, ...diagnostic }] of found.entries()) {
      const one = known[at] ?? { diagnostic, mend: undefined };
      const isApplied = fix !== undefined && this.#apply(fix, one);
      if (isApplied && diagnostic.severity === "error") isMended = true;
      // What cannot be mended here is told by a look that does not stop.
      if (known[at] === undefined && (isApplied || !stopped)) this.#told.push(one);
    }
    return isMended;
  }

  diagnostics(): Diagnostic[] {
    const ordered = [...this.#told.filter(isError), ...this.#told.filter((one) => !isError(one))];
    const kept = ordered.slice(0, MAX_DIAGNOSTICS).map(withFix);
    const missing = ordered.length - kept.length;
    if (missing === 0) return kept;
    const message = `There are ${missing} more diagnostics; mend these first, then check again.`;
    return [...kept, { severity: "error", code: "more_diagnostics", pointer: "", message }];
  }

  #apply(fix: Patch, told: Told): boolean {
    const size = JSON.stringify(fix).length;
    if (size > this.#charactersLeft || !this.#trail.apply(fix)) return false;
    this.#charactersLeft -= size;
    const [first, ...others] = this.#mends.filter(({ touched }) => touched.meets(fix));
    const mend = first ?? { first: told, operations: [], touched: new Touched(), partOf: undefined };
    if (first === undefined) this.#mends.push(mend);
    for (const other of others) {
      mend.operations.push(...other.operations);
      mend.touched.add(other.operations);
      other.partOf = mend;
    }
    this.#mends = this.#mends.filter(({ partOf }) => partOf === undefined);
    mend.operations.push(...fix);
    mend.touched.add(fix);
    told.mend = mend;
    return true;
  }
}

/** For each that is found, the same as it was told before, if it was: T3. */
function knownOf(found: readonly Diagnostic[], open: readonly Told[]): (Told | undefined)[] {
  const left = new Set(open);
  const known = found.map((): Told | undefined => undefined);
  // First what is said in the same words: a mend may change a name in a message.
  for (const isSame of [isWordForWord, isOfOneKind]) {
    for (const [at, one] of found.entries()) {
      if (known[at] !== undefined) continue;
      const before = [...left].find(({ diagnostic }) => isSame(diagnostic, one));
      if (before === undefined) continue;
      known[at] = before;
      left.delete(before);
    }
  }
  return known;
}

function isOfOneKind(one: Diagnostic, other: Diagnostic): boolean {
  return one.code === other.code && one.pointer === other.pointer;
}

function isWordForWord(one: Diagnostic, other: Diagnostic): boolean {
  return isOfOneKind(one, other) && one.message === other.message;
}

function isError({ diagnostic }: Told): boolean {
  return diagnostic.severity === "error";
}

function withFix(told: Told): Diagnostic {
  const { diagnostic } = told;
  let { mend } = told;
  if (mend === undefined) return diagnostic;
  while (mend.partOf !== undefined) mend = mend.partOf;
  if (mend.first === told) return { ...diagnostic, fix: mend.operations };
  const { code, pointer } = mend.first.diagnostic;
  const note = `The fix of the ${code}${pointer === "" ? "" : ` at ${pointer}`} mends this too.`;
  return { ...diagnostic, hint: diagnostic.hint === undefined ? note : `${diagnostic.hint} ${note}` };
}
