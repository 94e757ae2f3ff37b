// Pass and Succeed: a transform where there is an Output, and no step where there is none.

import type { Edge } from "../flow.ts";
import { templateIn } from "./expression.ts";
import { assigned, COMMON, type State, type StateType } from "./state.ts";

export const PASS: StateType = { fields: COMMON, toSteps: pass };
export const SUCCEED: StateType = { fields: ["Type", "Comment", "QueryLanguage", "Output"], toSteps: pass };

function pass(state: State): Edge {
  const { source, at, name } = state;
  const edge = handed(state);
  return { ...edge, ...assigned(state, { source: source["Assign"], at: `${at}/Assign`, name, edge }) };
}

function handed(state: State): Edge {
  const { flow, source, at, name, edges, place } = state;
  const id = flow.idFor(name);
  const { Output: output } = source;
  if (output !== undefined) return flow.put(id, place, { transform: templateIn(state, output, `${at}/Output`) });
  const [only] = edges;
  if (edges.length === 1 && only) return only;
  return flow.put(id, place, { transform: `{{= ${place.value} }}` });
}
