// What a Task calls: by its Resource a tool, by lambda:invoke the function that its Arguments name, by http:invoke a GET.

import { MAX_STEP_TIMEOUT_MS } from "../../definition/limits.ts";
import type { Json, JsonObject } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import { textOf } from "../values.ts";
import { templateIn } from "./expression.ts";
import { retryOf } from "./retry.ts";
import type { State } from "./state.ts";

/** What a Task that does not say may take, by the specification. */
const DEFAULT_TIMEOUT_SECONDS = 60;

export interface Called {
  readonly does: JsonObject;
  /** What the Task's result is, by the step's. */
  readonly resultOf: ((value: string) => string) | null;
}

/** With its attempts, and how long each may take. */
export function callOf(state: State): Called {
  const { does, resultOf } = calledBy(state);
  return { does: { ...does, ...retryOf(state), ...timeoutOf(state, does) }, resultOf };
}

function calledBy(state: State): Called {
  const { flow, source, at } = state;
  const { Resource: resource = "", Arguments: args } = source;
  const name = textOf(resource);
  const given = isObject(args) ? args : {};
  const fn = given["FunctionName"];
  const isKnown = flow.hasTool(name);
  if (!isKnown && name.endsWith(".waitForTaskToken"))
    flow.unmapped(`${at}/Resource`, "Waiting for a task token", "Call it, then wait for a signal.");
  if (!isKnown && name.endsWith(":http:invoke") && given["Method"] === "GET") return httpGet(state, given);
  if (!isKnown && /:lambda:invoke(\.waitForTaskToken)?$/.test(name) && typeof fn === "string")
    return lambda(state, fn, given);
  const tool = flow.toolFor(name, `${at}/Resource`);
  if (args === undefined) {
    const hint = "Say what is passed: Arguments, {} for nothing.";
    flow.unmapped(at, "A Task without Arguments, which is passed the state's whole input,", hint);
  }
  return { does: { ...tool, arguments: passedIn(state, args ?? {}, `${at}/Arguments`) }, resultOf: null };
}

function httpGet(state: State, given: JsonObject): Called {
  const { flow, at } = state;
  const url = templateIn(state, given["ApiEndpoint"] ?? "", `${at}/Arguments/ApiEndpoint`);
  flow.unmappedFields(given, ["ApiEndpoint", "Method"], `${at}/Arguments`);
  const message = "The result has StatusCode and ResponseBody, but neither StatusText nor Headers.";
  flow.approximated(`${at}/Resource`, message, "Read nothing else of it.");
  return {
    does: { toolId: "tool_nexus_http_get", arguments: { url } },
    resultOf: (value) => `{"StatusCode": ${value}.status, "ResponseBody": ${value}.body}`,
  };
}

function lambda(state: State, fn: string, given: JsonObject): Called {
  const { flow, at } = state;
  const tool = flow.toolFor(fn, `${at}/Arguments/FunctionName`);
  const { InvocationType: type = "RequestResponse", Payload: payload } = given;
  flow.unmappedFields(given, ["FunctionName", "Payload", "InvocationType"], `${at}/Arguments`);
  if (type !== "RequestResponse") {
    const hint = "Wait for the answer, or have the tool answer at once.";
    flow.unmapped(`${at}/Arguments/InvocationType`, textOf(type), hint);
  }
  const message = "The result has Payload, but neither StatusCode nor what the SDK adds.";
  flow.approximated(`${at}/Resource`, message, "Read nothing else of it.");
  return {
    does: { ...tool, arguments: passedIn(state, payload ?? {}, `${at}/Arguments/Payload`) },
    resultOf: (value) => `{"Payload": ${value}}`,
  };
}

/** A tool takes an object whose fields are known. */
function passedIn(state: State, passed: Json, at: string): JsonObject {
  const made = templateIn(state, passed, at);
  if (isObject(made)) return made;
  const message = "What is passed is no object that can be seen here, so the tool is given it as `input`.";
  state.flow.approximated(at, message, 'Name its fields: {"sku": "{% $states.input.sku %}"}.');
  return { input: made };
}

function timeoutOf({ flow, source, at }: State, { workflowId }: JsonObject): JsonObject {
  const { TimeoutSeconds: said } = source;
  const most = MAX_STEP_TIMEOUT_MS / 1000;
  const isBounded = workflowId === undefined;
  if (said === undefined) return isBounded ? { timeoutMs: DEFAULT_TIMEOUT_SECONDS * 1000 } : {};
  if (typeof said === "number" && (said <= most || !isBounded)) return { timeoutMs: said * 1000 };
  const hint = `Write the seconds, up to ${most}; a workflow may take longer than a tool.`;
  flow.unmapped(`${at}/TimeoutSeconds`, "A timeout of this length", hint);
  return {};
}
