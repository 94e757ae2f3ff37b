// DAGs of the tests of large runs: workflows that were really run (test/data), and made ones of any size. A task calls a tool
// that digests what it is given, and is given the digests of the tasks before it, so a task's digest holds all that came to it.

import { createHash } from "node:crypto";
import type { WorkflowDefinition } from "../../scripts/hub-client.ts";
import instances from "../data/scientific-workflows.json" with { type: "json" };
import { Seeded } from "../engine/run/seeded.ts";

/** For each task the places of those that it waits for. */
export type Parents = readonly (readonly number[])[];

export const SCIENTIFIC: ReadonlyMap<string, Parents> = new Map(
  Object.entries(instances.workflows).map(([name, { parents }]) => [name, parse(parents)]),
);

function parse(parents: string): Parents {
  return parents.split(";").map((places) => (places === "" ? [] : places.split(" ").map(Number)));
}

/** Layers of random widths up to `width`, of tasks that need one to three of any layer before. The same for the same numbers. */
export function layeredDag(tasks: number, width: number, seed: number): Parents {
  const random = new Seeded(seed);
  const below = (count: number) => random.upTo(count - 1);
  const parents: number[][] = [];
  let layerStart = 0;
  while (parents.length < tasks) {
    const layer = Math.min(1 + below(width), tasks - parents.length);
    const former = parents.length;
    for (let n = 0; n < layer; n++) {
      // One of the layer before, so that it is a layer; the others of anywhere.
      const needed = former === 0 ? [] : [layerStart + below(former - layerStart), below(former), below(former)];
      parents.push([...new Set(needed.slice(0, 1 + below(3)))]);
    }
    layerStart = former;
  }
  return parents;
}

/** Tasks, the widest layer, and how many layers there are, where a task's layer is the one after its last parent's. */
export function shapeOf(parents: Parents) {
  const layers = new Map<number, number>();
  const layerOf: number[] = [];
  for (const task of topologically(parents)) {
    const layer = Math.max(0, ...(parents[task] ?? []).map((parent) => (layerOf[parent] ?? 0) + 1));
    layerOf[task] = layer;
    layers.set(layer, (layers.get(layer) ?? 0) + 1);
  }
  return { tasks: parents.length, wide: Math.max(...layers.values()), deep: layers.size };
}

/** Each task's digest, folded in topological order. */
export function foldDigests(parents: Parents): Record<string, string> {
  const digests: string[] = [];
  for (const task of topologically(parents)) {
    digests[task] = digestOf({ task, of: (parents[task] ?? []).map((parent) => digests[parent]) });
  }
  return Object.fromEntries(digests.map((digest, task) => [`s${task}`, digest]));
}

/** The same DAG as a workflow. */
export function digestWorkflow(name: string, parents: Parents, toolId: string): WorkflowDefinition {
  const steps = parents.map((of, task) => ({
    id: `s${task}`,
    toolId,
    arguments: { task, of: of.map((parent) => `{{steps.s${parent}.result.digest}}`) },
  }));
  return { name, steps, output: { done: true } };
}

/** What the provider's `digest` answers. */
function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}

/** Kahn's. */
export function* topologically(parents: Parents): Generator<number> {
  const children: number[][] = parents.map(() => []);
  const unmet = parents.map((of, task) => {
    for (const parent of of) children[parent]?.push(task);
    return of.length;
  });
  const ready = unmet.flatMap((count, task) => (count === 0 ? [task] : []));
  for (let next = 0; next < ready.length; next++) {
    const task = ready[next] ?? 0;
    yield task;
    for (const child of children[task] ?? []) {
      unmet[child] = (unmet[child] ?? 0) - 1;
      if (unmet[child] === 0) ready.push(child);
    }
  }
  if (ready.length < parents.length) throw new Error("the DAG has a cycle");
}
