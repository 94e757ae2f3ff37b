// Parallel: the steps of each branch, and one that makes a list of what they end with.

import type { Edge } from "../flow.ts";
import { templateIn } from "./expression.ts";
import { COMMON, handOn, machineIn, type State, type StateType } from "./state.ts";

export const PARALLEL: StateType = { fields: [...COMMON, "Branches", "Arguments"], toSteps: parallel };

function parallel(state: State): Edge {
  const { flow, source, at, name, place } = state;
  const id = flow.idFor(name);
  const branches = Array.isArray(source["Branches"]) ? source["Branches"] : [];
  const from = given(state, id);
  const ends = branches.map((branch, index) => {
    const where = `${at}/Branches/${index}`;
    return state.convert(machineIn(state, branch, where), where, `${name}_${index + 1}_`, from);
  });
  return handOn(state, id, flow.join(id, place, ends));
}

/** What every branch begins with. */
function given(state: State, id: string): Edge {
  const { flow, source, at, edges, place } = state;
  const { Arguments: args } = source;
  const [only] = edges;
  if (only !== undefined && edges.length === 1 && args === undefined) return only;
  const transform = args === undefined ? `{{= ${place.value} }}` : templateIn(state, args, `${at}/Arguments`);
  return flow.put(flow.idFor(`${id}_given`), place, { transform });
}
