// Whole DAGs through the hub and through another engine, which calls the same provider: steps per second.

import type { Contestants } from "./contestants.ts";
import { burstsOf, type Dag, LARGE_DAGS, SMALL_DAGS, stepsPerSecond } from "./dags.ts";
import { fire, rounds } from "./rounds.ts";
import { startRestate } from "./restate/start.ts";
import { median, rate, table, times } from "./table.ts";

/** Workflows allow 10,000 steps an instance (1,024 on the free plan), so none of the DAGs has to be left out. */
export async function compareLargeDags(contestants: Contestants): Promise<string> {
  return compare(LARGE_DAGS, "hand-written Workflow", contestants.handWritten, contestants);
}

export async function compareRestate(contestants: Contestants): Promise<string> {
  return compare([...SMALL_DAGS, ...LARGE_DAGS], "Restate", await startRestate(contestants), contestants);
}

async function compare(dags: readonly Dag[], name: string, url: string, contestants: Contestants): Promise<string> {
  const rows: string[][] = [];
  for (const dag of dags) {
    const targets = await burstsOf(dag, url, contestants);
    for (const target of targets) await fire(target);
    const [theirs = [], own = []] = await rounds(targets, fire);
    const ratio = median(own.map(({ wallMs }, round) => (theirs[round]?.wallMs ?? Number.NaN) / wallMs));
    const [slow, fast] = [theirs, own].map((all) => median(all.map((measured) => stepsPerSecond(dag, measured))));
    const row = [dag.title, `${dag.parents.length}`, rate(slow ?? 0), rate(fast ?? 0), times(ratio)];
    // It takes minutes: whoever waits sees that it goes on.
    console.error(row.join("  "));
    rows.push(row);
  }
  return table([["steps per second", "steps", name, "hub", `hub / ${name}`], ...rows]);
}
