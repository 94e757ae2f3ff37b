// Serverless Workflow 1.0 (serverlessworkflow.io), in JSON or as text in YAML, as a workflow.
//
//   call → tool      set → transform     wait → wait       do → its tasks       switch → a transform with `when` for each case
//   for → forEach    fork → steps        try/catch → retry and onError          raise → a step that fails
//   listen for one event → wait for a signal
//
// Tasks follow each other; what `.` and `$input` mean is the result of the task before. To follow one task: sequence.ts,
// convert-task.ts, then the file of its kind.

import { MAX_STEP_TIMEOUT_MS } from "../../definition/limits.ts";
import type { Json, JsonObject } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import { BEGINNING, Flow, type Imported } from "../flow.ts";
import { textOf } from "../values.ts";
import { readYaml } from "../yaml.ts";
import { tasksOf } from "./entries.ts";
import { Expressions, VARIABLES, within } from "./expressions.ts";
import { reshape } from "./place.ts";
import { sequence } from "./sequence.ts";
import type { Document } from "./task.ts";
import { REUSED, timeoutMsOf } from "./use.ts";

/** `tools`: what each function is called here; `http` for calls that the hub's own http_get does not make. */
export function importServerless(source: Json, tools: ReadonlyMap<string, string>): Imported {
  return Flow.of(tools, (flow) => {
    if (typeof source !== "string") return definitionOf(flow, source);
    const read = readYaml(source);
    if (read.ok && typeof read.value !== "string") return definitionOf(flow, read.value);
    const why = read.ok ? "It is a text." : read.why;
    flow.note("error", "invalid_source", "", `This is no document in YAML. ${why}`, "Send YAML as text, or an object.");
    return { name: "imported", steps: [] };
  });
}

function definitionOf(flow: Flow, source: Json): JsonObject {
  const given = isObject(source) ? source : {};
  const about = isObject(given["document"]) ? given["document"] : {};
  if (!textOf(about["dsl"]).startsWith("1.")) {
    const message = "This is no document of Serverless Workflow 1.0.";
    flow.note("error", "invalid_source", "/document/dsl", message, 'Set dsl to "1.0.0".');
  }
  flow.unmappedFields(given, ["document", "input", "output", "do", "timeout", "use"], "");
  const { input, output, timeout } = given;
  const use = isObject(given["use"]) ? given["use"] : {};
  flow.unmappedFields(use, REUSED, "/use");
  const timeoutMs = timeoutMsOf({ flow, use }, timeout, "/timeout");
  const longestMs = Math.min(timeoutMs ?? MAX_STEP_TIMEOUT_MS, MAX_STEP_TIMEOUT_MS);
  const ended: Document["ended"] = [];
  const inputSchema = schemaIn(flow, input, ["from", "schema"], "/input");
  const outputSchema = schemaIn(flow, output, ["as", "schema"], "/output");
  const from =
    isObject(input) && input["from"] !== undefined
      ? reshape(flow, BEGINNING, "input", input["from"], "/input/from", VARIABLES)
      : BEGINNING;
  const tasks = tasksOf(flow, given["do"], "/do");
  const done = [...sequence({ flow, use, longestMs, ended }, tasks, [from], "", VARIABLES), ...ended];
  const as = isObject(output) && done.length > 0 ? output["as"] : undefined;
  const last = as === undefined ? flow.valueOf(done, "output") : flow.meet(done, "output").value;
  const expressions = new Expressions(flow, last, within(VARIABLES, from.value));
  return {
    name: typeof about["name"] === "string" ? about["name"] : "imported",
    ...(typeof about["summary"] === "string" && { description: about["summary"] }),
    ...(inputSchema !== undefined && { inputSchema }),
    ...(outputSchema !== undefined && { outputSchema }),
    steps: flow.steps,
    output: as === undefined ? `{{= ${last} }}` : expressions.made(as, "/output/as"),
    ...(timeoutMs !== null && { timeoutMs }),
  };
}

/** Of the input or the output, what its schema says. */
function schemaIn(flow: Flow, of: Json | undefined, known: readonly string[], at: string): Json | undefined {
  if (!isObject(of)) return undefined;
  flow.unmappedFields(of, known, at);
  const { schema } = of;
  if (!isObject(schema)) return undefined;
  flow.unmappedFields(schema, ["document", "format"], `${at}/schema`);
  const { document, format = "json" } = schema;
  if (/^json(:|$)/.test(textOf(format))) return document;
  flow.unmapped(`${at}/schema/format`, `A schema of the format ${textOf(format)}`, "Write it in JSON Schema.");
  return undefined;
}
