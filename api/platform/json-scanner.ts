// JSON that comes in pieces and may be too large to be held: checks that it is JSON, and picks what stands at some paths of it.
//
// P1. What stands at a wanted path is picked whole. On the way there every key is picked (with null for what is not wanted) and
//     every list's length, so that whoever misses something can be told what there is instead.
// P2. A name goes through a list to its items, as it does in an expression.
// P3. Nothing else is held. What is picked weighs no more than `maxChars`.

import { type Json, type JsonObject, MAX_JSON_DEPTH } from "../../engine/json.ts";

export type JsonPath = readonly (string | number)[];

/** Why a text cannot be read on. */
export class ScanFault extends Error {
  readonly why: "not_json" | "too_deep" | "too_large";

  constructor(why: ScanFault["why"]) {
    super(why);
    this.why = why;
  }
}

/** Longer keys and numbers are nobody's. */
const MAX_WORD_CHARS = 65_536;
/** Of an object on the way, so many keys are kept for whoever looks for another. */
const MAX_KEYS = 1_000;

/** What is wanted below some place. */
interface Wanted {
  whole: boolean;
  readonly below: Map<string | number, Wanted>;
}

/** A list or an object that is open. */
interface Frame {
  readonly isList: boolean;
  /** Null where nothing below is wanted; then nothing is picked either. */
  readonly wanted: Wanted | null;
  readonly picked: Json[] | JsonObject | null;
  count: number;
  key: string;
}

/** The text of the value that is picked whole, and how many frames were open before it. */
interface Capture {
  readonly parts: string[];
  readonly depth: number;
  /** Where it goes on in the piece that is read. */
  from: number;
}

type Expecting = "value" | "first value or end" | "key" | "first key or end" | "colon" | "comma or end" | "nothing";

// oxlint-disable-next-line no-control-regex -- JSON has none in its strings
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const SPACE = /[ \t\n\r]*/y;
const WORD = /[-+.0-9A-Za-z]*/y;
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)$/;

export class JsonScanner {
  readonly #root: Wanted = { whole: false, below: new Map() };
  readonly #frames: Frame[] = [];
  readonly #maxChars: number;
  #expecting: Expecting = "value";
  #inside: "string" | "word" | null = null;
  /** Of a string: 0, none; 1, the character after a backslash; more, hex digits to come, and 1. */
  #escape = 0;
  #isKey = false;
  /** The text of what is read: a key, a word, or a scalar string that is wanted. Null: nobody needs it. */
  #text: string | null = null;
  #capture: Capture | null = null;
  #picked: Json = null;
  #chars = 0;

  constructor(paths: readonly JsonPath[] = [], maxChars = Number.POSITIVE_INFINITY) {
    this.#maxChars = maxChars;
    for (const path of paths) {
      let wanted = this.#root;
      for (const key of path) {
        let next = wanted.below.get(key);
        if (next === undefined) wanted.below.set(key, (next = { whole: false, below: new Map() }));
        wanted = next;
      }
      wanted.whole = true;
    }
  }

  write(text: string): void {
    if (this.#capture) this.#capture.from = 0;
    let at = 0;
    while (at < text.length) {
      if (this.#inside === "string") at = this.#string(text, at);
      else if (this.#inside === "word") at = this.#word(text, at);
      else at = this.#between(text, at);
    }
    this.#takeRest(text);
  }

  /** What was picked, once all is written. */
  end(): Json {
    if (this.#inside === "word") this.#endWord();
    if (this.#expecting !== "nothing" || this.#inside !== null) throw new ScanFault("not_json");
    return this.#picked;
  }

  #between(text: string, from: number): number {
    SPACE.lastIndex = from;
    SPACE.test(text);
    const at = SPACE.lastIndex;
    if (at === text.length) return at;
    const character = text.charAt(at);
    switch (character) {
      case "{":
      case "[":
        this.#beginValue(at);
        this.#open(character === "[");
        return at + 1;
      case "}":
      case "]":
        this.#close(character === "]", text, at);
        return at + 1;
      case ",":
        if (this.#expecting !== "comma or end") throw new ScanFault("not_json");
        this.#expecting = this.#frames.at(-1)?.isList ? "value" : "key";
        return at + 1;
      case ":":
        if (this.#expecting !== "colon") throw new ScanFault("not_json");
        this.#expecting = "value";
        return at + 1;
      case '"':
        this.#isKey = this.#expecting === "key" || this.#expecting === "first key or end";
        if (!this.#isKey) this.#beginValue(at);
        this.#text = (this.#isKey && this.#isPicking()) || (!this.#isKey && this.#isScalarWanted()) ? "" : null;
        this.#inside = "string";
        return at + 1;
      default:
        this.#beginValue(at);
        this.#text = "";
        this.#inside = "word";
        return this.#word(text, at);
    }
  }

  #string(text: string, from: number): number {
    let at = from;
    if (this.#escape === 0) {
      PLAIN.lastIndex = at;
      PLAIN.test(text);
      at = PLAIN.lastIndex;
      if (this.#text !== null && at > from) this.#read(text.slice(from, at));
      if (at === text.length) return at;
    }
    const character = text.charAt(at);
    if (this.#escape === 0 && character === '"') {
      this.#inside = null;
      this.#endString(text, at + 1);
      return at + 1;
    }
    if (this.#text !== null) this.#read(character);
    if (this.#escape === 0) {
      if (character !== "\\") throw new ScanFault("not_json");
      this.#escape = 1;
    } else if (this.#escape === 1) {
      if (!'"\\/bfnrtu'.includes(character)) throw new ScanFault("not_json");
      this.#escape = character === "u" ? 5 : 0;
    } else {
      if (!/[0-9a-fA-F]/.test(character)) throw new ScanFault("not_json");
      this.#escape = this.#escape === 2 ? 0 : this.#escape - 1;
    }
    return at + 1;
  }

  #word(text: string, from: number): number {
    WORD.lastIndex = from;
    WORD.test(text);
    const at = WORD.lastIndex;
    this.#read(text.slice(from, at));
    if (at === from && this.#text === "") throw new ScanFault("not_json");
    if (at < text.length) this.#endWord(text, at);
    return at;
  }

  #read(text: string): void {
    this.#text += text;
    if ((this.#text?.length ?? 0) > (this.#inside === "word" || this.#isKey ? MAX_WORD_CHARS : this.#maxChars)) {
      throw new ScanFault(this.#inside === "word" || this.#isKey ? "not_json" : "too_large");
    }
  }

  #endString(text: string, end: number): void {
    const read = this.#text === null ? null : (JSON.parse(`"${this.#text}"`) as string);
    if (!this.#isKey) return this.#endValue(read, text, end);
    const frame = this.#frames.at(-1);
    if (frame) frame.key = read ?? "";
    this.#expecting = "colon";
  }

  #endWord(text = "", end = 0): void {
    this.#inside = null;
    if (this.#text === null || !SCALAR.test(this.#text)) throw new ScanFault("not_json");
    this.#endValue(JSON.parse(this.#text) as Json, text, end);
  }

  #beginValue(at: number): void {
    if (this.#expecting !== "value" && this.#expecting !== "first value or end") throw new ScanFault("not_json");
    if (this.#capture === null && this.#wantedHere()?.whole) {
      this.#capture = { parts: [], depth: this.#frames.length, from: at };
    }
  }

  #open(isList: boolean): void {
    if (this.#frames.length >= MAX_JSON_DEPTH) throw new ScanFault("too_deep");
    const wanted = this.#capture === null ? this.#wantedHere() : null;
    const picked = wanted === null ? null : isList ? [] : {};
    this.#frames.push({ isList, wanted, picked, count: 0, key: "" });
    this.#expecting = isList ? "first value or end" : "first key or end";
  }

  #close(isList: boolean, text: string, at: number): void {
    const frame = this.#frames.at(-1);
    const mayEnd =
      this.#expecting === "comma or end" || this.#expecting === (isList ? "first value or end" : "first key or end");
    if (frame?.isList !== isList || !mayEnd) throw new ScanFault("not_json");
    this.#frames.pop();
    // Holes for what is not wanted: the length is all that a list on the way has to tell.
    if (Array.isArray(frame.picked)) frame.picked.length = frame.count;
    this.#endValue(frame.picked, text, at + 1);
  }

  #endValue(value: Json, text: string, end: number): void {
    let picked = value;
    const capture = this.#capture;
    if (capture?.depth === this.#frames.length) {
      this.#take(capture, text.slice(capture.from, end));
      picked = JSON.parse(capture.parts.join("")) as Json;
      this.#capture = null;
    }
    const frame = this.#frames.at(-1);
    this.#expecting = frame ? "comma or end" : "nothing";
    if (frame === undefined) {
      this.#picked = picked;
      return;
    }
    if (frame.picked !== null) this.#keep(frame, picked, value !== picked);
    frame.count += 1;
  }

  #keep(frame: Frame, value: Json, isCounted: boolean): void {
    const isWanted = wantedIn(frame) !== null;
    if (isWanted && !isCounted && typeof value === "string") this.#count(value.length);
    if (Array.isArray(frame.picked)) {
      if (isWanted) frame.picked[frame.count] = value;
      return;
    }
    if (frame.picked === null || (!isWanted && frame.count >= MAX_KEYS)) return;
    this.#count(frame.key.length + NULL_CHARS);
    const own = { value: isWanted ? value : null, enumerable: true, writable: true, configurable: true };
    // A key called __proto__ is a key like any other.
    Object.defineProperty(frame.picked, frame.key, own);
  }

  /** A capture goes on with the next piece. */
  #takeRest(text: string): void {
    if (this.#capture) this.#take(this.#capture, text.slice(this.#capture.from));
  }

  #take(capture: Capture, text: string): void {
    capture.parts.push(text);
    this.#count(text.length);
  }

  #count(chars: number): void {
    this.#chars += chars;
    if (this.#chars > this.#maxChars) throw new ScanFault("too_large");
  }

  #wantedHere(): Wanted | null {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return this.#root.whole || this.#root.below.size > 0 ? this.#root : null;
    return wantedIn(frame);
  }

  #isPicking(): boolean {
    return this.#frames.at(-1)?.picked !== null && this.#capture === null;
  }

  /** A path may lead through it, and be told that it is text. */
  #isScalarWanted(): boolean {
    return this.#capture === null && this.#wantedHere() !== null;
  }
}

/** What a key that is picked without its value weighs beside it, near enough. */
const NULL_CHARS = 8;

/** What is wanted of the value that comes next there. */
function wantedIn({ isList, wanted, count, key }: Frame): Wanted | null {
  if (wanted === null) return null;
  const own = wanted.below.get(isList ? count : key) ?? null;
  const through = isList ? throughOf(wanted) : null;
  if (own === null || through === null) return own ?? through;
  return { whole: own.whole, below: new Map([...through.below, ...own.below]) };
}

const throughs = new WeakMap<Wanted, Wanted | null>();

/** P2. What is wanted of every item of a list. */
function throughOf(wanted: Wanted): Wanted | null {
  const known = throughs.get(wanted);
  if (known !== undefined) return known;
  const below = new Map([...wanted.below].filter(([name]) => typeof name === "string"));
  const through = below.size === 0 ? null : { whole: false, below };
  throughs.set(wanted, through);
  return through;
}
