// Where the steps of a graph are drawn: in layers, each step beneath all that it waits for.

import { graphlib, layout } from "@dagrejs/dagre";
import type { Graph, GraphStep } from "./graph-of.ts";

export const STEP_WIDTH = 208;
export const STEP_HEIGHT = 80;
const GAP = { x: 32, y: 56 };
/** What dagre may take on: steps, and layers that an edge passes. From here on its time grows by far too much. */
const MAX_DRAWN_WELL = 250;

export interface Place {
  readonly x: number;
  readonly y: number;
}

export type Places = ReadonlyMap<string, Place>;

export function placesOf(graph: Graph): Places {
  const layers = layersOf(graph);
  const passed = graph.edges.reduce(
    (sum, { source, target }) => sum + (layers.get(target) ?? 0) - (layers.get(source) ?? 0),
    0,
  );
  return graph.steps.length + passed > MAX_DRAWN_WELL ? drawnFast(graph, layers) : drawnWell(graph);
}

/** With as few crossings as can be, and room for each edge. */
function drawnWell({ steps, edges }: Graph): Places {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: GAP.x, ranksep: GAP.y });
  graph.setDefaultEdgeLabel(() => ({}));
  // Not by their keys: dagre fails on one that is a name of the language's own.
  const names = new Map(steps.map(({ key }, at) => [key, `step ${at}`]));
  const nameOf = (key: string) => names.get(key) ?? "";
  for (const { key } of steps) graph.setNode(nameOf(key), { width: STEP_WIDTH, height: STEP_HEIGHT });
  for (const { source, target } of edges) graph.setEdge(nameOf(source), nameOf(target));
  layout(graph);
  return new Map(
    steps.map(({ key }) => {
      const { x, y } = graph.node(nameOf(key)) as Place;
      return [key, { x: x - STEP_WIDTH / 2, y: y - STEP_HEIGHT / 2 }];
    }),
  );
}

/** In each layer from left to right by where the steps above are, and as near to them as there is room. */
function drawnFast({ steps }: Graph, layers: ReadonlyMap<string, number>): Places {
  const places = new Map<string, Place>();
  const rows = Map.groupBy(steps, ({ key }) => layers.get(key) ?? 0);
  for (const [layer, row] of [...rows].toSorted(([a], [b]) => a - b)) {
    const wanted = row.map(({ key, needs }, at) => {
      const above = needs.flatMap((need) => places.get(need)?.x ?? []);
      const x =
        above.length === 0 ? at * (STEP_WIDTH + GAP.x) : above.reduce((sum, each) => sum + each, 0) / above.length;
      return { key, x };
    });
    wanted.sort((a, b) => a.x - b.x);
    let free = -Infinity;
    const placed = wanted.map(({ key, x }) => {
      const at = Math.max(x, free);
      free = at + STEP_WIDTH + GAP.x;
      return { key, x: at, shift: at - x };
    });
    // What was pushed to the right is shared by the row, so that it stands in the middle beneath the one above.
    const shift = placed.reduce((sum, each) => sum + each.shift, 0) / placed.length;
    for (const { key, x } of placed) places.set(key, { x: x - shift, y: layer * (STEP_HEIGHT + GAP.y) });
  }
  return places;
}

/** How many steps stand above each, at least. Steps that wait for each other in a circle are in a layer all the same. */
function layersOf({ steps }: Graph): ReadonlyMap<string, number> {
  const needs = new Map(steps.map((step) => [step.key, step.needs]));
  const layers = new Map<string, number>();
  const begun = new Set<string>();
  for (const { key } of steps) {
    const pending = [key];
    for (let next = pending.at(-1); next !== undefined; next = pending.at(-1)) {
      const above = needs.get(next) ?? [];
      const unknown = begun.has(next) ? [] : above.filter((need) => !layers.has(need) && !begun.has(need));
      begun.add(next);
      if (unknown.length > 0) {
        pending.push(...unknown);
        continue;
      }
      pending.pop();
      layers.set(
        next,
        above.reduce((deepest, need) => Math.max(deepest, (layers.get(need) ?? -1) + 1), 0),
      );
    }
  }
  return layers;
}

/** The places that are known, and one for each step that has none. Where most have none, all are placed anew. */
export function placesWith(known: Places, graph: Graph): Places {
  const missing = graph.steps.filter(({ key }) => !known.has(key));
  if (missing.length === 0) return known;
  if (missing.length * 2 > graph.steps.length) return placesOf(graph);
  const places = new Map(known);
  const taken = new Set(graph.steps.flatMap(({ key }) => spotOf(known.get(key)) ?? []));
  for (const step of missing) {
    const place = freePlace(step, places, graph.steps, taken);
    places.set(step.key, place);
    taken.add(spotOf(place) ?? "");
  }
  return places;
}

/** Beneath what it waits for, or at the foot of all; to the right of who is there already. */
function freePlace(
  { needs }: GraphStep,
  places: Places,
  steps: readonly GraphStep[],
  taken: ReadonlySet<string>,
): Place {
  const above = (needs.length > 0 ? needs : steps.map(({ key }) => key)).flatMap((key) => places.get(key) ?? []);
  const y = above.length === 0 ? 0 : Math.max(...above.map((place) => place.y)) + STEP_HEIGHT + GAP.y;
  const at = { x: needs.length > 0 ? (above[0]?.x ?? 0) : Math.min(0, ...above.map((place) => place.x)), y };
  while (taken.has(spotOf(at) ?? "")) at.x += STEP_WIDTH + GAP.x;
  return at;
}

/** Steps in one spot would cover each other. */
function spotOf(place: Place | undefined): string | undefined {
  return place && `${Math.round(place.x / (STEP_WIDTH + GAP.x))} ${Math.round(place.y / (STEP_HEIGHT + GAP.y))}`;
}
