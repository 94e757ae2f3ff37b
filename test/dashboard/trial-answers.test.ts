// What stands in for a step in a dry run goes where the step goes.

import { expect, test } from "vitest";
import { graphOf } from "../../dashboard/canvas/graph-of.ts";
import { answersOf, withAnswer, withRenamed } from "../../dashboard/canvas/trial-answers.ts";

const graphWith = (...ids: readonly string[]) => graphOf({ steps: ids.map((id) => ({ id, transform: 1 })) });

test("a step that is not there is not answered for, and is again once it is back", () => {
  const answers = withAnswer(withAnswer(new Map(), "a", { n: 1 }), "b", null);
  expect(answersOf(graphWith("a", "b"), answers)).toEqual({ a: { result: { n: 1 } }, b: { result: null } });
  expect(answersOf(graphWith("b"), answers)).toEqual({ b: { result: null } });
  expect(answersOf(graphWith("a"), withAnswer(answers, "a", undefined))).toEqual({});
});

test("a renamed step keeps its answer, also when that is undone; one that had none does not get another's", () => {
  const answers = withRenamed(withAnswer(new Map(), "a", 1), "a", "first");
  expect(answersOf(graphWith("first", "b"), answers)).toEqual({ first: { result: 1 } });
  expect(answersOf(graphWith("a", "b"), answers)).toEqual({ a: { result: 1 } });
  expect(answersOf(graphWith("first"), withRenamed(answers, "b", "first"))).toEqual({});
});
