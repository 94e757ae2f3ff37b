// The builder: whatever is done on the canvas, in a form or in the text, it is one definition.

import { expect, test } from "vitest";
import { type BuilderAction, builderState, reduced } from "../../dashboard/canvas/builder-state.ts";
import { documentOf } from "../../dashboard/canvas/document.ts";
import { newStep } from "../../dashboard/canvas/new-step.ts";

const START = {
  name: "x",
  steps: [
    { id: "a", toolId: "tool_a", arguments: {} },
    { id: "b", transform: "{{steps.a.result}}" },
  ],
};
const after = (...actions: readonly BuilderAction[]) => actions.reduce(reduced, builderState(documentOf(START)));
const valueAfter = (...actions: readonly BuilderAction[]) => after(...actions).history.now.value;

test("a step that is dropped stands where it was dropped, and is selected", () => {
  const step = newStep({ kind: "tool", toolId: "tool_9", name: "9 web search!" });
  const state = after({ type: "add", steps: [step], at: { x: 7, y: 9 } });
  expect(state.history.now.value).toMatchObject({ steps: [{ id: "a" }, { id: "b" }, { id: "web_search" }] });
  expect(state.places.get("web_search")).toEqual({ x: 7, y: 9 });
  expect([...state.selected]).toEqual(["web_search"]);
});

test("a connection that would close a circle is not made; any other can be undone", () => {
  expect(valueAfter({ type: "connect", from: "b", to: "a" })).toEqual(START);
  expect(valueAfter({ type: "connect", from: "a", to: "b" })).toMatchObject({ steps: [{}, { dependsOn: ["a"] }] });
  expect(valueAfter({ type: "connect", from: "a", to: "b" }, { type: "disconnect", from: "a", to: "b" })).toEqual(
    START,
  );
  expect(valueAfter({ type: "connect", from: "a", to: "b" }, { type: "undo" })).toEqual(START);
});

test("a renamed step stays where it is and selected", () => {
  const before = after({ type: "move", places: [["a", { x: 3, y: 4 }]] }, { type: "select", keys: ["a"] });
  const state = reduced(before, { type: "rename", key: "a", to: "first" });
  expect(state.places.get("first")).toEqual({ x: 3, y: 4 });
  expect([...state.selected]).toEqual(["first"]);
  expect(state.history.now.value).toMatchObject({ steps: [{ id: "first" }, { transform: "{{steps.first.result}}" }] });
});

test("what is written in the text is on the canvas, and a text that is not JSON yet keeps the canvas as it was", () => {
  const text = JSON.stringify({ name: "y", steps: [{ id: "c", wait: { ms: 1 } }] });
  expect(after({ type: "write", text }).graph.steps.map(({ key }) => key)).toEqual(["c"]);
  const broken = after({ type: "write", text: `${text},` });
  expect(broken.graph.steps.map(({ key }) => key)).toEqual(["a", "b"]);
  expect(broken.history.now.fault).not.toBe(null);
  const still = reduced(broken, { type: "add", steps: [newStep({ kind: "wait" })] });
  expect(still.history.now.text).toBe(`${text},`);
});

test("steps that are taken away are selected no more, and come back where they were", () => {
  const place = { x: 50, y: 60 };
  const state = after(
    { type: "move", places: [["b", place]] },
    { type: "select", keys: ["a", "b"] },
    { type: "remove", keys: ["b"] },
  );
  expect([...state.selected]).toEqual(["a"]);
  expect(reduced(state, { type: "undo" }).places.get("b")).toEqual(place);
});
