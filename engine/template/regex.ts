// JSONata's regular expressions on RE2: time linear in the text, and every character looked at is paid for.

import { Matcher, MatcherInputBase, RE2JS } from "re2js";
import { type LocalFault, localFault, Refusal, shown } from "./fault.ts";
import { MAX_REGEX_CHARACTERS, MAX_REGEX_PROGRAM } from "./limits.ts";
import type { Meter } from "./meter.ts";

/** A compiled regular expression, or why there is none. */
export type RegexCompiled =
  | { readonly ok: true; readonly regex: RE2JS }
  | { readonly ok: false; readonly fault: LocalFault };

export function compileRegex(native: RegExp): RegexCompiled {
  const { source } = native;
  if (source.length > MAX_REGEX_CHARACTERS || programEstimate(source) > MAX_REGEX_PROGRAM) return tooLargeRegex(source);
  const flags = (native.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (native.multiline ? RE2JS.MULTILINE : 0);
  try {
    const regex = RE2JS.compile(RE2JS.translateRegExp(source), flags);
    return regex.programSize() > MAX_REGEX_PROGRAM ? tooLargeRegex(source) : { ok: true, regex };
  } catch {
    const hint = "Look-around and back-references are not available: every match must take linear time.";
    const fault = localFault("unsupported_regex", `The regular expression ${shown(source)} is not supported.`, hint);
    return { ok: false, fault };
  }
}

/** JSONata's `RegexEngine`: a class that it constructs with the RegExp of its tokenizer and calls `exec` on. */
export function regexEngine(regexes: ReadonlyMap<RegExp, RE2JS>, meter: Meter) {
  return class MeteredRegex {
    lastIndex = 0;
    readonly #regex: RE2JS;

    constructor(native: RegExp) {
      const regex = regexes.get(native);
      if (!regex) throw new Refusal("unsupported_regex", "A regular expression could not be compiled.");
      this.#regex = regex;
    }

    /** As RegExp.prototype.exec does with the flag g. */
    exec(text: unknown): RegExpMatch | null {
      if (typeof text !== "string") throw new Refusal("expression_failed", "A regular expression matches texts only.");
      const groups = this.#regex.groupCount();
      meter.spend(2 + groups);
      if (this.lastIndex > text.length) return null;
      const matcher = new Matcher(this.#regex, new MeteredInput(text, this.#regex.programSize(), meter));
      if (!matcher.find(this.lastIndex)) return null;
      this.lastIndex = matcher.end();
      const match: RegExpMatch = Object.assign([], { index: matcher.start() });
      for (let group = 0; group <= groups; group++) {
        const start = matcher.start(group);
        match.push(start < 0 ? undefined : text.slice(start, matcher.end(group)));
      }
      return match;
    }
  };
}

type RegExpMatch = (string | undefined)[] & { index: number };

/** RE2's input by way of a text that counts how often it is looked at. */
class MeteredInput extends MatcherInputBase {
  readonly #text: MeteredText;

  constructor(text: string, program: number, meter: Meter) {
    super();
    this.#text = new MeteredText(text, (8 + program) / 64, meter);
  }

  override getEncoding() {
    return MatcherInputBase.Encoding.UTF_16;
  }

  override asCharSequence(): string {
    // RE2 takes a String object for a string; it only calls the methods below.
    return this.#text as unknown as string;
  }

  override length(): number {
    return this.#text.length;
  }
}

class MeteredText extends String {
  readonly #text: string;
  readonly #price: number;
  readonly #meter: Meter;

  constructor(text: string, price: number, meter: Meter) {
    super(text);
    this.#text = text;
    this.#price = price;
    this.#meter = meter;
  }

  override charCodeAt(index: number): number {
    this.#meter.spend(this.#price);
    return this.#text.charCodeAt(index);
  }

  override indexOf(part: string, from = 0): number {
    const found = this.#text.indexOf(part, from);
    const end = found < 0 ? this.#text.length : found + part.length;
    this.#meter.spend(searchCost(end - from, part.length));
    return found;
  }
}

/** What a native search may cost at worst: V8 compares up to the whole needle at every place of the haystack. */
export function searchCost(haystack: number, needle: number): number {
  return 1 + (haystack * Math.max(needle, 4)) / 1_024;
}

/**
 * About how many instructions the pattern compiles to. Only the repeats matter: they multiply what they
 * repeat, and compiling is where that would hurt first.
 */
function programEstimate(source: string): number {
  const outer: number[] = [];
  let total = 0;
  let last = 0;
  for (const [token, repeats] of source.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\{(\d+(?:,\d*)?)\}|[\s\S]/gu)) {
    if (token === "(") {
      outer.push(total);
      total = 0;
      last = 0;
    } else if (token === ")") {
      last = total + 2;
      total = (outer.pop() ?? 0) + last;
    } else if (repeats !== undefined) {
      const times = Math.max(1, ...repeats.split(",").map(Number));
      total += last * (times - 1);
      last *= times;
    } else {
      last = 1;
      total += 1;
    }
  }
  return total + outer.reduce((sum, size) => sum + size, 0);
}

function tooLargeRegex(source: string): RegexCompiled {
  const hint = "Use a shorter one, with smaller repeats.";
  return {
    ok: false,
    fault: localFault("regex_too_large", `The regular expression ${shown(source)} is too large.`, hint),
  };
}
