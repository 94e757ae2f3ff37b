// Runs as MCP tasks: a task's id is its run's, so that it outlives whatever served the call, and is its caller's alone.

import type { Principal } from "../../keys/principal.ts";
import { isBackground } from "../../invocations/background.ts";
import { cancelRun } from "../../runs/cancel-run.ts";
import { readRun } from "../../runs/read-run.ts";
import { hasSettled, type Run } from "../../runs/run.ts";
import type { Services } from "../../services.ts";
import type { Task, Tasks } from "../surface.ts";
import { workflowResult } from "./run-result.ts";
import { progressOf, waitForRun } from "./wait-for-run.ts";

/** A request that waits for a task to end waits so long at most; its client asks again. */
const LONGEST_WAIT_MS = 5 * 60_000;

export function runTasks(services: Services, caller: Principal): Tasks {
  const find = (id: string) => (isRunId(id) ? readRun(services, caller, id) : Promise.resolve(null));
  return {
    get: async (id) => asTask(await find(id)),
    cancel: async (id) => asTask(isRunId(id) ? await cancelRun(services, caller, id) : null),
    settled: async (id, context) => {
      const run = await find(id);
      if (run === null) return null;
      const waiting = { waitMs: LONGEST_WAIT_MS, cancelWithCaller: false };
      return taskOf(await waitForRun({ services, caller, context }, run, waiting));
    },
  };
}

export function taskOf(run: Run): Task {
  const { id, createdAt, startedAt, completedAt, status } = run;
  const steps = Object.values(run.stepResults).flatMap((step) => [step.startedAt, step.completedAt]);
  const lastUpdatedAt = [createdAt, startedAt, completedAt, ...steps].reduce<string>(
    (latest, at) => (at !== null && at > latest ? at : latest),
    createdAt,
  );
  const times = { id, createdAt, lastUpdatedAt };
  if (!hasSettled(run)) return { ...times, status: "working", message: progressOf(run).message };
  if (status === "cancelled") return { ...times, status: "cancelled", message: "The run was cancelled." };
  return { ...times, status: "completed", message: progressOf(run).message, result: workflowResult(run) };
}

function asTask(run: Run | null): Task | null {
  return run === null ? null : taskOf(run);
}

/** Other ids lead to no object at all. */
function isRunId(id: string): boolean {
  return /^run_[\w-]{1,64}$/.test(id) && !isBackground({ runId: id });
}
