// What is offered in a JSON text at the caret, which `|` marks.

import { expect, test } from "vitest";
import { jsonCompletionAt, withOption } from "../../dashboard/hub/json-completions.ts";

const SCHEMA = {
  type: "object",
  required: ["city"],
  properties: {
    city: { type: "string", examples: ["Seoul"] },
    unit: { enum: ["metric", "imperial"] },
    hourly: { type: ["boolean", "null"] },
    days: { type: "array", items: { $ref: "#/$defs/day" } },
    how: { oneOf: [{ properties: { by: { const: "train" }, seat: { type: "string" } } }, { properties: { on: {} } }] },
  },
  $defs: { day: { type: "object", properties: { date: { type: "string" }, part: { enum: [1, 2] } } } },
};

function offered(marked: string, isAsked = true): string[] {
  const caret = marked.indexOf("|");
  const completion = jsonCompletionAt(marked.replace("|", ""), caret, SCHEMA, isAsked);
  return (completion?.options ?? []).map(({ text }) => text);
}

/** The text after the first of what is offered is taken. */
function taken(marked: string): string {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  const completion = jsonCompletionAt(text, caret, SCHEMA, true);
  const [option] = completion?.options ?? [];
  if (!completion || !option) return text;
  const after = withOption(text, completion, option);
  return `${after.text.slice(0, after.caret)}|${after.text.slice(after.caret)}`;
}

test.each([
  ["the names of an object", "{|", ['"city": ', '"unit": ', '"hourly": ', '"days": ', '"how": ']],
  ["those that begin like this", '{"da|', ['"days": ']],
  [
    "those that it has not, before or after the caret",
    '{"city": "x", | "days": [], "how": {"unit": 1}}',
    ['"unit": ', '"hourly": '],
  ],
  ["a name alone where its colon is there", '{"ho|": 1}', ['"hourly"', '"how"']],
  ["names in items, by a reference", '{"days": [{"date": "x"}, {|', ['"date": ', '"part": ']],
  ["names of every form that there may be", '{"how": {|}}', ['"by": ', '"seat": ', '"on": ']],
  ["the values of an enum", '{"unit": |', ['"metric"', '"imperial"']],
  ["those that fit what is written", '{"unit": "imp|"}', ['"imperial"']],
  ["numbers of an enum", '{"days": [{"part": |}]}', ["1", "2"]],
  ["what a type has", '{"hourly": |}', ["true", "false", "null"]],
  ["of those what fits", '{"hourly": t|', ["true"]],
  ["a constant", '{"how": {"by": |}}', ['"train"']],
  ["an example", '{"city": |}', ['"Seoul"']],
  ["nothing after a value", '{"city": "x" |}', []],
  ["nothing before a colon", '{"city" |', []],
  ["nothing after the end", "{} |", []],
  ["nothing of what is written whole", '{"hourly": null|}', []],
  ["nothing where the schema has nothing", '{"other": {|}}', []],
  ["names in an escaped text of another", '{"city": "a \\"{ [", |', ['"unit": ', '"hourly": ', '"days": ', '"how": ']],
])("offers %s", (_what, marked, options) => {
  expect(offered(marked)).toEqual(options);
});

test("nothing is in the way of who writes on: an empty place is asked for", () => {
  expect(offered("{|", false)).toEqual([]);
  expect(offered('{"|', false)).toHaveLength(5);
});

test("what is taken stands in place of what was begun, and the caret after it", () => {
  expect(taken('{"da|}')).toBe('{"days": |}');
  expect(taken('{"ho|": 1}')).toBe('{"hourly"|: 1}');
  expect(taken('{"unit": "imp|", "city": 1}')).toBe('{"unit": "imperial"|, "city": 1}');
  expect(taken('{"unit": me|}')).toBe('{"unit": "metric"|}');
});

test("no text breaks it, wherever the caret is", () => {
  const texts = ['}}]][[{{,,::"', '{"a": [1, {"b": "\\', "", "null", '"', '{"city"}', "[[[[[[", '{"days": [[[{"x":'];
  for (const text of texts) {
    for (let caret = 0; caret <= text.length; caret++) jsonCompletionAt(text, caret, SCHEMA, true);
    jsonCompletionAt(text, text.length, true, true);
    jsonCompletionAt(text, text.length, null, true);
  }
});
