// Whom the end of a run concerns beside its caller: the address that waits for its outcome, its queue, its parent, and
// those who still work on what it handed over.

import type { RunState } from "../../engine/run/state.ts";
import type { Stored } from "../../engine/template/stored.ts";
import { sendOutcome } from "../callbacks/send-outcome.ts";
import type { Env } from "../env.ts";
import { isBackground, outcomeToSend } from "../invocations/background.ts";
import type { ProjectedRun } from "../runs/project-runs.ts";
import { servicesFor } from "../services.ts";
import { answerParent, leaveWithParent } from "./child-runs.ts";
import { callOff } from "./handed-over.ts";
import { queueOf } from "./queues.ts";
import type { RunRecord } from "./run-record.ts";
import type { RunValues } from "./run-values.ts";

/** Of what a settled run had handed over and waits for no more. */
const CALLED_OFF_AT_ONCE = 50;

/** Said before, if all went well; what was lost with an object is said now. */
export async function tellEnd(env: Env, values: RunValues, { record, state }: ProjectedRun): Promise<void> {
  const sending = isBackground(record) ? outcomeToSend(record, state) : null;
  if (sending) await sendOutcome(env, sending.callbackUrl, sending.invocation, sending.completedAt);
  if (record.plan.concurrency) await leaveQueue(env, record);
  if (record.parent && !(await answerParent(env, record, state))) await leaveWithParent(env, record);
  const services = servicesFor(env);
  for (let first = 0; first < state.unwanted.length; first += CALLED_OFF_AT_ONCE) {
    const some = state.unwanted.slice(first, first + CALLED_OFF_AT_ONCE);
    await Promise.all(some.map((task) => callOff(services, record, task)));
  }
  await values.sweep(record, referredTo(state));
}

/** To give a place back once more does no harm. */
export async function leaveQueue(env: Env, record: RunRecord): Promise<void> {
  await (await queueOf(env, record))?.leave(record.runId);
}

/** The names of the large values that a run still shows. */
export function referredTo({ inputStored, outputStored, steps, undone }: RunState): Set<string> {
  const tasks = [...steps, ...steps.flatMap(({ fan }) => fan?.items ?? []), ...undone];
  const stored: Stored[] = [...inputStored, ...outputStored, ...tasks.flatMap((task) => task.stored)];
  return new Set(stored.map(({ ref }) => ref));
}
