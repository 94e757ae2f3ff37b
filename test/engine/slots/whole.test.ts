// A definition with the sub-workflows that it carries.

import { expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { outlineOf, type Measures } from "../../../engine/plan/outline.ts";
import { answering } from "../../../engine/run/dry-inner.ts";
import { dryRun, MAX_DRY_CALLS } from "../../../engine/run/dry-run.ts";
import { checkWhole, partsOf, type Whole } from "../../../engine/slots/whole.ts";
import { catalog } from "../plan/tools.ts";

const running = (name: string, more: Record<string, Json> = {}): Json => ({
  name: "runs",
  steps: [{ id: "run", workflowId: `sub:${name}`, arguments: {}, ...more }],
});
const calling = (...steps: Json[]): Json => ({ name: "calls", steps });
const step = (id: string, more: Record<string, Json> = {}): Json => ({ id, toolId: "tool_anything", ...more });

async function sound(whole: Whole) {
  const checked = await checkWhole(whole, catalog);
  if (!checked.ok) throw new Error(JSON.stringify(checked.diagnostics));
  return checked;
}

const measures = new Map<string, Measures>([
  ["tool_anything", { avgLatencyMs: 100, rateLimitPerMin: 5, pricingModel: "per_call", priceUsd: 0.1 }],
]);

test("each definition comes after those that it runs, and once; one that nothing runs does not come", () => {
  const whole: Whole = {
    definition: calling({ id: "a", workflowId: "sub:outer" }, { id: "b", workflowId: "sub:inner" }),
    subWorkflows: { outer: running("inner"), inner: calling(step("x")), unused: calling(step("y")) },
  };
  expect(partsOf(whole).map(({ name, pointer }) => [name, pointer])).toEqual([
    ["inner", "/subWorkflows/inner"],
    ["outer", "/subWorkflows/outer"],
    [undefined, ""],
  ]);
});

test("all faults of all definitions are told, each at its place, none because of another; a circle is one", async () => {
  const whole: Whole = {
    definition: { ...Object(running("inner")), errorStratgy: "continue" },
    subWorkflows: { inner: calling(step("x", { toolId: "tool_nothing" }), step("x")) },
  };
  const { ok, diagnostics } = await checkWhole(whole, catalog);
  expect([ok, diagnostics.map(({ code, pointer }) => [pointer, code]).toSorted(byPointer)]).toEqual([
    false,
    [
      ["/errorStratgy", "unknown_field"],
      ["/subWorkflows/inner/steps/0/toolId", "unknown_tool"],
      ["/subWorkflows/inner/steps/1/id", "duplicate_step_id"],
    ],
  ]);
  const circle = await checkWhole(
    { definition: running("a"), subWorkflows: { a: running("b"), b: running("a") } },
    catalog,
  );
  expect(circle.diagnostics.map(({ code, pointer }) => [code, pointer])).toEqual([
    ["unknown_workflow", "/subWorkflows/b/steps/0/workflowId"],
  ]);
});

function byPointer([one = ""]: readonly string[], [other = ""]: readonly string[]): number {
  return one < other ? -1 : 1;
}

test("they nest eight deep and no deeper", async () => {
  const nested = (depth: number): Whole => ({
    definition: running("s1"),
    subWorkflows: Object.fromEntries(
      Array.from({ length: depth }, (_, n) => [
        `s${n + 1}`,
        n + 1 === depth ? calling(step("x")) : running(`s${n + 2}`),
      ]),
    ),
  });
  expect((await checkWhole(nested(8), catalog)).ok).toBe(true);
  const { diagnostics } = await checkWhole(nested(9), catalog);
  expect(diagnostics.map(({ code, pointer }) => [code, pointer])).toEqual([
    ["workflows_too_deep", "/steps/0/workflowId"],
  ]);
});

test("a plan in numbers adds up what sub-workflows do: calls, price, time, and a tool's rate over all of them", async () => {
  const retry = { maxAttempts: 1 };
  const { plan, inner } = await sound({
    definition: {
      name: "outer",
      steps: [
        { id: "twice", workflowId: "sub:outer", forEach: { items: [1, 2], concurrency: 1 }, arguments: {} },
        step("own", { retry }),
      ],
    },
    subWorkflows: {
      outer: calling(
        { id: "run", workflowId: "sub:inner", arguments: {} },
        step("after", { retry, dependsOn: ["run"] }),
      ),
      inner: calling(step("x", { retry: { maxAttempts: 3 } })),
    },
  });
  const outline = outlineOf(plan, { measures, keyRatePerMin: 4, inner });
  expect(outline.calls).toEqual({ once: 5, atMost: 9, perItem: [] });
  expect(outline.price.perRunUsd).toBe(0.5);
  expect(outline.criticalPath).toEqual({ steps: ["twice"], latencyMs: 400, unmeasured: [] });
  expect(outline.limits).toMatchObject([{ limit: "key_rate", value: 5, max: 4 }]);
  const more = outlineOf(plan, { measures: new Map(measures), keyRatePerMin: 4, inner: new Map() });
  expect([more.calls.once, more.criticalPath.unmeasured]).toEqual([1, []]);
});

test("what of a sub-workflow is not measured is told of the step that runs it", async () => {
  const { plan, inner } = await sound({
    definition: running("inner"),
    subWorkflows: { inner: calling(step("x"), { id: "ask", handoff: { tag: "x" }, dependsOn: ["x"] }) },
  });
  const { criticalPath, steps } = outlineOf(plan, { measures, keyRatePerMin: 100, inner });
  expect([criticalPath, steps[0]?.isPart]).toEqual([{ steps: ["run"], latencyMs: 100, unmeasured: ["run"] }, true]);
});

test("a dry run checks what a sub-workflow is given, and has one bound for all that run in it", async () => {
  const inputSchema = { type: "object", properties: { n: { type: "number" } }, required: ["n"] };
  const many = Array.from({ length: 100 }, (_, n) => n);
  const whole: Whole = {
    definition: {
      name: "outer",
      steps: [
        { id: "run", workflowId: "sub:inner", forEach: { items: "{{input.list}}" }, arguments: { n: "{{item}}" } },
      ],
    },
    subWorkflows: {
      inner: {
        ...Object(calling(step("x", { forEach: { items: many } }))),
        inputSchema,
        output: "{{input.n}}",
      },
    },
  };
  const { plan, ...checked } = await sound(whole);
  const dry = (list: Json) =>
    dryRun(
      plan,
      { list },
      { runId: "run_dry", startAt: 0, ...answering(plan, { ...checked, given: new Map(), seed: "1" }) },
    );
  const good = await dry([1, 2]);
  expect([good.state.status, good.state.output, good.calls]).toEqual(["success", { run: [1, 2] }, 202]);
  const unfit = await dry(["one"]);
  expect(unfit.state.error?.message).toContain("arguments/n");
  const over = await dry(many);
  expect(over.state.status).toBe("cancelled");
  expect(over.calls).toBeLessThan(2 * MAX_DRY_CALLS);
});
