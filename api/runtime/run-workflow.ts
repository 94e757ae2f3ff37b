// Carries one run that lasts. It holds no state of the run: it keeps the run's object awake while there is work,
// sleeps while there is none, and calls again.

import { WorkflowEntrypoint } from "cloudflare:workers";
import type { WorkflowEvent, WorkflowStep } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { shardOf, type RunRef } from "./shards.ts";

export type RunWorkflowParams = RunRef;

/** The shard answers within a slice; what takes longer is a shard that is gone. */
const ADVANCE = {
  timeout: "2 minutes",
  retries: { limit: 100, delay: "2 seconds", backoff: "constant" },
} as const;

const MIN_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30 * 24 * 3_600_000;

export class RunWorkflow extends WorkflowEntrypoint<Env, RunWorkflowParams> {
  override async run({ payload }: WorkflowEvent<RunWorkflowParams>, step: WorkflowStep): Promise<void> {
    for (let slice = 1; ; slice++) {
      const progress = await step.do(`advance ${slice}`, ADVANCE, () =>
        shardOf(this.env, payload).advance(payload.runId),
      );
      if (progress.settled) return;
      if (progress.waitMs > 0) await waitForWake(step, slice, progress.waitMs);
    }
  }
}

/** Until something wakes the run or its time has come, whichever is first: a timeout is not a fault here. */
async function waitForWake(step: WorkflowStep, slice: number, waitMs: number): Promise<void> {
  const timeout = Math.min(Math.max(waitMs, MIN_WAIT_MS), MAX_WAIT_MS);
  await step.waitForEvent(`wait ${slice}`, { type: "wake", timeout }).catch(() => undefined);
}
