// Requests to an operation as the OpenAPI document describes it: such that fit, and such that nearly do.

import fc from "fast-check";
import type { Json } from "../../../engine/json.ts";
import { resolved } from "../../../api/docs/open-api.ts";
import type { OpenApi, OpenApiSchema, PlacedOperation } from "../../../api/docs/open-api.ts";

export interface FuzzRequest {
  /** Path and query. */
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

/** What fields and parameters of these names can be, where no schema tells: ids, URLs, schemas. */
export type Known = Readonly<Record<string, Json>>;

/** Some of the requests are as the document wants them, without and with what may be left out; the others nearly so. */
export function arbitraryRequest(
  document: OpenApi,
  operation: PlacedOperation,
  known: Known,
): fc.Arbitrary<FuzzRequest> {
  const { parameters = [], requestBody } = operation;
  const content = requestBody?.content["application/json"];
  const fitting = content?.schema === undefined ? undefined : valueOf(document, content.schema, known);
  const example = withKnownIds(content?.example ?? {}, known);
  const bodies =
    fitting === undefined
      ? fc.constant(undefined)
      : fc.oneof(
          fitting,
          fc.constant(example),
          fc.constant({}),
          fc.tuple(fitting, fc.array(change, { minLength: 1, maxLength: 3 })).map(changed),
          fc.tuple(fc.constant(example), fc.array(change, { minLength: 1, maxLength: 3 })).map(changed),
        );
  const bare = { ...operation, parameters: parameters.filter(({ in: place }) => place === "path") };
  const given = fc.oneof(
    parametersOf(document, bare, known, 0),
    parametersOf(document, operation, known, 0),
    parametersOf(document, operation, known, 1),
  );
  return fc.tuple(given, bodies).map(([values, body]) => {
    const query = new URLSearchParams();
    const headers: Record<string, string> = {};
    let target = operation.path;
    for (const { name, in: place } of parameters) {
      const value = values[name];
      if (value === undefined) continue;
      if (place === "path") target = target.replace(`{${name}}`, encodeURIComponent(value.toWellFormed()));
      if (place === "query") query.append(name, value);
      if (place === "header") headers[name] = value;
    }
    return {
      target: query.size === 0 ? target : `${target}?${query.toString()}`,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    };
  });
}

function parametersOf(document: OpenApi, { parameters = [] }: PlacedOperation, known: Known, oddWeight: 0 | 1) {
  const values = parameters
    // Nobody can make one up.
    .filter(({ name }) => oddWeight > 0 || name !== "cursor")
    .map(({ name, in: place, schema = {} }) => {
      const fits = valueOf(document, schema, known, name);
      const text = fc.oneof({ weight: 4, arbitrary: fits }, { weight: oddWeight, arbitrary: odd }).map(textOf);
      return [name, place === "path" ? text.filter(isSegment) : place === "header" ? text.filter(isHeader) : text];
    });
  const inPath = parameters.filter(({ in: place }) => place === "path").map(({ name }) => name);
  return fc.record<Record<string, string>>(Object.fromEntries(values), { requiredKeys: inPath });
}

/** An example names tools, agents and addresses that do not exist. */
function withKnownIds(example: Json, known: Known): Json {
  const { toolId = "", toAgentId = "" } = known;
  const text = JSON.stringify(example)
    .replaceAll(/tool_[\w-]{12}/g, textOf(toolId))
    .replaceAll(/agent_[\w-]{12}/g, textOf(toAgentId));
  const value = JSON.parse(text) as Json;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, known[key] ?? inner]));
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Others would be another path: a URL has no segment `..`, and none that is empty stays one. */
function isSegment(text: string): boolean {
  return text !== "" && text !== "." && text !== ".." && text.length < 2_000;
}

/** A client can send no other. */
function isHeader(text: string): boolean {
  return /^[\x21-\x7e]{1,500}$/.test(text);
}

function valueOf(document: OpenApi, schema: OpenApiSchema, known: Known, name = "", depth = 0): fc.Arbitrary<Json> {
  const shape = resolved(document, schema);
  const fitting = fittingOf(document, shape, known, depth);
  const id = known[name];
  return id === undefined ? fitting : fc.oneof({ weight: 3, arbitrary: fc.constant(id) }, fitting);
}

function fittingOf(document: OpenApi, schema: OpenApiSchema, known: Known, depth: number): fc.Arbitrary<Json> {
  const inner = (of: OpenApiSchema, name?: string) => valueOf(document, of, known, name, depth + 1);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const ways = schema.anyOf ?? schema.oneOf;
  if (ways) return fc.oneof(...ways.map((way) => inner(way)));
  const types = typeof schema.type === "string" ? [schema.type] : schema.type;
  if (types === undefined) return anyJson;
  return fc.oneof(...types.map((type) => ofType(type, schema, inner, depth)));
}

function ofType(
  type: string,
  schema: OpenApiSchema,
  inner: (of: OpenApiSchema, name?: string) => fc.Arbitrary<Json>,
  depth: number,
): fc.Arbitrary<Json> {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, properties = {}, required = [] } = schema;
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: minimum ?? -1_000, max: Math.min(maximum ?? 1_000_000, 2 ** 31 - 1) });
    case "number":
      return fc.double({ min: minimum ?? -1e9, max: maximum ?? 1e9, noNaN: true });
    case "array": {
      const few = { minLength: minItems ?? 0, maxLength: Math.max(minItems ?? 0, Math.min(maxItems ?? 3, 3)) };
      return fc.array(schema.items ? inner(schema.items) : anyJson, few);
    }
    case "object": {
      if (schema.properties === undefined || depth > 6) return fc.dictionary(fc.string({ maxLength: 8 }), anyJson);
      const fields = Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, inner(of, name)]));
      return fc.record(fields, { requiredKeys: [...required] }) as fc.Arbitrary<Json>;
    }
    default:
      if (schema.format === "date-time") return instant;
      if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
      return fc.string({ minLength: minLength ?? 0, maxLength: Math.min(maxLength ?? 60, 60) });
  }
}

const anyJson = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
const instant = fc
  .date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());

const odd = fc.constantFrom<Json>(
  null,
  true,
  -1,
  0.5,
  1e308,
  2 ** 53,
  "",
  "\u0000",
  "\ud800",
  "%",
  "'",
  "x".repeat(5_000),
  "__proto__",
  "{{input.a}}",
  "{{=",
  "http://127.0.0.1:9/",
  "9999-99-99T99:99:99Z",
  [],
  {},
  [[]],
  { $ref: "#" },
  { type: "object", pattern: "(" },
  JSON.parse("[".repeat(70) + "]".repeat(70)) as Json,
);

interface Change {
  readonly at: number;
  /** In place of what is there; undefined: it goes. */
  readonly value: Json | undefined;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(1_000),
  value: fc.oneof(odd, anyJson, fc.constant(undefined)),
});

function changed([value, changes]: readonly [Json, readonly Change[]]): Json {
  const whole: Record<string, Json> = { body: JSON.parse(JSON.stringify(value)) as Json };
  for (const { at, value: next } of changes) {
    const places = placesIn(whole);
    const [holder, key] = places[at % places.length] ?? [whole, "body"];
    if (next === undefined && holder !== whole) delete holder[key];
    // A copy: the next change may be within it.
    else holder[key] = structuredClone(next ?? null);
  }
  return whole["body"] ?? null;
}

/** Every place in the value that holds something, the outermost first. */
function placesIn(holder: object): [Record<string, Json>, string][] {
  return Object.entries(holder).flatMap(([key, inner]: [string, unknown]) => [
    [holder as Record<string, Json>, key],
    ...(typeof inner === "object" && inner !== null ? placesIn(inner) : []),
  ]);
}
