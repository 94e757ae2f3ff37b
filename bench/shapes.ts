// The DAGs of the bench, as widths of layers: every step depends on all steps of the layer before it.

import type { HubClient, WorkflowDefinition } from "../scripts/hub-client.ts";

export interface Shape {
  readonly title: string;
  readonly layers: readonly number[];
}

/** Of one burst of runs; long enough for a median. */
export const STEPS_A_BURST = 400;
export const RUNS_AT_A_TIME = 8;

/** Of one streamed answer. */
export const STREAM_ITEMS = 1_000;

export const SHAPES: readonly Shape[] = [
  { title: "1 step", layers: [1] },
  { title: "chain of 10", layers: Array.from({ length: 10 }, () => 1) },
  { title: "fan-out of 50, join", layers: [50, 1] },
  { title: "10 layers of 10", layers: Array.from({ length: 10 }, () => 10) },
];

export function stepsOf({ layers }: Shape): number {
  return layers.reduce((sum, width) => sum + width, 0);
}

/** The shape as a workflow of the hub. */
export function definitionOf({ title, layers }: Shape, toolId: string): WorkflowDefinition {
  const idsOf = (layer: number) => Array.from({ length: layers[layer] ?? 0 }, (_, index) => `s${layer}_${index}`);
  const steps = layers.flatMap((_, layer) =>
    idsOf(layer).map((id) => ({ id, toolId, arguments: { n: 1 }, dependsOn: layer === 0 ? [] : idsOf(layer - 1) })),
  );
  // Without this the output would be the results of the last layer, which costs what no other contestant pays.
  return { name: title, steps, output: { done: true } };
}

/** Where the hub runs the shape and answers with the outcome. */
export async function executeUrl(hub: HubClient, shape: Shape, toolId: string): Promise<string> {
  return `${hub.url}/api/v1/workflows/${await hub.define(definitionOf(shape, toolId))}/execute?wait=60`;
}
