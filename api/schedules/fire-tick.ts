// A tick becomes a run.

import { Problem } from "../http/problem.ts";
import { digestOf } from "../platform/secrets.ts";
import { beginRun } from "../runs/start-run.ts";
import { shardOf } from "../runtime/shards.ts";
import type { Services } from "../services.ts";
import { findVersion, ownsWorkflow } from "../workflows/find-workflow.ts";
import type { Fired, Tick } from "./schedule-book.ts";
import type { Schedule } from "./schedule.ts";
import { inputAt } from "./tick-input.ts";

const SUPERSEDED = "Cancelled for the schedule's next run: its overlap says cancel_running.";

/** Starts the tick's run, or finds it started. Rejects where the hub itself fails. */
export async function fireTick(services: Services, agentId: string, tick: Tick): Promise<Fired> {
  const { schedule, at, lastRunId } = tick;
  const { db, env } = services;
  const { workflowId, version } = schedule;
  const runId = await runIdOf(schedule, at);
  const workflow = await findVersion(db, workflowId, version, agentId);
  if (workflow === null) {
    if (!(await ownsWorkflow(db, workflowId, agentId))) return "gone";
    return refused(version === null ? "The workflow is not active." : `The workflow has no version ${version}.`);
  }
  if (lastRunId !== null && lastRunId !== runId && schedule.overlap !== "allow") {
    const before = { agentId, runId: lastRunId };
    if (await shardOf(env, before).isOpen(lastRunId)) {
      if (schedule.overlap === "skip") return skipped(`The run before, ${lastRunId}, is still under way.`);
      const event = { type: "cancel_requested", code: "superseded", reason: SUPERSEDED } as const;
      await shardOf(env, before).tell(lastRunId, event);
    }
  }
  const input = await inputAt(schedule, at, runId);
  if (!input.ok) return refused(`The input cannot be made: input${input.fault.pointer}: ${input.fault.message}`);
  try {
    const trigger = { type: "schedule", id: schedule.id, at: new Date(at).toISOString() } as const;
    await beginRun(services, { runId, agentId, workflow, input: input.value, trigger });
    return { status: "started", runId, message: null };
  } catch (error) {
    if (error instanceof Problem) return refused(toldIn(error));
    throw error;
  }
}

/** Follows from schedule and tick: whoever fires the tick again finds the run. */
async function runIdOf({ id }: Schedule, at: number): Promise<string> {
  return `run_${(await digestOf(`${id} ${at}`)).slice(0, 12)}`;
}

function toldIn({ message, errors: [first] }: Problem): string {
  return first === undefined ? message : `${first.pointer}: ${first.message}`;
}

function refused(message: string): Fired {
  return { status: "refused", runId: null, message };
}

function skipped(message: string): Fired {
  return { status: "skipped", runId: null, message };
}
