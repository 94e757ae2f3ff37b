// What a check says of the mistakes that language models make, and what its fixes come to.

import { applyPatch as applyByLibrary } from "rfc6902";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { check } from "../../../engine/plan/check.ts";
import type { Diagnostic } from "../../../engine/plan/diagnostic.ts";
import { mendAll } from "../../../engine/plan/mend/mend-all.ts";
import { applyPatch, type Patch } from "../../../engine/plan/patch.ts";
import { isObject } from "../../../engine/schema/resources.ts";
import { CORPUS, type Mistake } from "./corpus.ts";
import { catalog } from "./tools.ts";

const checkIt = (source: Json) => check(source, catalog);
const fixesOf = (diagnostics: readonly Diagnostic[]): Patch[] => diagnostics.flatMap(({ fix }) => (fix ? [fix] : []));

test("the corpus has more than 100 classes of mistakes, of which most can be mended", () => {
  expect(CORPUS.length).toBeGreaterThan(100);
  expect(new Set(CORPUS.map(({ mistake }) => mistake)).size).toBe(CORPUS.length);
  expect(CORPUS.filter(({ means, left }) => means !== null || left !== undefined).length).toBeGreaterThan(
    CORPUS.length * 0.75,
  );
});

describe("a mistake is told where it is, and nothing else is", () => {
  test.each(CORPUS)("$mistake", async ({ source, expected }) => {
    const { diagnostics } = await checkIt(source);
    expect(diagnostics.map(({ code, pointer }) => [code, pointer])).toEqual(expected);
  });
});

/** Each mistake with another one. */
const PAIRS = CORPUS.map((one, at) => together(one, CORPUS[(at * 7 + 3) % CORPUS.length] ?? one));

/** The steps of both, and all else of one or of the other. */
function together(one: Mistake, other: Mistake): Mistake {
  const [a, b] = [one.source, other.source];
  const isPlain = isObject(a) && isObject(b) && Array.isArray(a["steps"]) && Array.isArray(b["steps"]);
  const source = isPlain
    ? { ...a, ...b, steps: [...(a["steps"] as Json[]), ...secondSteps(b["steps"] as Json[])] }
    : [a, b];
  return { mistake: `${one.mistake}, and ${other.mistake}`, source, expected: [], means: null };
}

/** The steps with other ids, which all that refers to them has too. */
function secondSteps(steps: Json[]): Json[] {
  const text = JSON.stringify(steps);
  return JSON.parse(text.replaceAll(/\b(?<!_)(search|summarize|first|last)\b(?!_)/g, "$1_b")) as Json[];
}

/** The definition with the fixes of one answer. */
async function mendedOnce(source: Json): Promise<Json> {
  const fixes = fixesOf((await checkIt(source)).diagnostics);
  const mended = fixes.reduce<Json | undefined>((value, fix) => value && applyPatch(value, fix), source);
  if (mended === undefined) throw new Error("A fix does not apply.");
  return mended;
}

describe("with the fixes of the first answer, the definition is the one that was meant, and checks clean", () => {
  test.each(CORPUS.filter(({ means }) => means !== null))("$mistake", async ({ source, means }) => {
    const mended = await mendedOnce(source);
    const checked = await checkIt(mended);
    expect(checked.diagnostics).toEqual([]);
    expect(checked.ok).toBe(true);
    expect(mended).toEqual(means);
    expect((await mendAll(source, checkIt)).source).toEqual(means);
  });
});

describe("what is left after the fixes of the first answer was told in it", () => {
  test.each([...CORPUS, ...PAIRS].filter(({ means }) => means === null))("$mistake", async ({ source }) => {
    const first = (await checkIt(source)).diagnostics;
    const left = (await checkIt(await mendedOnce(source))).diagnostics;
    const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code).toSorted();
    const told = first.filter(({ fix, hint = "" }) => !fix && !hint.includes(" mends this too."));
    expect(codes(left)).toEqual(codes(told));
  });
});

describe("no fix is made up where nobody can know what was meant", () => {
  test.each(CORPUS.filter(({ means }) => means === null))("$mistake", async ({ source, left = source }) => {
    expect(await mendedOnce(source)).toEqual(left);
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
    ["map as in JavaScript", "function($r) { $r.title }"],
    ["reduce as in JavaScript", "$sum("],
    ["a text with backticks", '"About " & $input.topic'],
    ["the length of a list as in Python", "$count($list)"],
    ["what came before, as in n8n", "by the step's id"],
    ["what a task gave, as in Airflow", "by the step's id"],
    ["a matrix, as in GitHub Actions", '"forEach"'],
    ["a list that is spread", "$append($a, $b)"],
  ])("%s", async (mistake, said) => {
    const found = CORPUS.find((one) => one.mistake === mistake);
    const { diagnostics } = await checkIt(found?.source ?? null);
    expect(diagnostics.map(({ hint }) => hint ?? "").join(" ")).toContain(said);
  });
});

test("any program that knows JSON Patch applies the fixes, in any order, to the same definition", async () => {
  for (const { mistake, source } of [...CORPUS, ...PAIRS]) {
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
