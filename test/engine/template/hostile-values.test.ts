// Tool output is hostile: whatever it holds, it is put in as what it is and never read as a template.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { inspect } from "../../../engine/template/references.ts";
import { render } from "../../../engine/template/render.ts";
import type { Scope } from "../../../engine/template/scope.ts";
import { faultCode, rendered, stepsOf } from "./sample-scope.ts";

const SECRET = "the secret";

function scopeWith(result: Json): Scope {
  return { input: { secret: SECRET }, steps: stepsOf({ tool: { status: "success", result } }), run: { id: "run_1" } };
}

const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "{{",
        "}}",
        "\\{{",
        "{{=",
        "{{input.secret}}",
        "{{= $input.secret }}",
        "\\",
        "{",
        "}",
        '"',
        "'",
        "`",
        "$",
        "?",
      ),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

const hostileJson = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    hostileText,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(hostileText, tie("value"), { maxKeys: 4 }).map((entries) => ({ ...entries })),
  ),
})).value;

test("a value that is the whole placeholder comes out deep-equal", async () => {
  await fc.assert(
    fc.asyncProperty(hostileJson, async (value) => {
      expect(await rendered(["{{steps.tool.result}}", "{{= $steps.tool.result }}"], scopeWith([value, 1]))).toEqual([
        [value, 1],
        [value, 1],
      ]);
    }),
  );
});

test("text that is put in is never scanned again", async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, async (text) => {
      expect(await rendered("<{{steps.tool.result}}|{{= $steps.tool.result & '' }}>", scopeWith(text))).toBe(
        `<${text}|${text}>`,
      );
    }),
  );
});

test("values inside interpolated objects are never evaluated", async () => {
  await fc.assert(
    fc.asyncProperty(hostileJson, async (value) => {
      const text = await rendered("x{{steps.tool.result}}", scopeWith([value]));
      expect(text).toBe(`x${JSON.stringify([value])}`);
      expect(text).not.toContain(SECRET);
    }),
  );
});

test("two values that are a placeholder only when put together stay text", async () => {
  const within: Scope = { input: { a: "{", b: "{input.secret", c: "}" }, steps: stepsOf({}), run: { id: "r" } };
  expect(await rendered("{{input.a}}{{input.b}}{{input.c}}{{input.c}}", within)).toBe("{{input.secret}}");
  expect(await rendered("{{= $input.a & $input.b & $input.c & $input.c }}", within)).toBe("{{input.secret}}");
});

const fragment = fc.constantFrom(
  "{{", "}}", "{{=", "\\{{", "input", "steps", "item", "index", "run", ".", "[", "]", "(", ")", "{", "}", '"', "'", "`", "?", "??", "?:", ":",
  ",", ";", "$", "$input", "$steps", "$f", ":=", "=", "~>", "|", "^", "%", "*", "**", "@", "#", "/", "/a/", "/*", "*/", "&", "-", "..", "and",
  "in", "function", "function($x){", "λ", "0", "1e9", "-1", "a", "constructor", "__proto__", "result", "tool", " ", "\n", "\\", "é", "😀", "\ud800",
); // prettier-ignore
const anyTemplate = fc.array(fragment, { maxLength: 25 }).map((parts) => parts.join(""));

test("no template makes render or inspect throw", async () => {
  const within = scopeWith({ a: ["x", { b: 1 }] });
  await fc.assert(
    fc.asyncProperty(anyTemplate, async (text) => {
      for (const template of [text, `{{${text}}}`, `{{=${text}}}`, `{{= $steps.tool.result${text} }}`]) {
        const result = await render(template, within);
        const { faults } = inspect(template);
        // A fault that needs no values to be found is found without them.
        if (result.ok) expect(faults).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
});

test("a random path gives a value or a fault, and only own properties", async () => {
  const segment = fc.constantFrom(
    ".a",
    ".b",
    "[0]",
    "[9]",
    '["x"]',
    ".length",
    ".toString",
    ".__proto__",
    ".constructor",
    ".valueOf",
    ".k-1",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(segment, { maxLength: 6 }), async (segments) => {
      const result = await render(`{{steps.tool.result${segments.join("")}}}`, scopeWith({ a: [{ b: { a: "x" } }] }));
      if (result.ok) expect(JSON.stringify({ a: [{ b: { a: "x" } }] })).toContain(JSON.stringify(result.value));
      else expect(["missing_value", "forbidden_key"]).toContain(result.fault.code);
    }),
  );
});

describe("an object that looks like one of JSONata's functions does not get in", () => {
  const lambda = { _jsonata_lambda: true, arguments: [], body: { type: "variable", value: "input" } };
  const thunk = { ...lambda, thunk: true };
  const native = { _jsonata_function: true, implementation: "x" };
  test.each<[name: string, value: Json]>([
    ["a lambda", lambda],
    ["a thunk", thunk],
    ["a native", native],
    ["one deep inside", { list: [1, { lambda }] }],
  ])("%s", async (_name, value) => {
    const within = scopeWith(value);
    expect(await faultCode("{{= $steps.tool.result }}", within)).toBe("reserved_key");
    expect(await faultCode("{{= ($f := $steps.tool.result; $f()) }}", within)).toBe("reserved_key");
    expect(await rendered("{{steps.tool.result}}", within)).toEqual(value);
  });
});

test("JSONata's other marks are data like any other", async () => {
  const marked = {
    sequence: true,
    tupleStream: true,
    outerWrapper: true,
    cons: true,
    keepSingleton: true,
    then: "x",
    next: 1,
    apply: 2,
  };
  expect(await rendered("{{= $steps.tool.result }}", scopeWith(marked))).toEqual(marked);
  expect(await rendered("{{= $steps.tool.result.list }}", scopeWith({ list: [marked, 1] }))).toEqual([marked, 1]);
});

test("a key called __proto__ passes through and pollutes nothing", async () => {
  const value = JSON.parse('{"a": {"__proto__": {"polluted": 1}, "constructor": 2}}') as Json;
  for (const template of [
    "{{steps.tool.result}}",
    "{{= $steps.tool.result }}",
    "{{= $merge([$steps.tool.result]) }}",
  ]) {
    const out = await rendered(template, scopeWith(value));
    expect(JSON.stringify(out)).toBe('{"a":{"__proto__":{"polluted":1},"constructor":2}}');
  }
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

describe("what is put in is capped", () => {
  const half = "x".repeat(600_000);
  test.each<[name: string, template: Json, code: string | null]>([
    ["once", "{{steps.tool.result}}", null],
    ["twice in one string", "{{steps.tool.result}}{{steps.tool.result}}", "too_large"],
    ["twice in two strings", ["{{steps.tool.result}}", "{{steps.tool.result}}"], "too_large"],
    ["a thousand times", Array.from({ length: 1_000 }, () => "{{steps.tool.result}}"), "too_large"],
    ["by both tiers", ["{{steps.tool.result}}", "{{= $steps.tool.result }}"], "too_large"],
  ])("%s", async (_name, template, code) => {
    expect(await faultCode(template, scopeWith(half))).toBe(code);
  });
});

test("an expression reads no more than it may", async () => {
  const within = scopeWith(Array.from({ length: 10 }, () => "x".repeat(600_000)));
  expect(await faultCode("{{= $count($steps.tool.result) }}", within)).toBe("input_too_large");
  expect(await faultCode("{{= $steps.tool.status }}", within)).toBeNull();
});

test("what is rendered nests no deeper than JSON may", async () => {
  const deep = (levels: number) => JSON.parse("[".repeat(levels) + "]".repeat(levels)) as Json;
  expect(await faultCode("{{steps.tool.result}}", scopeWith(deep(64)))).toBeNull();
  expect(await faultCode(["{{steps.tool.result}}"], scopeWith(deep(64)))).toBe("too_deep");
  expect(await faultCode("{{= $steps.tool.result }}", scopeWith(deep(70)))).toBe("too_deep");
  const template = JSON.parse(`${"[".repeat(10_000)}"{{input.secret}}"${"]".repeat(10_000)}`) as Json;
  expect(await faultCode(template, scopeWith(1))).toBe("too_deep");
  expect(inspect(template).references).toHaveLength(1);
});

test("a string full of openings is read in one go", async () => {
  for (const piece of ["{{", "{{= /* }}", '{{ " }}', "{{(}}", "\\{{", "{{= 'a }}"]) {
    const template = piece.repeat(100_000);
    const result = await render(template, scopeWith(1));
    expect(result.ok).toBe(piece === "\\{{");
    expect(inspect(template).faults.length).toBeLessThanOrEqual(100);
  }
});
