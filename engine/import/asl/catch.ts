// Catch: where every failure of a Task leads. The step goes on in spite of it, and the way there has a `when`.

import type { Json } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import type { Edge } from "../flow.ts";
import { templateOf } from "../values.ts";
import { expressionIn } from "./expression.ts";
import { assigned, type State } from "./state.ts";

export function catchersOf({ source }: State): readonly Json[] {
  return Array.isArray(source["Catch"]) ? source["Catch"] : [];
}

/** `id`: the step whose failures are caught. */
export function catchFailures(state: State, id: string): void {
  const { flow, at, lead } = state;
  for (const [index, each] of catchersOf(state).entries()) {
    const where = `${at}/Catch/${index}`;
    if (!isObject(each)) {
      flow.note("error", "invalid_source", where, "A catcher is an object.", "Write {ErrorEquals, Next}.");
      continue;
    }
    const { ErrorEquals: errors, Next: next, Output: output, Assign: assign } = each;
    flow.unmappedFields(each, ["ErrorEquals", "Next", "Comment", "Output", "Assign"], where);
    if (index > 0 || !namesAll(errors)) {
      const hint = "Catch States.ALL, and tell them apart in a Choice.";
      flow.unmapped(`${where}/ErrorEquals`, "Catching some errors only", hint);
      continue;
    }
    const message = "Every failure is caught. Error is the code that the failure has in this hub, Cause its message.";
    flow.approximated(where, message, "Compare Error with the codes in docs/errors.md.");
    const value = `{"Error": $steps.${id}.error.code, "Cause": $steps.${id}.error.message}`;
    const { named: before } = state.place;
    const failed: Edge = { step: id, on: "failed", maybe: true, value, ...(before && { named: before }) };
    const also = { errorOutput: value };
    const caught = flow.idFor(`${id}_caught`);
    const named = assigned(state, { source: assign, at: `${where}/Assign`, name: caught, edge: failed, also });
    if (output === undefined) {
      lead({ ...failed, ...named }, next, `${where}/Next`);
      continue;
    }
    const made = templateOf(output, expressionIn(state, `${where}/Output`, also));
    const edge = flow.put(caught, flow.meet([failed], id), { transform: made });
    lead({ ...edge, ...named }, next, `${where}/Next`);
  }
}

function namesAll(names: Json | undefined): boolean {
  return Array.isArray(names) && names.some((name) => name === "States.ALL" || name === "States.TaskFailed");
}
