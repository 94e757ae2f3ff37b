// What one rendering may spend on its expressions, counted and never timed: in a deployed Worker the clock
// stands still while it computes.
//
// M1. Every value that leaves a node or a function has been measured; none is larger or deeper than the limits.
//     A value built of shared parts counts as often as its parts are reached, so doubling ends early.
// M2. What JavaScript does natively over a value (compare, write as text, flatten, copy) is paid for by the
//     value's size, before it is done.
// M3. A meter that was stopped or has run dry refuses for good: what still runs in the background ends at its
//     next node.

import { MAX_JSON_DEPTH } from "../json.ts";
import { Refusal } from "./fault.ts";
import { EXPRESSION_FUEL, MAX_SEQUENCE_ITEMS, MAX_TEXT_CHARACTERS, MAX_VALUE_CHARACTERS } from "./limits.ts";

/** A value's extent, unfolded. */
export interface Extent {
  /** About the length of its JSON text. */
  readonly size: number;
  /** Items of lists within lists, and the keys of the objects among them: what flattening or testing visits. */
  readonly weight: number;
  readonly depth: number;
}

const SCALAR: Extent = { size: 8, weight: 0, depth: 0 };

export class Meter {
  readonly #known = new WeakMap<object, Extent>();
  #fuel: number;

  constructor(fuel = EXPRESSION_FUEL) {
    this.#fuel = fuel;
  }

  /** Pays for work; about one unit a microsecond. */
  spend(units: number): void {
    this.#fuel -= units;
    if (!(this.#fuel >= 0)) {
      this.stop();
      throw new Refusal(
        "too_costly",
        "The expressions take more work than a template may cost.",
        "Work on fewer items, or move the work into a step.",
      );
    }
  }

  stop(): void {
    this.#fuel = -1;
  }

  /** Measures a value that was just built, and pays for handing it on. */
  produced(value: unknown): void {
    const { size, weight } = this.extentOf(value);
    this.spend(typeof value === "string" ? size / 1_024 : weight / 16);
  }

  extentOf(value: unknown): Extent {
    return this.#extentOf(value, 0);
  }

  #extentOf(value: unknown, above: number): Extent {
    if (typeof value === "string") return textExtent(value);
    if (value === null || typeof value !== "object" || isFunctionValue(value)) return SCALAR;
    const known = this.#known.get(value);
    if (known) return known;
    if (above > MAX_JSON_DEPTH) throw tooDeep();
    const extent = Array.isArray(value) ? this.#listExtent(value, above) : this.#objectExtent(value, above);
    if (extent.depth > MAX_JSON_DEPTH) throw tooDeep();
    if (extent.size > MAX_VALUE_CHARACTERS) throw tooLarge(`a value of more than ${MAX_VALUE_CHARACTERS} characters`);
    this.#known.set(value, extent);
    return extent;
  }

  #listExtent(list: readonly unknown[], above: number): Extent {
    this.spend(list.length / 32);
    let size = 2;
    let weight = list.length;
    let depth = 0;
    for (const item of list) {
      const extent = this.#extentOf(item, above + 1);
      size += extent.size + 1;
      weight += extent.weight;
      if (extent.depth > depth) depth = extent.depth;
    }
    return { size, weight, depth: depth + 1 };
  }

  #objectExtent(object: object, above: number): Extent {
    const entries = Object.entries(object);
    this.spend(entries.length / 16);
    let size = 2;
    let depth = 0;
    for (const [key, value] of entries) {
      const extent = this.#extentOf(value, above + 1);
      size += key.length + extent.size + 4;
      if (extent.depth > depth) depth = extent.depth;
    }
    return { size, weight: entries.length, depth: depth + 1 };
  }
}

/** JSONata's functions are marked objects, its natives called through closures. */
export function isFunctionValue(value: unknown): boolean {
  if (typeof value === "function") return true;
  if (value === null || typeof value !== "object") return false;
  const marks = value as { _jsonata_lambda?: unknown; _jsonata_function?: unknown };
  return marks._jsonata_lambda === true || marks._jsonata_function === true;
}

export function tooLarge(what: string): Refusal {
  return new Refusal("too_large", `The expression builds ${what}.`, "Work on a smaller part.");
}

/** Refuses a list before it is built. */
export function checkItems(items: number): void {
  if (!(items <= MAX_SEQUENCE_ITEMS)) throw tooLarge(`a list of more than ${MAX_SEQUENCE_ITEMS} items`);
}

/** Refuses a text before it is built. */
export function checkCharacters(characters: number): void {
  if (!(characters <= MAX_TEXT_CHARACTERS)) throw tooLarge(`a text of more than ${MAX_TEXT_CHARACTERS} characters`);
}

function textExtent(text: string): Extent {
  checkCharacters(text.length);
  return { size: text.length + 2, weight: 0, depth: 0 };
}

function tooDeep(): Refusal {
  return new Refusal("too_deep", `The expression builds a value that nests more than ${MAX_JSON_DEPTH} levels.`);
}
