// Bursts in rounds: what disturbs the machine in one disturbs every contestant.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Burst, Measured } from "./load.ts";

export const ROUNDS = 5;

/** What each target measured, by target and then by round. */
export type Rounds = Measured[][];

export async function rounds<Target>(targets: readonly Target[], measure: (target: Target) => Promise<Measured>) {
  const all: Rounds = targets.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, target] of targets.entries()) all[index]?.push(await measure(target));
  }
  return all;
}

/** The load comes from a process of its own, so that it takes no time from the one that keeps the books. */
export async function fire(burst: Burst): Promise<Measured> {
  const running = promisify(execFile)(process.execPath, [join(import.meta.dirname, "load.ts")]);
  running.child.stdin?.end(JSON.stringify(burst));
  const { stdout } = await running.catch((error: Error & { stderr?: string }) => {
    // Without the burst's body, which may be a whole DAG.
    throw new Error(error.stderr?.trim() || error.message.slice(0, 500));
  });
  return JSON.parse(stdout) as Measured;
}
