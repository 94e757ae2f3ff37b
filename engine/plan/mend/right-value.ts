// A value of the wrong type as it was meant, where there is no doubt about it.

import { MAX_DEFINITION_DEPTH, STEP_ID_PATTERN } from "../../definition/limits.ts";
import { isDeeperThan, type Json, type JsonObject } from "../../json.ts";
import { momentOf } from "../../run/wait-until.ts";
import { isObject } from "../../schema/resources.ts";
import { parseTemplate } from "../../template/parse.ts";
import { parsePath } from "../../template/path.ts";

const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  sec: 1_000,
  second: 1_000,
  seconds: 1_000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
};

/** Fewer are rather seconds than milliseconds to whoever left out the unit. */
const SURELY_MS = 1_000;

const ERROR_WORDS: Readonly<Record<string, string>> = {
  continue: "continue",
  fail: "fail",
  ignore: "continue",
  skip: "continue",
  ignored: "continue",
  stop: "fail",
  abort: "fail",
  throw: "fail",
  raise: "fail",
};

/** `path` leads to the value, in the definition. Undefined: what was meant cannot be told. */
export function rightValue(path: readonly PropertyKey[], value: Json): Json | undefined {
  const field = path.at(-1);
  if (typeof field === "number") return path.at(-2) === "dependsOn" ? idIn(value) : undefined;
  switch (field) {
    case undefined:
      return wholeDefinition(value);
    case "steps":
      return stepsOf(value);
    case "dependsOn":
      return dependencies(value);
    case "arguments":
      return value === null ? {} : (pairs(value) ?? objectIn(value));
    case "inputSchema":
      return schemaOfFields(value) ?? objectIn(value);
    case "outputSchema":
    case "schema":
    case "resultSchema":
      return objectIn(value);
    case "retry":
      return retryOf(value) ?? objectIn(value);
    case "forEach":
      return forEachOf(value) ?? objectIn(value);
    case "items":
      return listIn(value) ?? placeholder(value);
    case "wait":
      return waitOf(value) ?? objectIn(value);
    case "handoff":
      return typeof value === "string" && value.startsWith("agent_") ? { toAgentId: value } : objectIn(value);
    case "compensate":
      return typeof value === "string" && value.startsWith("tool_") ? { toolId: value } : objectIn(value);
    case "concurrency":
      return typeof numberOf(value) === "number" && path.length === 1
        ? { limit: numberOf(value) ?? 1 }
        : numberOf(value);
    case "onError":
      return onErrorOf(value);
    case "nonRetryable":
      return typeof value === "string" ? [value] : undefined;
    case "tolerate":
      return tolerance(value);
    case "jitter":
    case "exposeAsTool":
      return value === "true" || value === "false" ? value === "true" : undefined;
    case "when":
      return value === false ? "{{= false }}" : undefined;
    case "name":
    case "description":
      return typeof value === "number" ? String(value) : undefined;
    default:
      return typeof field === "string" && /(?:^m|M)s$/.test(field) ? millisecondsIn(value) : numberOf(value);
  }
}

function wholeDefinition(value: Json): Json | undefined {
  if (Array.isArray(value) && value.length === 1 && isObject(value[0])) return value[0];
  return typeof value === "string" ? objectIn(withoutFence(value.trim())) : undefined;
}

function withoutFence(text: string): string {
  if (!text.startsWith("```") || !text.endsWith("```")) return text;
  return text.slice(3, -3).replace(/^\w{0,20}/, "");
}

/** `{ "search": { … } }` as a list of steps with these ids. */
function stepsOf(value: Json): Json | undefined {
  const parsed = typeof value === "string" ? parsedJson(value) : value;
  if (Array.isArray(parsed)) return parsed === value ? undefined : parsed;
  if (!isObject(parsed)) return undefined;
  if (typeof parsed["id"] === "string" && !Object.values(parsed).every(isObject)) return [parsed];
  const steps = Object.entries(parsed).map(([id, step]) => (isObject(step) ? { id, ...step } : undefined));
  return steps.every((step) => step !== undefined) && Object.keys(parsed).every((id) => STEP_ID_PATTERN.test(id))
    ? steps
    : undefined;
}

function dependencies(value: Json): Json | undefined {
  if (value === null) return [];
  if (typeof value === "string") {
    const listed = listIn(value);
    return listed ?? value.split(",").map((id) => id.trim());
  }
  const id = idIn(value);
  if (id !== undefined) return [id];
  // `{ "search": "success" }`
  if (!isObject(value) || Object.keys(value).length === 0) return undefined;
  const isPlain = Object.entries(value).every(
    ([key, how]) =>
      STEP_ID_PATTERN.test(key) &&
      (how === null || how === true || (typeof how === "string" && AFTER_SUCCESS.has(how))),
  );
  return isPlain ? Object.keys(value) : undefined;
}

const AFTER_SUCCESS: ReadonlySet<string> = new Set(["success", "succeeded", "completed", "Succeeded", "done"]);

const FALLBACK_NAMES = /^(?:default|fallback)(?:_?value)?$/i;

/** `"ignore"`, `{ "action": "continue" }`, `{ "default": [] }` */
function onErrorOf(value: Json): Json | undefined {
  if (isObject(value)) {
    const [only, ...others] = Object.entries(value);
    if (only !== undefined && others.length === 0 && FALLBACK_NAMES.test(only[0]) && onErrorOf(only[1]) === undefined) {
      return { fallback: only[1] };
    }
    if (only === undefined || others.length > 0 || !/^(?:action|type|strategy|mode|policy)$/.test(only[0]))
      return undefined;
    return onErrorOf(only[1]);
  }
  return typeof value === "string" && Object.hasOwn(ERROR_WORDS, value.toLowerCase())
    ? ERROR_WORDS[value.toLowerCase()]
    : undefined;
}

const TYPES: ReadonlySet<string> = new Set(["string", "number", "integer", "boolean", "object", "array"]);

/** `[{ "name": "topic", "type": "string", "required": true }]` as a schema. */
function schemaOfFields(value: Json): Json | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const properties = new Map<string, Json>();
  const required: string[] = [];
  for (const field of value) {
    if (!isObject(field) || typeof field["name"] !== "string") return undefined;
    const { name, required: isRequired, ...rest } = field;
    const { type } = rest;
    const isPlain = Object.keys(rest).every((key) => /^(?:type|description|default|enum)$/.test(key));
    if (!isPlain || (type !== undefined && !(typeof type === "string" && TYPES.has(type))) || properties.has(name))
      return undefined;
    properties.set(name, rest);
    if (isRequired === true) required.push(name);
  }
  return { type: "object", properties: Object.fromEntries(properties), ...(required.length > 0 && { required }) };
}

function idIn(value: Json): string | undefined {
  if (!isObject(value)) return undefined;
  const [only, ...others] = Object.entries(value).filter(([key]) => /^(?:id|step|stepId|step_id|name)$/.test(key));
  return only !== undefined && others.length === 0 && typeof only[1] === "string" ? only[1] : undefined;
}

/** `[{ "name": "query", "value": "x" }]` */
function pairs(value: Json): Json | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const entries = value.map((item): [string, Json] | undefined => {
    if (!isObject(item)) return undefined;
    const name = item["name"] ?? item["key"];
    return typeof name === "string" && Object.hasOwn(item, "value") ? [name, item["value"] ?? null] : undefined;
  });
  return entries.every((entry) => entry !== undefined) ? Object.fromEntries(entries) : undefined;
}

function retryOf(value: Json): Json | undefined {
  if (value === true) return {};
  if (value === false) return { maxAttempts: 1 };
  const attempts = numberOf(value);
  return attempts === undefined ? undefined : { maxAttempts: attempts };
}

function forEachOf(value: Json): Json | undefined {
  const items = Array.isArray(value) ? value : placeholder(value);
  return items === undefined ? undefined : { items };
}

/** A text that is one placeholder, or would be one with its braces. */
function placeholder(value: Json): string | undefined {
  if (typeof value !== "string") return undefined;
  if (value.includes("{{")) return parseTemplate(value).whole ? value : undefined;
  const path = value.replace(/^\$\.?/, "");
  return parsePath(path).ok ? `{{${path}}}` : undefined;
}

function waitOf(value: Json): Json | undefined {
  if (typeof value === "number") return value >= SURELY_MS ? { ms: value } : undefined;
  if (typeof value !== "string") return undefined;
  if (momentOf(value) !== null) return { until: value };
  const ms = millisecondsIn(value);
  return ms === undefined || /^\s*\d+\s*$/.test(value) ? undefined : { ms };
}

/** `0.1` and `"10 %"` as a share. */
function tolerance(value: Json): Json | undefined {
  if (typeof value === "number") return value > 0 && value < 1 ? `${Math.round(value * 100)}%` : undefined;
  const [, digits, percent] = isShort(value) ? (/^\s*(\d{1,4})\s*(%?)\s*$/.exec(value) ?? []) : [];
  return digits === undefined ? undefined : percent === "%" ? `${Number(digits)}%` : Number(digits);
}

/** `"30"`, `"30s"`, `"5 min"`, `"PT30S"`, 1500.5. */
export function millisecondsIn(value: Json): number | undefined {
  if (typeof value === "number") return Number.isInteger(value) ? undefined : Math.round(value);
  if (!isShort(value)) return undefined;
  const [, hours, minutes, seconds] = /^PT(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?$/.exec(value) ?? [];
  if (hours !== undefined || minutes !== undefined || seconds !== undefined) {
    return Number(hours ?? 0) * 3_600_000 + Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1_000;
  }
  const [, digits, unit = "ms"] = /^\s*(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]{1,7})?\s*$/.exec(value) ?? [];
  const factor = Object.hasOwn(UNITS_MS, unit) ? UNITS_MS[unit] : undefined;
  return digits === undefined || factor === undefined ? undefined : Math.round(Number(digits) * factor);
}

/** Of a time under a name that leaves its unit open. */
export function sureMilliseconds(value: Json): number | undefined {
  if (typeof value === "number") return Number.isInteger(value) && value >= SURELY_MS ? value : undefined;
  return isShort(value) && /[A-Za-z]/.test(value) ? millisecondsIn(value) : undefined;
}

export function numberOf(value: Json): number | undefined {
  if (typeof value === "number") return Number.isInteger(value) ? value : undefined;
  return isShort(value) && /^\s*-?\d{1,9}\s*$/.test(value) ? Number(value) : undefined;
}

/** As short as a number with a unit is. */
export function isShort(value: Json): value is string {
  return typeof value === "string" && value.length <= 40;
}

export function objectIn(value: Json): JsonObject | undefined {
  const parsed = typeof value === "string" ? parsedJson(value) : undefined;
  return isObject(parsed) ? parsed : undefined;
}

export function listIn(value: Json): Json[] | undefined {
  const parsed = typeof value === "string" ? parsedJson(value) : undefined;
  return Array.isArray(parsed) ? parsed : undefined;
}

function parsedJson(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return isDeeperThan(value, MAX_DEFINITION_DEPTH) ? undefined : value;
  } catch {
    return undefined;
  }
}
