// `x-mcp-header` in a tool's schema (2026-07-28): which arguments its clients repeat as `Mcp-Param-…` headers. A tool that says
// it wrongly is one that a client must not use. Pure.

import type { Json, JsonObject } from "../../engine/json.ts";

const ANNOTATION = "x-mcp-header";
/** What a header's name is made of: `token` of RFC 9110. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const TYPES: ReadonlySet<Json | undefined> = new Set(["string", "integer", "boolean"]);
/** Keywords whose values hold schemas by names that people gave, so that the annotation's name means nothing there. */
const NAMED: ReadonlySet<string> = new Set(["patternProperties", "$defs", "definitions", "dependentSchemas"]);
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
  if (!JSON.stringify(schema).includes(ANNOTATION)) return null;
  const taken = new Set<string>();
  for (const annotation of annotationsIn(schema, "", true)) {
    const fault = faultOf(annotation, taken);
    if (fault !== null) return `at "${annotation.at}", ${ANNOTATION} ${fault}`;
  }
  return null;
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
    for (const [index, one] of schema.entries()) yield* annotationsIn(one, `${at}/${index}`, false);
  }
  if (!isObject(schema)) return;
  const name = schema[ANNOTATION];
  if (name !== undefined) yield { at, name, type: schema["type"], isReachable };
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === ANNOTATION || VALUES.has(keyword)) continue;
    if (keyword === "properties") yield* eachIn(value, `${at}/properties`, isReachable);
    else if (NAMED.has(keyword)) yield* eachIn(value, `${at}/${keyword}`, false);
    else yield* annotationsIn(value, `${at}/${keyword}`, false);
  }
}

function* eachIn(named: Json, at: string, isReachable: boolean): Generator<Annotation> {
  if (!isObject(named)) return;
  for (const [name, schema] of Object.entries(named)) {
    yield* annotationsIn(schema, `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, isReachable);
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
