// What a check says of the mistakes that language models make, and what its fixes come to.

import { applyPatch as applyByLibrary } from "rfc6902";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { check } from "../../../engine/plan/check.ts";
import type { Diagnostic } from "../../../engine/plan/diagnostic.ts";
import { mendAll } from "../../../engine/plan/mend/mend-all.ts";
import { applyPatch, type Patch } from "../../../engine/plan/patch.ts";
import { CORPUS } from "./corpus.ts";
import { catalog } from "./tools.ts";

const checkIt = (source: Json) => check(source, catalog);
const fixesOf = (diagnostics: readonly Diagnostic[]): Patch[] => diagnostics.flatMap(({ fix }) => (fix ? [fix] : []));

test("the corpus has more than 100 classes of mistakes, of which most can be mended", () => {
  expect(CORPUS.length).toBeGreaterThan(100);
  expect(new Set(CORPUS.map(({ mistake }) => mistake)).size).toBe(CORPUS.length);
  expect(CORPUS.filter(({ means }) => means !== null).length).toBeGreaterThan(CORPUS.length * 0.75);
});

describe("a mistake is told where it is, and nothing else is", () => {
  test.each(CORPUS)("$mistake", async ({ source, expected }) => {
    const { diagnostics } = await checkIt(source);
    expect(diagnostics.map(({ code, pointer }) => [code, pointer])).toEqual(expected);
  });
});

describe("with its fixes applied, the definition is the one that was meant, and checks clean", () => {
  test.each(CORPUS.filter(({ means }) => means !== null))("$mistake", async ({ source, means }) => {
    const mended = await mendAll(source, checkIt);
    expect(mended.checked.diagnostics).toEqual([]);
    expect(mended.checked.ok).toBe(true);
    expect(mended.source).toEqual(means);
  });
});

describe("no fix is made up where nobody can know what was meant", () => {
  test.each(CORPUS.filter(({ means }) => means === null))("$mistake", async ({ source }) => {
    expect(fixesOf((await checkIt(source)).diagnostics)).toEqual([]);
  });
});

/** Their message lists what may be there. */
const SAID_IN_MESSAGE = new Set(["unknown_argument", "bad_argument"]);

test("who reads of a mistake that has no fix reads what to do", async () => {
  const silent: string[] = [];
  for (const { mistake, source } of CORPUS) {
    const { diagnostics } = await checkIt(source);
    for (const { code, fix, hint, message } of diagnostics)
      if (!fix && !hint && !SAID_IN_MESSAGE.has(code)) silent.push(`${mistake}: ${message}`);
  }
  expect(silent).toEqual([]);
});

describe("a hint names what there is in place of what was written", () => {
  test.each([
    ["a step's timeout without a unit", '"timeoutMs": 30000 if these are seconds, or "timeoutMs": 30 if'],
    ["a step that says that it is not parallel", "steps without dependsOn between them"],
    ["the cases of a switch", 'give each a "when"'],
    ["a model's prompt", '"toolId"'],
    ["a signal without its wait", '"wait": { "signal": "approved" }'],
    ["a fallback beside the tool", '"onError": { "fallback": … }'],
    ["a handoff's task outside its context", '"context": { "task"'],
    ["a name for the item within the forEach", "the item is {{item}}"],
    ["what is undone as self.result.total", "{{steps.search.result.total}}"],
    ["a step's own result", "A compensate reads what its step gave"],
    ["a comment of several lines", "There are no comments"],
    ["a tool with what it is of", '"toolId": "tool_search". What it is called with is the step\'s "arguments"'],
    ["a condition as an object", '"{{= $steps.check.result.total > 3 }}"'],
    ["what undoes a step as a text", '{ "toolId": …, "arguments": { … } }'],
    ["a concurrency without its limit", '"limit": 1'],
  ])("%s", async (mistake, said) => {
    const found = CORPUS.find((one) => one.mistake === mistake);
    const { diagnostics } = await checkIt(found?.source ?? null);
    expect(diagnostics.map(({ hint }) => hint ?? "").join(" ")).toContain(said);
  });
});

test("any program that knows JSON Patch applies the fixes, in any order, to the same definition", async () => {
  for (const { mistake, source } of CORPUS) {
    const fixes = fixesOf((await checkIt(source)).diagnostics);
    const mended = fixes.reduce<Json | undefined>((value, fix) => value && applyPatch(value, fix), source);
    if (fixes.flat().some(({ path }) => path === "")) continue;
    for (const order of [fixes, fixes.toReversed()]) {
      const copy: unknown = structuredClone(source);
      for (const fix of order) expect(applyByLibrary(copy, structuredClone(fix) as never)).toEqual(fix.map(() => null));
      expect([mistake, copy]).toEqual([mistake, mended]);
    }
  }
});
