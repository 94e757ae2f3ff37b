// Whatever is handed in as a document of another format gets an answer: a definition, and what is wrong.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importAsl } from "../../../engine/import/asl.ts";
import type { Imported } from "../../../engine/import/flow.ts";
import { importServerless } from "../../../engine/import/serverless.ts";
import type { Json } from "../../../engine/json.ts";

type Import = (source: Json, tools: ReadonlyMap<string, string>) => Imported;

const WORDS = {
  asl: (
    "Type Next End States StartAt Choices Condition Default Branches ItemProcessor Items Task Pass Wait Choice Map Parallel " +
    "Fail Succeed Retry Catch Output Arguments QueryLanguage JSONata Resource ErrorEquals States.ALL A B {%$states.input%} {%(%}"
  ).split(" "),
  serverless: (
    "document dsl 1.0.0 do call with set wait switch when then for each in end fork branches try catch retry raise listen to " +
    "one input output as from if A B ${.a} ${ PT1S seconds backoff exponential limit attempt count"
  ).split(" "),
};

describe.each([
  ["asl", importAsl],
  ["serverless", importServerless],
] as const)("%s", (format, convert: Import) => {
  const word = fc.constantFrom(...WORDS[format]);
  const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.oneof(word, fc.integer(), fc.constant(null), fc.boolean(), fc.string()),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(word, fc.string()), tie("tree"), { maxKeys: 6 }),
    ) as fc.Arbitrary<Json>,
  }));

  test("any JSON of its own words is answered, and every note has a pointer into it", () => {
    fc.assert(
      fc.property(tree, (source) => {
        const { definition, notes } = convert(source, new Map([["A", "tool_a"]]));
        expect(Array.isArray(definition["steps"])).toBe(true);
        for (const { pointer } of notes) expect(pointer === "" || pointer.startsWith("/")).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test("a chain of states that go round and round is answered", () => {
    const names = Array.from({ length: 60 }, (_, n) => `S${n}`);
    const ring = Object.fromEntries(names.map((name, n) => [name, { Type: "Pass", Next: names[(n + 7) % 60] ?? "" }]));
    const source: Json =
      format === "asl"
        ? { QueryLanguage: "JSONata", StartAt: "S0", States: ring }
        : {
            document: { dsl: "1.0.0" },
            do: names.map((name, n) => ({ [name]: { set: {}, then: names[(n + 7) % 60] ?? "" } })),
          };
    expect(convert(source, new Map()).notes.some(({ severity }) => severity === "error")).toBe(true);
  });
});
