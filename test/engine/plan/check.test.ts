// A definition with many faults gets all of them, and none that merely follows from another.

import { expect, test } from "vitest";
import { MAX_DIAGNOSTICS, MAX_STEPS, MAX_SUB_WORKFLOWS } from "../../../engine/definition/limits.ts";
import type { Json } from "../../../engine/json.ts";
import { check } from "../../../engine/plan/check.ts";
import { DIAGNOSTIC_CODES } from "../../../engine/plan/diagnostic.ts";
import { namedIn } from "../../../engine/plan/named.ts";
import { catalog, catalogOf, definition, search, SEARCH, summarize } from "./tools.ts";

async function found(source: Json): Promise<string[]> {
  return (await check(source, catalog)).diagnostics.map(({ code, pointer }) => `${code} ${pointer}`).toSorted();
}

test("the workflow of the roadmap is right as it stands", async () => {
  const checked = await check(
    {
      name: "research_and_summarize",
      description: "Researches a topic and sums it up.",
      steps: [
        { id: "search", toolId: "tool_search", arguments: { query: "{{input.topic}}" }, dependsOn: [] },
        {
          id: "summarize",
          toolId: "tool_summarize",
          arguments: { text: "{{steps.search.result.results}}" },
          dependsOn: ["search"],
        },
      ],
      inputSchema: { type: "object", properties: { topic: { type: "string" } }, required: ["topic"] },
      errorStrategy: "stop_on_first",
      timeoutMs: 60_000,
    },
    catalog,
  );
  expect(checked).toMatchObject({
    ok: true,
    diagnostics: [],
    plan: {
      format: 2,
      steps: [
        {
          id: "search",
          needs: [],
          timeoutMs: 30_000,
          action: { kind: "tool", toolId: "tool_search", arguments: { query: "{{input.topic}}" } },
        },
        { id: "summarize", needs: [0] },
      ],
      errorStrategy: "stop_on_first",
      timeoutMs: 60_000,
      maxParallel: 16,
    },
  });
});

test("faults of every kind, in every place, come back at once", async () => {
  expect(
    await found({
      nam: "x",
      steps: [
        search({ id: "my search" }),
        { id: "a", toolId: "tool_serch", retry: 3 },
        summarize({ id: "b", arguments: { text: "{{steps.a.result", style: "shrt" } }),
        search({ id: "c", arguments: { query: "{{steps.d.result.total}} {{input.topik}}", limit: "5" } }),
        search({ id: "d", arguments: { query: "x" }, dependsOn: ["c", "e"] }),
        "not a step",
        search({ id: "f", dependsOn: ["f"] }),
      ],
      output: "{{steps.d.results}}",
      inputSchema: { properties: { topic: {} }, additionalProperties: false },
      timeoutMs: -1,
    }),
  ).toEqual(
    [
      "unknown_field /nam",
      "bad_step_id /steps/0/id",
      "unknown_tool /steps/1/toolId",
      "missing_argument /steps/1",
      "wrong_type /steps/1/retry",
      "unclosed_placeholder /steps/2/arguments/text",
      "bad_argument /steps/2/arguments/style",
      "cycle /steps/3",
      "unknown_input_field /steps/3/arguments/query",
      "bad_argument /steps/3/arguments/limit",
      "wrong_type /steps/5",
      "self_reference /steps/6/dependsOn/0",
      "unknown_field /output",
      "out_of_range /timeoutMs",
    ].toSorted(),
  );
});

test("a duplicated id makes no noise about those who refer to it", async () => {
  const steps = [
    search(),
    search({ dependsOn: ["search"] }),
    summarize(),
    summarize({ id: "b", arguments: { text: "{{steps.search.result.nothing}}" } }),
  ];
  expect(await found(definition({ steps }))).toEqual(["duplicate_step_id /steps/1/id"]);
});

test("a step without a readable id makes no noise about those who refer to it", async () => {
  const { id: _, ...nameless } = search();
  expect(await found(definition({ steps: [nameless, summarize()] }))).toEqual(["missing_field /steps/0"]);
  expect(
    await found(
      definition({
        steps: [
          search({ id: "web search" }),
          summarize({ arguments: { text: '{{steps["web search"].result.total}}' } }),
        ],
      }),
    ),
  ).toEqual(["bad_step_id /steps/0/id"]);
});

test("an unknown step makes no cycle, no missing path and no wrong type", async () => {
  const steps = [
    search({ arguments: { query: "{{steps.nowhere.result.x.y}}", limit: "{{steps.nowhere.result.total}}" } }),
    summarize({ dependsOn: ["nowhere"] }),
  ];
  expect(await found(definition({ steps }))).toEqual([
    "unknown_step /steps/0/arguments/limit",
    "unknown_step /steps/0/arguments/query",
    "unknown_step /steps/1/dependsOn/0",
  ]);
});

test("an unknown tool says nothing of its arguments or its result", async () => {
  const steps = [
    search({ toolId: "tool_gone", arguments: { nonsense: 1 } }),
    summarize({ arguments: { text: "{{steps.search.result.nothing}}" } }),
  ];
  expect(await found(definition({ steps }))).toEqual(["unknown_tool /steps/0/toolId"]);
});

test("a faulty inputSchema says nothing of the fields that are referred to", async () => {
  const inputSchema = { type: "one of several", properties: { a: {} }, additionalProperties: false };
  expect(await found(definition({ inputSchema }))).toEqual(["bad_input_schema /inputSchema/type"]);
});

test("each cycle is told once, even where two share a step", async () => {
  const steps = [
    search({ id: "a", dependsOn: ["b", "c"] }),
    search({ id: "b", dependsOn: ["a"] }),
    search({ id: "c", dependsOn: ["a"] }),
    search({ id: "d", dependsOn: ["e"] }),
    search({ id: "e", arguments: { query: "{{steps.d.result.results[0].title}}" } }),
    search({ id: "after", dependsOn: ["a", "e"] }),
  ];
  const { diagnostics } = await check(definition({ steps }), catalog);
  expect(diagnostics.map(({ message }) => message.split(": ")[1])).toEqual([
    "a -> b -> a.",
    "a -> c -> a.",
    "d -> e -> d.",
  ]);
});

test("a cycle of ten thousand steps is told in one line", async () => {
  const steps = Array.from({ length: MAX_STEPS }, (_, index) =>
    search({ id: `s${index}`, dependsOn: [`s${(index + 1) % MAX_STEPS}`] }),
  );
  const { diagnostics } = await check(definition({ steps }), catalog);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.message).toMatch(/: s0 -> s1 -> .* -> … \(9980 more\) -> s0\.$/);
});

test("one step too many is one diagnostic, whatever is wrong with them", async () => {
  const steps = Array.from({ length: MAX_STEPS + 1 }, () => ({ id: "same", nonsense: true }));
  expect(await found({ ...definition({ steps }), nonsense: 1, output: "{{steps.same.result}}" })).toEqual([
    "too_many_steps /steps",
    "unknown_field /nonsense",
  ]);
});

test("one workflow too many is one diagnostic, and no more than are allowed are looked up", async () => {
  const steps = Array.from({ length: MAX_SUB_WORKFLOWS + 3 }, (_, n) => ({ id: `s${n}`, workflowId: `wf_${n}` }));
  const known = { name: "w", version: 1, inputSchema: null, outputSchema: null, uses: [], depth: 0 };
  const all = { ...catalog, workflow: (id: string) => ({ id, ...known }) };
  const { diagnostics } = await check(definition({ steps }), all);
  expect(diagnostics.filter(({ code }) => code === "too_many_workflows")).toMatchObject([
    { pointer: `/steps/${MAX_SUB_WORKFLOWS}/workflowId` },
  ]);
  expect(namedIn(definition({ steps })).workflowIds).toHaveLength(MAX_SUB_WORKFLOWS);
});

test("ten thousand steps are allowed, in a chain or side by side", async () => {
  const chain = Array.from({ length: MAX_STEPS }, (_, index) =>
    search({ id: `s${index}`, dependsOn: index === 0 ? [] : [`s${index - 1}`] }),
  );
  const wide = Array.from({ length: MAX_STEPS }, (_, index) => search({ id: `s${index}` }));
  for (const steps of [chain, chain.toReversed(), wide])
    expect((await check(definition({ steps }), catalog)).ok).toBe(true);
});

test("diagnostics are capped, errors first, and the last one counts the rest", async () => {
  const steps = Array.from({ length: 300 }, (_, index) =>
    search({ id: `s${index}`, toolId: "tool_gone", dependsOn: ["s0", "s0"] }),
  );
  const { diagnostics } = await check(definition({ steps }), catalog);
  expect(diagnostics).toHaveLength(MAX_DIAGNOSTICS + 1);
  expect(diagnostics.slice(0, MAX_DIAGNOSTICS).every(({ severity }) => severity === "error")).toBe(true);
  // 300 tools and one self-reference, 300 doubled dependencies.
  expect(diagnostics.at(-1)).toMatchObject({
    severity: "error",
    code: "more_diagnostics",
    message: expect.stringContaining("401 more"),
  });
});

test("a definition's own long texts do not swell its diagnostics", async () => {
  const long = "x".repeat(100_000);
  const steps = [
    search({
      id: long,
      toolId: long,
      dependsOn: [long, `${long}y`],
      [long]: 1,
      arguments: { [long]: { a: "{{nope}}", b: `{{steps.${long}.result}}` } },
    }),
  ];
  const { diagnostics } = await check(definition({ steps, [long]: 1, errorStrategy: long }), catalog);
  expect(diagnostics.length).toBeGreaterThan(5);
  expect(JSON.stringify(diagnostics).length).toBeLessThan(4_000 * diagnostics.length);
});

test("schemas that make a check expensive end it with a warning", async () => {
  const doubling = (depth: number): Json => ({
    $ref: "#/$defs/d0",
    $defs: Object.fromEntries(
      Array.from({ length: depth }, (_, index) => [
        `d${index}`,
        index === depth - 1 ? {} : { anyOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] },
      ]),
    ),
  });
  const bombs = catalogOf([{ ...SEARCH, inputSchema: doubling(40), outputSchema: doubling(40) }]);
  const steps = Array.from({ length: 500 }, (_, index) =>
    search({ id: `s${index}`, arguments: index === 0 ? {} : { query: "{{steps.s0.result.a.b}}" } }),
  );
  const checked = await check(definition({ steps }), bombs);
  expect(checked.ok).toBe(true);
  expect(new Set(checked.diagnostics.map(({ code }) => code))).toEqual(new Set(["too_costly_to_check"]));
});

test("every code has its line of documentation", () => {
  for (const [code, line] of Object.entries(DIAGNOSTIC_CODES)) {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(line).toMatch(/^\S.{9,}\.$/);
  }
});

test("the tools that a definition names are known before it is checked, however wrong it is", () => {
  expect(namedIn(definition()).toolIds).toEqual(["tool_search", "tool_summarize"]);
  expect(
    namedIn({
      steps: [
        null,
        5,
        {},
        { toolId: 5 },
        { toolId: "a" },
        { toolId: "a" },
        { toolId: "" },
        { toolId: "x".repeat(10_000) },
      ],
    }).toolIds,
  ).toEqual(["a"]);
  for (const source of [null, 5, "x", [], {}, { steps: {} }] satisfies Json[])
    expect(namedIn(source).toolIds).toEqual([]);
});
