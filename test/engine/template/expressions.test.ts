import jsonata from "jsonata";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { render } from "../../../engine/template/render.ts";
import { faultCode, rendered, scope } from "./sample-scope.ts";

describe("an expression gives plain JSON", () => {
  test.each<[template: string, value: Json]>([
    ["{{= $input.count + 1 }}", 4],
    ["{{=$input.topic}}", "cats"],
    ["n={{= $input.count * 2 }};", "n=6;"],
    ["<{{= null }}>", "<>"],
    ["{{= $steps.search.result.list.name }}", ["first", "second"]],
    ["{{= $steps.search.result.list[price > 2].name }}", "first"],
    ["{{= $steps.search.result.list^(price).name }}", ["second", "first"]],
    ["{{= $steps.search.result.list{name: price} }}", { first: 3, second: 1 }],
    ['{{= $steps."my-step".result.value }}', 1],
    ['{{= $lookup($steps, "my-step").result.value }}', 1],
    ['{{= {"a": {"b": $input.count}} }}', { a: { b: 3 } }],
    ['{{={"a":{"b":1}}}}', { a: { b: 1 } }],
    ["{{= \"}}\" & '}}' }}", "}}}}"],
    ["{{= /* }} */ 1 }}", 1],
    ['{{= $contains("a}}b", /\\}\\}/) }}', true],
    ["{{= $input.`odd key`.`k.1` }}", "dotted"],
    ["{{= $map([1, 2], function($v) { {'v': {'w': $v}} }) }}", [{ v: { w: 1 } }, { v: { w: 2 } }]],
    ["{{= $input.nope ?? 'none' }}", "none"],
    ["{{= $input.nope ?: 'none' }}", "none"],
    ["{{= $exists($input.nope) ? 1 : 2 }}", 2],
    ["{{= $steps.broken.result.x ?? 'none' }}", "none"],
    ["{{= $steps.broken.result ?: 'none' }}", "none"],
    ["{{= $exists($steps.broken.result) ? 1 : 2 }}", 2],
    ["{{= $steps.broken.status = 'success' ? $steps.broken.result : 'none' }}", "none"],
    ["{{= $steps.broken.error.code }}", "boom"],
    ["{{= $match('abc', /b/) ?? 'none' }}", { match: "b", index: 1, groups: [] }],
    ["{{= ($f := function($l) { $map($l, $uppercase) }; $f(['a', 'b'])) }}", ["A", "B"]],
    ["{{= ($f := function($l) { $map($l, $substring(?, 1)) }; $f(['ab', 'cd'])) }}", ["b", "d"]],
    ["{{= $run.id }}", "run_1"],
    ["{{= [] }}", []],
    ["{{= $input.empty[] ?? [] }}", []],
    ["{{= ($n := 2; $double := function($x) { $x * $n }; $double(4)) }}", 8],
    ["{{= $map(['abcd', 'efgh'], $substring(?, 1, 2)) }}", ["bc", "fg"]],
    [
      "{{= $steps.search.result.list#$i.{'at': $i, 'name': name} }}",
      [
        { at: 0, name: "first" },
        { at: 1, name: "second" },
      ],
    ],
    ["{{= $toMillis('2026-01-31T00:00:00') - $toMillis('2026-01-31T00:00:00Z') }}", 0],
    ["{{= $toMillis('2026-01-31T01:00:00+0100') - $toMillis('2026-01-31') }}", 0],
    ["{{= $base64encode('hello') & ' ' & $base64decode('aMOpbGxv') }}", "aGVsbG8= hÃ©llo"],
  ])("%s", async (template, value) => {
    expect(await rendered(template)).toEqual(value);
  });
});

test("$item and $index are those of the forEach", async () => {
  const within = { ...scope, item: { name: "x" }, index: 4 };
  expect(await rendered("{{= $item.name & $index }}", within)).toBe("x4");
});

/** Everything that was wrapped or written anew, against JSONata's own. */
const AS_JSONATA_DOES = [
  "$abs(-3.5)", "$append([1], [2, 3])", "$append(1, 2)", "$average([1, 2, 6])", "$boolean([0, 0])", "$ceil(1.2)", "$contains('abc', 'b')",
  "$contains('abc', /B/i)", "$count([1, 2])", "$decodeUrl('%7B')", "$distinct([1, 2, 1, '1', {'a': 1, 'b': 2}, {'b': 2, 'a': 1}])",
  "$distinct([[1], [1], 2])", "$each({'a': 1, 'b': 2}, function($v, $k) { $k & $v })", "$encodeUrl('https://x.y/?a=é')",
  "$encodeUrlComponent('?x=test')", "$filter([1, 2, 3, 4], function($v, $i) { $i > 1 })", "$floor(1.8)", "$formatBase(255, 16)",
  "$formatInteger(1999, 'I')", "$formatInteger(2789, 'w')", "$formatInteger(12, '0001')", "$formatNumber(12345.678, '#,##0.00')",
  "$formatNumber(0.14, '01%')", "$formatNumber(-5, '0;(0)')", "$fromMillis(1510067557121)", "$fromMillis(1510067557121, '[M01]/[D01]/[Y0001] [h#1]:[m01][P]')",
  "$join(['a', 'b'], '-')", "$join(['a', 'b'])", "$keys([{'a': 1}, {'b': 2}])", "$length('h😀y')", "$lookup({'a': 1}, 'a')", "$lowercase('ABC')",
  "$map([1, 2], function($v, $i, $a) { $v + $i + $count($a) })", "$match('ababbabbcc', /a(b+)/)", "$match('ababbabbcc', /a(b+)/, 1)",
  "$match('xyz', /q/)", "$max([1, 5, 3])", "$merge([{'a': 1}, {'b': 2, 'a': 3}])", "$min([4, 2])", "$not(0)", "$number('12.5e1')", "$number('0x1f')",
  "$pad('foo', 5)", "$pad('foo', -5, '#')", "$pad('35', -5, '0')", "$pad('x', 6, 'ab')", "$pad('😀', 3, '😀é')", "$pad('foobar', 3)",
  "$parseInteger('twelve', 'w')", "$power(2, 10)", "$reduce([1, 2, 3], function($a, $b) { $a * $b })", "$reduce([1, 2], function($a, $b) { $a + $b }, 10)",
  "$replace('John Smith', 'John', 'Mr')", "$replace('a.b.c', '.', '$0')", "$replace('abracadabra', /a.*?a/, '*')", "$replace('John Smith', /(\\w+)\\s(\\w+)/, '$2, $1')",
  "$replace('265USD', /([0-9]+)USD/, '$$$1')", "$replace('abc', /b/, '[$0$1$9]')", "$replace('abcdefghijklmno', /(ijk)/, '$8$5$12$12$18$123')",
  "$replace('temperature = 68F', /(-?\\d+)F/, function($m) { $m.groups[0] & 'C' })", "$replace('aaa', 'a', 'b', 2)", "$replace('aaa', /a/, 'b', 2)",
  "$reverse([1, 2, 3])", "$round(123.456, 2)", "$round(2.5)", "$sift({'a': 1, 'b': 2}, function($v) { $v > 1 })", "$single([1, 2], function($v) { $v = 2 })",
  "$sort([3, 1, 2])", "$sort(['b', 'a', 'B'])", "$sort([{'p': 2, 'n': 1}, {'p': 1, 'n': 2}, {'p': 2, 'n': 3}], function($a, $b) { $a.p > $b.p })",
  "$split('so many words', ' ')", "$split('so many words', ' ', 2)", "$split('a,  b; c', /[,;]\\s*/)", "$split('a,  b; c', /[,;]\\s*/, 2)", "$split('abc', '')",
  "$split('abc', '', 2)", "$split('abc', /x/)", "$spread([{'a': 1, 'b': 2}, {'c': 3}])", "$spread(3)", "$spread({'a': 1})", "$sqrt(16)", "$string({'a': [1, null]})",
  "$string({'a': [1]}, true)", "$string(1.1 + 2.2)", "$substring('hello', -3, 2)", "$substringAfter('hello', 'el')", "$substringBefore('hello', 'l')", "$sum([1, 2.5])",
  "$toMillis('2017-11-07T15:07:54.972Z')", "$toMillis('2018')", "$trim('  a  b ')", "$type([])", "$uppercase('abc')", "$zip([1, 2, 3], [4, 5])", "$zip(1, 2)",
  "'a' & 1 & null & [1]", "[1..4][$ % 2 = 0]", "'a' in ['a', 'b']", "{'a': 1}.*", "{'a': {'b': [1, {'c': 2}]}}.**.c", "[{'v': 1}, {'v': 2}]{'all': v}",
  "[3, 1, 2]^(>$)", "($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(10))", "[1, 2, 3] ~> $sum()", "($up := $uppercase ~> $trim; $up(' a '))",
  "($first := $substring(?, 0, 1); $map(['ab', 'cd'], $first))", "[[1, 2], [3]].($sum($))", "{'a': [{'b': 1}, {'b': 2}]}.a@$x.{'x': $x.b}", "$map([], $string)",
]; // prettier-ignore

test.each(AS_JSONATA_DOES)("%s is what JSONata gives", async (source) => {
  const theirs = (await jsonata(source).evaluate(undefined)) as unknown;
  const ours = await render(`{{= ${source} }}`, scope);
  const plain = theirs === undefined ? undefined : (JSON.parse(JSON.stringify(theirs)) as Json);
  expect(ours.ok ? ours.value : ours.fault.code).toEqual(plain ?? "missing_value");
});

describe("an expression that gives nothing says why", () => {
  test.each<[template: string, code: string, words: string]>([
    ["{{= $input.nope }}", "missing_value", 'input has no "nope"'],
    ["{{= $steps.nowhere.result.x }}", "unknown_step", 'no step "nowhere"'],
    ["{{= $steps.broken.result }}", "step_failed", "boom"],
    ["{{= $steps.broken.result.x & '!' }}", "step_failed", "boom"],
    ["{{= $steps.left_out.result.x }}", "step_skipped", "left_out"],
    ["{{= $item }}", "outside_for_each", "forEach"],
    ["{{= $filter([1], function($v) { $v > 1 }) }}", "missing_value", "nothing"],
    ["{{= $steps.search.result.list.nope }}", "missing_value", "nothing"],
  ])("%s", async (template, code, words) => {
    const result = await render(template, scope);
    expect(result).toMatchObject({ ok: false, fault: { code } });
    expect(result.ok ? "" : result.fault.message).toContain(words);
  });
});

test("an expression leaves the scope as it was", async () => {
  const before = structuredClone(scope);
  const expressions = [
    "$input.empty{'k': 1}",
    "$input.list[]",
    "$input.empty[] ?? 1",
    "$steps.search.result.list#$i[$i = 0]",
    "$input.list.*",
  ];
  for (const source of expressions) await render(`{{= ${source} }}`, scope);
  expect(scope).toEqual(before);
  expect(Object.keys(scope.input as object[])).toEqual(Object.keys(before.input as object[]));
});

test("an expression cannot change JSONata's functions for those after it", async () => {
  await render("{{= $input ~> |$sum|{'implementation': 'x'}| }}", scope);
  await render("{{= ($clone := function($x) { $sum }; $input ~> |$|{'implementation': 'x'}|) }}", scope);
  expect(await rendered("{{= $sum([1, 2]) }}")).toBe(3);
});

test("the same expression is evaluated at the same time without getting mixed up", async () => {
  const template = "{{= $map([1..50], function($v) { $v * $input.count }) ~> $sum() }}";
  const results = await Promise.all([1, 2, 3, 4].map((count) => rendered(template, { ...scope, input: { count } })));
  expect(results).toEqual([1275, 2550, 3825, 5100]);
});

test("the expressions of one rendering share what they may spend", async () => {
  const costly = (tag: number) => `{{= $sum($map([1..15000], function($v) { $v + ${tag} })) }}`;
  expect(await faultCode(costly(0))).toBeNull();
  expect(await faultCode(Array.from({ length: 20 }, (_, tag) => costly(tag)))).toBe("too_costly");
});
