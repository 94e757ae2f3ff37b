// `x-mcp-header` in a tool's schema (2026-07-28): which arguments its clients repeat as `Mcp-Param-…` headers, for what routes
// by them on the way. As a client the hub must not use a tool that says it wrongly; as a server it asks for none. Pure.

import type { Json, JsonObject } from "../../../engine/json.ts";
import { append } from "../../../engine/schema/pointer.ts";
import { isObject } from "../../../engine/schema/resources.ts";

const ANNOTATION = "x-mcp-header";
/** What a header's name is made of: `token` of RFC 9110. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const TYPES: ReadonlySet<Json | undefined> = new Set(["string", "integer", "boolean"]);
/** Keywords whose values hold schemas by names that people gave, so that the annotation's name means nothing there. */
const NAMED: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
]);
/** Keywords whose values are no schemas. */
const VALUES: ReadonlySet<string> = new Set(["const", "enum", "default", "examples"]);

interface Annotation {
  /** Where it stands: a JSON Pointer. */
  readonly at: string;
  readonly name: Json;
  readonly type: Json | undefined;
  /** Whether it is of a property, of a property of a property, and so on. */
  readonly isReachable: boolean;
}

/** What is wrong with it, in words; null: nothing. */
export function paramHeaderFault(schema: JsonObject): string | null {
  if (!mentions(schema)) return null;
  const taken = new Set<string>();
  for (const annotation of annotationsIn(schema, "", true)) {
    const fault = faultOf(annotation, taken);
    if (fault !== null) return `at "${annotation.at}", ${ANNOTATION} ${fault}`;
  }
  return null;
}

/**
 * The schema without the annotation, wherever it stands. Nothing in the hub routes by arguments, it would have to hold both
 * against each other, and clients drop a tool whose annotations are faulty, as a stranger's may be.
 */
export function withoutParamHeaders(schema: JsonObject): JsonObject {
  return mentions(schema) ? withoutIn(schema) : schema;
}

function mentions(schema: JsonObject): boolean {
  return JSON.stringify(schema).includes(ANNOTATION);
}

function faultOf({ at, name, type, isReachable }: Annotation, taken: Set<string>): string | null {
  if (!isReachable || at === "") return "stands where no argument is, but only an argument can be sent as a header.";
  if (typeof name !== "string" || !TOKEN.test(name)) return "is no name that a header can have (RFC 9110, token).";
  if (!TYPES.has(type)) return "stands with a value that is no string, integer or boolean.";
  if (taken.has(name.toLowerCase())) return `names "${name}", which another argument has already.`;
  taken.add(name.toLowerCase());
  return null;
}

function* annotationsIn(schema: Json | undefined, at: string, isReachable: boolean): Generator<Annotation> {
  if (Array.isArray(schema)) {
    for (const [index, one] of schema.entries()) yield* annotationsIn(one, append(at, index), false);
  }
  if (!isObject(schema)) return;
  const name = schema[ANNOTATION];
  if (name !== undefined) yield { at, name, type: schema["type"], isReachable };
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === ANNOTATION || VALUES.has(keyword)) continue;
    const inside = append(at, keyword);
    if (NAMED.has(keyword)) yield* eachIn(value, inside, isReachable && keyword === "properties");
    else yield* annotationsIn(value, inside, false);
  }
}

function* eachIn(named: Json, at: string, isReachable: boolean): Generator<Annotation> {
  if (!isObject(named)) return;
  for (const [name, schema] of Object.entries(named)) yield* annotationsIn(schema, append(at, name), isReachable);
}

function withoutIn(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).filter(([keyword]) => keyword !== ANNOTATION);
  return Object.fromEntries(
    kept.map(([keyword, value]) => {
      if (VALUES.has(keyword)) return [keyword, value];
      return [keyword, NAMED.has(keyword) ? withoutInEach(value) : without(value)];
    }),
  );
}

function withoutInEach(named: Json): Json {
  if (!isObject(named)) return named;
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [name, without(value)]));
}

function without(value: Json): Json {
  if (Array.isArray(value)) return value.map(without);
  return isObject(value) ? withoutIn(value) : value;
}
