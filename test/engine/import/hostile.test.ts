// Whatever is handed in as a document of another format gets an answer: a definition, and what is wrong.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importAsl } from "../../../engine/import/asl/import-asl.ts";
import type { Imported } from "../../../engine/import/flow.ts";
import { importServerless } from "../../../engine/import/serverless/import-serverless.ts";
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

const document = (tasks: Json): Json => ({ document: { dsl: "1.0.0" }, do: tasks });

test("an input that is made of itself again and again does not grow", () => {
  const nested = Array.from({ length: 40 }).reduce<Json>(
    (inner) => ({ do: [{ a: inner }], input: { from: { l: "${ . }", r: "${ . }" } } }),
    { set: "${ . }" },
  );
  const { definition, notes } = importServerless(document([{ a: nested }]), new Map());
  expect(notes).toEqual([]);
  expect(JSON.stringify(definition).length).toBeLessThan(20_000);
});

test("of very many notes the first are kept, and an error in any case", () => {
  const retry = { delay: { seconds: 1 } };
  const tasks = Array.from({ length: 1_000 }, (): Json => ({ a: { try: [{ b: { call: "A" } }], catch: { retry } } }));
  const { notes } = importServerless(document([...tasks, { a: { emit: {} } }]), new Map([["A", "tool_a"]]));
  expect(notes).toHaveLength(200);
  expect(notes.filter(({ severity }) => severity === "error")).toMatchObject([{ pointer: "/do/1000/a/emit" }]);
});

test("a note is of a bounded length", () => {
  const long = "x".repeat(100_000);
  const { notes } = importServerless(document([{ [long]: { emit: {} } }, { a: { call: long } }]), new Map());
  expect(notes).toHaveLength(2);
  expect(JSON.stringify(notes).length).toBeLessThan(10_000);
});

test("very many tasks of one name that all lead to one are converted", () => {
  const tasks = Array.from({ length: 30_000 }, (): Json => ({ a: { set: {}, then: "z" } }));
  const switched = { a: { switch: [{ b: { when: ".x", then: "z" } }] } };
  const { definition, notes } = importServerless(document([switched, ...tasks, { z: { set: {} } }]), new Map());
  expect(notes.length).toBeLessThanOrEqual(200);
  expect(definition["steps"]).not.toHaveLength(0);
  const named = Array.from({ length: 20_000 }, (): Json => ({ "a b": { set: {} } }));
  expect(importServerless(document(named), new Map()).definition["steps"]).toHaveLength(20_000);
});

test("a switch with more cases, or longer ones, than can be written is refused", () => {
  const cases = (count: number, when: string) =>
    document([{ a: { switch: Array.from({ length: count }, (_, n) => ({ [`c${n}`]: { when, then: "end" } })) } }]);
  for (const source of [cases(201, ".x"), cases(150, `.x == "${"y".repeat(9_000)}"`)]) {
    const { definition, notes } = importServerless(source, new Map());
    expect(notes).toMatchObject([{ severity: "error", pointer: "/do/0/a/switch" }]);
    expect(JSON.stringify(definition).length).toBeLessThan(4_000_000);
  }
  expect(importServerless(cases(100, ".x"), new Map()).notes).toEqual([]);
});

const machine = (states: Json): Json => ({ QueryLanguage: "JSONata", StartAt: "S0", States: states });

test("a machine of more states than can be is refused once, at States", () => {
  const states = Object.fromEntries(
    Array.from({ length: 2_500 }, (_, n) => [`S${n}`, { Type: "Pass", Next: `S${n + 1}` }]),
  );
  const { notes } = importAsl(machine({ ...states, S2500: { Type: "Succeed" } }), new Map());
  expect(notes.filter(({ pointer }) => pointer === "/States")).toMatchObject([{ severity: "error" }]);
});

test("a Choice with more rules than can be written is refused", () => {
  const Choices = Array.from({ length: 300 }, () => ({ Condition: "{% $states.input.x %}", Next: "S1" }));
  const states = { S0: { Type: "Choice", Choices, Default: "S1" }, S1: { Type: "Succeed" } };
  const { definition, notes } = importAsl(machine(states), new Map());
  expect(notes).toMatchObject([{ severity: "error", pointer: "/States/S0/Choices" }]);
  expect(JSON.stringify(definition).length).toBeLessThan(4_000_000);
});

test("a large ItemSelector that is read very often is refused", () => {
  const Output = Array.from({ length: 2_000 }, () => "{% $states.input %}");
  const ItemProcessor = { StartAt: "A", States: { A: { Type: "Pass", Output, End: true } } };
  const states = { S0: { Type: "Map", Items: [1], ItemSelector: { x: "y".repeat(10_000) }, ItemProcessor, End: true } };
  const { definition, notes } = importAsl(machine(states), new Map());
  expect(notes).toMatchObject([{ severity: "error", pointer: "/States/S0/ItemSelector" }]);
  expect(JSON.stringify(definition).length).toBeLessThan(200_000);
});

test("a type of state that is the name of something every object has is refused as any unknown one", () => {
  const { notes } = importAsl(machine({ S0: { Type: "constructor", End: true } }), new Map());
  expect(notes).toMatchObject([{ severity: "error", code: "invalid_source", pointer: "/States/S0/Type" }]);
});

test.each(["/* ", '\\"', "'", "`", '"\\'])(
  "an expression of %j over and over is read once, however long it is",
  (text) => {
    const source = {
      QueryLanguage: "JSONata",
      StartAt: "a",
      States: { a: { Type: "Pass", Output: `{%${text.repeat(500_000)}%}`, End: true } },
    };
    expect(importAsl(source, new Map()).definition).toMatchObject({ name: "imported" });
  },
);

/** Each of them is within a body's megabyte. */
const GROWING: Record<string, readonly [Import, Json, RegExp]> = {
  "Choices one after the other": [
    importAsl,
    machine({
      ...Object.fromEntries(
        Array.from({ length: 40 }, (_, n) => {
          const Condition = `{% $states.input.a = "${"x".repeat(50)}" %}`;
          const Choices = Array.from({ length: 120 }, () => ({ Condition, Next: `S${n + 1}` }));
          return [`S${n}`, { Type: "Choice", Choices, Default: `S${n + 1}` }];
        }),
      ),
      S40: { Type: "Succeed" },
    }),
    /^\/States\/S\d+(\/Choices(\/\d+\/Condition)?)?$/,
  ],
  "a switch of many ways under a long `if`": [
    importServerless,
    document(
      Array.from({ length: 60 }, (): Json => {
        const cases = Array.from({ length: 150 }, (_, n): Json => ({ [`c${n}`]: { when: ".a", then: "continue" } }));
        return { a: { if: `.a == "${"x".repeat(9_000)}"`, switch: cases } };
      }),
    ),
    /^\/do\/\d+\/a/,
  ],
  "`.` again and again, behind a long name": [
    importServerless,
    document(
      Array.from({ length: 120 }, (): Json => {
        return { ["y".repeat(60)]: { set: { a: `\${ [${Array.from({ length: 3_000 }, () => ".").join()}] }` } } };
      }),
    ),
    /^\/do\/\d+\/y+\/set$/,
  ],
  "a name put into an address again and again": [
    importServerless,
    document(
      Array.from({ length: 100 }, (): Json => {
        return { a: { call: "http", with: { method: "get", endpoint: `https://x.test/${"{a}".repeat(3_000)}` } } };
      }),
    ),
    /^\/do\/\d+\/a\/with\/endpoint$/,
  ],
};

test.each(Object.entries(GROWING))(
  "what a document would grow by is refused where it gets too much: %s",
  (_, [convert, source, at]) => {
    expect(JSON.stringify(source).length).toBeLessThan(1_048_576);
    const { definition, notes } = convert(source, new Map());
    expect(notes).toMatchObject([{ severity: "error", pointer: expect.stringMatching(at) }]);
    expect(definition).toEqual({ name: "imported", steps: [] });
  },
);
