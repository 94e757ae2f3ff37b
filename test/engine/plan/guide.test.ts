// docs/workflows.md: every example in it is right.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { STEP_KINDS, stepDefinition } from "../../../engine/definition/schema.ts";
import type { JsonObject } from "../../../engine/json.ts";
import type { ToolCatalog } from "../../../engine/plan/catalog.ts";
import { check } from "../../../engine/plan/check.ts";

const guide = readFileSync(new URL("../../../docs/workflows.md", import.meta.url), "utf8");
const examples = [...guide.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = ""]) => JSON.parse(text) as JsonObject);

const anything = { inputSchema: null, outputSchema: null };
const catalog: ToolCatalog = {
  find: (id) => ({ id, name: id, ...anything }),
  named: (name) => ({ id: name, name, ...anything }),
  candidates: () => [],
  workflow: (id) => ({ id, name: id, version: 1, uses: [], depth: 0, ...anything }),
};

const definitionOf = (example: JsonObject): JsonObject =>
  "steps" in example ? example : { name: "example", steps: [example] };

test.each(examples.map((example) => ({ name: example["name"] ?? example["id"], example })))(
  "$name",
  async ({ example }) => {
    const { ok, diagnostics } = await check(definitionOf(example), catalog);
    // What no host does yet is told of what is right, too.
    expect(diagnostics.filter(({ message }) => !/\byet\b/.test(message))).toEqual([]);
    expect(ok).toBe(true);
  },
);

test("every kind of step and every field of a step has an example", () => {
  const steps = examples.flatMap((example) => definitionOf(example)["steps"] as JsonObject[]);
  const used = new Set(steps.flatMap((step) => Object.keys(step)));
  expect([...STEP_KINDS].filter((kind) => !used.has(kind))).toEqual([]);
  const fields = Object.keys(stepDefinition.shape).filter((field) => field !== "description" && field !== "dependsOn");
  expect(fields.filter((field) => !used.has(field))).toEqual([]);
});
