// Runs as MCP tasks: a task's id is its run's, so that it outlives whatever served the call, and is its caller's alone.

import type { Principal } from "../../keys/principal.ts";
import { isBackground } from "../../invocations/background.ts";
import { readCursor, readPage } from "../../http/page.ts";
import { cancelRun } from "../../runs/cancel-run.ts";
import { listRuns, type RunSummary } from "../../runs/list-runs.ts";
import { readRun } from "../../runs/read-run.ts";
import { hasSettled, type Run } from "../../runs/run.ts";
import type { Services } from "../../services.ts";
import type { ListedTask, Page, Task, Tasks } from "../surface.ts";
import { listedTask } from "../tasks/task-words.ts";
import { answerable, isAnswerable, workflowResult } from "./run-result.ts";
import { progressOf, waitForRun } from "./wait-for-run.ts";

/** A request that waits for a task to end waits so long at most; its client asks again. */
const LONGEST_WAIT_MS = 5 * 60_000;

export function runTasks(services: Services, caller: Principal): Tasks {
  const find = (id: string) => (isRunId(id) ? readRun(services, caller, id) : Promise.resolve(null));
  return {
    list: (cursor) => listTasks(services, caller, cursor),
    get: async (id) => {
      const run = await find(id);
      return run && taskOf(await answerable(services, caller, run));
    },
    standing: async (id) => standingOf(await find(id)),
    cancel: async (id) => standingOf(isRunId(id) ? await cancelRun(services, caller, id) : null),
    settled: async (id, context) => {
      const run = await find(id);
      if (run === null) return null;
      const waiting = { waitMs: LONGEST_WAIT_MS, cancelWithCaller: false };
      return taskOf(await answerable(services, caller, await waitForRun({ services, caller, context }, run, waiting)));
    },
  };
}

const PAGE_TASKS = 50;

/** Every run that the caller started is one. Those that go on are read from their journals, the others as D1 has them. */
async function listTasks(
  services: Services,
  caller: Principal,
  cursor: string | undefined,
): Promise<Page<"tasks", ListedTask>> {
  const position = readCursor(cursor);
  const { rows, nextCursor } = await readPage(PAGE_TASKS, (limit) =>
    listRuns(services.db, caller.agentId, {}, { limit, position }),
  );
  const listed = rows.map(async (row) => {
    const run = hasSettled(row) ? null : await readRun(services, caller, row.id);
    return run === null ? settledTask(row) : listedTask(taskOf(run));
  });
  return { tasks: await Promise.all(listed), ...(nextCursor !== null && { nextCursor }) };
}

function settledTask({ id, status, error, createdAt, completedAt }: RunSummary): ListedTask {
  const times = { id, createdAt, lastUpdatedAt: completedAt ?? createdAt };
  if (status === "success") return { ...times, status: "completed", message: "The run succeeded." };
  if (status === "cancelled") return { ...times, status, message: "The run was cancelled." };
  return { ...times, status: status === "failed" ? status : "working", message: error?.message ?? "" };
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

/** Another text as soon as there is something new to say of it; null where the caller has none of this id. */
export async function taskState(tasks: Pick<Tasks, "standing">, id: string): Promise<string | null> {
  const task = await tasks.standing(id);
  return task === null ? null : JSON.stringify(task);
}

/** Whether it came to something that can be answered is known by its size: nothing that is kept elsewhere is read for this. */
function standingOf(run: Run | null): ListedTask | null {
  if (run === null) return null;
  const task = listedTask(taskOf(run));
  return run.status === "success" && isAnswerable(run) ? { ...task, status: "completed" } : task;
}

/** Other ids lead to no object at all. */
function isRunId(id: string): boolean {
  return /^run_[\w-]{1,64}$/.test(id) && !isBackground({ runId: id });
}
