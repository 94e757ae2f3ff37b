// Where the steps of a graph are drawn: in layers, each step beneath all that it waits for.

import { graphlib, layout } from "@dagrejs/dagre";
import type { Graph, GraphStep } from "./graph-of.ts";

export const STEP_WIDTH = 208;
export const STEP_HEIGHT = 80;
const GAP = { x: 32, y: 56 };
/** What dagre may take on: steps, and layers that an edge passes. From here on its time grows by far too much. */
const MAX_DRAWN_WELL = 250;
/** More steps than these beside each other could not be seen at once: such a layer takes several rows. */
const MAX_IN_ROW = 20;

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
  const rows = [...Map.groupBy(graph.steps, ({ key }) => layers.get(key) ?? 0)].toSorted(([a], [b]) => a - b);
  const isWide = rows.some(([, row]) => row.length > MAX_IN_ROW);
  return isWide || graph.steps.length + passed > MAX_DRAWN_WELL
    ? drawnFast(rows.map(([, row]) => row))
    : drawnWell(graph);
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
function drawnFast(layers: readonly (readonly GraphStep[])[]): Places {
  const places = new Map<string, Place>();
  let y = 0;
  for (const layer of layers) {
    const wanted = layer.map(({ key, needs }, at) => {
      const above = needs.flatMap((need) => places.get(need)?.x ?? []);
      const x =
        above.length === 0 ? at * (STEP_WIDTH + GAP.x) : above.reduce((sum, each) => sum + each, 0) / above.length;
      return { key, x };
    });
    wanted.sort((a, b) => a.x - b.x);
    const rows = Math.ceil(layer.length / MAX_IN_ROW);
    for (const [key, place] of rows === 1 ? inOneRow(wanted) : inRows(wanted, rows)) {
      places.set(key, { x: place.x, y: y + place.y });
    }
    y += rows * (STEP_HEIGHT + GAP.y);
  }
  return places;
}

/** A step, and where it would best stand; from left to right. */
type Wanted = readonly { readonly key: string; readonly x: number }[];

function inOneRow(wanted: Wanted): [string, Place][] {
  let free = -Infinity;
  const placed = wanted.map(({ key, x }) => {
    const at = Math.max(x, free);
    free = at + STEP_WIDTH + GAP.x;
    return { key, x: at, shift: at - x };
  });
  // What was pushed to the right is shared by the row, so that it stands in the middle beneath the one above.
  const shift = placed.reduce((sum, each) => sum + each.shift, 0) / placed.length;
  return placed.map(({ key, x }) => [key, { x: x - shift, y: 0 }]);
}

/** Column by column, so that who is further left stays there; in the middle beneath all that is above. */
function inRows(wanted: Wanted, rows: number): [string, Place][] {
  const columns = Math.ceil(wanted.length / rows);
  const middle = wanted.reduce((sum, { x }) => sum + x, 0) / wanted.length;
  const left = middle - ((columns - 1) * (STEP_WIDTH + GAP.x)) / 2;
  return wanted.map(({ key }, at) => {
    const x = left + Math.floor(at / rows) * (STEP_WIDTH + GAP.x);
    return [key, { x, y: (at % rows) * (STEP_HEIGHT + GAP.y) }];
  });
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
