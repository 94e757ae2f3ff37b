// A run, watched by whoever called for it: its steps are told as progress until it has settled or the time is up.

import { setTimeout as delay } from "node:timers/promises";
import { cancelRun } from "../../runs/cancel-run.ts";
import { readRun } from "../../runs/read-run.ts";
import { hasSettled, type Run } from "../../runs/run.ts";
import type { OwnCall } from "./own-tool.ts";

const LOOK_EVERY_MS = 500;

interface Waiting {
  readonly waitMs: number;
  /** Whether the run ends when its caller gives up. */
  readonly cancelWithCaller: boolean;
}

/** The run once it has settled, or as it is when the time is up or the caller is gone. */
export async function waitForRun(
  { services, caller, context }: Pick<OwnCall, "services" | "caller" | "context">,
  started: Run,
  { waitMs, cancelWithCaller }: Waiting,
): Promise<Run> {
  const until = Date.now() + waitMs;
  let found = started;
  let told = "";
  while (!hasSettled(found) && Date.now() < until) {
    const pause = Math.max(0, Math.min(LOOK_EVERY_MS, until - Date.now()));
    await delay(pause, undefined, { signal: context.signal }).catch(() => undefined);
    if (context.signal.aborted) {
      if (!cancelWithCaller) return found;
      const cancelling = cancelRun(services, caller, started.id);
      context.waitUntil(cancelling);
      return (await cancelling) ?? found;
    }
    found = (await readRun(services, caller, started.id)) ?? found;
    const update = progressOf(found);
    if (update.message === told) continue;
    told = update.message;
    context.progress(update);
  }
  return found;
}

/** How far a run is, for a person. */
export function progressOf({ stepResults, currentStep }: Run): { progress: number; total: number; message: string } {
  const steps = Object.values(stepResults);
  const done = steps.filter(({ status }) => !["pending", "running", "waiting"].includes(status)).length;
  const count = `${done} of ${steps.length} steps`;
  const message = currentStep === null ? count : `${count}, running ${currentStep}`;
  return { progress: done, total: steps.length, message };
}
