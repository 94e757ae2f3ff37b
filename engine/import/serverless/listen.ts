// listen: to one event, as a signal of its type that the run waits for.

import type { Json } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import type { Edge } from "../flow.ts";
import { edgeOf } from "./place.ts";
import type { Kind, Task } from "./task.ts";
import { timeoutMsOf } from "./use.ts";

export const LISTEN: Kind = { besides: [], toSteps: listen };

/** An event is a signal; what was heard is a list of one. */
function listen({ document, source, at, name, place }: Task): Edge[] {
  const { flow } = document;
  const type = signalOf(source["listen"]);
  if (type === null) {
    const hint = "Wait for one signal after the other.";
    flow.unmapped(`${at}/listen`, "Listening to more than the data of one event by its type", hint);
    return [edgeOf(flow, place, name)];
  }
  const message = `The event "${type}" is a signal of this name here.`;
  flow.approximated(`${at}/listen`, message, "Send it to the run: POST /workflow-runs/{runId}/signals/{name}.");
  const timeoutMs = timeoutMsOf(document, source["timeout"], `${at}/timeout`);
  const id = flow.idFor(name);
  const edge = flow.put(id, place, { wait: { signal: type, ...(timeoutMs !== null && { timeoutMs }) } });
  return [flow.put(flow.idFor(`${name}_heard`), flow.meet([edge], name), { transform: [`{{steps.${id}.result}}`] })];
}

function signalOf(said: Json | undefined): string | null {
  if (!isObject(said) || Object.keys(said).some((field) => field !== "to" && field !== "read")) return null;
  const { to, read = "data" } = said;
  const one = isObject(to) && Object.keys(to).length === 1 ? to["one"] : undefined;
  const by = isObject(one) && Object.keys(one).length === 1 ? one["with"] : undefined;
  if (read !== "data" || !isObject(by) || Object.keys(by).length !== 1) return null;
  return typeof by["type"] === "string" ? by["type"] : null;
}
