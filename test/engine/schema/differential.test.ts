// Against ajv, which needs eval and so serves here only, as the oracle.

import { Ajv, type AnySchema } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { compileSchema, schemaFaults } from "../../../engine/schema/validator.ts";
import { anySchema, anyValue } from "./arbitrary-schema.ts";

const DRAFT_07 = "http://json-schema.org/draft-07/schema#";

/** Undefined: ajv generated code that does not run, as it does for some `if` beside a `not: true`. */
function oracle(schema: Json): (value: Json) => boolean | undefined {
  const options = { strict: false, validateFormats: false, allErrors: true } as const;
  const old = typeof schema === "object" && schema !== null && !Array.isArray(schema) && schema["$schema"] === DRAFT_07;
  const validate = (old ? new Ajv(options) : new Ajv2020(options)).compile(schema as AnySchema);
  return (value) => {
    try {
      return validate(value) === true;
    } catch (error) {
      if (error instanceof ReferenceError) return undefined;
      throw error;
    }
  };
}

const values: Json[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  5,
  10,
  1e20,
  "",
  "a",
  "abc",
  "héllo",
  "😀",
  "5",
  [],
  [1],
  [1, 1],
  [1, "a"],
  ["a", "b", "c"],
  [[1]],
  [null],
  {},
  { a: 1 },
  { a: "x" },
  { a: 1, b: 2 },
  { b: 2 },
  { a: { a: { a: 1 } } },
  { x1: 1, y: "z" },
  { "": 0 },
  [{}, { a: 1 }],
  { kind: "a", n: 1 },
  { kind: "b", s: "t" },
  { kind: "b", n: 1 },
];

const schemas: Json[] = [
  true, false, {}, { type: "string" }, { type: "integer" }, { type: ["number", "null"] }, { const: { a: 1 } }, { const: null },
  { enum: [1, "a", null, [1], { b: 2, a: 1 }] }, { minimum: 1 }, { exclusiveMinimum: 1 }, { maximum: 5 }, { exclusiveMaximum: 5 },
  { multipleOf: 5 }, { multipleOf: 0.5 }, { minLength: 1 }, { maxLength: 1 }, { pattern: "^a" }, { pattern: "b" }, { pattern: "^\\p{L}+$" },
  { minItems: 1 }, { maxItems: 1 }, { uniqueItems: true }, { minProperties: 1 }, { maxProperties: 1 }, { required: ["a"] },
  { required: ["a", "b"] }, { properties: { a: { type: "number" } } }, { properties: { a: { type: "number" } }, additionalProperties: false },
  { patternProperties: { "^x": { type: "string" } } }, { patternProperties: { "^x": true }, additionalProperties: { type: "string" } },
  { propertyNames: { maxLength: 1 } }, { additionalProperties: { type: "number" } }, { items: { type: "number" } },
  { prefixItems: [{ type: "number" }, { type: "string" }] }, { prefixItems: [{ type: "number" }], items: false },
  { prefixItems: [{ type: "number" }], items: { type: "string" } }, { contains: { type: "number" } },
  { contains: { type: "number" }, minContains: 2 }, { contains: { type: "number" }, maxContains: 1 },
  { contains: { type: "number" }, minContains: 0 }, { not: { type: "string" } }, { allOf: [{ minimum: 0 }, { maximum: 4 }] },
  { anyOf: [{ type: "string" }, { minimum: 4 }] }, { oneOf: [{ type: "number" }, { minimum: 4 }] },
  { if: { type: "number" }, then: { minimum: 1 }, else: { type: "string" } }, { then: false }, { if: { type: "string" }, else: false },
  { dependentRequired: { a: ["b"] } }, { dependentSchemas: { a: { required: ["b"] } } },
  { allOf: [{ properties: { a: true } }], unevaluatedProperties: false }, { anyOf: [{ properties: { a: { type: "string" } }, required: ["a"] }, { properties: { b: true } }], unevaluatedProperties: { type: "number" } },
  { prefixItems: [true], unevaluatedItems: false }, { allOf: [{ prefixItems: [true, true] }], unevaluatedItems: { type: "string" } },
  { $ref: "#/$defs/a", $defs: { a: { type: "object", properties: { a: { $ref: "#/$defs/a" } } } } },
  { properties: { a: { $ref: "#" } }, type: ["object", "number"] },
  { oneOf: [{ properties: { kind: { const: "a" }, n: { type: "number" } }, required: ["kind", "n"] }, { properties: { kind: { const: "b" }, s: { type: "string" } }, required: ["kind", "s"] }] },
  { $schema: DRAFT_07, items: [{ type: "number" }], additionalItems: false }, { $schema: DRAFT_07, items: { type: "number" } },
  { $schema: DRAFT_07, dependencies: { a: ["b"], b: { maxProperties: 1 } } }, { $schema: DRAFT_07, contains: { const: 1 } },
  { $schema: DRAFT_07, definitions: { a: { type: "string" } }, properties: { a: { $ref: "#/definitions/a" } } },
  { $schema: DRAFT_07, if: { required: ["a"] }, then: { required: ["b"] } },
]; // prettier-ignore

describe("every value of the table is judged as ajv judges it", () => {
  test.each(schemas.map((schema) => [JSON.stringify(schema), schema] as const))("by %s", async (_text, schema) => {
    expect(await schemaFaults(schema)).toEqual([]);
    const check = await compileSchema(schema);
    const expected = oracle(schema);
    for (const value of values) {
      expect(`${JSON.stringify(value)} ${check(value).length === 0}`).toBe(
        `${JSON.stringify(value)} ${expected(value)}`,
      );
    }
  });
});

// Without `contains` and the unevaluated keywords, of which ajv is no oracle: next to `prefixItems` it lets an empty
// array fit any `contains`, and it does not count what that has evaluated. The table has what it can tell.
test("any value is judged by any schema as ajv judges it", async () => {
  await fc.assert(
    fc.asyncProperty(anySchema, fc.array(anyValue, { minLength: 1, maxLength: 8 }), async (schema, instances) => {
      const check = await compileSchema(schema);
      const expected = oracle(schema);
      for (const instance of instances) {
        const verdict = expected(instance);
        if (verdict !== undefined) expect(check(instance).length === 0).toBe(verdict);
      }
    }),
    { numRuns: 300 },
  );
}, 60_000);
