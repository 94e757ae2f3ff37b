// Amazon States Language (states-language.net), in its JSONata flavour, as a workflow.
//
//   Task → tool (by `tools`)   Pass → transform   Wait → wait      Choice → a transform with `when` for each way out
//   Map → forEach              Parallel → steps   Fail → a step that fails
//   Retry → retry              Catch → onError: continue, and a `when` on what it leads to
//
//   Assign → a transform, which is read wherever one of its variables is
//
// A state is a step, or several; what `$states.input` means is the result of the step that comes before. To follow one state:
// machine.ts, then the file of its type.

import type { Json, JsonObject } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import { BEGINNING, Flow, type Imported } from "../flow.ts";
import { Machine } from "./machine.ts";

/** `tools`: what each resource (a function's ARN or name) is called here. */
export function importAsl(source: Json, tools: ReadonlyMap<string, string>): Imported {
  return Flow.of(tools, (flow) => definitionOf(flow, source));
}

function definitionOf(flow: Flow, machine: Json): JsonObject {
  if (!isObject(machine)) {
    flow.note("error", "invalid_source", "", "A state machine is an object.", "Give its definition.");
    return { name: "imported", steps: [] };
  }
  if (machine["QueryLanguage"] !== "JSONata") {
    const hint = "Set QueryLanguage to JSONata, and rewrite paths as {% $states.input… %}.";
    flow.unmapped("/QueryLanguage", "JSONPath, which a state machine has unless it says otherwise,", hint);
  }
  flow.unmappedFields(machine, ["Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version"], "");
  const ends = new Machine(flow, machine, "", "").convert(BEGINNING);
  const { Comment: comment, TimeoutSeconds: timeout } = machine;
  if (timeout !== undefined && typeof timeout !== "number")
    flow.unmapped("/TimeoutSeconds", "A timeout that is no number", "Write the seconds.");
  return {
    name: "imported",
    ...(typeof comment === "string" && { description: comment }),
    steps: flow.steps,
    ...(ends.length > 0 && { output: `{{= ${flow.valueOf(ends, "output")} }}` }),
    ...(typeof timeout === "number" && { timeoutMs: timeout * 1000 }),
  };
}
