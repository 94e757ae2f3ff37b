// Where a text stops being JSON (RFC 8259). Runs only after JSON.parse has refused the text, because the
// runtime's own messages do not always tell the place.

/** A place in a text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place of the first character that cannot be part of a JSON text; the end where it is cut off. */
export function placeOfFault(text: string): Place {
  const offset = offsetOfFault(text);
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}

export function offsetOfFault(text: string): number {
  return new Scanner(text).firstFault();
}

// Each method moves `at` over what it names and answers whether it was there; on false, `at` is at the fault.
// Nesting is capped before (nesting.ts), so recursion is bounded.
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  firstFault(): number {
    if (this.#value()) this.#space();
    return this.#at;
  }

  #value(): boolean {
    this.#space();
    const char = this.#text[this.#at];
    if (char === "{") return this.#list("}", () => this.#member());
    if (char === "[") return this.#list("]", () => this.#value());
    if (char === '"') return this.#string();
    return this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y);
  }

  #list(close: string, element: () => boolean): boolean {
    this.#at++;
    this.#space();
    if (this.#skip(close)) return true;
    for (;;) {
      if (!element()) return false;
      this.#space();
      if (this.#skip(close)) return true;
      if (!this.#skip(",")) return false;
    }
  }

  #member(): boolean {
    this.#space();
    if (this.#text[this.#at] !== '"' || !this.#string()) return false;
    this.#space();
    return this.#skip(":") && this.#value();
  }

  #string(): boolean {
    this.#at++;
    // eslint-disable-next-line no-control-regex -- JSON forbids exactly these
    while (this.#match(/[^"\\\u0000-\u001f]+|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}/y));
    return this.#skip('"');
  }

  #space(): void {
    this.#match(/[ \t\n\r]*/y);
  }

  #skip(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return false;
    this.#at += found[0].length;
    return true;
  }
}
