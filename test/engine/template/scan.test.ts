// Where a placeholder ends must be where JSONata's own reading of its code ends: nothing may hide from the counts.

import fc from "fast-check";
import jsonata from "jsonata";
import { expect, test } from "vitest";
import { parseTemplate } from "../../../engine/template/parse.ts";
import { scanExpression } from "../../../engine/template/scan.ts";

function expectWhole(source: string): void {
  expect(parseTemplate(`{{=${source}}}`)).toMatchObject({
    parts: [{ kind: "expression", source: source.trim() }],
    whole: true,
  });
}

test.each([
  '{"a": {"b": 1}}',
  '{"a":{"b":{"c":1}}}',
  "\"}}\" & '}}'",
  "`}}`.a",
  "1 /* }} */",
  '$f(1, /"}}"\\}\\}/)',
  '1or/"/-"}}"/',
  '*/2 & "}}" & "/"',
  '|a|{"b": 1}|%*/2?"}}":"/"',
  "and / 1 & '}}' / 2",
  "$x[/[/}]}}/]",
])("%s ends where it ends", (source) => {
  const { end } = scanExpression(source);
  expect(end).toBe(-1);
  if (parses(source)) expectWhole(source);
});

const leaf = fc.constantFrom(
  "a",
  "1",
  "$x",
  "'s'",
  '"}}"',
  "`n}}`",
  "*",
  "**",
  "and",
  "/r}/",
  "[]",
  "{}",
  " a ",
  "/* }} */a",
  "/(x)/i",
  "*/2",
);
const operator = fc.constantFrom(
  "+",
  "-",
  "*",
  "/",
  "&",
  "=",
  ".",
  "?:",
  "??",
  " and ",
  "or",
  " in ",
  "~>",
  "%",
  ";",
  ",",
);
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie("expression");
  return {
    expression: fc.oneof(
      { depthSize: "medium" },
      leaf,
      fc.tuple(inner, operator, inner).map((parts) => parts.join("")),
      fc
        .tuple(
          fc.constantFrom(
            "(_)",
            "[_]",
            "{'k':_}",
            "$f(_)",
            "function($x){_}",
            "-_",
            "|_|{}|",
            "a[_]",
            "a{_:_}",
            "a^(_)",
          ),
          inner,
        )
        .map(([shape, code]) => shape.replaceAll("_", () => code)),
    ),
  };
});

test("whatever JSONata parses is found whole", () => {
  let parsed = 0;
  fc.assert(
    fc.property(expression, (source) => {
      if (source.length > 2_000 || !parses(source)) return;
      parsed++;
      expectWhole(source);
    }),
    { numRuns: 3_000, examples: [["a{/(x)/ior*/2:/(x)/ior*/2}"]] },
  );
  expect(parsed).toBeGreaterThan(500);
});

test("defaults are counted by the levels of brackets that hold them", () => {
  expect(scanExpression("a ?? b ?? c").defaultLevels).toBe(1);
  expect(scanExpression("[a ?? b, c ?: d]").defaultLevels).toBe(1);
  expect(scanExpression("((a ?? b) ?? c) ?? d").defaultLevels).toBe(3);
  expect(scanExpression("'((?? ) ??' & /(?:a)/ & `??`").defaultLevels).toBe(0);
});

function parses(source: string): boolean {
  try {
    jsonata(source);
    return source.trim() !== "";
  } catch {
    return false;
  }
}
