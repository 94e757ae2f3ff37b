// Types from step to step: what cannot fit is an error, what may not fit is a warning, what nobody says is silent.

import { describe, expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import type { ToolSignature } from "../../../engine/plan/catalog.ts";
import { check } from "../../../engine/plan/check.ts";
import { catalogOf } from "./tools.ts";

const object = (properties: Record<string, Json>, required: string[] = Object.keys(properties)): Json => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

const source = (id: string, outputSchema: Json): ToolSignature => ({ id, name: id, inputSchema: null, outputSchema });
const sink = (id: string, x: Json): ToolSignature => ({
  id,
  name: id,
  inputSchema: object({ x }, []),
  outputSchema: object({ ok: { type: "boolean" } }),
});

const text = { type: "string" };
const catalog = catalogOf([
  source("give_text", object({ v: text })),
  source("give_number", object({ v: { type: "number" } })),
  source("give_maybe", object({ v: { type: ["string", "null"] } })),
  source("give_list", object({ v: { type: "array", items: object({ url: text, size: { type: "integer" } }) } })),
  source("give_item", text),
  source("give_anything", object({ v: {} })),
  source("give_flag", object({ v: { type: "boolean" } })),
  source("give_short", object({ v: { type: "string", maxLength: 10 } })),
  source("give_old", { $schema: "http://json-schema.org/draft-07/schema#", definitions: { t: text }, properties: { v: { $ref: "#/definitions/t" } }, type: "object" }),
  sink("take_text", text),
  sink("take_number", { type: "number" }),
  sink("take_integer", { type: "integer" }),
  sink("take_texts", { type: "array", items: text }),
  sink("take_numbers", { type: "array", items: { type: "number" } }),
  sink("take_short", { type: "string", maxLength: 5 }),
  sink("take_form", { anyOf: [{ type: "number" }, object({ url: { type: "number" } })] }),
  sink("take_anything", {}),
]); // prettier-ignore

const give = (toolId: string, changes: Record<string, Json> = {}): Json => ({ id: "a", toolId, ...changes });
const take = (toolId: string, x: Json, changes: Record<string, Json> = {}): Json => ({
  id: "b",
  toolId,
  arguments: { x },
  ...changes,
});
const AT_X = "/steps/1/arguments/x";

type Expected = readonly [severity: "error" | "warning", code: string, pointer: string] | null;

const CASES: readonly (readonly [what: string, steps: readonly Json[], expected: Expected, rest?: Record<string, Json>])[] = [
  ["a text into a text", [give("give_text"), take("take_text", "{{steps.a.result.v}}")], null],
  ["a text into a number", [give("give_text"), take("take_number", "{{steps.a.result.v}}")], ["error", "bad_argument", AT_X]],
  ["a number into a whole number", [give("give_number"), take("take_integer", "{{steps.a.result.v}}")], ["warning", "may_not_fit", AT_X]],
  ["what may be null into a text", [give("give_maybe"), take("take_text", "{{steps.a.result.v}}")], ["warning", "may_not_fit", AT_X]],
  ["what may be null, within a text", [give("give_maybe"), take("take_text", "about {{steps.a.result.v}}")], null],
  ["anything into a text", [give("give_anything"), take("take_text", "{{steps.a.result.v}}")], null],
  ["a text into anything", [give("give_text"), take("take_anything", "{{steps.a.result.v}}")], null],
  ["a bound that is too wide", [give("give_short"), take("take_short", "{{steps.a.result.v}}")], ["warning", "may_not_fit", AT_X]],
  ["draft-07 into 2020-12", [give("give_old"), take("take_number", "{{steps.a.result.v}}")], ["error", "bad_argument", AT_X]],
  ["a number within a text into a number", [give("give_number"), take("take_number", "{{steps.a.result.v}} €")], ["error", "bad_argument", AT_X]],
  ["a list into a list of other items", [give("give_list"), take("take_texts", "{{steps.a.result.v}}")], ["warning", "may_not_fit", AT_X]],
  ["one item of a list", [give("give_list"), take("take_number", "{{steps.a.result.v[0].url}}")], ["error", "bad_argument", AT_X]],
  ["a part of an object into one of two forms", [give("give_list"), take("take_form", { url: "{{steps.a.result.v[0].url}}" })], ["error", "bad_argument", `${AT_X}/url`]],
  ["an expression", [give("give_text"), take("take_number", "{{= $number($steps.a.result.v) }}")], null],
  // Defaults.
  ["a default of the right type", [give("give_number"), take("take_number", "{{steps.a.result.v ?? 5}}")], null],
  ["a default of another type", [give("give_number"), take("take_number", '{{steps.a.result.v ?? "none"}}')], ["warning", "may_not_fit", AT_X]],
  ["null as a default", [give("give_number"), take("take_number", "{{steps.a.result.v?}}")], ["warning", "may_not_fit", AT_X]],
  // forEach.
  ["each item of a list", [give("give_list"), take("take_text", "{{item.url}}", { forEach: { items: "{{steps.a.result.v}}" } })], null],
  ["each item of a list, of another type", [give("give_list"), take("take_number", "{{item.url}}", { forEach: { items: "{{steps.a.result.v}}" } })], ["error", "bad_argument", AT_X]],
  ["items that are written out", [take("take_number", "{{item}}", { id: "z", forEach: { items: ["a", "b"] } })], ["error", "bad_argument", "/steps/0/arguments/x"]],
  ["some items that are written out", [take("take_number", "{{item}}", { id: "z", forEach: { items: ["a", 2] } })], ["warning", "may_not_fit", "/steps/0/arguments/x"]],
  ["the index", [take("take_text", "{{index}}", { id: "z", forEach: { items: [1] } })], ["error", "bad_argument", "/steps/0/arguments/x"]],
  ["the results of a forEach into a list", [give("give_item", { forEach: { items: [1, 2] } }), take("take_texts", "{{steps.a.result}}")], null],
  ["the results of a forEach into a list of others", [give("give_item", { forEach: { items: [1] } }), take("take_numbers", "{{steps.a.result}}")], ["warning", "may_not_fit", AT_X]],
  ["the results of a forEach into a text", [give("give_item", { forEach: { items: [1] } }), take("take_text", "{{steps.a.result}}")], ["error", "bad_argument", AT_X]],
  ["the results of a forEach that tolerates failures", [give("give_item", { forEach: { items: [1], tolerate: 1 } }), take("take_texts", "{{steps.a.result}}")], ["warning", "may_not_fit", AT_X]],
  ["a list that may be none", [give("give_maybe"), take("take_text", "{{item}}", { forEach: { items: "{{steps.a.result.v}}" } })], ["error", "not_a_list", "/steps/1/forEach/items"]],
  // when, waits, failures.
  ["a condition that is one", [give("give_flag"), take("take_text", "x", { when: "{{steps.a.result.v}}" })], null],
  ["a condition that may be null", [give("give_flag"), take("take_text", "x", { when: "{{steps.a.result.v?}}" })], ["warning", "may_not_fit", "/steps/1/when"]],
  ["a step behind a condition", [give("give_text", { when: "{{= true }}" }), take("take_number", "{{steps.a.result.v}}")], ["error", "bad_argument", AT_X]],
  ["a pause of a text", [give("give_text"), { id: "b", wait: { ms: "{{steps.a.result.v}}" } }], ["error", "bad_type", "/steps/1/wait/ms"]],
  ["a pause of a number", [give("give_number"), { id: "b", wait: { ms: "{{steps.a.result.v ?? 5}}" } }], null],
  ["what an approver sends", [{ id: "a", wait: { signal: "go", schema: object({ ok: { type: "boolean" } }) } }, take("take_text", "{{steps.a.result.ok}}")], ["error", "bad_argument", AT_X]],
  ["what another agent is given", [give("give_text"), { id: "b", handoff: { tag: "x", inputSchema: object({ n: { type: "number" } }), context: { n: "{{steps.a.result.v}}" } } }], ["error", "bad_type", "/steps/1/handoff/context/n"]],
  ["what another agent answers", [{ id: "a", handoff: { tag: "x", resultSchema: object({ n: { type: "number" } }) } }, take("take_text", "{{steps.a.result.n}}")], ["error", "bad_argument", AT_X]],
  ["a failure let pass", [give("give_text", { onError: "continue" }), take("take_number", "{{steps.a.result.v ?? 1}}")], ["warning", "may_not_fit", AT_X]],
  ["a fallback of another type", [give("give_text", { onError: { fallback: { v: 1 } } }), take("take_text", "{{steps.a.result.v}}")], ["warning", "may_not_fit", AT_X]],
  ["a fallback of the same type", [give("give_text", { onError: { fallback: { v: "" } } }), take("take_text", "{{steps.a.result.v}}")], null],
  // Values that steps make, sub-workflows, output.
  ["a value that a step makes", [{ id: "a", transform: { n: "{{input.n}}", t: "about {{input.n}}" } }, take("take_number", "{{steps.a.result.t}}")], ["error", "bad_argument", AT_X]],
  ["a value through two steps", [{ id: "a", transform: { n: "{{input.n}}" } }, take("take_text", "{{steps.a.result.n}}")], ["error", "bad_argument", AT_X]],
  ["the input of a sub-workflow", [{ id: "a", workflowId: "wf_digest", arguments: { topic: "{{input.n}}" } }], ["error", "bad_argument", "/steps/0/arguments/topic"]],
  ["the output of a sub-workflow", [{ id: "a", workflowId: "wf_digest", arguments: { topic: "x" } }, take("take_number", "{{steps.a.result.digest}}")], ["error", "bad_argument", AT_X]],
  ["an output of another type", [give("give_text")], ["error", "bad_output", "/output/n"], { output: { n: "{{steps.a.result.v}}" }, outputSchema: object({ n: { type: "number" } }) }],
  ["an output that may be null", [give("give_maybe")], ["warning", "may_not_fit", "/output/n"], { output: { n: "{{steps.a.result.v}}" }, outputSchema: object({ n: text }) }],
  ["an output without what its schema requires", [give("give_text")], ["error", "bad_output", "/output"], { output: { m: "{{steps.a.result.v}}" }, outputSchema: { type: "object", required: ["n"] } }],
  ["an output that fits", [give("give_text")], null, { output: { n: "{{steps.a.result.v}}" }, outputSchema: object({ n: text }) }],
  ["the results by step id against another schema", [give("give_text")], ["error", "bad_output", "/outputSchema"], { outputSchema: { type: "object", required: ["summary"] } }],
  ["the results by step id", [give("give_text")], null, { outputSchema: { type: "object", properties: { a: { type: "object" } } } }],
]; // prettier-ignore

const INPUT = object({ n: { type: "number" } });

describe("along a reference", () => {
  test.each(CASES.map(([what, steps, expected, rest = {}]) => ({ what, steps, expected, rest })))(
    "$what",
    async ({ steps, expected, rest }) => {
      const { diagnostics } = await check({ name: "x", inputSchema: INPUT, steps: [...steps], ...rest }, catalog);
      const told = diagnostics.map(({ severity, code, pointer }) => [severity, code, pointer]);
      expect(told).toEqual(expected === null ? [] : [expected]);
    },
  );
});

test("a warning says what may come and what is taken", async () => {
  const steps = [give("give_maybe"), take("take_text", "{{steps.a.result.v}}")];
  const { diagnostics } = await check({ name: "x", steps }, catalog);
  expect(diagnostics[0]?.message).toBe(
    'arguments.x of step "b" (tool "take_text") gets "{{steps.a.result.v}}", which may be null, but must be a string.',
  );
});

test("a chain of ten thousand values, each made of the one before, is followed", async () => {
  const steps = Array.from({ length: 9_999 }, (_, index) => ({
    id: `s${index}`,
    transform: index === 0 ? "{{input.n}}" : `{{steps.s${index - 1}.result}}`,
  }));
  const last = { id: "last", toolId: "take_text", arguments: { x: "{{steps.s9998.result}}" } };
  const { diagnostics } = await check({ name: "x", inputSchema: INPUT, steps: [...steps, last] }, catalog);
  expect(diagnostics.map(({ code, pointer }) => [code, pointer])).toEqual([
    ["bad_argument", "/steps/9999/arguments/x"],
  ]);
});
