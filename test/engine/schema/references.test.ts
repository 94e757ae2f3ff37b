// Ids, anchors and references, as the drafts have them.

import { expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { compileSchema, schemaFaults } from "../../../engine/schema/validator.ts";

const text = { type: "string" };

const cases: [string, Json][] = [
  ["a pointer", { $defs: { t: text }, properties: { a: { $ref: "#/$defs/t" } } }],
  ["an escaped pointer", { $defs: { "a/b~c d": text }, properties: { a: { $ref: "#/$defs/a~1b~0c%20d" } } }],
  ["a pointer to a place that is no definition", { properties: { b: text, a: { $ref: "#/properties/b" } } }],
  [
    "a pointer under a keyword that nobody knows",
    { components: { schemas: { t: text } }, properties: { a: { $ref: "#/components/schemas/t" } } },
  ],
  ["an anchor", { $defs: { t: { $anchor: "t", ...text } }, properties: { a: { $ref: "#t" } } }],
  ["a dynamic anchor", { $defs: { t: { $dynamicAnchor: "t", ...text } }, properties: { a: { $dynamicRef: "#t" } } }],
  [
    "the schema's own id",
    { $id: "https://example.com/s", $defs: { t: text }, properties: { a: { $ref: "https://example.com/s#/$defs/t" } } },
  ],
  [
    "a name relative to the schema's id",
    { $id: "https://example.com/d/s.json", $defs: { t: text }, properties: { a: { $ref: "s.json#/$defs/t" } } },
  ],
  [
    "an embedded schema's id",
    { $id: "https://example.com/d/s", $defs: { t: { $id: "../t", ...text } }, properties: { a: { $ref: "/t" } } },
  ],
  [
    "a pointer inside an embedded schema",
    {
      $defs: { e: { $id: "https://example.com/e", $defs: { t: text }, properties: { a: { $ref: "#/$defs/t" } } } },
      $ref: "https://example.com/e",
    },
  ],
  [
    "a chain",
    {
      $defs: { t: text, u: { $ref: "#/$defs/t" }, v: { $ref: "#/$defs/u" } },
      properties: { a: { $ref: "#/$defs/v" } },
    },
  ],
  [
    "draft-07 definitions",
    {
      $schema: "http://json-schema.org/draft-07/schema#",
      definitions: { t: text },
      properties: { a: { $ref: "#/definitions/t" } },
    },
  ],
  [
    "a draft-07 anchor",
    {
      $schema: "http://json-schema.org/draft-07/schema#",
      definitions: { t: { $id: "#t", ...text } },
      properties: { a: { $ref: "#t" } },
    },
  ],
];

test.each(cases)("%s is followed", async (_title, schema) => {
  expect(await schemaFaults(schema)).toEqual([]);
  const check = await compileSchema(schema);
  expect(check({ a: "x" })).toEqual([]);
  expect(check({ a: 1 })).toEqual([{ pointer: "/a", keyword: "type", message: "must be a string, got number 1" }]);
});

test("in draft-07 what stands beside $ref does not count; since 2019-09 it does", async () => {
  const schema = { definitions: { t: {} }, properties: { a: { $ref: "#/definitions/t", type: "string" } } };
  const old = await compileSchema({ ...schema, $schema: "http://json-schema.org/draft-07/schema#" });
  const current = await compileSchema(schema);
  expect([old({ a: 1 }).length, current({ a: 1 }).length]).toEqual([0, 1]);
});

test("a recursive schema checks to any depth", async () => {
  const check = await compileSchema({
    type: "object",
    properties: { value: { type: "number" }, children: { type: "array", items: { $ref: "#" } } },
    required: ["value"],
  });
  expect(check({ value: 1, children: [{ value: 2, children: [{ value: 3 }] }] })).toEqual([]);
  expect(check({ value: 1, children: [{ value: 2, children: [{ vale: 3 }] }] })).toEqual([
    { pointer: "/children/0/children/0", keyword: "required", message: "must have required property 'value'" },
  ]);
});

test("tuples of the older drafts are tuples", async () => {
  for (const $schema of ["http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2019-09/schema"]) {
    const check = await compileSchema({ $schema, items: [text, { type: "number" }], additionalItems: false });
    expect(check(["a", 1])).toEqual([]);
    expect(check([1, 1, 1]).map(({ pointer }) => pointer)).toEqual(["/0", "/2"]);
  }
});

test("draft-07 dependencies hold, of both kinds", async () => {
  const check = await compileSchema({
    $schema: "http://json-schema.org/draft-07/schema#",
    dependencies: { a: ["b"], c: { required: ["d"] } },
  });
  expect(check({ a: 1, c: 1 }).map(({ message }) => message)).toEqual([
    "must have property 'b', because it has 'a'",
    "must have required property 'd'",
  ]);
});
