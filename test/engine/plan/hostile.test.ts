// Any JSON at all gets an answer.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { check } from "../../../engine/plan/check.ts";
import { DIAGNOSTIC_CODES } from "../../../engine/plan/diagnostic.ts";
import { Trail } from "../../../engine/plan/origin.ts";
import { namedIn } from "../../../engine/plan/named.ts";
import { valueAt, tokensOf } from "../../../engine/schema/pointer.ts";
import { catalog, definition, search, summarize } from "./tools.ts";

async function answers(source: Json): Promise<void> {
  const checked = await check(source, catalog);
  expect(namedIn(source).toolIds.length).toBeLessThanOrEqual(10_000);
  expect(checked.ok || checked.diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  for (const { code, pointer, message, severity } of checked.diagnostics) {
    expect(Object.hasOwn(DIAGNOSTIC_CODES, code)).toBe(true);
    expect(message.length).toBeGreaterThan(0);
    // Every pointer leads to something in the definition.
    expect(valueAt(source, tokensOf(pointer))).not.toBe(undefined);
    if (checked.ok) expect(severity).toBe("warning");
  }
}

test("any JSON value is answered", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 6 }), async (source) => answers(source as Json)),
    { numRuns: 500 },
  );
});

const text = fc.constantFrom(
  "search",
  "summarize",
  "tool_search",
  "tool_summarize",
  "{{input.topic}}",
  "{{steps.search.result.results}}",
  "{{steps.search.items}}",
  "{{= $steps.search.result.total + 1}}",
  "{{",
  "\\{{",
  "__proto__",
  "constructor",
  "",
  "30s",
  "{input.topic}",
  "$ref",
  "#",
  "{{steps.summarize.result[0]}}",
  "{{item}}",
);
const key = fc.constantFrom(
  "name",
  "steps",
  "id",
  "toolId",
  "arguments",
  "dependsOn",
  "retry",
  "timeoutMs",
  "inputSchema",
  "output",
  "errorStrategy",
  "query",
  "limit",
  "text",
  "filter",
  "type",
  "properties",
  "$ref",
  "additionalProperties",
  "__proto__",
  "constructor",
  "forEach",
  "tool",
  "maxAttempts",
  "initialDelayMs",
  "a/b~c",
);
const { node } = fc.letrec<{ node: Json }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    text,
    fc.constantFrom<Json>(null, true, 0, -1, 1.5, 1e300, "object", {}, []),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("node")), { maxLength: 5 }).map((entries): Json => Object.fromEntries(entries)),
  ),
}));

test("anything that looks a little like a definition is answered", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ name: node, steps: fc.array(node, { maxLength: 5 }), output: node, inputSchema: node, more: node }),
      async ({ more, ...source }) =>
        answers(typeof more === "object" && more !== null && !Array.isArray(more) ? { ...more, ...source } : source),
    ),
    { numRuns: 1_000 },
  );
}, 60_000);

test("a right definition with one value replaced is answered", async () => {
  const places = [
    "/name",
    "/steps",
    "/steps/0",
    "/steps/0/id",
    "/steps/0/toolId",
    "/steps/0/arguments",
    "/steps/0/arguments/query",
    "/steps/1/arguments/text",
    "/inputSchema",
    "/inputSchema/properties",
    "/inputSchema/properties/topic",
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), node, async (place, value) => {
      const source: Json = JSON.parse(JSON.stringify(definition({ steps: [search(), summarize()] })));
      const tokens = tokensOf(place);
      const parent = valueAt(source, tokens.slice(0, -1)) as Record<string, Json>;
      parent[tokens.at(-1) ?? ""] = value;
      await answers(source);
    }),
    { numRuns: 1_000 },
  );
}, 60_000);

test.each([64, 65, 10_000, 200_000])("JSON nested %i deep is answered", async (depth) => {
  let value: Json = "{{input.topic}}";
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  for (const source of [
    value,
    definition({ steps: [search({ arguments: { query: value } })] }),
    definition({ inputSchema: { not: value } }),
    definition({ output: value }),
  ]) {
    const checked = await check(source, catalog);
    expect(checked.diagnostics.length > 0 || checked.ok).toBe(true);
    if (depth > 64) expect(checked.diagnostics.map(({ code }) => code)).toEqual(["nested_too_deeply"]);
  }
});

test("a thousand fields that nothing has are gone through a few times, and not once for each of them", async () => {
  for (const place of ["/", "/steps/0", "/steps/0/retry"]) {
    let times = 0;
    const fields = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`f${at}`, 0]));
    const counted = (value: Record<string, Json>): Record<string, Json> =>
      new Proxy(
        { ...value, ...fields },
        {
          ownKeys(target) {
            times += 1;
            return Reflect.ownKeys(target);
          },
        },
      );
    const source =
      place === "/"
        ? counted(definition())
        : definition({ steps: [place === "/steps/0" ? counted(search()) : search({ retry: counted({}) })] });
    const { diagnostics } = await check(source, catalog);
    expect(diagnostics.at(-1)?.code).toBe("more_diagnostics");
    expect(times).toBeLessThan(30);
  }
});

test("mends of a large whole are followed as far as their copies are bounded, and told all the same", async () => {
  const mends = 60;
  const transform: Record<string, Json> = {};
  for (let at = 0; at < 20_000; at++) transform[`f${at}`] = 0;
  for (let at = 0; at < mends; at++) transform[`g${at}`] = "{{step.search.result.total}}";
  const trail = new Trail(transform);
  let applied = 0;
  while (applied < mends && trail.apply([{ op: "replace", path: `/g${applied}`, value: 1 }])) applied += 1;
  expect(applied).toBeLessThan(mends);
  expect(trail.isFull).toBe(true);
  const { diagnostics } = await check(definition({ steps: [search(), { id: "all", transform }] }), catalog);
  expect(diagnostics.filter(({ fix }) => fix !== undefined)).toHaveLength(mends);
});
