// How $match, $replace, $split and $contains find their places in a text.

import { Refusal } from "./fault.ts";
import type { Focus } from "./jsonata-host.ts";
import type { Meter } from "./meter.ts";
import { searchCost } from "./regex.ts";

/** What a matcher (a regular expression, or a function that acts as one) gives. */
export interface Match {
  readonly match: string;
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
  readonly next: unknown;
}

/** Up to `limit` places of `text` where the pattern, a text or a matcher, is found. */
export async function* matches(
  focus: Focus,
  meter: Meter,
  text: string,
  pattern: unknown,
  limit: number,
): AsyncGenerator<Match> {
  if (typeof pattern === "string") {
    yield* occurrences(meter, text, pattern, limit);
    return;
  }
  let found = limit > 0 ? await firstMatch(focus, pattern, text) : undefined;
  for (let count = 0; found !== undefined && count < limit; count++) {
    meter.spend(1);
    yield found;
    found = await nextMatch(focus, found);
  }
}

function* occurrences(meter: Meter, text: string, pattern: string, limit: number): Generator<Match> {
  let position = 0;
  for (let count = 0; count < limit; count++) {
    const start = text.indexOf(pattern, position);
    const end = start < 0 ? text.length : start + pattern.length;
    meter.spend(searchCost(end - position, pattern.length));
    if (start < 0) return;
    yield { match: pattern, start, end, groups: [], next: undefined };
    position = end;
  }
}

export function firstMatch(focus: Focus, matcher: unknown, text: string): Promise<Match | undefined> {
  return call(focus, matcher, [text]).then(asMatch);
}

export function nextMatch(focus: Focus, found: Match): Promise<Match | undefined> {
  return call(focus, found.next, []).then(asMatch);
}

/** Functions reach an implementation as closures, or as JSONata's own objects; both are called by `apply`. */
export async function call(focus: Focus, callee: unknown, args: readonly unknown[]): Promise<unknown> {
  const { apply } = Object(callee) as { apply?: unknown };
  if (typeof apply !== "function") throw noPattern();
  return (await Reflect.apply(apply, callee, [focus, args])) as unknown;
}

function asMatch(given: unknown): Match | undefined {
  if (given === undefined) return undefined;
  const found = given as Partial<Match>;
  const isMatch =
    typeof found.match === "string" &&
    Number.isInteger(found.start) &&
    Number.isInteger(found.end) &&
    Array.isArray(found.groups);
  if (!isMatch) throw noPattern();
  return found as Match;
}

function noPattern(): Refusal {
  return new Refusal("expression_failed", "A pattern is a text or a regular expression.");
}
