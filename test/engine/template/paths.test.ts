import { describe, expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { render } from "../../../engine/template/render.ts";
import { faultCode, rendered, scope } from "./sample-scope.ts";

const inForEach = { ...scope, item: { name: "item one" }, index: 0 };

describe("a path gives what is at it", () => {
  test.each<[template: string, value: Json]>([
    ["{{input.topic}}", "cats"],
    ["{{ input.topic }}", "cats"],
    ["{{input}}", scope.input],
    ["{{input.count}}", 3],
    ["{{input.yes}}", true],
    ["{{input.nothing}}", null],
    ["{{input.empty}}", []],
    ["{{input.list[1]}}", "b"],
    ['{{input["odd key"]["k.1"]}}', "dotted"],
    ["{{input['odd key']['k.1']}}", "dotted"],
    ['{{input["odd key"]["quo\\"te"]}}', 1],
    ["{{input['odd key']['quo\"te']}}", 1],
    ["{{input.length}}", "own"],
    ['{{steps.search.result.list[0]["k-1"]}}', "one"],
    ["{{steps.search.result.list[0].k-1}}", "one"],
    ["{{steps.my-step.result.value}}", 1],
    ['{{steps["my-step"].result.value}}', 1],
    ["{{steps.search.status}}", "success"],
    ["{{steps.broken.status}}", "failed"],
    ["{{steps.broken.error.code}}", "boom"],
    ["{{steps.left_out}}", { status: "skipped" }],
    ["{{steps.none.result}}", null],
    ["{{run.id}}", "run_1"],
    ["{{item.name}}", "item one"],
    ["{{index}}", 0],
  ])("%s", async (template, value) => {
    expect(await rendered(template, inForEach)).toEqual(value);
  });
});

describe("text around a placeholder is interpolated", () => {
  test.each<[template: string, value: string]>([
    ["about {{input.topic}}!", "about cats!"],
    [" {{input.topic}}", " cats"],
    ["{{input.count}}{{input.yes}}", "3true"],
    ["<{{input.nothing}}>", "<>"],
    ["<{{input.list}}>", '<["a","b"]>'],
    ["<{{steps.my-step.result}}>", '<{"value":1}>'],
    ["}} {{input.topic}} }}", "}} cats }}"],
    ["\\{{input.topic}}", "{{input.topic}}"],
    ["\\{{ and {{input.topic}}", "{{ and cats"],
    ["a \\{{b}} \\{{c}}", "a {{b}} {{c}}"],
    ["{ {input.topic} }", "{ {input.topic} }"],
  ])("%s", async (template, value) => {
    expect(await rendered(template)).toBe(value);
  });
});

describe("a missing value has a default where the template gives one", () => {
  test.each<[template: string, value: Json]>([
    ["{{input.nope?}}", null],
    ["{{ input.nope ? }}", null],
    ["<{{input.nope?}}>", "<>"],
    ['{{input.nope ?? "x"}}', "x"],
    ['{{input.nope??"x"}}', "x"],
    ["{{input.nope ?? 1.5}}", 1.5],
    ["{{input.nope ?? null}}", null],
    ["{{input.nope ?? []}}", []],
    ['{{input.nope ?? {"a": {"b": 1}}}}', { a: { b: 1 } }],
    ['{{input.nope ?? "}}"}}', "}}"],
    ['{{input.nope ?? "{{input.topic}}"}}', "{{input.topic}}"],
    ['{{input.nothing ?? "x"}}', null],
    ['{{input.topic.deeper.still ?? "x"}}', "x"],
    ["{{steps.broken.result?}}", null],
    ['{{steps.left_out.result.list ?? "x"}}', "x"],
    ["{{steps.nowhere.result?}}", null],
    ["{{item?}}", null],
  ])("%s", async (template, value) => {
    expect(await rendered(template)).toEqual(value);
  });
});

describe("a path that cannot be followed is a fault", () => {
  test.each<[template: string, code: string]>([
    ["{{input.nope}}", "missing_value"],
    ["{{input.topic.length}}", "missing_value"],
    ["{{input.list.length}}", "missing_value"],
    ["{{input.list[2]}}", "missing_value"],
    ["{{input.list.0}}", "missing_value"],
    ["{{input.nothing.a}}", "missing_value"],
    ["{{input.toString}}", "missing_value"],
    ["{{input.hasOwnProperty}}", "missing_value"],
    ["{{steps.search.error.code}}", "missing_value"],
    ["{{steps.broken.result}}", "step_failed"],
    ["{{steps.broken.result.list}}", "step_failed"],
    ["{{steps.left_out.result}}", "step_skipped"],
    ["{{steps.called_off.result}}", "step_cancelled"],
    ["{{steps.nowhere.result}}", "unknown_step"],
    ["{{steps.toString.result}}", "unknown_step"],
    ["{{item}}", "outside_for_each"],
    ["{{index}}", "outside_for_each"],
    ["{{steps}}", "step_required"],
    ["{{steps[0]}}", "step_required"],
    ["{{steps.search.output}}", "unknown_field"],
    ["{{run.name}}", "unknown_field"],
    ["{{inputs.topic}}", "unknown_root"],
    ["{{topic}}", "unknown_root"],
    ["{{input.__proto__}}", "forbidden_key"],
    ["{{input.constructor}}", "forbidden_key"],
    ['{{input["prototype"]}}', "forbidden_key"],
    ["{{input['\\u005f_proto__']}}", "forbidden_key"],
    ["{{steps.__proto__.result}}", "forbidden_key"],
    ["{{input.__proto__?}}", "forbidden_key"],
    ["{{", "unclosed_placeholder"],
    ["a {{input.topic", "unclosed_placeholder"],
    ["{{}}", "empty_placeholder"],
    ["{{  }}", "empty_placeholder"],
    ["{{=}}", "empty_placeholder"],
    ["{{input.}}", "bad_path"],
    ["{{input..a}}", "bad_path"],
    ["{{input[a b]}}", "bad_path"],
    ["{{{input.topic}}}", "bad_path"],
    ["{{it's}}", "bad_path"],
    ["{{input.a ?? }}", "bad_default"],
    ["{{input.a ?? {b}}}", "bad_default"],
    [`{{input.${"a".repeat(9_000)}}}`, "expression_too_large"],
  ])("%s", async (template, code) => {
    expect(await faultCode(template)).toBe(code);
  });
});

describe("a fault says what to do", () => {
  test.each<[template: string, words: string[]]>([
    ["{{steps.search.result.totl}}", ['steps.search.result has no "totl"', '"total", "list"', 'Did you mean "total"?']],
    ["{{input.list[2]}}", ["a list of 2", "[1]"]],
    ["{{input.list.first}}", ["input.list[0]"]],
    ["{{steps.serch.result}}", ['no step "serch"', '"search"']],
    ["{{steps.broken.result}}", ["boom", "{{steps.broken.result?}}"]],
    ["{{steps.search.output}}", ["steps.search.result"]],
    ["{{search.result}}", ["steps.search.result"]],
    ["{{ $count(steps.search.result.list) }}", ["{{= $count($steps.search.result.list) }}"]],
    ["{{ input.count + 1 }}", ["{{= $input.count + 1 }}"]],
    ["{{ uppercase(input.topic) }}", ["{{= $uppercase($input.topic) }}"]],
    ["{{ steps.search.result.list[price > 1].name }}", ["{{= $steps.search.result.list[price > 1].name }}"]],
    ["{{ input.list[-1] }}", ["{{= $input.list[-1] }}"]],
    ["{{ input.nope ?? input.topic }}", ["{{= $input.nope ?? $input.topic }}"]],
    ["{{ $input.topic }}", ["{{input.topic}}", "{{= $input.topic }}"]],
    ["{{= steps.search.result }}", ["Write $steps."]],
    ["{{= $steps.my-step.result }}", ['$steps."my-step"']],
    ['{{= $steps.search["result"] }}', ['Write ."result"']],
    ["{{= $uppercse($input.topic) }}", ['"$uppercase"']],
  ])("%s", async (template, words) => {
    const result = await render(template, scope);
    const told = result.ok ? "" : `${result.fault.message} ${result.fault.hint ?? ""}`;
    for (const word of words) expect(told).toContain(word);
  });
});

test("a fault points at the string that it is in", async () => {
  const result = await render({ a: ["x", { "b/c~d": "{{input.nope}}" }] }, scope);
  expect(result).toMatchObject({ ok: false, fault: { pointer: "/a/1/b~1c~0d" } });
});

test("every string within a value is rendered, keys are not", async () => {
  const template = { "{{input.topic}}": ["{{input.count}}", { deep: "x{{input.topic}}" }], other: 1 };
  expect(await rendered(template)).toEqual({ "{{input.topic}}": [3, { deep: "xcats" }], other: 1 });
});

test("a value without placeholders comes back as it is", async () => {
  const value = { a: [1, "text", { b: null }] };
  expect(await rendered(value)).toBe(value);
});

test("a key called __proto__ in a template stays a key", async () => {
  const template = JSON.parse('{"__proto__": {"polluted": "{{input.yes}}"}}') as Json;
  const value = await rendered(template);
  expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":true}}');
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});
