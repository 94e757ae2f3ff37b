import { expect, test } from "vitest";
import { NO_RETRY } from "../../../engine/run/retry.ts";
import type { Plan } from "../../../engine/plan/plan.ts";
import { success } from "./random-plan.ts";
import { simulate } from "./simulated-host.ts";

test("a call under which the host dies again and again is given up, and the run ends", async () => {
  const run = await simulate(
    oneStep(),
    {},
    {
      react: () => success(1),
      crashesBeforeRecord: (_, events) => events.some((event) => event.type === "step_succeeded"),
    },
  );
  expect(run.state).toMatchObject({ status: "failed", error: { code: "interrupted", stepId: "only" } });
  expect(run.crashes).toBe(11);
  expect(run.calls.every(({ call }) => call.attempt === 1)).toBe(true);
});

test("what a provider says after its timeout has spoken for it is not heard", async () => {
  const run = await simulate(oneStep(), {}, { react: () => success(1_500) });
  expect(run.state).toMatchObject({ status: "failed", error: { code: "timeout" } });
  expect(run.journal.filter((event) => event.type === "step_succeeded")).toEqual([]);
});

test("results that weigh too much together fail their step, and the run stays readable", async () => {
  const heavy = { type: "success", result: "…", sizeBytes: 5 * 1024 * 1024 } as const;
  const [only] = oneStep().steps;
  if (!only) throw new Error("no step");
  const plan = { ...oneStep(), steps: [only, { ...only, id: "second", needs: [0] }] };
  const run = await simulate(plan, {}, { react: () => ({ afterMs: 1, outcome: heavy }) });
  expect(run.state).toMatchObject({ status: "failed", error: { code: "run_too_large", stepId: "second" } });
});

test("an output template that cannot be rendered fails the run and says where", async () => {
  const run = await simulate(
    { ...oneStep(), output: { a: "{{steps.only.result.nope}}" } },
    {},
    {
      react: () => success(1, { yes: 1 }),
    },
  );
  expect(run.state).toMatchObject({ status: "failed", output: null, error: { code: "missing_value" } });
  expect(run.state.error?.message).toContain("output/a");
  expect(run.state.steps[0]?.status).toBe("success");
});

test("a run that wakes often calls off each attempt at most twice", async () => {
  const retry = { ...NO_RETRY, maxAttempts: 10, initialDelayMs: 60_000, maxDelayMs: 60_000 };
  const [only] = oneStep().steps;
  if (!only) throw new Error("no step");
  const action = { kind: "workflow", workflowId: "wf_any", version: 1, arguments: {}, answerWithinMs: 60_000 } as const;
  const plan = { ...oneStep(), steps: [{ ...only, action, retry }] };
  const handedOver = { afterMs: 1, outcome: { type: "handed_over" } } as const;
  const run = await simulate(plan, {}, { react: () => handedOver, remembers: true });
  expect(run.parks).toBeGreaterThanOrEqual(9);
  const times = Array.from(
    { length: 10 },
    (_, index) => run.calledOff.filter(({ attempt }) => attempt === index + 1).length,
  );
  expect(Math.min(...times)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...times)).toBeLessThanOrEqual(2);
});

function oneStep(): Plan {
  return {
    format: 1,
    steps: [
      {
        id: "only",
        action: { kind: "tool", toolId: "tool_any", arguments: "{{input}}" },
        needs: [],
        retry: NO_RETRY,
        timeoutMs: 1_000,
      },
    ],
    errorStrategy: "stop_on_first",
    maxParallel: 16,
  };
}
