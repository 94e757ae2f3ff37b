// What the playground's JSON editor offers, by the tool's schema.

import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonCompleted, jsonCompletionAt } from "../../dashboard/hub/json-completions.ts";

const schema = {
  type: "object",
  required: ["city"],
  properties: {
    units: { enum: ["metric", "imperial"] },
    city: { type: "string" },
    exact: { type: ["boolean", "null"] },
    place: { $ref: "#/$defs/place" },
    days: { type: "array", items: { $ref: "#/$defs/place" } },
    pair: { prefixItems: [{ const: 1 }, { enum: ["a, b", 'say "c"'] }] },
    shape: { oneOf: [{ properties: { kind: { const: "round" } } }, { properties: { kind: { const: "square" } } }] },
  },
  $defs: { place: { type: "object", properties: { name: { type: "string" }, near: { $ref: "#/$defs/place" } } } },
};

/** The caret is at the `|`. */
function at(written: string) {
  const caret = written.indexOf("|");
  const text = written.replace("|", "");
  return { text, completion: jsonCompletionAt(text, caret, schema) };
}
const offered = (written: string) => at(written).completion?.suggestions.map((one) => one.written) ?? null;
function take(written: string, wanted: string): string {
  const { text, completion } = at(written);
  const suggestion = completion?.suggestions.find((one) => one.written === wanted);
  if (!completion || !suggestion) throw new Error(`${wanted} is not offered`);
  const after = jsonCompleted(text, completion, suggestion);
  return `${after.text.slice(0, after.caret)}|${after.text.slice(after.caret)}`;
}

test("names that are not there yet are offered, those that have to be there first", () => {
  expect(offered("{|}")?.[0]).toBe('"city"');
  expect(offered('{"units": "metric", |\n "days": []}')).toEqual(['"city"', '"exact"', '"place"', '"pair"', '"shape"']);
  expect(offered('{"ci|')).toEqual(['"city"']);
  expect(offered('{"it|')).toEqual(['"city"', '"units"']);
});

test("values are offered where the schema names them, however deep", () => {
  expect(offered('{"units": |}')).toEqual(['"metric"', '"imperial"']);
  expect(offered('{"units": "imp|"}')).toEqual(['"imperial"']);
  expect(offered('{"exact": |')).toEqual(["true", "false", "null"]);
  expect(offered('{"exact": f|')).toEqual(["false"]);
  expect(offered('{"pair": [1, |]}')).toEqual(['"a, b"', '"say \\"c\\""']);
  expect(offered('{"shape": {"kind": |}}')).toEqual(['"round"', '"square"']);
});

test("a schema is followed through lists and its own references", () => {
  expect(offered('{"days": [{}, {"near": {"near": {|}}}]}')).toEqual(['"name"', '"near"']);
  expect(offered('{"place": {"name": "{[,:", |}')).toEqual(['"near"']);
});

test("nothing is offered after a whole value, in a place without a schema, or beside the whole", () => {
  for (const written of ['{"units": "metric"|}', '{"units"|', '{"other": {|}}', "{} |", '{"city": |}', "|"]) {
    expect([written, offered(written)]).toEqual([written, null]);
  }
});

test("what is taken stands in place of what was typed, and leaves the rest alone", () => {
  expect(take("{|}", '"city"')).toBe('{"city": |}');
  expect(take('{"ci|": 1}', '"city"')).toBe('{"city"|: 1}');
  expect(take('{"ci|\n  "units": "metric"}', '"city"')).toBe('{"city": |\n  "units": "metric"}');
  expect(take('{"ci|, "units": "metric"}', '"city"')).toBe('{"city": |, "units": "metric"}');
  expect(take('{"units": me|}', '"metric"')).toBe('{"units": "metric"|}');
});

test("whatever is written and wherever the caret is, what is taken changes nothing outside of its place", () => {
  const piece = fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", "\n", " ", '"city"', '"days"', "units", "1");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(), (pieces, somewhere) => {
      const text = pieces.join("");
      const caret = somewhere % (text.length + 1);
      const completion = jsonCompletionAt(text, caret, schema);
      if (completion === null) return;
      expect(completion.from).toBeLessThanOrEqual(caret);
      expect(completion.to).toBeGreaterThanOrEqual(caret);
      for (const suggestion of completion.suggestions) {
        const after = jsonCompleted(text, completion, suggestion);
        expect(after.text.startsWith(text.slice(0, completion.from) + suggestion.written)).toBe(true);
        expect(after.text.endsWith(text.slice(completion.to))).toBe(true);
      }
    }),
  );
});
