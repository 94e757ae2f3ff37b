// A text that a pattern matches, for the patterns that schemas have: literals, classes, groups, choices, repeats.
// What is beyond that is not understood, and gives a text that the caller's check refuses.

import { pick } from "./random.ts";

const MAX_REPEAT = 3;
const MAX_CHARACTERS = 500;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const CLASSES: Readonly<Record<string, string>> = { d: "0123456789", w: `${LETTERS}0123456789_`, s: " " };

export function textForPattern(pattern: string, random: () => number): string {
  return new Writer(pattern, random).alternatives().slice(0, MAX_CHARACTERS);
}

class Writer {
  readonly #source: string;
  readonly #random: () => number;
  #at = 0;

  constructor(source: string, random: () => number) {
    this.#source = source;
    this.#random = random;
  }

  alternatives(): string {
    const choices = [this.#sequence()];
    while (this.#skip("|")) choices.push(this.#sequence());
    return pick(choices, this.#random) ?? "";
  }

  #sequence(): string {
    let text = "";
    while (this.#at < this.#source.length && !"|)".includes(this.#source.charAt(this.#at))) {
      const from = this.#at;
      const once = this.#atom();
      text += this.#repeated(once, from);
    }
    return text;
  }

  #atom(): string {
    const character = this.#take();
    switch (character) {
      case "^":
      case "$":
        return "";
      case "(": {
        this.#match(/\?(?::|P?<\w+>)/y);
        const inside = this.alternatives();
        this.#skip(")");
        return inside;
      }
      case "[":
        return this.#class();
      case ".":
        return pick(LETTERS.split(""), this.#random) ?? "a";
      case "\\":
        return this.#escape();
      default:
        return character;
    }
  }

  /** The atom again, written anew each time, as its repeat says. */
  #repeated(once: string, from: number): string {
    const afterAtom = this.#at;
    const [least, most] = this.#bounds();
    this.#match(/\?/y);
    const end = this.#at;
    const count = least + Math.floor(this.#random() * (Math.min(most, least + MAX_REPEAT) - least + 1));
    if (count === 0) return "";
    let text = once;
    for (let done = 1; done < count && text.length < MAX_CHARACTERS; done++) {
      this.#at = from;
      text += this.#atom();
    }
    this.#at = Math.max(end, afterAtom);
    return text;
  }

  #bounds(): [least: number, most: number] {
    if (this.#skip("*")) return [0, MAX_REPEAT];
    if (this.#skip("+")) return [1, MAX_REPEAT];
    if (this.#skip("?")) return [0, 1];
    const [, least, comma, most] = this.#match(/\{(\d{1,4})(,?)(\d{0,4})\}/y) ?? [];
    if (least === undefined) return [1, 1];
    const from = Number(least);
    if (comma === "") return [from, from];
    return [from, most === "" ? from + MAX_REPEAT : Number(most)];
  }

  #class(): string {
    const isNegated = this.#skip("^");
    const members: string[] = [];
    for (let first = true; this.#at < this.#source.length; first = false) {
      const character = this.#take();
      if (character === "]" && !first) break;
      const [, to] = this.#match(/-([^\]])/y) ?? [];
      if (character === "\\") members.push(...this.#classEscape());
      else if (to === undefined) members.push(character);
      else members.push(...range(character, to));
    }
    const allowed = isNegated ? `${LETTERS}0123456789 -_`.split("").filter((one) => !members.includes(one)) : members;
    return pick(allowed, this.#random) ?? "";
  }

  #classEscape(): string[] {
    const character = this.#take();
    return Array.from(CLASSES[character] ?? character);
  }

  #escape(): string {
    const character = this.#take();
    if (character === "b" || character === "B") return "";
    if (character === "p") {
      this.#match(/\{\w+\}/y);
      return pick(LETTERS.split(""), this.#random) ?? "a";
    }
    return pick(Array.from(CLASSES[character] ?? { n: "\n", t: "\t" }[character] ?? character), this.#random) ?? "";
  }

  #take(): string {
    return this.#source.charAt(this.#at++);
  }

  #skip(character: string): boolean {
    if (this.#source.charAt(this.#at) !== character) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found !== null) this.#at += found[0].length;
    return found;
  }
}

function range(from: string, to: string): string[] {
  const [first = 0, last = 0] = [from.codePointAt(0), to.codePointAt(0)];
  const count = Math.min(Math.max(last - first + 1, 0), 200);
  return Array.from({ length: count }, (_, index) => String.fromCodePoint(first + index));
}
