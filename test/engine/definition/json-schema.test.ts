// The JSON Schema that editors and models work by.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { workflowJsonSchema } from "../../../engine/definition/json-schema.ts";
import { retryDefinition, STEP_KINDS, stepDefinition, workflowDefinition } from "../../../engine/definition/schema.ts";
import type { Json } from "../../../engine/json.ts";
import type { ToolCatalog } from "../../../engine/plan/catalog.ts";
import { check } from "../../../engine/plan/check.ts";
import { compileSchema, schemaFaults } from "../../../engine/schema/validator.ts";

const schema: Json = JSON.parse(JSON.stringify(workflowJsonSchema));

/** Every field of every object that the schema describes, whichever form it is in. */
function* fieldsOf(node: Json, path = ""): Generator<[string, Record<string, Json>]> {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return;
  const { properties, items, anyOf } = node;
  if (typeof properties === "object" && properties !== null && !Array.isArray(properties)) {
    for (const [name, field] of Object.entries(properties)) {
      yield [`${path}.${name}`, field as Record<string, Json>];
      yield* fieldsOf(field, `${path}.${name}`);
    }
  }
  yield* fieldsOf(items ?? null, `${path}[]`);
  for (const form of Array.isArray(anyOf) ? anyOf : []) yield* fieldsOf(form, path);
}

test("it is a JSON Schema that the hub itself accepts", async () => {
  expect(await schemaFaults(schema)).toEqual([]);
});

test("every field is described and has an example, which fits it", async () => {
  const fields = [...fieldsOf(schema)];
  expect(fields.length).toBeGreaterThan(60);
  for (const [name, field] of fields) {
    expect(`${name} ${typeof field["description"]}`).toBe(`${name} string`);
    const examples = field["examples"];
    expect(`${name} ${Array.isArray(examples) && examples.length > 0}`).toBe(`${name} true`);
    const fits = await compileSchema(field);
    for (const example of Array.isArray(examples) ? examples : []) expect([name, fits(example)]).toEqual([name, []]);
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
  const fits = await compileSchema(schema);
  fc.assert(
    fc.property(workflow, (source) => {
      expect(fits(source).length === 0).toBe(workflowDefinition.safeParse(source).success);
    }),
    { numRuns: 3_000 },
  );
});

test("parsing a definition adds nothing to it", () => {
  const source = { name: "x", steps: [{ id: "a", toolId: "t", retry: {} }] };
  expect(workflowDefinition.parse(source)).toEqual(source);
});

describe("every example checks clean where it stands", () => {
  const call = { toolId: "tool_a1B2c3D4e5F6" };
  const search = { id: "search", ...call };
  const book = { id: "book", ...call };
  const anything = { inputSchema: null, outputSchema: null };
  const catalog: ToolCatalog = {
    find: (id) => ({ id, name: id, ...anything }),
    named: (name) => ({ id: name, name, ...anything }),
    candidates: () => [],
    workflow: (id) => ({ id, name: id, version: 1, uses: [], depth: 0, ...anything }),
  };
  const others = [search, book, { id: "summarize", ...call }];

  /** The example within a definition that is right without it. */
  function around(path: string, example: Json): Json {
    const name = path.slice(path.lastIndexOf(".") + 1);
    const one = { [name]: example };
    const withStep = (given: Record<string, Json>, rest: Record<string, Json> = {}): Json => {
      const { id = "example", ...fields } = given;
      return { name: "x", steps: [{ id, ...fields }, ...others.filter((other) => other.id !== id)], ...rest };
    };
    const loop = { forEach: { items: ["a"] } };
    switch (path.slice(0, path.lastIndexOf("."))) {
      case "":
        if (name === "outputSchema") return { name: "x", steps: others, output: { summary: "" }, ...one };
        return name === "steps" ? { name: "x", ...one } : { name: "x", steps: others, ...one };
      case ".steps[]":
        if (KINDS.has(name)) return withStep(one);
        if (name === "id") return withStep({ ...call, ...one });
        if (name === "compensate") return withStep({ ...book, ...one }, { errorStrategy: "compensate" });
        return withStep({ ...call, ...one });
      case ".steps[].retry":
        return withStep({ ...call, retry: one });
      case ".steps[].wait":
        return withStep({ wait: name === "timeoutMs" || name === "schema" ? { signal: "s", ...one } : one });
      case ".steps[].handoff":
        return withStep({ handoff: name === "toAgentId" || name === "tag" ? one : { tag: "x", ...one } });
      case ".steps[].handoff.escalateTo[]":
        return withStep({
          handoff: { tag: "x", escalateTo: [name === "toAgentId" || name === "tag" ? one : { tag: "y", ...one }] },
        });
      case ".steps[].forEach":
        return withStep({ ...call, forEach: { ...loop.forEach, ...one } });
      case ".steps[].onError":
        return withStep({ ...call, onError: one });
      case ".steps[].compensate":
        return withStep(
          { ...book, compensate: name === "tool" ? one : { ...call, ...one } },
          { errorStrategy: "compensate" },
        );
      case ".steps[].compensate.retry":
        return withStep({ ...book, compensate: { ...call, retry: one } }, { errorStrategy: "compensate" });
      case ".concurrency":
        return { name: "x", steps: others, concurrency: { limit: 1, ...one } };
      case ".exposeAsTool":
        return { name: "x", steps: others, exposeAsTool: one };
      default:
        throw new Error(`no place for the examples of ${path}`);
    }
  }

  const KINDS = new Set<string>(STEP_KINDS);
  const examples = [...fieldsOf(schema)].flatMap(([path, { examples: list }]) =>
    (Array.isArray(list) ? list : []).map((example) => ({ path, source: around(path, example) })),
  );

  test.each(examples)("$path", async ({ source }) => {
    const { ok, diagnostics } = await check(source, catalog);
    // What no host does yet is told of what is right, too.
    expect(diagnostics.filter(({ message }) => !/\byet\b/.test(message))).toEqual([]);
    expect(ok).toBe(true);
  });

  test("and so do those of the whole and of a step", async () => {
    const wholes = (schema as { examples: Json[] }).examples;
    const steps = (schema as { properties: { steps: { items: { examples: Json[] } } } }).properties.steps.items
      .examples;
    expect([wholes.length, steps.length]).toEqual([1, 1]);
    for (const source of [...wholes, ...steps.map((only) => ({ name: "x", steps: [only] }))]) {
      expect((await check(source, catalog)).diagnostics).toEqual([]);
    }
  });
});
