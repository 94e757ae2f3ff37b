// However wide a plan, its first progress is on record at once, and nothing is recorded in one piece that others would wait for.

import { expect, test } from "vitest";
import type { Plan, PlanStep, StepAction } from "../../../engine/plan/plan.ts";
import { NO_RETRY } from "../../../engine/run/retry.ts";
import { success } from "./random-plan.ts";
import { simulate } from "./simulated-host.ts";

const WIDE = 10_000;
/** Slots, what begins without one, and what those of the record before came to. */
const MOST_TOGETHER = 200;

const items = Array.from({ length: WIDE }, (_, n) => n);
const transform: StepAction = { kind: "transform", value: "{{= 1 + 1 }}" };
const pause: StepAction = { kind: "wait", for: { ms: 10 } };
const tool: StepAction = { kind: "tool", toolId: "tool_any", arguments: {} };

test.each<[string, Plan]>([
  ["calls", planOf(items.map((n) => step(n, tool)))],
  ["transforms", planOf(items.map((n) => step(n, transform)))],
  ["waits", planOf(items.map((n) => step(n, pause)))],
  [
    "items of transforms",
    planOf([0, 1, 2].map((n) => step(n, transform, { items, concurrency: 16, tolerate: { items: 0 } }))),
  ],
])(
  `${WIDE} %s: the run's start is recorded alone, and no more than ${MOST_TOGETHER} events at a time`,
  { timeout: 120_000 },
  async (_, plan) => {
    const sizes: number[] = [];
    const { state } = await simulate(
      plan,
      {},
      {
        react: () => success(1),
        crashesBeforeRecord: (_no, events) => {
          sizes.push(events.length);
          return false;
        },
      },
    );
    expect(state.status).toBe("success");
    expect(sizes[0]).toBe(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST_TOGETHER);
  },
);

function planOf(steps: PlanStep[]): Plan {
  return { format: 2, steps, errorStrategy: "stop_on_first", maxParallel: 16 };
}

function step(n: number, action: StepAction, forEach?: NonNullable<PlanStep["forEach"]>): PlanStep {
  return { id: `s${n}`, action, needs: [], retry: NO_RETRY, timeoutMs: 1_000, ...(forEach && { forEach }) };
}
