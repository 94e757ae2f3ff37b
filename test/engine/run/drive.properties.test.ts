// The engine under random plans, providers and crashes. fast-check prints the seed of a failure and shrinks it.

import fc from "fast-check";
import { expect, test } from "vitest";
import { replay } from "../../../engine/run/apply.ts";
import type { RunEvent } from "../../../engine/run/events.ts";
import { isSettled } from "../../../engine/run/state.ts";
import type { Plan } from "../../../engine/plan/plan.ts";
import { randomPlan, randomReactions, success } from "./random-plan.ts";
import { simulate, type Reaction, type Simulated, type World } from "./simulated-host.ts";

const RUNS = 10_000;
const input = { topic: "bees" };

const crashes = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 6 });

const world: fc.Arbitrary<World> = fc
  .record({
    reactions: randomReactions,
    before: crashes,
    after: crashes,
    cancelAtMs: fc.option(fc.nat(60_000), { nil: undefined, freq: 5 }),
    maxIdleMs: fc.constantFrom(0, 2_000),
  })
  .map(({ reactions, before, after, cancelAtMs, maxIdleMs }): World => {
    const left = [...reactions];
    return {
      react: (call, _nth, now) => answer(left.shift() ?? success(1), call.step.id, call.admittedAt !== null, now),
      crashesBeforeRecord: (no) => before.includes(no),
      crashesAfterRecord: (no) => after.includes(no),
      maxIdleMs,
      ...(cancelAtMs !== undefined && { cancelAtMs }),
    };
  });

/** Successes tell their step; a call that was let in is not deferred again. */
function answer(reaction: Reaction, stepId: string, admitted: boolean, now: number): Reaction {
  if (reaction === "hang") return reaction;
  const { outcome } = reaction;
  if (outcome.type === "success") return success(reaction.afterMs, { by: stepId });
  if (outcome.type === "failure") return reaction;
  return admitted
    ? success(1, { by: stepId })
    : { afterMs: 0, outcome: { type: "deferred", until: now + outcome.until } };
}

test(
  `${RUNS} random runs under faults: each settles, in order, and nothing settled runs again`,
  { timeout: 300_000 },
  async () => {
    let crashed = 0;
    let parked = 0;
    await fc.assert(
      fc.asyncProperty(randomPlan, world, async (plan, faults) => {
        const run = await simulate(plan, input, faults);
        crashed += run.crashes;
        parked += run.parks;
        everyStepSettles(run);
        noStepBeforeItsNeeds(plan, run);
        noSettledStepRunsAgain(run);
        attemptsStayWithinPolicy(plan, run);
        neverMoreThanMaxParallel(plan, run);
        argumentsCarryTheResults(plan, run);
        theJournalIsTheState(plan, run);
      }),
      { numRuns: RUNS },
    );
    // The faults must really have struck, or the properties say little.
    expect(crashed).toBeGreaterThan(RUNS);
    expect(parked).toBeGreaterThan(RUNS / 10);
  },
);

function everyStepSettles({ state }: Simulated): void {
  expect(isSettled(state.status)).toBe(true);
  expect(state.steps.filter((step) => !isSettled(step.status))).toEqual([]);
  expect(state.unsettled).toBe(0);
  if (state.status === "success") expect(state.steps.every((step) => step.status === "success")).toBe(true);
}

function noStepBeforeItsNeeds(plan: Plan, { calls, journal }: Simulated): void {
  for (const { call, journalLength } of calls) {
    const succeeded = new Set(journal.slice(0, journalLength).flatMap((event) => succeededStep(event)));
    expect(call.step.needs.filter((need) => !succeeded.has(need))).toEqual([]);
    expect(plan.steps).toContain(call.step);
  }
}

function noSettledStepRunsAgain({ calls, journal, state }: Simulated): void {
  for (const { call, journalLength } of calls) {
    const before = journal.slice(0, journalLength);
    const settled = before.flatMap((event) => settledStep(event)).map((index) => state.steps[index]?.invocationId);
    expect(settled).not.toContain(call.invocationId);
    expect(before.some((event) => event.type === "run_settled")).toBe(false);
  }
  const settlements = journal.flatMap((event) => settledStep(event));
  expect(new Set(settlements).size).toBe(settlements.length);
  expect(journal.filter((event) => event.type === "run_settled")).toHaveLength(1);
}

function attemptsStayWithinPolicy(plan: Plan, { state }: Simulated): void {
  state.steps.forEach((step, index) => {
    expect(step.attempts).toBeLessThanOrEqual(plan.steps[index]?.retry.maxAttempts ?? 0);
  });
}

function neverMoreThanMaxParallel(plan: Plan, { maxInFlight }: Simulated): void {
  expect(maxInFlight).toBeLessThanOrEqual(plan.maxParallel);
}

function argumentsCarryTheResults(plan: Plan, { calls }: Simulated): void {
  for (const { call } of calls) {
    expect(call.arguments).toEqual({
      topic: "bees",
      from: call.step.needs.map((need) => ({ by: plan.steps[need]?.id })),
    });
  }
}

function theJournalIsTheState(plan: Plan, { state, journal }: Simulated): void {
  expect(replay(plan, state.runId, state.input, JSON.parse(JSON.stringify(journal)) as RunEvent[])).toEqual(state);
}

function succeededStep(event: RunEvent): number[] {
  return event.type === "step_succeeded" ? [event.step] : [];
}

function settledStep(event: RunEvent): number[] {
  return event.type === "step_succeeded" || event.type === "step_failed" ? [event.step] : [];
}
