// What a field offers after `{{`, and what a value looks like in it.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  completed,
  completionAt,
  eachPathOnce,
  pathsOfSchema,
  pathsOfValue,
} from "../../dashboard/canvas/completions.ts";
import { readValue } from "../../dashboard/canvas/read-value.ts";
import { textOfValue, valueOfText } from "../../dashboard/canvas/value-text.ts";
import { compileExpression } from "../../engine/template/expression.ts";
import { anyValue } from "../engine/schema/arbitrary-schema.ts";

const options = [
  { path: "input.topic", detail: "string" },
  { path: "steps.search.result", detail: "object" },
  { path: "steps.search.result.list", detail: "array" },
];
const odd = [{ path: 'steps.sum-up.result["odd k"].and[0]', detail: "string" }];
/** The caret is at the `|`. */
const at = (written: string) => {
  const caret = written.indexOf("|");
  return { text: written.replace("|", ""), caret };
};
const offered = (written: string) => {
  const { text, caret } = at(written);
  return completionAt(text, caret, options)?.options.map(({ path }) => path) ?? null;
};
const take = (written: string, path: string, from = options) => {
  const { text, caret } = at(written);
  const completion = completionAt(text, caret, from);
  const option = completion?.options.find((other) => other.path === path);
  if (!completion || !option) throw new Error(`${path} is not offered`);
  const after = completed(text, completion, option);
  return `${after.text.slice(0, after.caret)}|${after.text.slice(after.caret)}`;
};

test("paths are offered in a placeholder and nowhere else", () => {
  expect(offered("{{|")).toEqual(options.map(({ path }) => path));
  expect(offered("about {{ste|")).toEqual(["steps.search.result", "steps.search.result.list"]);
  expect(offered("{{list|}}")).toEqual(["steps.search.result.list"]);
  expect(offered("|{{")).toBe(null);
  expect(offered("{|{")).toBe(null);
  expect(offered("{{input.topic}}|")).toBe(null);
  expect(offered("\\{{|")).toBe(null);
  expect(offered("{{input.topic ?? |")).toBe(null);
  expect(offered("{{= $count($steps.s|")).toEqual(["steps.search.result", "steps.search.result.list"]);
  expect(offered("{{= $count(|")).toBe(null);
});

test("a path that is taken is closed once, and the caret stands behind it", () => {
  expect(take("about {{to|", "input.topic")).toBe("about {{input.topic}}|");
  expect(take("{{to|}}", "input.topic")).toBe("{{input.topic}}|");
  expect(take("{{to| and {{input.x}}", "input.topic")).toBe("{{input.topic}}| and {{input.x}}");
  expect(take("{{= $count($list|) }}", "steps.search.result.list")).toBe("{{= $count($steps.search.result.list|) }}");
});

test("what is taken into an expression, the engine reads as that very path", () => {
  const path = 'steps.sum-up.result["odd k"].and[0]';
  const written = "{{= $length($steps.`sum-up`.result.`odd k`.`and`[0]|) }}";
  for (const typed of ["$steps.su", "$steps.sum-u", "$steps.`sum-u"]) {
    expect(take(`{{= $length(${typed}|) }}`, path, odd)).toBe(written);
  }
  const { faults, references } = compileExpression(written.slice(3, -2).replace("|", ""));
  expect(faults).toEqual([]);
  expect(references).toMatchObject([{ root: "steps", path: ["sum-up", "result", "odd k", "and"] }]);
  expect(take("{{su|", path, odd)).toBe(`{{${path}}}|`);
});

test("a schema gives the paths of its fields, through references and lists; what was really there stands in for its type", () => {
  const schema = {
    type: "object",
    properties: { list: { type: "array", items: { $ref: "#/$defs/item" } }, "odd k": {} },
    $defs: { item: { type: "object", properties: { title: { type: "string" } } } },
  };
  const described = pathsOfSchema(schema, "steps", ["a", "result"]);
  expect(described).toEqual([
    { path: "steps.a.result", detail: "object" },
    { path: "steps.a.result.list", detail: "array" },
    { path: "steps.a.result.list[0]", detail: "object" },
    { path: "steps.a.result.list[0].title", detail: "string" },
    { path: 'steps.a.result["odd k"]', detail: "" },
  ]);
  const real = pathsOfValue({ list: [{ title: "Bees" }], more: 1 }, "steps", ["a", "result"]);
  expect(eachPathOnce([...real, ...described]).map(({ path, detail }) => `${path} ${detail}`)).toContain(
    'steps.a.result.list[0].title "Bees"',
  );
  const endless = { type: "object", properties: { more: { $ref: "#" } } };
  expect(pathsOfSchema(endless, "input", []).length).toBeLessThan(10);
});

test("what a path read is what was in the step's result, and of nothing else is anything known", () => {
  const results = new Map<string, unknown>([["a", { list: [{ title: "Bees" }], status: "x" }]]);
  expect(readValue("steps.a.result.list[0].title", results)).toBe("Bees");
  expect(readValue("steps.a.result", results)).toBe(results.get("a"));
  for (const path of ["steps.a.status", "steps.a.error.list", "steps.a", "steps.b.result", "input.list"]) {
    expect(readValue(path, results)).toBe(undefined);
  }
  expect(readValue("steps.a.result.list.length", results)).toBe(1);
});

describe("a value in a form", () => {
  test("reads as the very same value again", () => {
    fc.assert(
      fc.property(fc.oneof(anyValue, fc.string()), (value) => {
        expect(valueOfText(textOfValue(value, false), false)).toEqual(value);
      }),
    );
    fc.assert(fc.property(fc.string({ minLength: 1 }), (text) => valueOfText(textOfValue(text, true), true) === text));
  });

  test("a template is text everywhere; 5 is a number but where only text is taken", () => {
    expect(valueOfText("{{input.n}}", false)).toBe("{{input.n}}");
    expect(valueOfText("5", false)).toBe(5);
    expect(valueOfText("5", true)).toBe("5");
    expect(textOfValue("5", false)).toBe('"5"');
    expect(valueOfText("", false)).toBe(undefined);
  });
});
