// The JSON Schema that editors and models work by.

import fc from "fast-check";
import { expect, test } from "vitest";
import { workflowJsonSchema } from "../../../engine/definition/json-schema.ts";
import { retryDefinition, stepDefinition, workflowDefinition } from "../../../engine/definition/schema.ts";
import type { Json } from "../../../engine/json.ts";
import { compileSchema, schemaFaults } from "../../../engine/schema/validator.ts";

const schema: Json = JSON.parse(JSON.stringify(workflowJsonSchema));

function* fieldsOf(node: Json, path = ""): Generator<[string, Record<string, Json>]> {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return;
  const properties = node["properties"];
  if (typeof properties === "object" && properties !== null && !Array.isArray(properties)) {
    for (const [name, field] of Object.entries(properties)) {
      yield [`${path}.${name}`, field as Record<string, Json>];
      yield* fieldsOf(field, `${path}.${name}`);
    }
  }
  yield* fieldsOf(node["items"] ?? null, `${path}[]`);
}

test("it is a JSON Schema that the hub itself accepts", async () => {
  expect(await schemaFaults(schema)).toEqual([]);
});

test("every field is described and has an example, which fits it", async () => {
  const fields = [...fieldsOf(schema)];
  expect(fields.length).toBeGreaterThan(15);
  for (const [name, field] of fields) {
    expect(`${name} ${typeof field["description"]}`).toBe(`${name} string`);
    const examples = field["examples"];
    expect(`${name} ${Array.isArray(examples) && examples.length > 0}`).toBe(`${name} true`);
    const check = await compileSchema(field);
    for (const example of Array.isArray(examples) ? examples : []) expect([name, check(example)]).toEqual([name, []]);
  }
});

const value = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    1,
    -1,
    1.5,
    400_000,
    "",
    "a",
    "1a",
    "linear",
    "continue",
    [],
    ["a"],
    [1],
    {},
    { a: 1 },
  ),
  fc.string({ maxLength: 5 }),
);
const loose = (names: readonly string[], overrides: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<Json> =>
  fc.record(
    { ...Object.fromEntries([...names, "other"].map((name) => [name, value])), ...overrides },
    { requiredKeys: [], noNullPrototype: true },
  ) as fc.Arbitrary<Record<string, Json>>;
const retry = loose(Object.keys(retryDefinition.shape), {});
const step = loose(Object.keys(stepDefinition.shape), {
  id: fc.constantFrom<Json>("a", "b-1", "1"),
  toolId: fc.constant("t"),
  retry,
});
const workflow = loose(Object.keys(workflowDefinition.shape), {
  name: fc.constant("x"),
  steps: fc.array(step, { maxLength: 2 }),
});

test("it accepts exactly what the definition's own schema accepts", async () => {
  const check = await compileSchema(schema);
  fc.assert(
    fc.property(workflow, (source) => {
      expect(check(source).length === 0).toBe(workflowDefinition.safeParse(source).success);
    }),
    { numRuns: 3_000 },
  );
});

test("parsing a definition adds nothing to it", () => {
  const source = { name: "x", steps: [{ id: "a", toolId: "t", retry: {} }] };
  expect(workflowDefinition.parse(source)).toEqual(source);
});
