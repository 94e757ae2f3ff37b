// DAGs whose tasks are given the digests of the tasks before them: as bursts for the hub, and for those who are told who
// waits for whom. The digest of the task that comes last says whether everything before it was done, and rightly.

import {
  digestWorkflow,
  foldDigests,
  layeredDag,
  type Parents,
  SCIENTIFIC,
  topologically,
} from "../test/harness/scientific.ts";
import type { Contestants } from "./contestants.ts";
import type { Burst, Measured } from "./load.ts";
import { RUNS_AT_A_TIME, SHAPES, type Shape, STEPS_A_BURST } from "./shapes.ts";

export interface Dag {
  readonly title: string;
  readonly parents: Parents;
  /** How many runs at a time: a large one fills the machine alone. */
  readonly atATime: number;
}

/** As the tests of large runs have them: workflows that were really run, and a made one of 10,000 steps. */
export const LARGE_DAGS: readonly Dag[] = [
  ...[...SCIENTIFIC].map(([title, parents]) => ({ title, parents, atATime: 1 })),
  { title: "layers, made", parents: layeredDag(10_000, 200, 5), atATime: 1 },
];

export const SMALL_DAGS: readonly Dag[] = SHAPES.map((shape) => ({
  title: shape.title,
  parents: parentsOf(shape),
  atATime: RUNS_AT_A_TIME,
}));

function parentsOf({ layers }: Shape): Parents {
  const parents: number[][] = [];
  let former: number[] = [];
  for (const width of layers) {
    const layer = Array.from({ length: width }, (_, index) => parents.length + index);
    parents.push(...layer.map(() => former));
    former = layer;
  }
  return parents;
}

/** @param answered where a contestant takes the DAG itself, and answers with the last digest when all of it is done */
export async function burstsOf(dag: Dag, answered: string, { hub, headers, digestToolId }: Contestants) {
  const { title, parents } = dag;
  const last = [...topologically(parents)].at(-1) ?? 0;
  const digest = `"digest":"${foldDigests(parents)[`s${last}`]}"`;
  const size = { connections: dag.atATime, requests: runsOf(dag) };
  const workflowId = await hub.define(digestWorkflow(title, parents, digestToolId));
  const theirs: Burst = {
    url: answered,
    body: JSON.stringify({ parents, last }),
    expect: ['"status":"success"', digest],
    ...size,
  };
  const own: Burst = {
    url: `${hub.url}/api/v1/workflows/${workflowId}/execute?wait=60`,
    headers,
    body: '{"input":{}}',
    expect: ['"output":{"done":true}', digest],
    ...size,
  };
  return [theirs, own] as const;
}

export function stepsPerSecond(dag: Dag, { wallMs }: Measured): number {
  return (runsOf(dag) * dag.parents.length * 1000) / wallMs;
}

function runsOf({ parents, atATime }: Dag): number {
  return Math.max(atATime, Math.ceil(STEPS_A_BURST / parents.length));
}
