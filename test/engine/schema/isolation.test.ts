// Schemas come from strangers: none may reach another, the library's registries, the network or the clock.

import { getAllRegisteredSchemaUris } from "@hyperjump/json-schema";
import { afterEach, expect, test, vi } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { compileSchema, schemaFaults } from "../../../engine/schema/validator.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("two schemas with the same $id do not meet", async () => {
  const $id = "https://example.com/same";
  const text = await compileSchema({ $id, type: "string" });
  const number = await compileSchema({ $id, type: "number" });
  expect([text("a"), number(1)]).toEqual([[], []]);
  expect([text(1), number("a")].map((faults) => faults.length)).toEqual([1, 1]);
});

test("a compiled schema leaves nothing behind in the library's registry", async () => {
  await schemaFaults({});
  const before = getAllRegisteredSchemaUris().length;
  for (let index = 0; index < 50; index++) {
    await schemaFaults({ $id: `https://example.com/${index}`, type: "string" });
    await compileSchema({ $id: `https://example.com/${index}`, $defs: { a: { $id: `b${index}` } } });
  }
  expect(getAllRegisteredSchemaUris()).toHaveLength(before);
});

test("a schema that takes a meta-schema's id changes nothing for others", async () => {
  const $id = "https://json-schema.org/draft/2020-12/schema";
  await compileSchema({ $id, not: {} });
  await schemaFaults({ $id, not: {} });
  expect(await schemaFaults({ type: "string" })).toEqual([]);
  expect(await schemaFaults({ type: 5 })).not.toEqual([]);
});

test("nothing is ever fetched", async () => {
  const fetch = vi.fn<() => void>();
  vi.stubGlobal("fetch", fetch);
  for (const $ref of [
    "https://example.com/a",
    "//example.com/a",
    "a.json",
    "https://json-schema.org/draft/2020-12/schema",
  ]) {
    expect(await schemaFaults({ $id: "https://example.com/root", properties: { a: { $ref } } })).toHaveLength(1);
  }
  expect(fetch).not.toHaveBeenCalled();
});

test.each([
  "https://json-schema.org/draft/2020-12/schema",
  "https://json-schema.org/draft/2019-09/schema",
  "http://json-schema.org/draft-07/schema#",
])("names that mean something to JavaScript or to JSON Schema are names like any other in %s", async ($schema) => {
  const names = [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "undefined",
    "$id",
    "$ref",
    "$schema",
    "\ud800",
  ];
  const properties: Json = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
  const schema = { $schema, properties, additionalProperties: false };
  expect(await schemaFaults(schema)).toEqual([]);
  const check = await compileSchema(schema);
  expect(check({})).toEqual([]);
  expect(check(Object.fromEntries(names.map((name) => [name, "x"])))).toEqual([]);
  expect(check(Object.fromEntries(names.map((name) => [name, 1]))).map(({ pointer }) => pointer)).toEqual(
    names.map((name) => `/${name}`),
  );
  const none = await compileSchema({ $schema, properties: { a: {} }, additionalProperties: false });
  expect(none(JSON.parse('{"__proto__":1,"constructor":1}'))).toHaveLength(2);
});

test("what stands in const, enum, default and examples is a value, whatever it looks like", async () => {
  const value = { $id: "x", $ref: "#/nowhere", $schema: "y", $anchor: "z", $vocabulary: {} };
  const schema = { const: value, enum: [value], default: value, examples: [value] };
  expect(await schemaFaults(schema)).toEqual([]);
  const check = await compileSchema(schema);
  expect(check(value)).toEqual([]);
  expect(check({ ...value, $id: "w" })).not.toEqual([]);
});

const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)]);

const bombs: [string, Json, () => Json][] = [
  ["doubling at each level", { items: { anyOf: [{ $ref: "#" }, { $ref: "#" }] } }, () => nested(60)],
  ["doubling at each reference", doubling(40), () => 1],
  ["doubling inside if", { if: doubling(40), then: {}, $defs: doubling(40).$defs }, () => 1],
  [
    "a thousand looks at a long array",
    { allOf: Array.from({ length: 1_000 }, () => ({ items: { type: "string" } })) },
    () => Array<Json>(100_000).fill("x"),
  ],
  [
    "a thousand comparisons of a long array",
    { allOf: Array.from({ length: 1_000 }, (_, minItems) => ({ uniqueItems: true, minItems })) },
    () => Array.from({ length: 50_000 }, (_, index) => index),
  ],
  [
    "a hundred patterns on a long text",
    { allOf: Array.from({ length: 100 }, (_, index) => ({ pattern: `(a|b)*c{${index}}$` })) },
    () => "a".repeat(1_000_000),
  ],
];

function doubling(depth: number): { $ref: string; $defs: Record<string, Json> } {
  const $defs: Record<string, Json> = { [`d${depth}`]: { type: "string" } };
  for (let index = 0; index < depth; index++) {
    $defs[`d${index}`] = { anyOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] };
  }
  return { $ref: "#/$defs/d0", $defs };
}

test.each(bombs)("%s ends at the cap on work, with the clock frozen", async (_title, schema, value) => {
  vi.useFakeTimers();
  const check = await compileSchema(schema);
  expect(check(value()).map(({ keyword }) => keyword)).toEqual(["limit"]);
  vi.useRealTimers();
});

test("a pattern that would backtrack for ever answers", async () => {
  const check = await compileSchema({ pattern: "^(a+)+$" });
  expect(check(`${"a".repeat(100_000)}b`)).toHaveLength(1);
});

const oversized: [string, () => Json][] = [
  ["nested 100,000 deep", () => Array.from({ length: 100_000 }).reduce<Json>((inner) => ({ not: inner }), {})],
  ["of too many values", () => ({ enum: Array.from({ length: 30_000 }, (_, index) => index) })],
  ["too long", () => ({ description: "x".repeat(300_000) })],
  [
    "whose patterns are too large together",
    () => ({ allOf: Array.from({ length: 500 }, (_, index) => ({ pattern: `(x{0,30}){0,30}${index}` })) }),
  ],
  ["whose references multiply it", () => overlapping()],
];

/** Each of 60 levels is referred to, and holds 300 others. */
function overlapping(): Json {
  let inner: Json = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`p${index}`, {}]));
  const refs: Json[] = [];
  for (let depth = 0; depth < 30; depth++) {
    inner = { a: { properties: inner } };
    refs.push({ $ref: `#${"/properties/a".repeat(depth + 1)}` });
  }
  const wide = { properties: inner, allOf: refs.map((ref) => ({ properties: { z: ref } })) };
  return {
    ...wide,
    $defs: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`w${index}`, wide])),
    anyOf: Array.from({ length: 50 }, (_, index) => ({ properties: { w: { $ref: `#/$defs/w${index}` } } })),
  };
}

test.each(oversized)("a schema %s is refused", async (_title, schema) => {
  const faults = await schemaFaults(schema());
  expect(faults.length).toBeGreaterThan(0);
});

test("a value nested deeper than the stack is an answer, not a crash", async () => {
  const check = await compileSchema({ items: { $ref: "#" } });
  expect(check(nestedLoop(200_000)).map(({ keyword }) => keyword)).toEqual(["limit"]);
});

function nestedLoop(depth: number): Json {
  let value: Json = 1;
  for (let index = 0; index < depth; index++) value = [value];
  return value;
}
