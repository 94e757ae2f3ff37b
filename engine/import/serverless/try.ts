// try: its one call, with the attempts of `catch.retry`, and the tasks of `catch.do` for when it fails all the same.

import { MAX_ATTEMPTS, MAX_RETRY_DELAY_MS } from "../../definition/limits.ts";
import type { Json, JsonObject } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import { durationMs } from "../duration.ts";
import type { Edge } from "../flow.ts";
import { textOf } from "../values.ts";
import { doingOf, partOf } from "./call.ts";
import { entriesOf, tasksOf } from "./entries.ts";
import { edgeOf } from "./place.ts";
import type { Document, Kind, Task } from "./task.ts";
import { reused } from "./use.ts";

export const TRY: Kind = { besides: ["catch"], toSteps: attempt };

function attempt(task: Task): Edge[] {
  const { document, source, at, name, place, variables, expressions, sequence } = task;
  const { flow } = document;
  const { try: tasks, catch: caught } = source;
  const handler = isObject(caught) ? caught : {};
  const [only, ...more] = entriesOf(flow, tasks, `${at}/try`);
  if (only === undefined || more.length > 0 || only.source["call"] === undefined) {
    const hint = "Give each call a try of its own, or make the tasks a workflow and call that.";
    flow.unmapped(`${at}/try`, "Trying more than one call", hint);
    const from = edgeOf(flow, place, name);
    return sequence(document, tasksOf(flow, tasks, `${at}/try`), [from], `${name}_`, variables);
  }
  flow.unmappedFields(only.source, ["call", "with", "timeout", "metadata"], only.at);
  flow.unmappedFields(handler, ["retry", "do", "as"], `${at}/catch`);
  const { retry, do: then } = handler;
  const id = flow.idFor(name);
  const { does, part } = doingOf({ document, source: only.source, at: only.at, expressions });
  const isCaught = then !== undefined || retry === undefined;
  const retrying = retryOf(document, retry, `${at}/catch/retry`);
  const edge = partOf(flow.put(id, place, { ...does, ...retrying, ...(isCaught && { onError: "continue" }) }), part);
  if (!isCaught) return [edge];
  const failed: Edge = { step: id, on: "failed", maybe: true, value: place.value };
  return [{ ...edge, maybe: true }, ...(then === undefined ? [failed] : handled(task, handler, id, failed))];
}

/** The tasks that know the error by its name. */
function handled(task: Task, { do: then, as = "error" }: JsonObject, id: string, failed: Edge): Edge[] {
  const { document, at, name, variables, sequence } = task;
  const { flow } = document;
  const message = "An error has type and title (this hub's code) and detail here, and neither status nor instance.";
  flow.approximated(`${at}/catch`, message, "Compare its type with the codes in docs/errors.md.");
  const code = `$steps.${id}.error.code`;
  const error = `{"type": ${code}, "title": ${code}, "detail": $steps.${id}.error.message}`;
  const known = new Map([...variables, [textOf(as), error]]);
  return sequence(document, tasksOf(flow, then, `${at}/catch/do`), [failed], `${name}_catch_`, known);
}

function retryOf(document: Document, said: Json | undefined, at: string): JsonObject {
  if (said === undefined) return {};
  const { flow } = document;
  const retry = reused(document, "retries", said);
  if (!isObject(retry)) {
    flow.unmapped(at, "A retry policy that is neither here nor in use.retries", "Write it here.");
    return {};
  }
  flow.unmappedFields(retry, ["delay", "backoff", "limit", "jitter"], at);
  const { delay = { seconds: 0 }, backoff = { constant: {} }, limit, jitter } = retry;
  if (isObject(limit)) flow.unmappedFields(limit, ["attempt"], `${at}/limit`);
  const most = isObject(limit) && isObject(limit["attempt"]) ? limit["attempt"] : {};
  flow.unmappedFields(most, ["count"], `${at}/limit/attempt`);
  const { count } = most;
  const [kind = "constant"] = isObject(backoff) ? Object.keys(backoff) : [];
  const initialDelayMs = durationMs(delay);
  if (initialDelayMs === null) flow.unmapped(`${at}/delay`, "A delay of this length", "Write it as {seconds: 5}.");
  const isCounted = typeof count === "number" && count < MAX_ATTEMPTS;
  const differences = [
    "Only failures that can pass are retried.",
    ...(isCounted ? [] : [`There are at most ${MAX_ATTEMPTS - 1} retries.`]),
    ...(jitter === undefined ? [] : ["The jitter takes away up to half of the delay."]),
  ];
  const hint = "Failures that can pass: 5xx, 408, 429, no answer, a timeout.";
  flow.approximated(at, differences.join(" "), hint);
  return {
    retry: {
      maxAttempts: isCounted ? count + 1 : MAX_ATTEMPTS,
      backoff: kind,
      initialDelayMs: initialDelayMs ?? 0,
      maxDelayMs: MAX_RETRY_DELAY_MS,
      jitter: jitter !== undefined,
    },
  };
}
