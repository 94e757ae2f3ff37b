// The canvas shows what the engine's compiler sees.

import { describe, expect, test } from "vitest";
import { type Graph, graphOf, wouldCircle } from "../../dashboard/canvas/graph-of.ts";
import { connect, disconnect, removeSteps, stepsIn, addSteps } from "../../dashboard/canvas/step-edits.ts";
import type { Json } from "../../engine/json.ts";
import { applyPatch } from "../../engine/plan/patch.ts";

const definition: Json = {
  name: "x",
  steps: [
    { id: "search", toolId: "tool_search", arguments: { q: "{{input.topic}}" } },
    { id: "each", toolId: "tool_enrich", forEach: { items: "{{steps.search.result.list}}" }, retry: {}, arguments: {} },
    { id: "sum", transform: "{{= $count($steps.each.result) }}", dependsOn: ["search", "nobody"], when: "{{input.x}}" },
    { id: "sum", wait: { signal: "go" } },
    { wait: { ms: 1 } },
    "no step",
  ],
};

const lines = ({ edges }: Graph) => edges.map(({ source, target }) => `${source} -> ${target}`);

test("edges come from dependsOn, from templates and from expressions, and say which", () => {
  const { edges } = graphOf(definition);
  expect(edges).toEqual([
    { source: "search", target: "each", isDeclared: false, reads: ["steps.search.result.list"] },
    { source: "search", target: "sum", isDeclared: true, reads: [] },
    { source: "each", target: "sum", isDeclared: false, reads: ["steps.each.result"] },
  ]);
});

test("each step has a key of its own, whatever its id, and shows what it does and how", () => {
  const { steps } = graphOf(definition);
  expect(steps.map(({ key, index }) => [key, index])).toEqual([
    ["search", 0],
    ["each", 1],
    ["sum", 2],
    ["sum#3", 3],
    ["#4", 4],
  ]);
  expect(steps[1]?.about).toEqual({ kind: "toolId", subject: "tool_enrich", modifiers: ["forEach", "retry"] });
  expect(steps[2]?.about.modifiers).toEqual(["when"]);
  expect(graphOf({ steps: [{ id: "", transform: 1 }] }).steps[0]?.key).toBe("#0");
  expect(graphOf("nothing")).toEqual({ steps: [], edges: [] });
});

test("the facts of a step are the same object until the step is another", () => {
  const again = graphOf(definition);
  for (const [at, { about }] of graphOf(definition).steps.entries()) expect(again.steps[at]?.about).toBe(about);
});

describe("connecting", () => {
  const after = (patch: ReturnType<typeof connect>) => graphOf(applyPatch(definition, patch));

  test("adds what is waited for once, and takes it away again", () => {
    expect(lines(after(connect(definition, "search", 3)))).toContain("search -> sum#3");
    expect(connect(definition, "search", 2)).toEqual([]);
    expect(lines(after(disconnect(definition, "search", 2)))).not.toContain("search -> sum");
    const connected = applyPatch(definition, connect(definition, "nobody", 0)) ?? null;
    expect(applyPatch(connected, disconnect(connected, "nobody", 0))).toEqual(definition);
  });

  test("a step that would wait for itself is known before", () => {
    const graph = graphOf(definition);
    expect(wouldCircle(graph, "sum", "search")).toBe(true);
    expect(wouldCircle(graph, "search", "search")).toBe(true);
    expect(wouldCircle(graph, "search", "sum")).toBe(false);
  });
});

test("a step that is taken away is waited for no more", () => {
  const left = applyPatch(definition, removeSteps(definition, [0, 4]));
  expect(left).toMatchObject({
    steps: [{ id: "each" }, { id: "sum", dependsOn: ["nobody"] }, { id: "sum" }, "no step"],
  });
});

test("pasted steps get ids of their own and go on reading of each other", () => {
  const pasted = stepsIn(
    JSON.stringify([
      { id: "search", transform: 1 },
      { id: "last", transform: "{{steps.search.result}}", dependsOn: ["search"] },
    ]),
  );
  const { patch, ids } = addSteps(definition, pasted ?? []);
  expect(ids).toEqual(["search_2", "last"]);
  expect(lines(graphOf(applyPatch(definition, patch)))).toContain("search_2 -> last");
  expect(stepsIn("no JSON")).toBe(null);
  expect(stepsIn("[1]")).toBe(null);
});
