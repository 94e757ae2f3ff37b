// What a step costs in runs of many steps, beside runs of few; one run at a time.

import type { Contestants } from "./contestants.ts";
import type { Burst } from "./load.ts";
import { fire, rounds } from "./rounds.ts";
import { executeUrl } from "./shapes.ts";
import { median, ms, table, times } from "./table.ts";

const WIDTH = 10;
const SHAPES = [
  { title: "a chain", layersOf: (steps: number) => repeat(1, steps) },
  { title: "all independent", layersOf: (steps: number) => [steps] },
  { title: `layers of ${WIDTH}`, layersOf: (steps: number) => repeat(WIDTH, steps / WIDTH) },
];

export async function compareSizes(few: number, many: number, contestants: Contestants): Promise<string> {
  const { hub, headers, toolId } = contestants;
  const rows: string[][] = [];
  for (const { title, layersOf } of SHAPES) {
    const burstOf = async (steps: number, requests: number): Promise<Burst> => ({
      url: await executeUrl(hub, { title: `${title}, ${steps}`, layers: layersOf(steps) }, toolId),
      headers,
      body: '{"input":{}}',
      connections: 1,
      requests,
      expect: '"output":{"done":true}',
    });
    const targets = [await burstOf(few, 40), await burstOf(many, 1)];
    for (const target of targets) await fire(target);
    const [small = [], large = []] = await rounds(targets, fire);
    const costs = small.map(({ p50Ms }, round) => [p50Ms / few, (large[round]?.p50Ms ?? Number.NaN) / many] as const);
    const [cheap, dear] = [median(costs.map(([cost]) => cost)), median(costs.map(([, cost]) => cost))];
    const row = [title, ms(cheap), ms(dear), times(median(costs.map(([a, b]) => b / a)))];
    // The large ones take minutes: whoever waits sees that it goes on.
    console.error(row.join("  "));
    rows.push(row);
  }
  return table([["per step", `run of ${few} steps`, `run of ${many} steps`, `${many} / ${few}`], ...rows]);
}

function repeat(width: number, count: number): number[] {
  return Array.from({ length: count }, () => width);
}
