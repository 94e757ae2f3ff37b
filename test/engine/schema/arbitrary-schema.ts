// Small schemas and values that often have something to do with each other.

import fc from "fast-check";
import type { Json } from "../../../engine/json.ts";

const names = fc.constantFrom("a", "b", "c", "ab");
const types = fc.constantFrom("string", "number", "integer", "boolean", "null", "object", "array");
const small = fc.integer({ min: 0, max: 3 });

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, "", "a", "b", "ab", "abc", 0.5, 2.5),
  fc.integer({ min: -3, max: 5 }),
);

export const { value: anyValue } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(names, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

/** All keywords but `contains`, the unevaluated ones and references. */
export const { schema: anySchema } = fc.letrec<{ schema: Json; list: Json[]; map: Record<string, Json> }>((tie) => ({
  list: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
  map: fc.dictionary(names, tie("schema"), { maxKeys: 3, noNullPrototype: true }),
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.boolean(),
    optional({
      type: fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 })),
      enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }),
      minimum: small,
      exclusiveMaximum: small,
      multipleOf: fc.constantFrom(1, 2, 0.5),
      minLength: small,
      maxLength: small,
      pattern: fc.constantFrom("^a", "b$", "^[ab]*$", "c|a"),
      required: fc.uniqueArray(names, { maxLength: 2 }),
    }),
    optional({
      type: fc.constantFrom("object", "array"),
      properties: tie("map"),
      patternProperties: fc.dictionary(fc.constantFrom("^a", "b"), tie("schema"), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
      additionalProperties: tie("schema"),
      propertyNames: tie("schema"),
      dependentSchemas: tie("map"),
      minProperties: small,
    }),
    optional({ items: tie("schema"), prefixItems: tie("list"), uniqueItems: fc.boolean(), maxItems: small }),
    optional({
      allOf: tie("list"),
      anyOf: tie("list"),
      oneOf: tie("list"),
      not: tie("schema"),
      if: tie("schema"),
      then: tie("schema"),
      else: tie("schema"),
    }),
  ),
}));

function optional(keywords: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<Json> {
  return fc.record(keywords, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Record<string, Json>>;
}

/** The places in a value, as paths. */
export function placesIn(value: Json): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [[]];
  const children: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [[], ...children.flatMap(([key, child]) => placesIn(child).map((path) => [key, ...path]))];
}

/** The value with another in one place. */
export function replaced(value: Json, path: readonly (string | number)[], other: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return other;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, other) : item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, name === key ? replaced(child, rest, other) : child]),
  );
}
