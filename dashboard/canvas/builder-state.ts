// The state of the builder, and every way in which it changes. Its one owner of the definition is the history's document;
// the graph follows from it, places and the selection are the picture's own.

import type { Json, JsonObject } from "../../engine/json.ts";
import type { Patch } from "../../engine/plan/patch.ts";
import { type Document, edited, rewritten } from "./document.ts";
import { type Graph, graphOf, wouldCircle } from "./graph-of.ts";
import { advanced, type History, historyOf, redone, undone } from "./history.ts";
import { type Place, type Places, placesOf, placesWith } from "./places.ts";
import { addSteps, connect, disconnect, idOf, removeSteps, renameStep } from "./step-edits.ts";

export interface BuilderState {
  readonly history: History;
  readonly graph: Graph;
  readonly places: Places;
  /** Keys of steps. */
  readonly selected: ReadonlySet<string>;
}

export type BuilderAction =
  /** `part`: the same for edits that are undone together. */
  | { readonly type: "edit"; readonly patch: (definition: Json) => Patch; readonly part?: string }
  | { readonly type: "write"; readonly text: string }
  | { readonly type: "undo" | "redo" | "tidy" }
  | { readonly type: "select"; readonly keys: Iterable<string> }
  | { readonly type: "move"; readonly places: Iterable<readonly [string, Place]> }
  | { readonly type: "add"; readonly steps: readonly JsonObject[]; readonly at?: Place }
  | { readonly type: "rename"; readonly key: string; readonly to: string }
  | { readonly type: "remove"; readonly keys: Iterable<string> }
  | { readonly type: "connect" | "disconnect"; readonly from: string; readonly to: string };

export function builderState(document: Document): BuilderState {
  const graph = graphOf(document.value);
  return { history: historyOf(document), graph, places: placesOf(graph), selected: new Set() };
}

export function reduced(state: BuilderState, action: BuilderAction): BuilderState {
  const { history, graph, places } = state;
  const definition = history.now.value;
  switch (action.type) {
    case "edit":
      return changed(state, action.patch(definition), action.part);
    case "write":
      return withHistory(state, advanced(history, rewritten(history.now, action.text), "text"));
    case "undo":
      return withHistory(state, undone(history));
    case "redo":
      return withHistory(state, redone(history));
    case "tidy":
      return { ...state, places: placesOf(graph) };
    case "select":
      return { ...state, selected: new Set(action.keys) };
    case "move":
      return { ...state, places: new Map([...places, ...action.places]) };
    case "add":
      return withAdded(state, action.steps, action.at);
    case "rename":
      return renamed(state, action.key, action.to);
    case "remove":
      return changed(state, removeSteps(definition, indexesOf(graph, action.keys)));
    case "connect": {
      if (wouldCircle(graph, action.from, action.to)) return state;
      const [index, id] = [indexOf(graph, action.to), idAt(graph, action.from)];
      return index === undefined || id === undefined ? state : changed(state, connect(definition, id, index));
    }
    case "disconnect": {
      const [index, id] = [indexOf(graph, action.to), idAt(graph, action.from)];
      return index === undefined || id === undefined ? state : changed(state, disconnect(definition, id, index));
    }
  }
}

export function indexesOf({ steps }: Graph, keys: Iterable<string>): number[] {
  const wanted = new Set(keys);
  return steps.filter(({ key }) => wanted.has(key)).map(({ index }) => index);
}

function changed(state: BuilderState, patch: Patch, part?: string): BuilderState {
  if (patch.length === 0) return state;
  return withHistory(state, advanced(state.history, edited(state.history.now, patch), part));
}

function withHistory(state: BuilderState, history: History): BuilderState {
  if (history.now.value === state.history.now.value) return { ...state, history };
  const graph = graphOf(history.now.value);
  const keys = new Set(graph.steps.map(({ key }) => key));
  const selected = [...state.selected].filter((key) => keys.has(key));
  return { history, graph, places: placesWith(state.places, graph), selected: new Set(selected) };
}

/** What is new is selected. */
function withAdded(state: BuilderState, steps: readonly JsonObject[], at: Place | undefined): BuilderState {
  const { patch, ids } = addSteps(state.history.now.value, steps);
  const [first] = ids;
  const places = at && first !== undefined ? new Map([...state.places, [first, at]]) : state.places;
  const next = changed({ ...state, places }, patch);
  return next.history === state.history ? state : { ...next, selected: new Set(ids) };
}

/** In the picture it stays where and as it was. */
function renamed(state: BuilderState, key: string, to: string): BuilderState {
  const index = indexOf(state.graph, key);
  const patch = index === undefined ? [] : renameStep(state.history.now.value, index, to);
  if (patch.length === 0) return state;
  const place = state.places.get(key);
  const next = changed({ ...state, places: place ? new Map([...state.places, [to, place]]) : state.places }, patch);
  return state.selected.has(key) ? { ...next, selected: new Set([...next.selected, to]) } : next;
}

function indexOf({ steps }: Graph, key: string): number | undefined {
  return steps.find((step) => step.key === key)?.index;
}

function idAt({ steps }: Graph, key: string): string | undefined {
  return idOf(steps.find((step) => step.key === key)?.source);
}
