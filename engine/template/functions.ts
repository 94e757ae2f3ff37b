// The functions that expressions call: JSONata's own behind counters, a few written anew where counting from
// outside is not enough.

import { base64decode, base64encode } from "./base64.ts";
import { Refusal, refusal } from "./fault.ts";
import type { FunctionName } from "./function-names.ts";
import { type Focus, guardedFunctions, type Implementation, meterOf } from "./jsonata-host.ts";
import { distinct, max, min, sort, spread, zip } from "./list-functions.ts";
import { checkCharacters, checkItems, type Meter } from "./meter.ts";
import { forbiddenKey, isForbidden } from "./path.ts";
import {
  checkFormatInteger,
  checkFormatNumber,
  checkFromMillis,
  checkParseInteger,
  toMillis,
} from "./picture-functions.ts";
import { searchCost } from "./regex.ts";
import { contains, join, match, pad, replace, split } from "./text-functions.ts";

type Replacement = (focus: Focus, meter: Meter, args: readonly unknown[]) => unknown;
type Check = (args: readonly unknown[], meter: Meter) => void;

const REPLACEMENTS: Partial<Record<FunctionName, Replacement>> = {
  base64decode: (_focus, _meter, [text]) => base64decode(text),
  base64encode: (_focus, _meter, [text]) => base64encode(text),
  contains,
  distinct,
  join,
  match,
  max,
  min,
  pad,
  replace,
  sort,
  split,
  spread,
  toMillis: (_focus, _meter, args) => toMillis(args),
  zip,
};

const CHECKS: Partial<Record<FunctionName, Check>> = {
  append: checkAppend,
  formatInteger: checkFormatInteger,
  formatNumber: checkFormatNumber,
  fromMillis: checkFromMillis,
  lookup: checkLookup,
  parseInteger: checkParseInteger,
  string: checkString,
  substringAfter: paySearch,
  substringBefore: paySearch,
};

/** Functions that visit every character, or every value within a value, and not only the items of a list. */
const DEEP = new Set<FunctionName>([
  "base64decode",
  "base64encode",
  "clone",
  "decodeUrl",
  "decodeUrlComponent",
  "encodeUrl",
  "encodeUrlComponent",
  "keys",
  "length",
  "lowercase",
  "merge",
  "number",
  "pad",
  "string",
  "substring",
  "trim",
  "uppercase",
]);

let definitions: ReadonlyMap<FunctionName, unknown> | undefined;

/** Every function that an expression may call, as JSONata wants them assigned. */
export function expressionFunctions(): ReadonlyMap<FunctionName, unknown> {
  definitions ??= guardedFunctions(guarded);
  return definitions;
}

function guarded(name: FunctionName, original: Implementation): Implementation {
  const replacement = REPLACEMENTS[name];
  const check = CHECKS[name];
  return function (this: Focus, ...args: unknown[]): unknown {
    const meter = meterOf(this.environment);
    meter.spend(1);
    for (const argument of args) admit(argument, meter, DEEP.has(name));
    check?.(args, meter);
    const result = replacement ? replacement(this, meter, args) : Reflect.apply(original, this, args);
    return result instanceof Promise
      ? result.then((value: unknown) => measured(value, meter))
      : measured(result, meter);
  };
}

function admit(argument: unknown, meter: Meter, deep: boolean): void {
  if (typeof argument === "number" && !Number.isFinite(argument)) {
    throw new Refusal("expression_failed", "A calculation has no finite result, as a division by zero.");
  }
  meter.produced(argument);
  if (deep) meter.spend(meter.extentOf(argument).size / 16);
}

function measured(result: unknown, meter: Meter): unknown {
  meter.produced(result);
  return result;
}

function checkAppend(args: readonly unknown[]): void {
  checkItems(args.reduce<number>((items, list) => items + (Array.isArray(list) ? list.length : 1), 0));
}

function checkLookup([, key]: readonly unknown[]): void {
  if (typeof key !== "string" || !isForbidden(key)) return;
  throw refusal(forbiddenKey(key));
}

/** Indented text grows with the depth of each line. */
function checkString([value, indented]: readonly unknown[], meter: Meter): void {
  if (indented !== true || typeof value === "string") return;
  const { size, depth } = meter.extentOf(value);
  checkCharacters(size * (1 + depth));
}

function paySearch([text, part]: readonly unknown[], meter: Meter): void {
  meter.spend(searchCost(String(text).length, String(part).length));
}
