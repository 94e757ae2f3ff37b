import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importServerless } from "../../../engine/import/serverless/import-serverless.ts";
import { readYaml } from "../../../engine/import/yaml.ts";
import { runImported } from "./imported.ts";

const PETS = `
document:
  dsl: '1.0.3'
  namespace: test
  name: pets # of all kinds
  version: '0.1.0'
do:
  - find:
      call: findPet
      with:
        id: \${ .petId }
  - kind:
      switch:
        - dog:
            when: .type == "dog"
            then: walk
        - other:
            then: end
  - walk:
      set:
        says: >-
          \${ .name + " walks" }
`;

test("a document of Serverless Workflow in YAML is imported as the same in JSON", async () => {
  const tools = new Map([["findPet", "tool_find"]]);
  const imported = importServerless(PETS, tools);
  expect(imported).toMatchObject({ notes: [], definition: { name: "pets" } });
  const run = await runImported(imported, { petId: 7 }, { tool_find: () => ({ type: "dog", name: "Rex" }) });
  expect(run).toMatchObject({ status: "success", output: { says: "Rex walks" } });
  const read = readYaml(PETS);
  expect(read.ok && importServerless(read.value, tools)).toEqual(imported);
});

test("what is said of a document in YAML has a pointer into it", () => {
  expect(importServerless(`${PETS}  - tell:\n      emit: {}\n`, new Map([["findPet", "t"]])).notes).toMatchObject([
    { severity: "error", pointer: "/do/3/tell/emit" },
  ]);
});

describe("refused, with why", () => {
  test.each([
    ["no YAML", "a: [1", "At line 1, column 6"],
    ["an alias", "a: &x [1]\nb: *x", "alias"],
    [
      "laughs by the billion",
      `a: &a [x]\n${Array.from({ length: 20 }, (_, n) => `b${n}: &b${n} [${n === 0 ? "*a,*a" : `*b${n - 1},*b${n - 1}`}]`).join("\n")}`,
      "alias",
    ],
    ["an alias for itself", "&a [*a]", "alias"],
    ["an infinity", "a: .inf", "number"],
    ["no number", "a: [.nan]", "number"],
    ["a key that is no text", "? [a, b]\n: 1", "key"],
    ["a tag of its own", "a: !ruby/object {}", "tag"],
    ["several documents", "a: 1\n---\nb: 2", "multiple documents"],
    ["too deep", `a: ${"[".repeat(65)}${"]".repeat(65)}`, "nests"],
    ["far too deep", "[".repeat(60_000), "nests"],
    ["far too deep in lines", Array.from({ length: 300 }, (_, n) => `${" ".repeat(n)}a:`).join("\n"), "nests"],
    ["too long", "x".repeat(65_537), "longer"],
  ])("%s", (_what, text, why) => {
    expect(readYaml(text)).toEqual({ ok: false, why: expect.stringContaining(why) });
    const { notes } = importServerless(text, new Map());
    expect(notes).toMatchObject([{ severity: "error", code: "invalid_source", pointer: "" }]);
  });
});

test("very many keys are read, and a key called __proto__ is a key like any other", () => {
  const keys = Array.from({ length: 5_000 }, (_, n) => `k${n}:`).join("\n");
  const read = readYaml(`${keys}\n__proto__: 1`);
  expect(read.ok && Object.keys(read.value ?? {})).toHaveLength(5_001);
  expect(read.ok && Object.getPrototypeOf(read.value)).toBe(Object.prototype);
});

test("JSON is YAML", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      expect(readYaml(text)).toEqual({ ok: true, value: JSON.parse(text) });
    }),
  );
});

test("any text is answered", () => {
  const word = fc.constantFrom(
    ..."a b : - ? & * ! | > % @ ` ' \" [ ] { } , # --- ... << \n \n  \t ~ null .inf 0x1 !!set !!map".split(" "),
    "\n",
    "  ",
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      expect(typeof readYaml(words.join("")).ok).toBe("boolean");
      expect(importServerless(words.join(" "), new Map()).notes.length).toBeGreaterThan(0);
    }),
    { numRuns: 1_000 },
  );
});
