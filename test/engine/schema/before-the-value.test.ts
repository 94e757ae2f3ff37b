// What is said of a value before there is one must hold for every value that there can be.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { pointerOf, valueAt } from "../../../engine/schema/pointer.ts";
import { readSchema, type SchemaReading } from "../../../engine/schema/reading.ts";
import { compileSchema } from "../../../engine/schema/validator.ts";
import { anySchema, anyValue, placesIn, replaced } from "./arbitrary-schema.ts";

const budget = { left: Infinity };

async function reading(schema: Json): Promise<SchemaReading> {
  const read = await readSchema(schema);
  if (read === undefined) throw new Error("unusable");
  return read;
}

test("a fault that is certain while a part is unknown is there whatever the part turns out to be", async () => {
  await fc.assert(
    fc.asyncProperty(
      anySchema,
      anyValue,
      fc.nat(),
      fc.array(anyValue, { maxLength: 8 }),
      async (schema, value, at, parts) => {
        const places = placesIn(value);
        const place = places[at % places.length] ?? [];
        const pointer = pointerOf(place);
        const unknowns = {
          at: (other: string) => (other === pointer ? { types: undefined } : undefined),
          within: (other: string) => pointer === other || pointer.startsWith(`${other}/`),
        };
        const faults = (await reading(schema)).certainFaults(replaced(value, place, "{{unknown}}"), unknowns, budget);
        if (faults === undefined || faults.length === 0) return;
        const check = await compileSchema(schema);
        for (const part of parts) expect(check(replaced(value, place, part))).not.toEqual([]);
      },
    ),
    { numRuns: 1_000 },
  );
}, 60_000);

test("a path that a schema is said not to have is in no value that fits, nor has a value there another type", async () => {
  await fc.assert(
    fc.asyncProperty(anySchema, fc.array(anyValue, { maxLength: 8 }), async (schema, values) => {
      const check = await compileSchema(schema);
      const read = await reading(schema);
      for (const value of values.filter((candidate) => check(candidate).length === 0)) {
        for (const place of placesIn(value)) {
          const looked = read.lookUp(place, false, budget);
          if (looked.found) {
            if (looked.types !== undefined)
              expect(looked.types).toEqual(expect.arrayContaining([typeIn(looked.types, valueAt(value, place))]));
          } else expect(looked.why).toBe("undeclared");
        }
      }
    }),
    { numRuns: 2_000 },
  );
}, 60_000);

function typeIn(types: readonly string[], value: Json | undefined): string {
  if (Array.isArray(value)) return "array";
  if (value === null) return "null";
  if (typeof value === "number" && Number.isInteger(value) && !types.includes("number")) return "integer";
  return typeof value;
}

const output = {
  type: "object",
  properties: {
    results: { type: "array", items: { $ref: "#/$defs/result" } },
    pair: { prefixItems: [{ type: "string" }, { type: "number" }], items: false },
    either: {
      anyOf: [
        { properties: { a: {} }, additionalProperties: false },
        { properties: { b: {} }, additionalProperties: false },
      ],
    },
    open: { properties: { a: {} }, additionalProperties: true },
    loose: { properties: { a: {} } },
    any: {},
    map: { patternProperties: { "^x-": { type: "boolean" } }, additionalProperties: { type: "integer" } },
    mixed: {
      allOf: [{ properties: { a: { type: "string" } } }, { properties: { b: {} } }],
      unevaluatedProperties: false,
    },
    level: { enum: ["low", 3] },
  },
  additionalProperties: false,
  $defs: {
    result: {
      type: "object",
      properties: { title: { type: "string" }, next: { $ref: "#/$defs/result" } },
      additionalProperties: false,
    },
  },
};

const cases: [path: (string | number)[], found: true | string, about?: readonly string[]][] = [
  [["results"], true, ["array"]],
  [["results", 0, "title"], true, ["string"]],
  [["results", 5, "next", "next", "title"], true, ["string"]],
  [["resultz"], "closed"],
  [["results", 0, "titel"], "closed", ["title", "next"]],
  [["results", "title"], "array_without_index"],
  [["results", 0, "title", "length"], "not_an_object"],
  [["results", 0, 0], "not_an_array"],
  [["pair", 1], true, ["number"]],
  [["pair", 2], "closed"],
  [["either", "b"], true],
  [["either", "c"], "closed", ["a", "b"]],
  [["open", "z"], true],
  [["loose", "z"], "undeclared", ["a"]],
  [["any", "z", 0, "y"], true],
  [["map", "x-a"], true, ["boolean"]],
  [["map", "other"], true, ["integer"]],
  [["mixed", "b"], true],
  [["mixed", "c"], "closed", ["a", "b"]],
  [["level"], true, ["string", "number"]],
];

test.each(cases)("the path %j is looked up", async (path, found, about) => {
  const looked = (await reading(output)).lookUp(path, false, budget);
  expect(looked.found ? true : looked.why).toBe(found);
  if (about !== undefined) expect(looked.found ? looked.types : looked.names).toEqual(about);
});

test("an expression's path goes through an array to its items", async () => {
  const read = await reading(output);
  expect(read.lookUp(["results", "title"], true, budget)).toEqual({ found: true, types: ["string"] });
  expect(read.lookUp(["results", "titel"], true, budget).found).toBe(false);
});

test("a look-up that costs too much finds everything", async () => {
  const wide = Array.from({ length: 50 }, () => ({ $ref: "#/$defs/a" }));
  const read = await reading({
    $ref: "#/$defs/a",
    $defs: { a: { properties: { x: { anyOf: wide } }, additionalProperties: false } },
  });
  const path = [...Array<string>(10).fill("x"), "y"];
  expect(read.lookUp(path, false, { left: 1_000 })).toEqual({ found: true, types: undefined });
});
