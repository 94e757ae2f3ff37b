import { describe, expect, test } from "vitest";
import { jsonataOf } from "../../../engine/import/jq.ts";
import type { Json } from "../../../engine/json.ts";
import { evaluate } from "../../../engine/template/render.ts";

const variables = new Map([
  ["item", "$item"],
  ["workflow.input", "$input"],
]);

async function gives(jq: string, input: Json): Promise<Json | Error> {
  const made = jsonataOf(jq, "$input", variables);
  if (made === null) return new Error("not translated");
  const scope = { input, steps: {}, run: { id: "run_1" }, item: { id: 7 }, index: 0 };
  const evaluated = await evaluate(made.value, scope);
  return evaluated.ok ? evaluated.value : new Error(evaluated.fault.message);
}

const input = {
  n: 5,
  zero: 0,
  text: "abc",
  empty: "",
  list: [[1, 2], 3],
  none: [],
  nil: null,
  no: false,
  of: { a: 1 },
};

// Each was given to jq 1.6.
const translated: [jq: string, gives: Json][] = [
  [".", input],
  [".n", 5],
  [".missing", null],
  [".missing.deeper", null],
  [".nil.deeper", null],
  ['."n"', 5],
  ['.["n"]', 5],
  [".list[0]", [1, 2]],
  [".list[-1]", 3],
  [".list[0][1]", 2],
  [".list[9]", null],
  [".of.a", 1],
  ["$item.id", 7],
  ["$workflow.input.n", 5],
  [".missing == null", true],
  [".nil == null", true],
  [".n == null", false],
  [".missing != null", false],
  ['.missing != "d"', true],
  ['.text != "d"', true],
  ['.text == "abc"', true],
  [".missing == .nil", true],
  [".list == [[1, 2], 3]", true],
  [".of == {a: 1}", true],
  [".missing < 5", true],
  [".missing > 5", false],
  [".nil <= 5", true],
  ["5 < .nil", false],
  ["5 > .missing", true],
  [".n >= 5", true],
  [".nil < .n", true],
  [".n < .nil", false],
  [".n >= .missing", true],
  [".nil <= .missing", true],
  [".nil < .missing", false],
  [".nil >= .n", false],
  ['.text > "abb"', true],
  [".n + 1", 6],
  [".missing + 1", 1],
  [".nil + 1", 1],
  [".n - 1 - 1", 3],
  [".n -1", 4],
  ["2 + 3 * 4", 14],
  ["(2 + 3) * 4", 20],
  ["-.n", -5],
  ["10 / 4", 2.5],
  ['.text + "!"', "abc!"],
  ['"<" + .text + ">"', "<abc>"],
  ['.missing + "!"', "!"],
  [".text + .text", "abcabc"],
  [".n + .n", 10],
  [".nil + .text", "abc"],
  [".missing + .missing", null],
  [".list + .list", [[1, 2], 3, [1, 2], 3]],
  [".none + [1]", [1]],
  [".missing + [.text]", ["abc"]],
  ['.of + {b: 2, "c d": .missing}', { a: 1, b: 2, "c d": null }],
  ["[.n]", [5]],
  ["[.list[0]]", [[1, 2]]],
  ["[.list[0], .n, [.none]]", [[1, 2], 5, [[]]]],
  ["[]", []],
  ["{}", {}],
  ["{n, $item}", { n: 5, item: { id: 7 } }],
  ["{a: .n, a: .text}", { a: "abc" }],
  ["{list: .list}.list[1]", 3],
  [".zero and true", true],
  [".empty and .none", true],
  [".no or .missing", false],
  [".n == 5 or .missing == 1 and false", true],
  [".zero | not", false],
  [".missing | not", true],
  ["(.n > 1) | not", false],
  ['.missing // "x"', "x"],
  [".no // .nil // .n", 5],
  [".zero // 1", 0],
  [".text | length", 3],
  [".list | length", 2],
  [".none | length", 0],
  [".of | length", 1],
  ["{} | length", 0],
  [".missing | length", 0],
  ["-3 | length", 3],
  ["(.list | length) > 1", true],
  ["(.n + .zero | tostring) + .text", "5abc"],
  [".of | .a", 1],
  [".of | .a + .a | . * 2", 4],
  [".of | tostring", '{"a":1}'],
  [".text | tostring", "abc"],
  [".missing | tostring", "null"],
  ['"\\u00e9\\"{{"', 'é"{{'],
];

test.each(translated)("%s gives what jq gives", async (jq, expected) => {
  expect(await gives(jq, input)).toEqual(expected);
});

test.each([".missing - 1", ".missing * 2", ".text - 1", ".n + .text", ".no | length", ".text < 5"])(
  "%s, which jq refuses or orders by kind, gives no value here",
  async (jq) => {
    expect(await gives(jq, input)).toBeInstanceOf(Error);
  },
);

describe("a condition", () => {
  test.each<[string, boolean]>([
    [".zero", true],
    [".empty", true],
    [".none", true],
    [".no", false],
    [".nil", false],
    [".missing", false],
    ['.text == "abc"', true],
    [".missing // 0", true],
  ])("%s is %s, as null and false alone are not true", async (jq, holds) => {
    const condition = jsonataOf(jq, "$input", variables)?.condition ?? "";
    expect(await evaluate(condition, { input, steps: {}, run: { id: "r" } })).toEqual({ ok: true, value: holds });
  });
});

test.each([
  "map(.a)",
  ".[]",
  ".a, .b",
  '"a \\(.n)"',
  '.n + "x" + 1',
  "1 == 1 == 1",
  ".a[.n]",
  "if . then 1 else 2 end",
  "$unknown",
  "$unknown.input",
  ".`a`",
  '."a`b"',
  "true + 1",
  ".a as $x | $x",
  "(.a",
  ".a)",
  "",
  "[".repeat(5_000),
  "(".repeat(60),
  `${".a//".repeat(200)}.a`,
  ".a".repeat(10_000),
])("%s is not translated, not to something like it either", (jq) => {
  expect(jsonataOf(jq, "$input", variables)).toBeNull();
});

test("what is translated is not much longer than its source", () => {
  const path = `.${"a".repeat(3_000)}`;
  for (const jq of [
    `${".a+(".repeat(20)}.a${")".repeat(20)}`,
    `${"(".repeat(40)}.a${" + .b).c".repeat(40)}`,
    `${"(".repeat(40)}.a${" | .b + . == null)".repeat(40)}`,
    `${path} | ${". + ".repeat(1_000)}.`,
    `${".a // ".repeat(40)}.b`,
  ])
    expect((jsonataOf(jq, "$input", variables)?.value.length ?? 0) / jq.length).toBeLessThan(250);
});

test("% is translated, with a word of what differs", () => {
  expect(jsonataOf(".n % 2", "$input", variables)?.caveat).toMatch(/whole numbers/);
});
