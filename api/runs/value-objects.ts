// The large values of runs, as objects of R2: one under its agent's, its run's and its own name, so that nobody else's is found.

import type { Env } from "../env.ts";

interface OfRun {
  readonly agentId: string;
  readonly runId: string;
}

export function valueKey({ agentId, runId }: OfRun, ref: string): string {
  return `values/${agentId}/${runId}/${ref}`;
}

/** R2 refuses to look for a longer key. */
const MAX_KEY_BYTES = 1_024;

/** Null where there is none. */
export async function getValue({ ARCHIVE }: Env, run: OfRun, ref: string): Promise<R2ObjectBody | null> {
  const key = valueKey(run, ref);
  return new TextEncoder().encode(key).byteLength > MAX_KEY_BYTES ? null : ARCHIVE.get(key);
}
