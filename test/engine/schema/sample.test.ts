// Values made to fit a schema.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { sampleOf } from "../../../engine/schema/sample/sample.ts";
import { compileSchema } from "../../../engine/schema/validator.ts";
import { anySchema } from "./arbitrary-schema.ts";

const SCHEMAS: readonly Json[] = [
  true,
  { type: "string" },
  { type: "string", minLength: 40, maxLength: 41 },
  { type: "string", pattern: "^[A-Z]{3}-\\d{4}$" },
  { type: "string", pattern: "^(?:alpha|beta)+@[a-z]+\\.(com|org)$" },
  { type: "integer", minimum: 7, maximum: 7 },
  { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
  { type: "integer", multipleOf: 15, minimum: 100 },
  { enum: ["a", 1, null] },
  { type: "array", items: { type: "string" }, minItems: 3 },
  { type: "array", prefixItems: [{ type: "string" }, { type: "integer" }], items: false },
  { type: "array", contains: { const: 7 }, minItems: 2 },
  { type: "object", properties: { a: { type: "string" }, b: { type: "array", items: { type: "integer" } } }, required: ["a", "c"] },
  { type: "object", minProperties: 2, additionalProperties: { type: "boolean" } },
  { anyOf: [{ type: "string" }, { type: "null" }] },
  { oneOf: [{ properties: { kind: { const: "a" } }, required: ["kind"] }, { properties: { kind: { const: "b" } }, required: ["kind"] }] },
  { allOf: [{ required: ["a"] }, { properties: { a: { type: "integer" } } }] },
  { $ref: "#/$defs/tree", $defs: { tree: { type: "object", properties: { children: { type: "array", items: { $ref: "#/$defs/tree" } } } } } },
  { type: "object", properties: { list: { type: "array", items: { $ref: "#" } } }, required: ["list"] },
]; // prettier-ignore

test.each(SCHEMAS.map((schema) => ({ schema })))(
  "%j gets a value that fits it, the same for the same seed",
  async ({ schema }) => {
    for (const seed of ["a", "b", "c"]) {
      const value = await sampleOf(schema, seed);
      expect(value).not.toBe(undefined);
      expect((await compileSchema(schema))(value ?? null)).toEqual([]);
      expect(await sampleOf(schema, seed)).toEqual(value);
    }
  },
);

test("an author's example is taken where it fits", async () => {
  expect(await sampleOf({ type: "string", examples: ["Seoul"] }, "x")).toBe("Seoul");
  expect(typeof (await sampleOf({ type: "string", examples: [5] }, "x"))).toBe("string");
});

test("a schema that nothing fits gets no value", async () => {
  expect(await sampleOf(false, "x")).toBe(undefined);
  expect(await sampleOf({ type: "string", minLength: 3, maxLength: 2 }, "x")).toBe(undefined);
});

test("whatever the schema, what is made fits it", { timeout: 600_000 }, async () => {
  let made = 0;
  await fc.assert(
    fc.asyncProperty(anySchema, fc.string(), async (schema, seed) => {
      const value = await sampleOf(schema, seed);
      if (value === undefined) return;
      made += 1;
      expect((await compileSchema(schema))(value)).toEqual([]);
    }),
    { numRuns: 150 },
  );
  expect(made).toBeGreaterThan(50);
});
