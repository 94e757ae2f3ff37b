// What a run's page says that a step was given.

import { expect, test } from "vitest";
import { stepInput } from "../../dashboard/canvas/step-input.ts";

const steps = [
  { id: "find", toolId: "tool_a", arguments: { query: "{{input.topic}}" } },
  {
    id: "tell",
    toolId: "tool_b",
    arguments: { text: "{{steps.find.result.text}} at {{= $uppercase($input.topic) }}" },
  },
  { id: "ask", handoff: { toAgentId: "agent_a", context: { task: "{{steps.tell.result}}" } } },
  { id: "each", toolId: "tool_c", forEach: { items: [1] }, arguments: { n: "{{item}}" } },
  { id: "now", toolId: "tool_d" },
];
const ended = (result: unknown) => ({ status: "success", result, error: null, startedAt: "2030-01-01", kept: false });
const run = {
  id: "run_1",
  input: { topic: "bees" },
  stepResults: {
    find: ended({ text: "{{input.topic}}" }),
    tell: ended("told"),
    each: ended([1]),
    now: ended({}),
    ask: { ...ended(null), status: "pending", startedAt: null },
  },
  largeValues: [],
};
const inputOf = (id: string, of: Parameters<typeof stepInput>[2] = run) => stepInput({ name: "x", steps }, id, of);

test("a step is shown with what was really there, and what a tool gave is no template", async () => {
  expect(await inputOf("find")).toEqual({ value: { query: "bees" }, isRendered: true });
  expect(await inputOf("tell")).toEqual({ value: { text: "{{input.topic}} at BEES" }, isRendered: true });
});

test("what cannot be told for certain is shown as it is written", async () => {
  const written = { value: { query: "{{input.topic}}" }, isRendered: false };
  expect(await inputOf("ask")).toEqual({ value: { task: "{{steps.tell.result}}" }, isRendered: false });
  expect(await inputOf("each")).toEqual({ value: { n: "{{item}}" }, isRendered: false });
  expect(await inputOf("find", { ...run, largeValues: [{}] })).toEqual(written);
  const kept = { ...run.stepResults, find: { ...run.stepResults.find, kept: true } };
  expect(await inputOf("find", { ...run, stepResults: kept })).toEqual(written);
  expect(await inputOf("find", { ...run, stepResults: {} })).toEqual(written);
});

test("a step that is given nothing, or is not there, has no input", async () => {
  expect(await inputOf("now")).toBe(null);
  expect(await inputOf("nobody")).toBe(null);
});
