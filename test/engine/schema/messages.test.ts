// What a fault says, and where it points.

import { expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { compileSchema, schemaFaults } from "../../../engine/schema/validator.ts";

const person = {
  type: "object",
  properties: {
    name: { type: "string", minLength: 2, maxLength: 5 },
    age: { type: "integer", minimum: 0, exclusiveMaximum: 150 },
    mood: { enum: ["happy", "grumpy", 3] },
    tags: { type: "array", items: { type: "string" }, minItems: 1, maxItems: 2, uniqueItems: true },
    code: { type: "string", pattern: "^[a-z]+$" },
    kind: { const: "person" },
    "a/b~c": { type: "boolean" },
  },
  required: ["name"],
  additionalProperties: false,
};

const cases: [
  title: string,
  schema: Json,
  value: Json,
  faults: [pointer: string, keyword: string, message: string][],
][] = [
  ["a fitting value has no faults", person, { name: "Ada", age: 36 }, []],
  ["a wrong type names both", person, { name: 5 }, [["/name", "type", "must be a string, got number 5"]]],
  ["a wrong type at the root", person, [], [["", "type", "must be an object, got an array"]]],
  ["a missing property", person, {}, [["", "required", "must have required property 'name'"]]],
  [
    "a misspelt property",
    { ...person, required: [] },
    { nmae: "Ada" },
    [["/nmae", "additionalProperties", "unexpected property 'nmae'; did you mean 'name'?"]],
  ],
  [
    "a property like no other lists what there is",
    { properties: { a: {}, b: {} }, additionalProperties: false },
    { zzzzzz: 1 },
    [["/zzzzzz", "additionalProperties", "unexpected property 'zzzzzz'; known are 'a' and 'b'"]],
  ],
  [
    "an integer with a fraction",
    person,
    { name: "Ada", age: 1.5 },
    [["/age", "type", "must be an integer, got number 1.5"]],
  ],
  ["a number too small", person, { name: "Ada", age: -1 }, [["/age", "minimum", "must be at least 0, got number -1"]]],
  [
    "a number too big",
    person,
    { name: "Ada", age: 150 },
    [["/age", "exclusiveMaximum", "must be less than 150, got number 150"]],
  ],
  [
    "a text too short",
    person,
    { name: "A" },
    [["/name", "minLength", "must have at least 2 characters, got 1 character"]],
  ],
  [
    "a text too long",
    person,
    { name: "Adaaaa" },
    [["/name", "maxLength", "must have at most 5 characters, got 6 characters"]],
  ],
  [
    "a value out of an enum",
    person,
    { name: "Ada", mood: "hapy" },
    [["/mood", "enum", 'must be one of "happy", "grumpy" or 3, got string "hapy"; did you mean "happy"?']],
  ],
  [
    "another constant",
    person,
    { name: "Ada", kind: "cat" },
    [["/kind", "const", 'must be "person", got string "cat"']],
  ],
  [
    "a pattern",
    person,
    { name: "Ada", code: "A" },
    [["/code", "pattern", 'must match the pattern "^[a-z]+$", got string "A"']],
  ],
  ["too few items", person, { name: "Ada", tags: [] }, [["/tags", "minItems", "must have at least 1 item, got 0"]]],
  [
    "an item twice, and too many",
    person,
    { name: "Ada", tags: ["a", "a", "b"] },
    [
      ["/tags", "maxItems", "must have at most 2 items, got 3"],
      ["/tags", "uniqueItems", "must not contain the same item twice"],
    ],
  ],
  [
    "an item of the wrong type",
    person,
    { name: "Ada", tags: ["a", 7] },
    [["/tags/1", "type", "must be a string, got number 7"]],
  ],
  [
    "a name that a pointer escapes",
    person,
    { name: "Ada", "a/b~c": 0 },
    [["/a~1b~0c", "type", "must be a boolean, got number 0"]],
  ],
  [
    "alternatives that differ by type read as one",
    { anyOf: [{ type: "string" }, { type: "null" }] },
    5,
    [["", "type", "must be a string or null, got number 5"]],
  ],
  [
    "the alternative that was meant is the one explained",
    {
      oneOf: [
        { properties: { kind: { const: "a" }, size: { type: "number" } }, required: ["kind", "size"] },
        { properties: { kind: { const: "b" } }, required: ["kind"] },
      ],
    },
    { kind: "a", size: "big" },
    [["/size", "type", 'must be a number, got string "big"']],
  ],
  [
    "a value that fits several of oneOf",
    { oneOf: [{ type: "number" }, { minimum: 5 }] },
    7,
    [["", "oneOf", "must fit exactly one of the 2 forms that the schema allows, but fits 2"]],
  ],
  [
    "alternatives without a favourite are all told",
    { anyOf: [{ required: ["a"] }, { required: ["b"] }] },
    {},
    [
      [
        "",
        "anyOf",
        "fits none of the 2 forms that the schema allows: (1) must have required property 'a'; (2) must have required property 'b'",
      ],
    ],
  ],
  [
    "a property that needs another",
    { dependentRequired: { card: ["address"] } },
    { card: 1 },
    [["", "dependentRequired", "must have property 'address', because it has 'card'"]],
  ],
  [
    "a property's name",
    { propertyNames: { pattern: "^x" } },
    { y: 1 },
    [["/y", "propertyNames", 'the property name "y" must match the pattern "^x", got string "y"']],
  ],
  ["a forbidden property", { properties: { a: false } }, { a: 1 }, [["/a", "properties", "must not be set here"]]],
  ["a false schema", false, 1, [["", "ref", "no value is allowed here, got number 1"]]],
  [
    "an unevaluated property",
    { allOf: [{ properties: { a: {} } }], properties: { bee: {} }, unevaluatedProperties: false },
    { a: 1, be: 1 },
    [["/be", "unevaluatedProperties", "unexpected property 'be'; did you mean 'bee'?"]],
  ],
  [
    "what then asks for",
    { if: { required: ["a"] }, then: { required: ["b"] } },
    { a: 1 },
    [["", "required", "must have required property 'b'"]],
  ],
];

test.each(cases)("%s", async (_title, schema, value, faults) => {
  const check = await compileSchema(schema);
  expect(check(value)).toEqual(faults.map(([pointer, keyword, message]) => ({ pointer, keyword, message })));
});

test("a check returns at most 100 faults", async () => {
  const check = await compileSchema({ items: { type: "string" } });
  expect(check(Array.from({ length: 500 }, (_, index) => index))).toHaveLength(100);
});

const faulty: [title: string, schema: Json, pointer: string, message: RegExp][] = [
  ["no schema at all", 5, "", /must be an object or a boolean/],
  ["a type that does not exist", { type: "strin" }, "/type", /did you mean "string"/],
  ["a negative length", { minLength: -1 }, "/minLength", /must be at least 0/],
  ["required that is no list", { required: "a" }, "/required", /must be an array/],
  [
    "a subschema that is none",
    { properties: { a: { items: 5 } } },
    "/properties/a/items",
    /must be an object or a boolean/,
  ],
  ["an edition that is not spoken", { $schema: "http://json-schema.org/draft-04/schema#" }, "/$schema", /2020-12/],
  ["a remote reference", { $ref: "https://example.com/a.json" }, "/$ref", /never fetched/],
  ["a reference to a file", { $ref: "file:///etc/passwd" }, "/$ref", /never fetched/],
  [
    "a reference to nothing",
    { $ref: "#/$defs/adress", $defs: { address: {} } },
    "/$ref",
    /did you mean "#\/\$defs\/address"/,
  ],
  ["a reference to itself", { $ref: "#" }, "/$ref", /never end/],
  [
    "references in a circle",
    { $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } }, $ref: "#/$defs/a" },
    "/$defs/b/$ref",
    /never end/,
  ],
  [
    "a circle through allOf",
    { properties: { a: { $ref: "#/$defs/a" } }, $defs: { a: { allOf: [{ not: { $ref: "#/$defs/a" } }] } } },
    "/$defs/a/allOf/0/not/$ref",
    /never end/,
  ],
  [
    "a pattern that looks ahead",
    { properties: { a: { pattern: "(?=a)" } } },
    "/properties/a/pattern",
    /ahead or behind/,
  ],
  ["a pattern that refers back", { pattern: "(a)\\1" }, "/pattern", /refers back/],
  ["a pattern that is none", { patternProperties: { "(": {} } }, "/patternProperties/(", /not a valid RE2/],
  ["a vocabulary", { $vocabulary: {} }, "/$vocabulary", /meta-schemas only/],
];

test.each(faulty)("a schema with %s is refused where it is wrong", async (_title, schema, pointer, message) => {
  const faults = await schemaFaults(schema);
  expect(faults.map((fault) => fault.pointer)).toContain(pointer);
  expect(faults.map((fault) => fault.message).join("\n")).toMatch(message);
});

test("an unusable schema cannot be compiled, and says why", async () => {
  await expect(compileSchema({ $ref: "#/$defs/no" })).rejects.toThrow(/does not have/);
});
