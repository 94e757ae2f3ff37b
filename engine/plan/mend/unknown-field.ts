// Where the value of a field goes that the definition does not have.

import { STEP_ID_PATTERN } from "../../definition/limits.ts";
import type { Json, JsonObject } from "../../json.ts";
import { append, pointerOf, valueAt } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import type { Patch, PatchOperation } from "../patch.ts";
import { camel, fieldInstead, isNameOfTool, surelyMeant, type FieldPlace } from "../rules/field-names.ts";
import { STEP_KINDS } from "../../definition/schema.ts";
import { splitCall } from "./mend-call.ts";
import { numberOf, rightValue, sureMilliseconds } from "./right-value.ts";

interface Unknown {
  readonly place: FieldPlace;
  /** To the object that has the field. */
  readonly path: readonly PropertyKey[];
  readonly key: string;
  readonly owner: JsonObject;
  readonly source: Json;
}

/** What other formats say of a workflow, or of a step, that nothing here depends on. */
const WORKFLOW_NOTES: ReadonlySet<string> = new Set(
  "version id schemaVersion type kind apiVersion metadata author created createdAt updatedAt tags taskQueue ownerEmail".split(
    " ",
  ),
);
const STEP_NOTES: ReadonlySet<string> = new Set(
  "type kind position metadata label title tags end server step order sequence typeVersion heartbeatTimeout".split(" "),
);
const NEXT: ReadonlySet<string> = new Set(["next", "nextStep", "onSuccess", "downstream"]);

const GOES_ON: ReadonlySet<string> = new Set(
  "continueOnError continue_on_error continue-on-error ignoreErrors ignore_errors allowFailure allow_failure optional".split(
    " ",
  ),
);

const FALLBACKS: ReadonlySet<string> = new Set(["fallback", "fallbackValue", "fallback_value"]);
const SIGNALS: ReadonlySet<string> = new Set(
  "waitForSignal wait_for_signal waitForEvent wait_for_event awaitSignal await_signal signal".split(" "),
);
const COMMENTS = /^(?:\/\/|[_$]?comments?)$/;

const BACKOFF_RATES: ReadonlySet<string> = new Set(
  "backoffCoefficient backoffRate BackoffRate backoff_rate multiplier factor".split(" "),
);

/** Undefined: it cannot be told. */
export function mendUnknownField(unknown: Unknown, wrappers: ReadonlySet<string>): Patch | undefined {
  const { place, path, key, owner, source } = unknown;
  const pointer = append(pointerOf(path), key);
  const value = owner[key] ?? null;
  const remove: Patch = [{ op: "remove", path: pointer }];
  if (place === "workflow") {
    if (wrappers.has(key)) return unwrapped(key, owner);
    if (key === "edges" || key === "connections") return fromEdges(pointer, value, source);
  }
  if (place === "step") {
    if (NEXT.has(camel(key))) return fromNext(pointer, value, owner, source);
    if (key === "concurrency" && typeof value === "number") return intoForEach(pointer, owner, path);
    if (GOES_ON.has(key)) return onErrorInstead(pointer, value, owner, path);
    if (FALLBACKS.has(key)) return asFallback(pointer, value, owner, path);
    if (SIGNALS.has(key)) return asWait(pointer, value, owner, path);
    if (key === "parallel" && value === true && !Object.hasOwn(owner, "forEach") && hasKind(owner)) return remove;
    if (key === "version") return withVersion(pointer, value, owner, path);
    if (key === "name" && Object.hasOwn(owner, "id") && !isNameOfTool(place, key, owner))
      return asDescription(pointer, value, owner, path);
  }
  if ((place === "workflow" || place === "step") && COMMENTS.test(key)) {
    const isDescription = typeof value === "string" && !Object.hasOwn(owner, "description");
    return isDescription ? asDescription(pointer, value, owner, path) : remove;
  }
  if (place === "forEach" && key === "as")
    return isRead(value, valueAt(source, path.slice(0, -1))) ? undefined : remove;
  if (place === "handoff" && path.at(-1) === "handoff" && fieldInstead(place, key) !== undefined) {
    return intoContext(pointer, key, owner, path);
  }
  if (place === "retry" && BACKOFF_RATES.has(key)) return asBackoff(pointer, value, owner, path);
  const meant = surelyMeant(place, key, owner);
  if (meant === "transform" && hasKind(owner)) return undefined;
  if ((meant === "toolId" || meant === "tool") && isObject(value)) return splitCall(value, key, owner, path);
  if (meant !== undefined) return renamedField(unknown, pointer, meant);
  const isNote = place === "workflow" ? WORKFLOW_NOTES.has(camel(key)) : place === "step" && STEP_NOTES.has(camel(key));
  // A step that does nothing may have its tool under this name.
  return isNote && (place === "workflow" || hasKind(owner)) ? remove : undefined;
}

function renamedField({ path, key, owner }: Unknown, pointer: string, field: string): Patch | undefined {
  const value = owner[key] ?? null;
  const to = append(pointerOf(path), field);
  const meant = valueUnder(key, field, value, [...path, field]);
  if (meant === undefined) return undefined;
  if (meant === value) return [{ op: "move", from: pointer, path: to }];
  return [
    { op: "remove", path: pointer },
    { op: "add", path: to, value: meant },
  ];
}

/** What the value comes to under its right name; undefined where its unit cannot be told. */
function valueUnder(key: string, field: string, value: Json, path: readonly PropertyKey[]): Json | undefined {
  const plain = key.replaceAll(/[_-]/g, "").toLowerCase();
  const number = numberOf(value);
  if (plain === "retries" || plain === "maxretries") {
    // The first call is no retry.
    if (number === undefined) return isObject(value) ? value : undefined;
    return field === "retry" ? { maxAttempts: number + 1 } : number + 1;
  }
  if (field === "ms" || field.endsWith("Ms")) {
    if (plain.endsWith("ms") || plain.endsWith("milliseconds")) return rightValue(path, value) ?? value;
    if (/sec(?:onds|s)?$/.test(plain)) return number === undefined ? undefined : number * 1_000;
    if (/min(?:utes|s)?$/.test(plain)) return number === undefined ? undefined : number * 60_000;
    if (plain === "hours") return number === undefined ? undefined : number * 3_600_000;
    if (plain === "days") return number === undefined ? undefined : number * 86_400_000;
    return sureMilliseconds(value);
  }
  if (field === "wait" && !isObject(value)) {
    if (/sec(?:onds|s)?$/.test(plain)) return number === undefined ? undefined : { ms: number * 1_000 };
    const ms = sureMilliseconds(value);
    return ms === undefined ? undefined : { ms };
  }
  if (field === "onError" && value !== "continue" && value !== "fail") {
    return rightValue(path, value) ?? (isObject(value) && Object.hasOwn(value, "fallback") ? value : undefined);
  }
  if (field === "id") return typeof value === "string" && STEP_ID_PATTERN.test(value) ? value : undefined;
  return rightValue(path, value) ?? value;
}

/** `{ "workflow": { … } }`, with nothing beside it that would be lost. */
function unwrapped(key: string, owner: JsonObject): Patch | undefined {
  const inner = owner[key];
  if (!isObject(inner)) return undefined;
  const fields = Object.keys(inner);
  if (
    fields.length === 0 ||
    fields.length > 50 ||
    fields.some((field) => field === key || Object.hasOwn(owner, field))
  ) {
    return undefined;
  }
  const moves = fields.map((field): PatchOperation => {
    return { op: "move", from: append(append("", key), field), path: append("", field) };
  });
  return [...moves, { op: "remove", path: append("", key) }];
}

/** `"next": "summarize"`: that step waits for this one. */
function fromNext(pointer: string, value: Json, owner: JsonObject, source: Json): Patch | undefined {
  const { id } = owner;
  if (value === null) return [{ op: "remove", path: pointer }];
  const next = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
  if (typeof id !== "string" || next.length === 0) return undefined;
  const waits = waitsFor(
    next.map((to) => [id, to]),
    source,
  );
  return waits && [{ op: "remove", path: pointer }, ...waits];
}

/** Where LangGraph begins and ends. */
const END = /^_*(?:START|END|start__|end__)_*$/;

/** `"edges": [{ "from": "a", "to": "b" }]` */
function fromEdges(pointer: string, value: Json, source: Json): Patch | undefined {
  if (!Array.isArray(value)) return undefined;
  const edges = value.map((edge): [string, string] | undefined => {
    const [from, to] = Array.isArray(edge)
      ? edge
      : isObject(edge)
        ? [edge["from"] ?? edge["source"], edge["to"] ?? edge["target"]]
        : [];
    return typeof from === "string" && typeof to === "string" ? [from, to] : undefined;
  });
  if (!edges.every((edge) => edge !== undefined)) return undefined;
  const waits = waitsFor(
    edges.filter((edge) => !edge.some((end) => END.test(end))),
    source,
  );
  return waits && [{ op: "remove", path: pointer }, ...waits];
}

/** `[a, b]`: b waits for a. */
function waitsFor(edges: readonly (readonly [string, string])[], source: Json): PatchOperation[] | undefined {
  const steps = isObject(source) && Array.isArray(source["steps"]) ? source["steps"] : [];
  const indexes = new Map(steps.map((step, at) => [isObject(step) ? step["id"] : undefined, at]));
  const needed = new Map<number, Set<string>>();
  for (const [from, to] of edges) {
    const at = indexes.get(to);
    const step = at === undefined ? undefined : steps[at];
    if (at === undefined || !isObject(step) || !indexes.has(from)) return undefined;
    const { dependsOn = [] } = step;
    if (!Array.isArray(dependsOn)) return undefined;
    if (dependsOn.includes(from)) continue;
    needed.set(at, (needed.get(at) ?? new Set()).add(from));
  }
  return [...needed].map(([at, ids]) => {
    const step = steps[at];
    const before = isObject(step) && Array.isArray(step["dependsOn"]) ? step["dependsOn"] : [];
    return { op: "add", path: `/steps/${at}/dependsOn`, value: [...before, ...ids] };
  });
}

/** A delay that doubles, or stays. */
function asBackoff(pointer: string, value: Json, owner: JsonObject, path: readonly PropertyKey[]): Patch | undefined {
  const backoff = value === 1 ? "constant" : value === 2 ? "exponential" : undefined;
  if (backoff === undefined || Object.hasOwn(owner, "backoff")) return undefined;
  return [
    { op: "remove", path: pointer },
    { op: "add", path: append(pointerOf(path), "backoff"), value: backoff },
  ];
}

/** `"concurrency": 5` beside the list that it is for. */
function intoForEach(pointer: string, { forEach }: JsonObject, path: readonly PropertyKey[]): Patch | undefined {
  if (!isObject(forEach) || Object.hasOwn(forEach, "concurrency")) return undefined;
  return [{ op: "move", from: pointer, path: append(append(pointerOf(path), "forEach"), "concurrency") }];
}

/** `"continueOnError": true` */
function onErrorInstead(
  pointer: string,
  value: Json,
  owner: JsonObject,
  path: readonly PropertyKey[],
): Patch | undefined {
  if (value === false) return [{ op: "remove", path: pointer }];
  if (value !== true || Object.hasOwn(owner, "onError")) return undefined;
  return [
    { op: "remove", path: pointer },
    { op: "add", path: append(pointerOf(path), "onError"), value: "continue" },
  ];
}

/** `"fallback": []` beside what may fail. */
function asFallback(pointer: string, value: Json, owner: JsonObject, path: readonly PropertyKey[]): Patch | undefined {
  const { onError = "continue" } = owner;
  if (onError !== "continue") return undefined;
  return [
    { op: "remove", path: pointer },
    { op: "add", path: append(pointerOf(path), "onError"), value: { fallback: value } },
  ];
}

/** `"waitForSignal": "approved"` */
function asWait(pointer: string, value: Json, owner: JsonObject, path: readonly PropertyKey[]): Patch | undefined {
  if (typeof value !== "string" || value === "" || hasKind(owner)) return undefined;
  return [
    { op: "remove", path: pointer },
    { op: "add", path: append(pointerOf(path), "wait"), value: { signal: value } },
  ];
}

/** `"task": "Review it"` beside the agent that is to do it. */
function intoContext(pointer: string, key: string, owner: JsonObject, path: readonly PropertyKey[]): Patch | undefined {
  const { context } = owner;
  const to = append(pointerOf(path), "context");
  if (context === undefined) {
    return [
      { op: "remove", path: pointer },
      { op: "add", path: to, value: { [key]: owner[key] ?? null } },
    ];
  }
  return isObject(context) && !Object.hasOwn(context, key)
    ? [{ op: "move", from: pointer, path: append(to, key) }]
    : undefined;
}

/** Whether a template of the step may still call its item by this name. */
function isRead(name: Json, step: Json | undefined): boolean {
  if (name === "item") return false;
  if (typeof name !== "string" || !/^[A-Za-z_]\w{0,63}$/.test(name)) return true;
  const read = new RegExp(`(?<![\\w.-])\\$?${name}\\b`);
  const placeholders = JSON.stringify(step ?? null)
    .split("{{")
    .slice(1);
  return placeholders.some((rest) => read.test(rest.split("}}", 1)[0] ?? ""));
}

function hasKind(step: JsonObject): boolean {
  return STEP_KINDS.some((kind) => Object.hasOwn(step, kind));
}

/** A tool's id is that of one version; `agent/name` takes it behind an @. */
function withVersion(
  pointer: string,
  value: Json,
  { tool, toolId }: JsonObject,
  path: readonly PropertyKey[],
): Patch | undefined {
  const remove: PatchOperation = { op: "remove", path: pointer };
  if (toolId !== undefined) return [remove];
  if (typeof tool !== "string" || typeof value !== "string") return undefined;
  if (tool.includes("@")) return [remove];
  return [remove, { op: "replace", path: append(pointerOf(path), "tool"), value: `${tool}@${value}` }];
}

/** A title beside the id. */
function asDescription(
  pointer: string,
  value: Json,
  owner: JsonObject,
  path: readonly PropertyKey[],
): Patch | undefined {
  if (typeof value !== "string") return undefined;
  return Object.hasOwn(owner, "description")
    ? [{ op: "remove", path: pointer }]
    : [{ op: "move", from: pointer, path: append(pointerOf(path), "description") }];
}
