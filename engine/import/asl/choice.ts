// Choice: a transform with `when` for each way out. It leads to what its rules name, and has no Next.

import type { Json, JsonObject } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import { type Edge, MAX_WAYS, Ways } from "../flow.ts";
import { textOf } from "../values.ts";
import { expressionIn, templateIn } from "./expression.ts";
import { assigned, type State, type StateType } from "./state.ts";

export const CHOICE: StateType = {
  fields: ["Type", "Comment", "QueryLanguage", "Output", "Assign", "Choices", "Default"],
  toSteps: choice,
};

function choice(state: State): null {
  const { flow, source, at, name, place, lead } = state;
  const choices = Array.isArray(source["Choices"]) ? source["Choices"] : [];
  const ways = new Ways(flow, place, `${at}/Choices`);
  const go = (label: string, condition: string | null, does: JsonObject): Edge | null => {
    const edge = ways.put(`${name}_${label}`, condition, does);
    const what = `A Choice of more than ${MAX_WAYS} rules`;
    if (edge === null) flow.unmapped(`${at}/Choices`, what, "Make it several, one after the other.");
    return edge;
  };
  const handed = (output: Json | undefined, where: string): JsonObject => ({
    transform: output === undefined ? `{{= ${place.value} }}` : templateIn(state, output, `${where}/Output`),
  });
  const assigning = (edge: Edge, assign: Json | undefined, where: string) =>
    assigned(state, { source: assign, at: `${where}/Assign`, name: edge.step ?? name, edge });
  for (const [index, rule] of choices.entries()) {
    const where = `${at}/Choices/${index}`;
    const { Condition: said, Output: output, Assign: assign, Next: next } = isObject(rule) ? rule : {};
    if (isObject(rule)) flow.unmappedFields(rule, ["Condition", "Next", "Output", "Assign", "Comment"], where);
    const condition = typeof said === "string" ? expressionIn(state, `${where}/Condition`)(said) : null;
    if (condition === null && typeof said !== "boolean") {
      flow.unmapped(`${where}/Condition`, "A choice without a Condition of JSONata", "Write it as {% … %}.");
      continue;
    }
    if (condition !== null && output === undefined && source["Output"] !== undefined) {
      const message = "The state's Output is not for a rule that holds: that hands on the state's input.";
      flow.approximated(where, message, "Give the rule an Output of its own.");
    }
    const edge = go(textOf(index + 1), condition === null ? textOf(said) : `(${condition})`, handed(output, where));
    if (edge === null) return null;
    lead({ ...edge, ...assigning(edge, assign, where) }, next, `${where}/Next`);
  }
  if (source["Default"] === undefined) {
    go("none", null, { transform: '{{= $error("States.NoChoiceMatched") }}' });
    return null;
  }
  const edge = go("default", null, handed(source["Output"], at));
  const named = edge === null ? {} : assigning(edge, source["Assign"], at);
  if (edge !== null) lead({ ...edge, ...named }, source["Default"], `${at}/Default`);
  return null;
}
