// Map: one step that does its one Task, or Pass, for each item.

import { MAX_FOR_EACH_CONCURRENCY } from "../../definition/limits.ts";
import type { JsonObject } from "../../json.ts";
import { append } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import type { Edge } from "../flow.ts";
import { expressionOf, textOf } from "../values.ts";
import { callOf } from "./call.ts";
import { expressionIn, templateIn } from "./expression.ts";
import { COMMON, handOn, machineIn, noteLanguage, type State, type StateType } from "./state.ts";

export const MAP: StateType = {
  fields: [
    ...COMMON,
    "Items",
    "ItemSelector",
    "ItemProcessor",
    "Iterator",
    "MaxConcurrency",
    "ToleratedFailureCount",
    "ToleratedFailurePercentage",
  ],
  toSteps: map,
};

function map(state: State): Edge {
  const { flow, source, at, name, place } = state;
  const id = flow.idFor(name);
  const inner = stateWithin(state);
  if (inner === null) return flow.put(id, place, { transform: null });
  const { Items: items } = source;
  const value = item(state, inner.source);
  const each: State = { ...inner, place: { ...place, value } };
  const list = items === undefined ? `{{= ${place.value} }}` : templateIn(state, items, `${at}/Items`);
  const forEach = { items: Array.isArray(list) ? list : textOf(list), ...bounds(state) };
  if (each.source["Type"] === "Pass") {
    const transform = templateIn(each, each.source["Output"] ?? "{% $states.input %}", `${each.at}/Output`);
    return handOn(state, id, flow.put(id, place, { forEach, transform }));
  }
  const { does, resultOf } = callOf(each);
  const edge = flow.put(id, place, { forEach, ...does });
  if (resultOf === null) return handOn(state, id, edge);
  const transform = `{{= $item = null ? null : ${resultOf("$item")} }}`;
  const results = { forEach: { items: `{{steps.${id}.result}}` }, transform };
  return handOn(state, id, flow.put(flow.idFor(`${id}_results`), flow.meet([edge], id), results));
}

/** The Task, or the Pass, that is done for each item; null: it is not that. */
function stateWithin(state: State): State | null {
  const { flow, source, at } = state;
  const field =
    source["ItemProcessor"] === undefined && source["Iterator"] !== undefined ? "Iterator" : "ItemProcessor";
  const processor = `${at}/${field}`;
  const machine = machineIn(state, source[field], processor);
  const states = isObject(machine["States"]) ? Object.entries(machine["States"]) : [];
  const [name = "", inner] = states[0] ?? [];
  if (isObject(machine["ProcessorConfig"]) && machine["ProcessorConfig"]["Mode"] === "DISTRIBUTED") {
    const hint = "A list of up to 10,000 items can be gone through; give it as Items.";
    flow.unmapped(`${processor}/ProcessorConfig`, "A distributed map", hint);
  }
  if (states.length !== 1 || !isObject(inner) || !["Task", "Pass"].includes(textOf(inner["Type"]))) {
    const hint = "Make the states a workflow of their own, and call it by one Task (tools may name a workflow's id).";
    flow.unmapped(`${processor}/States`, "A map over more than one Task or Pass", hint);
    return null;
  }
  const where = append(`${processor}/States`, name);
  const known = inner["Type"] === "Pass" ? ["Output"] : ["Resource", "Arguments", "TimeoutSeconds", "Retry"];
  flow.unmappedFields(inner, ["Type", "Comment", "QueryLanguage", "End", ...known], where);
  noteLanguage(flow, inner, where);
  return { ...state, source: inner, at: where };
}

/** What the input of each item is. It is written wherever the state reads its input, which is counted before it is. */
function item(state: State, inner: JsonObject): string {
  const { flow, source, at } = state;
  const { ItemSelector: selector } = source;
  if (selector === undefined) return "$item";
  const made = expressionOf(selector, expressionIn(state, `${at}/ItemSelector`));
  const reads = JSON.stringify(inner).split("$states").length;
  flow.write(made.length * reads, `${at}/ItemSelector`);
  return made;
}

/** How many items at a time, and how many may fail. */
function bounds({ flow, source, at }: State): JsonObject {
  const number = (field: string): number | null => {
    const { [field]: said } = source;
    if (said === undefined || (typeof said === "number" && said >= 0)) return said ?? null;
    flow.unmapped(`${at}/${field}`, `A ${field} that is no number`, "Write the number.");
    return null;
  };
  const most = number("MaxConcurrency");
  const count = number("ToleratedFailureCount");
  const percent = number("ToleratedFailurePercentage");
  if (count !== null && percent !== null) {
    const hint = "Leave one of them out.";
    flow.unmapped(`${at}/ToleratedFailureCount`, "A count of tolerated failures beside a percentage", hint);
  }
  const field = count === null ? "ToleratedFailurePercentage" : "ToleratedFailureCount";
  if (count !== null || percent !== null)
    flow.approximated(`${at}/${field}`, "Items that fail are null in the list of results.", "Filter them out.");
  if (percent !== null && !Number.isInteger(percent)) {
    const message = `${percent} % become ${Math.floor(percent)} %.`;
    flow.approximated(`${at}/ToleratedFailurePercentage`, message, "Percentages are whole numbers.");
  }
  return {
    concurrency: most === null || most === 0 ? MAX_FOR_EACH_CONCURRENCY : Math.min(most, MAX_FOR_EACH_CONCURRENCY),
    ...(count !== null && { tolerate: count }),
    ...(count === null && percent !== null && { tolerate: `${Math.floor(percent)}%` }),
  };
}
