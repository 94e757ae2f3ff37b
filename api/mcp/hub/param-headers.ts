// `x-mcp-header` in a tool's schema (2026-07-28) has clients repeat arguments as `Mcp-Param-…` headers, for what routes by
// them on the way; a server has to hold both against each other, and clients drop a tool whose annotations are faulty. In
// the hub nothing routes by arguments, and schemas are strangers': so it asks for none.

import type { Json, JsonObject } from "../../../engine/json.ts";

const ANNOTATION = "x-mcp-header";
/** Keywords whose values are named by people, so that the annotation's name means nothing there. */
const NAMED: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
]);
/** Keywords whose values are no schemas. */
const VALUES: ReadonlySet<string> = new Set(["const", "enum", "default", "examples"]);

/** The schema without the annotation, wherever it stands. */
export function withoutParamHeaders(schema: JsonObject): JsonObject {
  return JSON.stringify(schema).includes(ANNOTATION) ? withoutIn(schema) : schema;
}

function withoutIn(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).filter(([keyword]) => keyword !== ANNOTATION);
  return Object.fromEntries(
    kept.map(([keyword, value]) => {
      if (VALUES.has(keyword)) return [keyword, value];
      return [keyword, NAMED.has(keyword) ? eachOf(value) : inner(value)];
    }),
  );
}

function eachOf(named: Json): Json {
  if (!isObject(named)) return named;
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [name, inner(value)]));
}

function inner(value: Json): Json {
  if (Array.isArray(value)) return value.map(inner);
  return isObject(value) ? withoutIn(value) : value;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
