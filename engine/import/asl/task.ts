// Task: a call (call.ts, retry.ts), and what becomes of its failures (catch.ts).

import type { Edge } from "../flow.ts";
import { callOf } from "./call.ts";
import { catchersOf, catchFailures } from "./catch.ts";
import { COMMON, handOn, type State, type StateType } from "./state.ts";

export const TASK: StateType = {
  fields: [...COMMON, "Resource", "Arguments", "TimeoutSeconds", "Retry", "Catch"],
  toSteps: task,
};

function task(state: State): Edge {
  const { flow, name, place } = state;
  const id = flow.idFor(name);
  const { does, resultOf } = callOf(state);
  const isCaught = catchersOf(state).length > 0;
  const edge = flow.put(id, place, { ...does, ...(isCaught && { onError: "continue" }) });
  catchFailures(state, id);
  const value = resultOf === null ? edge.value : resultOf(edge.value);
  return handOn(state, id, { ...edge, value, maybe: edge.maybe || isCaught });
}
