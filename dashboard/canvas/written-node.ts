// A value as it stands in JSON text. What is in it is looked at only when it is asked for: of a large definition, an edit
// looks at the way to its place, and skips all else.
//
// W1. Nothing is checked here. Of a text that is no JSON, something is found all the same, in a time that its length bounds.

export class WrittenNode {
  readonly #text: string;
  /** Where the value begins and ends. */
  readonly from: number;
  readonly to: number;
  readonly parent: WrittenNode | undefined;
  /** Its name in the object that it is in. */
  readonly key: string | undefined;
  /** Where the member or the item begins: at its key, where it has one. */
  readonly start: number;
  #children: readonly WrittenNode[] | undefined;

  constructor(text: string, from: number, parent?: WrittenNode, name?: { readonly key: string; readonly at: number }) {
    this.#text = text;
    this.from = from;
    this.to = endOfValue(text, from);
    this.parent = parent;
    this.key = name?.key;
    this.start = name?.at ?? from;
  }

  static root(text: string): WrittenNode {
    return new WrittenNode(text, afterSpace(text, 0));
  }

  get isArray(): boolean {
    return this.#text.charAt(this.from) === "[";
  }

  get isObject(): boolean {
    return this.#text.charAt(this.from) === "{";
  }

  /** The items, or the values of the members. */
  get children(): readonly WrittenNode[] {
    return (this.#children ??= this.isArray || this.isObject ? this.#read() : []);
  }

  #read(): WrittenNode[] {
    const text = this.#text;
    const found: WrittenNode[] = [];
    let at = afterSpace(text, this.from + 1);
    while (at < this.to - 1) {
      const child = this.isArray ? new WrittenNode(text, at, this) : this.#member(at);
      found.push(child);
      // A mark where no value can be: nothing that follows has a place.
      if (child.to <= at) break;
      const next = afterSpace(text, child.to);
      at = text.charAt(next) === "," ? afterSpace(text, next + 1) : next;
    }
    return found;
  }

  #member(at: number): WrittenNode {
    const text = this.#text;
    const end = endOfString(text, at);
    const colon = afterSpace(text, end);
    return new WrittenNode(text, afterSpace(text, colon + 1), this, {
      key: keyOf(text.slice(at, end)),
      at,
    });
  }
}

function keyOf(written: string): string {
  try {
    return String(JSON.parse(written));
  } catch {
    return written;
  }
}

const SPACE = /\s*/y;
const PLAIN = /[^\s,\]}]*/y;
const MARK = /["{}[\]]/g;

function afterSpace(text: string, at: number): number {
  return endOf(SPACE, text, at);
}

function endOfValue(text: string, from: number): number {
  const first = text.charAt(from);
  if (first === '"') return endOfString(text, from);
  if (first !== "{" && first !== "[") return endOf(PLAIN, text, from);
  let depth = 0;
  let at = from;
  do {
    MARK.lastIndex = at;
    const mark = MARK.exec(text);
    if (mark === null) return text.length;
    at = mark.index + 1;
    if (mark[0] === '"') at = endOfString(text, mark.index);
    else depth += mark[0] === "{" || mark[0] === "[" ? 1 : -1;
  } while (depth > 0);
  return at;
}

function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charAt(at - 1 - slashes) === "\\") slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = Math.min(at, text.length);
  pattern.test(text);
  return pattern.lastIndex;
}
