// A run whose output stands in it whole, for whoever can do nothing with a reference.

import type { Json } from "../../engine/json.ts";
import { tokensOf } from "../../engine/schema/pointer.ts";
import { replaced } from "../../engine/template/stored.ts";
import type { Principal } from "../keys/principal.ts";
import type { Services } from "../services.ts";
import type { LargeValue, Run } from "./run.ts";
import { getValue } from "./value-objects.ts";

/** What is kept elsewhere of the run's output. */
export function largeOutputs({ largeValues }: Run): LargeValue[] {
  return largeValues.filter(({ pointer }) => pointer === "/output" || pointer.startsWith("/output/"));
}

/** Whether all that is kept elsewhere of the run's output weighs no more than so much. */
export function weighsAtMost(run: Run, maxBytes: number): boolean {
  return largeOutputs(run).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) <= maxBytes;
}

/** The run with all that is kept elsewhere of its output in its place; as it is, where that weighs more than so much. */
export async function withWholeOutput(
  { env }: Pick<Services, "env">,
  { agentId }: Principal,
  run: Run,
  maxBytes: number,
): Promise<Run> {
  const parts = largeOutputs(run);
  if (!weighsAtMost(run, maxBytes)) return run;
  let { output } = run;
  for (const { pointer, ref } of parts) {
    const object = await getValue(env, { agentId, runId: run.id }, ref);
    // Deleted meanwhile.
    if (object === null) return run;
    output = replaced(output, tokensOf(pointer).slice(1), await object.json<Json>());
  }
  return { ...run, output, largeValues: run.largeValues.filter((value) => !parts.includes(value)) };
}
