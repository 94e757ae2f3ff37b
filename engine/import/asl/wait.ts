// Wait: some seconds, or until a time. It hands on what it was handed.

import type { JsonObject } from "../../json.ts";
import type { Edge } from "../flow.ts";
import { expressionIn, templateIn } from "./expression.ts";
import { COMMON, handOn, type State, type StateType } from "./state.ts";

export const WAIT: StateType = { fields: [...COMMON, "Seconds", "Timestamp"], toSteps: wait };

function wait(state: State): Edge {
  const { flow, name, place } = state;
  const id = flow.idFor(name);
  const edge = flow.put(id, place, { wait: howLong(state) });
  return handOn(state, id, { ...edge, value: place.value });
}

function howLong(state: State): JsonObject {
  const { flow, source, at } = state;
  const { Seconds: seconds, Timestamp: timestamp } = source;
  if (typeof seconds === "number" && timestamp === undefined) return { ms: seconds * 1000 };
  const made = typeof seconds === "string" ? expressionIn(state, `${at}/Seconds`)(seconds) : null;
  if (made !== null && timestamp === undefined) return { ms: `{{= (${made}) * 1000 }}` };
  if (seconds !== undefined || typeof timestamp !== "string") {
    const hint = "Give Seconds, a number or {% … %}, or Timestamp.";
    flow.note("error", "invalid_source", at, "It is not said how long to wait.", hint);
  }
  return { until: templateIn(state, timestamp ?? "", `${at}/Timestamp`) };
}
