// From a place, where edges have met, to the edge that tasks go on from.

import type { Json } from "../../json.ts";
import { BEGINNING, type Edge, type Flow, type Place } from "../flow.ts";
import { Expressions, type Variables } from "./expressions.ts";

/** Where something was said of the place, through a step. */
export function edgeOf(flow: Flow, place: Place, name: string): Edge {
  const [only] = place.dependsOn;
  if (place.when === null && only === undefined) return { ...BEGINNING, value: place.value };
  if (place.when === null && place.dependsOn.length === 1 && only !== undefined) {
    return { step: only, on: "success", maybe: false, value: place.value };
  }
  return flow.put(flow.idFor(`${name}_in`), place, { transform: `{{= ${place.value} }}` });
}

export function oneOf(flow: Flow, edges: readonly Edge[], name: string): Edge {
  const [only] = edges;
  if (only !== undefined && edges.length === 1) return only;
  return edgeOf(flow, flow.meet(edges, name), name);
}

export function withCondition(place: Place, extra: string): Place {
  return { ...place, when: place.when === null ? extra : `(${place.when}) and (${extra})` };
}

/** A step that makes of the edge's value what `as` says. */
export function reshape(flow: Flow, edge: Edge, name: string, as: Json, at: string, variables: Variables): Edge {
  const place = flow.meet([edge], name);
  const transform = new Expressions(flow, place.value, variables).made(as, at);
  return flow.put(flow.idFor(name), place, { transform });
}
