// Expressions that would take the process down. Each ends in a fault, and none needs a clock to get there.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { render } from "../../../engine/template/render.ts";
import type { Scope } from "../../../engine/template/scope.ts";
import { faultCode, stepsOf } from "./sample-scope.ts";

const numbers = Array.from({ length: 100_000 }, (_, index) => index);
const objects = Array.from({ length: 20_000 }, (_, index) => ({ id: 20_000 - index, v: `x${index % 7}` }));

const scope: Scope = {
  input: {
    x: 1,
    numbers,
    objects,
    wide: Object.fromEntries(numbers.slice(0, 20_000).map((index) => [`k${index}`, [index]])),
    text: "a".repeat(500_000),
    nested: JSON.parse("[".repeat(60) + "1" + "]".repeat(60)) as Json,
  },
  steps: stepsOf({}),
  run: { id: "run_1" },
};

type Case = readonly [source: string, code: string];

const ENDLESS: readonly Case[] = [
  ["($f := function() { $f() }; $f())", "too_costly"],
  ["($f := function($n) { $f($n + 1) }; $f(0))", "too_costly"],
  ["($a := function($n) { $b($n) }; $b := function($n) { $a($n) }; $a(1))", "too_costly"],
  ["($f := function($n) { 1 + $f($n + 1) }; $f(0))", "too_deep"],
  ["($f := function($n) { [$f($n), $f($n)] }; $f(0))", "too_deep"],
  ["($f := function($n) { {'a': $f($n), 'b': $f($n)} }; $f(0))", "too_deep"],
  ["($y := function($f) { $f($f) }; $y($y))", "too_costly"],
  ["($f := function($n) { $map([1, 2], function($v) { $f($n) }) }; $f(0))", "too_costly"],
  [
    "($n := function() { {'match': 'a', 'start': 0, 'end': 1, 'groups': [], 'next': $n} }; $match('a', $n))",
    "too_costly",
  ],
  [
    "($n := function() { {'match': '', 'start': 3, 'end': 0, 'groups': [], 'next': $n} }; $replace('aaa', $n, 'x'))",
    "too_costly",
  ],
];

const LARGE: readonly Case[] = [
  ["[1..1e9]", "too_large"],
  ["[1..10000000]", "too_large"],
  ["$sum([1..1e7])", "too_large"],
  ["$map([1..300], function($v) { [1..1000] })", "too_large"],
  ["$pad('x', 1e8)", "too_large"],
  ["$pad('x', -1e8, 'ab')", "too_large"],
  ["$pad('x', 1e308)", "too_large"],
  ["$reduce([1..60], function($s, $i) { $s & $s }, 'aa')", "too_large"],
  ["$reduce([1..60], function($s, $i) { [[$s, $s]] }, [1])", "too_large"],
  ["$reduce([1..60], function($s, $i) { {'a': $s, 'b': $s} }, 1)", "too_large"],
  ["$reduce([1..60], function($s, $i) { $append($s, $s) }, [1])", "too_large"],
  ["$reduce([1..60], function($s, $i) { $join([$s, $s]) }, 'aa')", "too_large"],
  ["$reduce([1..60], function($s, $i) { $replace($s, 'a', 'aa') }, 'aa')", "too_costly"],
  ["$reduce([1..60], function($s, $i) { $replace($s, /a+/, '$0$0') }, 'aa')", "too_costly"],
  ["$reduce([1..10000], function($s, $i) { [[$s]] }, [1])", "too_deep"],
  ["$reduce([1..10000], function($s, $i) { {'a': $s} }, 1)", "too_deep"],
  ["[[[[[[$input.nested]]]]]]", "too_deep"],
  ["$join([$input.text, $input.text, $input.text])", "too_large"],
  ["$join($split($input.text, ''), 'x')", "too_large"],
  ["$string($input)", "too_large"],
  ["$string($input.nested, true) & $string($input.objects, true)", "too_large"],
  ["$replace($input.text, 'a', 'bbbbbbbb')", "too_large"],
  ["$base64encode($input.text & $input.text)", "too_large"],
  ["$encodeUrlComponent($pad('', 200000, '€'))", "too_large"],
  ["$zip($input.numbers, $input.numbers)", "too_large"],
  ["$input.**", "too_large"],
  ["$input.objects@$a.($input.objects)@$b.{'x': $a, 'y': $b}", "too_large"],
  ["$input.numbers ~> $map(function($v) { $input.text })", "too_costly"],
];

const SLOW: readonly Case[] = [
  ["$sort($input.objects, function($a, $b) { $a.id > $b.id })", "too_costly"],
  ["$input.objects^(id)", "too_costly"],
  ["$input.numbers^(>$)", "too_costly"],
  ["$input.numbers{'k': $}", "too_costly"],
  ["$input.wide.*", "too_costly"],
  ["$input.numbers[$input.numbers]", "too_costly"],
  ["$input.numbers.($input.numbers)", "too_costly"],
  ["$filter($input.numbers, function($v) { $v in $input.numbers })", "too_costly"],
  ["$map($input.numbers, function($v, $i, $a) { $count($a) })", "too_costly"],
  ["$map($input.numbers, function($v) { $input.objects = $input.objects })", "too_costly"],
  ["$map($input.numbers, function($v) { $input.text = $input.text })", "too_costly"],
  ["$map($input.numbers, function($v) { $not([$input.objects.id, $input.objects.id]) })", "too_costly"],
  ["$map($input.numbers, function($v) { $length($input.text) })", "too_costly"],
  ["$contains($input.text, 'b' & $substring($input.text, 0, 250000))", "too_costly"],
  ["$substringBefore($input.text, 'b' & $substring($input.text, 0, 250000))", "too_costly"],
  ["$split($input.text, 'b' & $substring($input.text, 0, 250000))", "too_costly"],
  ["$map([1..1000], function($v) { $contains($input.text, /(a+)+[bc]/) })", "too_costly"],
  ["$match($input.text, /(a*[bc])|a/)", "too_costly"],
  ["$contains($input.text, /(a|b|c|d|e|f|g|h|aa|aaa|aaaa|aaaaa)*[yz]/)", "too_costly"],
  [
    "($g := function($n) { $n = 0 ? function($x) { $x } : ($h := $g($n - 1); $h(?)) }; $k := $g(1000); $k(1))",
    "too_costly",
  ],
];

const LOOPS_IN_JSONATA: readonly Case[] = [
  ["$formatNumber(1, '#', {'grouping-separator': ''})", "expression_failed"],
  ["$formatNumber(0, '#', {'zero-digit': ''})", "expression_failed"],
  ["$formatNumber(1, '#', {'__proto__': 1, 'unknown': 'x'})", "expression_failed"],
  [`$formatNumber(1, '${"#,".repeat(500)}0')`, "expression_failed"],
  ["$formatInteger(1 / 0, 'a')", "expression_failed"],
  ["$formatInteger(1e15, 'I')", "expression_failed"],
  ["$fromMillis(0, '[Y,2-1000000000]')", "expression_failed"],
  ["$fromMillis(0, '[M,1000000000]')", "expression_failed"],
  ["$fromMillis(1e300)", "expression_failed"],
  ["$toMillis('9999999999999999999999999999999', '[Y][M][D][H][Y][M][D][H][Y][M][D][H]x')", "forbidden_function"],
  ["$power(10, 1e9)", "expression_failed"],
  ["1 / 0", "not_json"],
  ["$match('a', /((a{100}){100}){100}/)", "regex_too_large"],
  ["$match('a', /[a-z]{1000}[a-z]{1000}[a-z]{1000}/)", "regex_too_large"],
  ["function($a)<s+s+s+s+s+s+s+s+:s>{1}('a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 1)", "unsupported_syntax"],
];

const PARSER_BOMBS: readonly Case[] = [
  [`${"(".repeat(70)}1${")".repeat(70)}`, "expression_too_large"],
  [`${"-".repeat(5_000)}1`, "expression_too_large"],
  [`1${"+1".repeat(3_000)}`, "expression_too_large"],
  [`${"1?".repeat(2_000)}1`, "expression_too_large"],
  [`$input${".a".repeat(3_000)}`, "expression_too_large"],
  [nestedDefaults("??"), "expression_too_large"],
  [nestedDefaults("?:"), "expression_too_large"],
  [`$contains("", /"/) & ${nestedDefaults("??")} & $contains("", /"/)`, "expression_too_large"],
  [`and /* */ / 1 & ${nestedDefaults("??")} / 1`, "expression_too_large"],
  [`$x.* / ${nestedDefaults("??")} / 1`, "expression_too_large"],
];

const ESCAPES: readonly Case[] = [
  ["$input ~> |$sum|{'implementation': 'x'}|", "unsupported_syntax"],
  ["$sum.implementation", "expression_failed"],
  ["$spread($sum)", "not_json"],
  ["$lookup($sum, 'implementation')", "missing_value"],
  ["$keys($sum)", "missing_value"],
  ["$sum.*", "expression_failed"],
  ["[$sum].**.implementation", "expression_failed"],
  ["$lookup($input, '__pro' & 'to__')", "forbidden_key"],
  ["$lookup([$input], 'construc' & 'tor')", "forbidden_key"],
  ["$map(['constructor'], $lookup($input, ?))", "forbidden_key"],
  ["[$input.numbers[$ < 3]].*.push", "missing_value"],
  ["$filter([[$input.numbers[$ < 3]]], function($v) { $lookup($v, 'push') })", "missing_value"],
  ["(1 = 2 ? ($eval := 1) : 0; $eval('1 + 1'))", "expression_failed"],
  ["(1 = 2 ? ($now := 1) : 0; $now())", "expression_failed"],
  ["(1 = 2 ? ($random := 1) : 0; $random())", "expression_failed"],
  ["{'_jsonata_lambda': true, 'body': 1}", "expression_failed"],
  ["{'_jsonata_' & 'function': true}", "expression_failed"],
  ["$sum", "not_json"],
  ["{'f': function() { 1 }}", "not_json"],
  ["$error('boom')", "expression_raised"],
  ["$assert(false, 'boom')", "expression_raised"],
  ["$input.x.$z()", "unknown_function"],
  ["($z := 1; $input.x.$z())", "expression_failed"],
  ["$uppercase(1)", "expression_failed"],
  ["null.a()", "expression_syntax"],
];

// The guards count. A deployed Worker's clock stands still while it computes, so the clock stands still here.
describe("with the clock frozen", () => {
  beforeEach(
    () => void vi.useFakeTimers({ toFake: ["Date", "performance", "setTimeout", "setInterval", "setImmediate"] }),
  );
  afterEach(() => void vi.useRealTimers());

  describe.each(Object.entries({ ENDLESS, LARGE, SLOW, LOOPS_IN_JSONATA }))("%s", (_group, cases) => {
    test.each(cases)("%s ends with a fault", { timeout: 30_000 }, async (source, code) => {
      const now = [Date.now(), performance.now()];
      expect(await faultCode(`{{= ${source} }}`, scope)).toBe(code);
      expect([Date.now(), performance.now()]).toEqual(now);
    });
  });
});

describe.each(Object.entries({ PARSER_BOMBS, ESCAPES }))("%s", (_group, cases) => {
  test.each(cases)("%s is a fault", async (source, code) => {
    expect(await faultCode(`{{= ${source} }}`, scope)).toBe(code);
  });
});

test("what is left of an expression that failed stops too", async () => {
  const endless = "$f := function($n) { $f($n + 1) }";
  expect(await faultCode(`{{= (${endless}; [$uppercase(1), $f(0)]) }}`, scope)).toBe("expression_failed");
  expect(await faultCode(`{{= (${endless}; [$f(0), $uppercase(1)]) }}`, scope)).toBe("expression_failed");
});

test("a fault is the same each time", async () => {
  const template = "{{= ($f := function($n) { $f($n + 1) }; $f(0)) }}";
  expect(await render(template, scope)).toEqual(await render(template, scope));
});

test("lists of some thousand items are no bomb", async () => {
  const list = objects.slice(0, 2_000);
  const within = { ...scope, input: { list } };
  for (const source of [
    "$map($input.list, function($v) { {'id': $v.id, 'label': $v.v & '!'} })",
    "$sort($input.list, function($a, $b) { $a.id > $b.id })",
    "$input.list^(id)",
    "$input.list{v: $sum(id)}",
    "$input.list[v = 'x1'].id",
    "$reduce($input.list.id, function($a, $b) { $a + $b })",
    "$distinct($input.list.v)",
    "$join($input.list.v, ', ')",
    "$count($match($join($input.list.v, ' '), /x(\\d)/))",
  ]) {
    expect(await faultCode(`{{= ${source} }}`, within)).toBeNull();
  }
});

function nestedDefaults(operator: string): string {
  return Array.from({ length: 40 }).reduce<string>((inner) => `(${inner} ${operator} 1)`, "$input.x");
}
