import { describe, expect, test } from "vitest";
import { inspect } from "../../../engine/template/references.ts";

/** `steps.a.result.x?` for an optional one. */
function found(template: string): string[] {
  return inspect(template).references.map(
    ({ root, path, optional }) => [root, ...path].join(".") + (optional ? "?" : ""),
  );
}

describe("every reference is found", () => {
  test.each<[template: string, references: string[]]>([
    ["plain", []],
    ["\\{{input.a}}", []],
    ["{{input.a}} {{steps.s.result.b[0].c}}", ["input.a", "steps.s.result.b.0.c"]],
    ["{{input.a?}} {{input.b ?? 1}}", ["input.a?", "input.b?"]],
    ["{{= $steps.s.result.a + $input.b }}", ["steps.s.result.a", "input.b"]],
    ['{{= $steps."my-step".result }}', ["steps.my-step.result"]],
    ["{{= $steps.`my-step`.result }}", ["steps.my-step.result"]],
    ['{{= $lookup($steps, "s").result.a }}', ["steps.s.result.a"]],
    ['{{= $lookup($lookup($steps, "s"), "result") }}', ["steps.s.result"]],
    ["{{= $steps.s.result.list[price > $input.max].name }}", ["steps.s.result.list", "input.max"]],
    ["{{= $steps.a.result.list[id = $steps.b.result.id] }}", ["steps.a.result.list", "steps.b.result.id"]],
    ["{{= $steps.s.result.list^(>price, $input.by).name }}", ["steps.s.result.list", "input.by"]],
    [
      "{{= $steps.s.result.list{$input.key: $steps.t.result} }}",
      ["steps.s.result.list", "input.key", "steps.t.result"],
    ],
    ["{{= $map($steps.s.result.list, function($v) { $v.a & $input.b }) }}", ["steps.s.result.list", "input.b"]],
    ["{{= $f($steps.s.result) }}", ["steps.s.result"]],
    ["{{= ($x := $steps.s.result; $x.a) }}", ["steps.s.result"]],
    ["{{= $steps.s.result ~> $count }}", ["steps.s.result"]],
    ["{{= $steps.s.result.(a + $input.b) }}", ["steps.s.result", "input.b"]],
    ["{{= $steps.s.result.*.a }}", ["steps.s.result"]],
    ["{{= [$input.a, {'k': $input.b}, $input.a] }}", ["input.a", "input.b"]],
    ["{{= $input.a ?? $steps.s.result }}", ["input.a?", "steps.s.result"]],
    ["{{= $input.a ?: 1 }}", ["input.a?"]],
    ["{{= $exists($input.a.b) ? $input.a.b : $input.c }}", ["input.a.b?", "input.c"]],
    ["{{= $substring(?, $input.n) }}", ["input.n"]],
    ["{{= $item.a & $index & $run.id }}", ["item.a", "index", "run.id"]],
    ["{{= $input }}", ["input"]],
  ])("%s", (template, references) => {
    expect(found(template)).toEqual(references);
  });
});

test("a reference tells where it is, which tier, and whether it is the whole string", () => {
  const { references, faults } = inspect({ a: ["{{input.x}}", "-{{= $input.y }}-"] });
  expect(faults).toEqual([]);
  expect(references).toEqual([
    { pointer: "/a/0", root: "input", path: ["x"], optional: false, tier: "path", whole: true },
    { pointer: "/a/1", root: "input", path: ["y"], optional: false, tier: "expression", whole: false },
  ]);
});

test("every fault is reported at once, each with its pointer", () => {
  const { faults } = inspect({
    a: "{{nope}} {{input.__proto__}}",
    b: ["{{= $now() & $nope }}", "{{= 1 + }}"],
    c: "{{input.x",
  });
  expect(faults.map(({ code, pointer }) => `${pointer} ${code}`)).toEqual([
    "/a unknown_root",
    "/a forbidden_key",
    "/b/0 forbidden_function",
    "/b/0 unknown_variable",
    "/b/1 expression_syntax",
    "/c unclosed_placeholder",
  ]);
});

test("a syntax error says where it is", () => {
  const [fault] = inspect("{{= $input.a + ) }}").faults;
  expect(fault?.message).toMatch(/at character \d+/);
});

describe("an expression is refused before any run", () => {
  test.each<[source: string, code: string]>([
    ["$steps", "step_required"],
    ["$keys($steps)", "step_required"],
    ["$steps.*.result", "step_required"],
    ["($s := $steps; $s.a)", "step_required"],
    ["$steps[0].result", "step_required"],
    ["$steps.s.output", "unknown_field"],
    ["$lookup($steps, 's').output", "unknown_field"],
    ["$run.started", "unknown_field"],
    ["steps.s.result", "bare_name"],
    ["topic", "bare_name"],
    ["$map($input.l, function($v) { name })", "bare_name"],
    ["*", "bare_name"],
    ["**", "bare_name"],
    ["$", "bare_name"],
    ["$$", "unknown_variable"],
    ["$inptu.a", "unknown_variable"],
    ["$nope($input.a)", "unknown_function"],
    ["sum($input.a)", "unknown_function"],
    ["$now()", "forbidden_function"],
    ["$millis()", "forbidden_function"],
    ["$random()", "forbidden_function"],
    ["$shuffle($input.a)", "forbidden_function"],
    ["$eval('1')", "forbidden_function"],
    ["$map($input.a, $random)", "forbidden_function"],
    ["($input := 1)", "reserved_variable"],
    ["function($steps) { 1 }", "reserved_variable"],
    ["$input.a@$item.b", "reserved_variable"],
    ['$input.a["b"]', "string_predicate"],
    ["$input.`__proto__`", "forbidden_key"],
    ["$input.a.constructor.b", "forbidden_key"],
    ["$input.a[0].prototype", "forbidden_key"],
    ["$lookup($input, '__proto__')", "forbidden_key"],
    ["$input ~> |a|{}|", "unsupported_syntax"],
    ["function($x)<s:s> { $x }", "unsupported_syntax"],
    ["$match($input.a, /(?=x)/)", "unsupported_regex"],
    ["$match($input.a, /(x)\\1/)", "unsupported_regex"],
    ["$match($input.a, /[/)", "expression_syntax"],
    ["$match($input.a, /(/)", "expression_syntax"],
    ["$match($input.a, /x{2,1}/)", "unsupported_regex"],
    ["$match($input.a, /((x{99}){99}){99}/)", "regex_too_large"],
    ["1 +", "expression_syntax"],
    ["%", "expression_syntax"],
  ])("%s", (source, code) => {
    expect(inspect(`{{= ${source} }}`).faults.map((fault) => fault.code)).toContain(code);
  });

  test.each(["$nope($input.a)", "sum($input.a)", "$nope(?, $input.a)"])("%s: once, not of its name again", (source) => {
    expect(inspect(`{{= ${source} }}`).faults).toEqual([expect.objectContaining({ code: "unknown_function" })]);
  });
});

test("names within a filter, an order, a group or a later step start from the item", () => {
  const source = "$input.a[x > 1]^(y){z: $}.(p + q).{'r': r, 's': $string()}";
  expect(inspect(`{{= ${source} }}`).faults).toEqual([]);
});
