// P1 and P2 of plan.ts, for any graph of steps; and the defaults.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { check } from "../../../engine/plan/check.ts";
import { retryPolicy } from "../../../engine/plan/compile.ts";
import type { Plan } from "../../../engine/plan/plan.ts";
import { catalog } from "./tools.ts";

/** [from, to, how]: step `to` waits for step `from`, by dependsOn, by a path, or by an expression. */
type Edge = [from: number, to: number, how: 0 | 1 | 2];

function workflow(order: readonly number[], edges: readonly Edge[]): Json {
  const steps = order.map((step) => {
    const incoming = edges.filter(([, to]) => to === step);
    return {
      id: `s${step}`,
      toolId: "tool_anything",
      dependsOn: [...new Set(incoming.filter(([, , how]) => how === 0).map(([from]) => `s${from}`))],
      arguments: {
        list: incoming.filter(([, , how]) => how === 1).map(([from]) => `got {{steps.s${from}.result.x}}`),
        sum: incoming.filter(([, , how]) => how === 2).map(([from]) => `{{= $count($steps.s${from}.result)}}`),
      },
    };
  });
  return { name: "x", steps };
}

const shape = fc.integer({ min: 1, max: 30 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    order: fc.shuffledSubarray(
      Array.from({ length: count }, (_, index) => index),
      { minLength: count },
    ),
    pairs: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1), fc.constantFrom<0 | 1 | 2>(0, 1, 2)), {
      maxLength: 60,
    }),
  }),
);

const forward = (pairs: readonly Edge[]): Edge[] =>
  pairs.flatMap(([a, b, how]): Edge[] => (a === b ? [] : [[Math.min(a, b), Math.max(a, b), how]]));

async function compiled(source: Json): Promise<Plan> {
  const checked = await check(source, catalog);
  if (!checked.ok) throw new Error(JSON.stringify(checked.diagnostics));
  return checked.plan;
}

test("a plan's steps come after all that they need, which is what dependsOn and the templates name", async () => {
  await fc.assert(
    fc.asyncProperty(shape, async ({ order, pairs }) => {
      const edges = forward(pairs);
      const { steps } = await compiled(workflow(order, edges));
      expect(steps.map(({ id }) => id).toSorted()).toEqual(order.map((step) => `s${step}`).toSorted());
      for (const [index, { id, needs }] of steps.entries()) {
        for (const need of needs) expect(need).toBeLessThan(index);
        const named = edges.filter(([, to]) => `s${to}` === id).map(([from]) => `s${from}`);
        expect(needs.map((need) => steps[need]?.id ?? "").toSorted()).toEqual([...new Set(named)].toSorted());
        expect(needs).toEqual([...new Set(needs)].toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 300 },
  );
});

test("steps that are in order already keep their order, and one that is not moves no others", async () => {
  await fc.assert(
    fc.asyncProperty(shape, async ({ count, pairs }) => {
      const order = Array.from({ length: count }, (_, index) => index);
      const { steps } = await compiled(workflow(order, forward(pairs)));
      expect(steps.map(({ id }) => id)).toEqual(order.map((step) => `s${step}`));
    }),
    { numRuns: 200 },
  );
});

test("of the steps that could come next, a plan takes the one that is first in the definition", async () => {
  await fc.assert(
    fc.asyncProperty(shape, async ({ order, pairs }) => {
      const { steps } = await compiled(workflow(order, forward(pairs)));
      const placeOf = new Map(order.map((step, place) => [`s${step}`, place]));
      for (let index = 1; index < steps.length; index++) {
        const [before, step] = [steps[index - 1], steps[index]];
        if (before === undefined || step === undefined || step.needs.includes(index - 1)) continue;
        expect(placeOf.get(before.id)).toBeLessThan(placeOf.get(step.id) ?? -1);
      }
    }),
    { numRuns: 200 },
  );
});

test("a graph with a cycle is always refused, with cycles that are really there", async () => {
  await fc.assert(
    fc.asyncProperty(
      shape,
      fc.array(fc.nat(29), { minLength: 2, maxLength: 6 }),
      async ({ order, count, pairs }, ring) => {
        const members = [...new Set(ring.map((step) => step % count))];
        fc.pre(members.length > 1);
        const closing = members.map((from, index): Edge => [from, members[(index + 1) % members.length] ?? from, 0]);
        const edges = [...forward(pairs), ...closing];
        const { diagnostics } = await check(workflow(order, edges), catalog);
        expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(["cycle"]));
        const seen = new Set<string>();
        for (const { message } of diagnostics) {
          const path = message.slice(message.indexOf(": ") + 2, -1).split(" -> ");
          expect(path.at(0)).toBe(path.at(-1));
          expect(new Set(path).size).toBe(path.length - 1);
          for (const [index, id] of path.slice(0, -1).entries()) {
            expect(edges.some(([from, to]) => `s${to}` === id && `s${from}` === path[index + 1])).toBe(true);
          }
          expect(seen.has(message)).toBe(false);
          seen.add(message);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("a step that says nothing of retries gets three attempts with exponential pauses", async () => {
  const { steps } = await compiled({ name: "x", steps: [{ id: "a", toolId: "tool_anything" }] });
  expect(steps).toEqual([
    {
      id: "a",
      action: { kind: "tool", toolId: "tool_anything", arguments: {} },
      needs: [],
      retry: {
        maxAttempts: 3,
        backoff: "exponential",
        initialDelayMs: 500,
        maxDelayMs: 30_000,
        jitter: true,
        nonRetryable: [],
      },
      timeoutMs: 30_000,
    },
  ]);
});

test("a default never contradicts what was said", () => {
  expect(retryPolicy({ initialDelayMs: 60_000 })).toMatchObject({ initialDelayMs: 60_000, maxDelayMs: 60_000 });
  expect(retryPolicy({ maxDelayMs: 100 })).toMatchObject({ initialDelayMs: 100, maxDelayMs: 100 });
  expect(retryPolicy({ maxAttempts: 1, jitter: false, backoff: "linear", nonRetryable: ["a"] })).toMatchObject({
    maxAttempts: 1,
    jitter: false,
    backoff: "linear",
    nonRetryable: ["a"],
  });
});

test("output, error strategy and timeout are what was said, or absent", async () => {
  const steps = [{ id: "a", toolId: "tool_anything" }];
  const plain = await compiled({ name: "x", steps });
  expect([Object.hasOwn(plain, "output"), Object.hasOwn(plain, "timeoutMs"), plain.errorStrategy]).toEqual([
    false,
    false,
    "stop_on_first",
  ]);
  expect(await compiled({ name: "x", steps, output: null, errorStrategy: "continue", timeoutMs: 5 })).toMatchObject({
    output: null,
    errorStrategy: "continue",
    timeoutMs: 5,
  });
});

test("a plan is JSON", async () => {
  const plan = await compiled(workflow([1, 0], [[0, 1, 1]]));
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
});

test("every kind and modifier has its place in the plan; names and versions are settled in it", async () => {
  const plan = await compiled({
    name: "x",
    steps: [
      { id: "find", tool: "agent_x/anything@1.0.0", arguments: { q: "{{input.q}}" } },
      {
        id: "each",
        workflowId: "wf_digest",
        forEach: { items: "{{steps.find.result}}", tolerate: "5%" },
        timeoutMs: 900_000,
        arguments: { topic: "{{item}}" },
      },
      { id: "ask", wait: { signal: "ok", timeoutMs: 5, schema: { type: "object" } }, dependsOn: ["each"] },
      {
        id: "pass",
        handoff: { tag: "t", context: "{{steps.each.result?}}" },
        when: "{{= $exists($steps.find.result) }}",
      },
      { id: "late", wait: { ms: "{{steps.ask.result.ms}}" }, onError: "continue" },
      { id: "sum", transform: "{{steps.late.status}}", onError: { fallback: 0 } },
      {
        id: "book",
        toolId: "tool_anything",
        compensate: { toolId: "tool_anything", arguments: { id: "{{steps.book.result.id}}" } },
      },
    ],
    errorStrategy: "compensate",
    outputSchema: { type: "object" },
    concurrency: { key: "{{input.q}}", limit: 2 },
  });
  const byId = Object.fromEntries(plan.steps.map((step) => [step.id, step]));
  const idsOf = (indexes: readonly number[] = []) => indexes.map((index) => plan.steps[index]?.id);
  expect(plan).toMatchObject({
    outputSchema: { type: "object" },
    concurrency: { key: "{{input.q}}", limit: 2 },
    uses: ["wf_digest@3", "wf_other@1"],
    depth: 2,
  });
  expect(byId["find"]?.action).toEqual({ kind: "tool", toolId: "tool_anything", arguments: { q: "{{input.q}}" } });
  expect(byId["each"]).toMatchObject({
    action: { kind: "workflow", workflowId: "wf_digest", version: 3, answerWithinMs: 900_000 },
    forEach: { items: "{{steps.find.result}}", concurrency: 16, tolerate: { percent: 5 } },
    retry: { maxAttempts: 1 },
    timeoutMs: 30_000,
  });
  expect(byId["ask"]?.action).toEqual({ kind: "wait", signal: "ok", timeoutMs: 5, schema: { type: "object" } });
  expect(byId["pass"]?.action).toMatchObject({ kind: "handoff", mode: "delegate", arguments: { tag: "t" } });
  expect(byId["late"]).toMatchObject({
    action: { kind: "wait", for: { ms: "{{steps.ask.result.ms}}" } },
    onError: "continue",
  });
  expect(byId["sum"]).toMatchObject({ onError: { fallback: 0 } });
  expect(byId["book"]?.compensate).toMatchObject({
    action: { kind: "tool", toolId: "tool_anything" },
    timeoutMs: 30_000,
  });
  // A step is waited for wherever it is referred to; its result is required where it is read without a default.
  expect(idsOf(byId["pass"]?.needs)).toEqual(["find", "each"]);
  expect(idsOf(byId["pass"]?.requires)).toEqual([]);
  expect(idsOf(byId["ask"]?.requires)).toEqual([]);
  expect(byId["late"]?.requires).toBeUndefined();
  expect(idsOf(byId["sum"]?.requires)).toEqual([]);
  expect(byId["book"]?.needs).toEqual([]);
});
