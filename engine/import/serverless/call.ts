// call and set: a step that calls a tool, or makes a value. `http` is a GET of the hub's own where `tools` does not name it.

import { MAX_STEP_TIMEOUT_MS } from "../../definition/limits.ts";
import type { JsonObject } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import type { Edge } from "../flow.ts";
import { textOf } from "../values.ts";
import type { Kind, Task } from "./task.ts";
import { timeoutMsOf } from "./use.ts";

export const CALL: Kind = { besides: ["with"], toSteps: callOrSet };
export const SET: Kind = { besides: [], toSteps: callOrSet };

/** What a task calls or makes. */
interface Doing {
  readonly does: JsonObject;
  /** Its result is a part of the step's only. */
  readonly part: string | null;
}

/** What is needed of a task to say what it calls. */
type Calling = Pick<Task, "document" | "source" | "at" | "expressions">;

function callOrSet(task: Task): Edge[] {
  const { document, name, place } = task;
  const { does, part } = doingOf(task);
  return [partOf(document.flow.put(document.flow.idFor(name), place, does), part)];
}

export function isCallOrSet(source: JsonObject): boolean {
  return source["call"] !== undefined || source["set"] !== undefined;
}

export function partOf(edge: Edge, part: string | null): Edge {
  return part === null ? edge : { ...edge, value: `${edge.value}.${part}` };
}

export function doingOf(task: Calling): Doing {
  const { document, source, at, expressions } = task;
  const { call, set, with: given = {}, timeout } = source;
  if (set !== undefined) return { does: { transform: expressions.made(set, `${at}/set`) }, part: null };
  if (!isObject(given)) document.flow.unmapped(`${at}/with`, "Arguments that are no object", "Name each of them.");
  const { does, part } = calledBy(task, textOf(call), isObject(given) ? given : {});
  const isBounded = does["workflowId"] === undefined;
  const after = timeoutMsOf(document, timeout, `${at}/timeout`) ?? (isBounded ? document.longestMs : null);
  if (isBounded && after !== null && after > MAX_STEP_TIMEOUT_MS) {
    const hint = "Call a workflow, which may take longer.";
    document.flow.unmapped(`${at}/timeout`, `A call of more than ${MAX_STEP_TIMEOUT_MS / 1000} seconds`, hint);
  }
  return { does: { ...does, retry: { maxAttempts: 1 }, ...(after !== null && { timeoutMs: after }) }, part };
}

function calledBy(task: Calling, fn: string, given: JsonObject): Doing {
  const { document, at, expressions } = task;
  if (fn === "http") return http(task, given);
  const tool = document.flow.toolFor(fn, `${at}/call`);
  return { does: { ...tool, arguments: expressions.template(given, `${at}/with`) }, part: null };
}

function http({ document, at, expressions }: Calling, given: JsonObject): Doing {
  const { flow } = document;
  const { endpoint, ...others } = given;
  const uri = isObject(endpoint) ? endpoint["uri"] : endpoint;
  const url = expressions.uri(uri ?? "", `${at}/with/endpoint`);
  if (flow.hasTool("http") || textOf(given["method"]).toUpperCase() !== "GET") {
    const tool = flow.toolFor("http", `${at}/call`);
    const made = expressions.template(others, `${at}/with`);
    const about = isObject(endpoint) ? { ...endpoint, uri: url } : url;
    return { does: { ...tool, arguments: isObject(made) ? { ...made, endpoint: about } : made }, part: null };
  }
  flow.unmappedFields(given, ["method", "endpoint", "output"], `${at}/with`);
  if (isObject(endpoint)) flow.unmappedFields(endpoint, ["uri"], `${at}/with/endpoint`);
  const { output = "content" } = given;
  if (output !== "content") flow.unmapped(`${at}/with/output`, `The output "${textOf(output)}"`, "Take the content.");
  return { does: { toolId: "tool_nexus_http_get", arguments: { url } }, part: "body" };
}
