// Functions on texts whose result can be far larger than what they are given: each counts before it builds.

import { Refusal } from "./fault.ts";
import type { Focus } from "./jsonata-host.ts";
import { checkCharacters, checkItems, type Meter } from "./meter.ts";
import { searchCost } from "./regex.ts";
import { MAX_SEQUENCE_ITEMS } from "./limits.ts";
import { call, firstMatch, type Match, matches, nextMatch } from "./matches.ts";

export async function contains(focus: Focus, meter: Meter, [text, token]: readonly unknown[]): Promise<unknown> {
  if (text === undefined || token === undefined) return undefined;
  const where = asText(text, "contains");
  if (typeof token !== "string") return (await firstMatch(focus, token, where)) !== undefined;
  meter.spend(searchCost(where.length, token.length));
  return where.includes(token);
}

export async function match(focus: Focus, meter: Meter, [text, matcher, limit]: readonly unknown[]): Promise<unknown> {
  if (text === undefined) return undefined;
  const most = asLimit(limit, "match");
  const found = focus.createSequence();
  let next = most > 0 ? await firstMatch(focus, matcher, asText(text, "match")) : undefined;
  while (next !== undefined && found.length < most) {
    meter.spend(1);
    checkItems(found.length + 1);
    found.push({ match: next.match, index: next.start, groups: next.groups });
    next = await nextMatch(focus, next);
  }
  return found;
}

export async function replace(
  focus: Focus,
  meter: Meter,
  [text, pattern, replacement, limit]: readonly unknown[],
): Promise<unknown> {
  if (text === undefined) return undefined;
  const from = asText(text, "replace");
  const most = asLimit(limit, "replace");
  if (pattern === "") throw failed("The second argument of $replace cannot be an empty text.");
  const parts = new TextBuilder(meter);
  let position = 0;
  for await (const found of matches(focus, meter, from, pattern, most)) {
    parts.add(from.slice(position, found.start));
    parts.add(await replacementFor(focus, found, replacement, typeof pattern === "string"));
    position = Math.max(position, found.start + found.match.length);
  }
  parts.add(from.slice(position));
  return parts.text;
}

export async function split(
  focus: Focus,
  meter: Meter,
  [text, separator, limit]: readonly unknown[],
): Promise<unknown> {
  if (text === undefined) return undefined;
  const from = asText(text, "split");
  const most = asLimit(limit, "split");
  if (separator === "") return pieces(from.split("", MAX_SEQUENCE_ITEMS + 1), most);
  const parts: string[] = [];
  let position = 0;
  for await (const found of matches(focus, meter, from, separator, most)) {
    checkItems(parts.length + 1);
    parts.push(from.slice(position, found.start));
    position = found.end;
  }
  return pieces([...parts, from.slice(position)], most);
}

export function join(_focus: Focus, meter: Meter, [texts, separator]: readonly unknown[]): unknown {
  if (texts === undefined) return undefined;
  if (!Array.isArray(texts)) throw failed("The first argument of $join must be a list of texts.");
  const between = separator === undefined ? "" : asText(separator, "join");
  const parts = texts.map((text) => asText(text, "join"));
  const length = parts.reduce((sum, part) => sum + part.length + between.length, 0);
  checkCharacters(length);
  meter.spend(length / 256);
  return parts.join(between);
}

export function pad(_focus: Focus, meter: Meter, [text, width, filler]: readonly unknown[]): unknown {
  if (text === undefined) return undefined;
  const from = asText(text, "pad");
  if (typeof width !== "number") throw failed("The second argument of $pad must be a number.");
  const characters = filler === undefined || filler === "" ? [" "] : Array.from(asText(filler, "pad"));
  const missing = Math.trunc(Math.abs(width)) - Array.from(from).length;
  if (!(missing > 0)) return from;
  checkCharacters(from.length + missing);
  meter.spend(missing / 64);
  const whole = characters.join("").repeat(Math.floor(missing / characters.length));
  const padding = whole + characters.slice(0, missing % characters.length).join("");
  return width > 0 ? from + padding : padding + from;
}

/** A text that is refused as soon as it grows too long. */
class TextBuilder {
  text = "";
  readonly #meter: Meter;

  constructor(meter: Meter) {
    this.#meter = meter;
  }

  add(part: string): void {
    checkCharacters(this.text.length + part.length);
    this.#meter.spend(1 + part.length / 256);
    this.text += part;
  }
}

async function replacementFor(focus: Focus, found: Match, replacement: unknown, literally: boolean): Promise<string> {
  if (typeof replacement === "string") return literally ? replacement : expanded(replacement, found);
  if (literally) throw failed("The third argument of $replace must be a text where the second is one.");
  const given = await call(focus, replacement, [found]);
  if (typeof given !== "string") throw failed("The function given to $replace must give a text.");
  return given;
}

/** `$$` is a dollar, `$0` the match, `$1` its first group; as many digits count as there can be groups. */
function expanded(replacement: string, { match: whole, groups }: Match): string {
  const longest = Math.max(whole.length, ...groups.map((group) => group?.length ?? 0));
  checkCharacters(replacement.length + (replacement.split("$").length - 1) * longest);
  const mostDigits = String(Math.max(groups.length, 1)).length;
  return replacement.replace(/\$(\$|[0-9]+)/g, (_all, what: string) => {
    if (what === "$") return "$";
    if (what.startsWith("0")) return whole + what.slice(1);
    const digits = what.slice(0, mostDigits);
    const isTooMany = Number(digits) > groups.length && digits.length > 1;
    const number = isTooMany ? digits.slice(0, -1) : digits;
    return (groups[Number(number) - 1] ?? "") + what.slice(number.length);
  });
}

function pieces(parts: string[], limit: number): string[] {
  const some = parts.length > limit ? parts.slice(0, limit) : parts;
  checkItems(some.length);
  return some;
}

function asText(value: unknown, name: string): string {
  if (typeof value !== "string") throw failed(`$${name} takes a text here, not a value of type ${typeof value}.`);
  return value;
}

function asLimit(limit: unknown, name: string): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY;
  if (typeof limit !== "number" || limit < 0) throw failed(`The limit of $${name} must be 0 or more.`);
  return Math.floor(limit);
}

function failed(message: string): Refusal {
  return new Refusal("expression_failed", message);
}
