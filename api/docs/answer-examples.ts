// An example of each success, made from its schema: what a field's own example says, else what its name, its format and its
// type give. So every operation has one, and none can be of another shape than its answer.

import type { Json } from "../../engine/json.ts";
import type { OpenApi, OpenApiOperation, OpenApiResponse, OpenApiSchema } from "./open-api.ts";
import { resolved } from "./open-api.ts";

/** What fields of these names hold, wherever they are. */
const NAMED: Readonly<Record<string, Json>> = {
  abandoned: 3,
  agentId: "agent_4f90d13a42bc",
  apiKey: "nxc_live_…",
  avgLatencyMs: 42,
  callerAgentId: "agent_4f90d13a42bc",
  calls: 1_200,
  completedAt: "2026-01-31T12:00:01.000Z",
  definitionHash: "9f86d081884c7d65…",
  description: "Searches the web",
  expiresIn: 900,
  hasCredentials: false,
  input: { text: "hello" },
  inputSchema: { type: "object", properties: { query: { type: "string" } }, required: ["query"] },
  invocationId: "inv_V1StGXR8_Z5j",
  isPublic: false,
  keyId: "key_V1StGXR8_Z5j",
  latencyMs: 42,
  maxPerMinute: 60,
  name: "web_search",
  output: { text: "hello" },
  outputSchema: null,
  p50LatencyMs: 38,
  p95LatencyMs: 81,
  p99LatencyMs: 120,
  priceUsd: 0,
  providerAgentId: "agent_nexus",
  rateLimitPerMin: 100,
  redaction: [],
  result: { text: "hello" },
  runId: "run_V1StGXR8_Z5j",
  scopes: ["tools:invoke"],
  startedAt: "2026-01-31T12:00:00.000Z",
  successRate: 0.98,
  tags: ["search"],
  token: "eyJhbGciOiJFZERTQSJ9…",
  toolId: "tool_V1StGXR8_Z5j",
  url: "https://agent.example.com/hooks/outcomes",
  version: "1.0.0",
  warnings: [],
  diagnostics: [],
  workflowId: "wf_V1StGXR8_Z5j",
};

/** Of what a field can be, the one to show. */
const SHOWN: readonly Json[] = ["success", "delivered", "active"];

const INSTANT = "2026-01-31T12:00:00.000Z";
/** A schema may contain itself. */
const MAX_DEPTH = 8;

/** The document with an example for every JSON answer of a success that has none. */
export function withAnswerExamples(document: OpenApi): OpenApi {
  const paths = mapValues(document.paths, (methods) =>
    mapValues(methods, (operation) => withExamples(document, operation)),
  );
  return { ...document, paths };
}

function withExamples(document: OpenApi, operation: OpenApiOperation): OpenApiOperation {
  const responses = mapValues(operation.responses ?? {}, (response, status): OpenApiResponse => {
    const json = response.content?.["application/json"];
    if (!status.startsWith("2") || json?.schema === undefined || json.example !== undefined) return response;
    const example = exampleOf(document, json.schema);
    return { ...response, content: { ...response.content, "application/json": { ...json, example } } };
  });
  return { ...operation, responses };
}

export function exampleOf(document: OpenApi, given: OpenApiSchema, name = "", depth = 0): Json {
  const schema = resolved(document, given);
  if (schema.example !== undefined) return schema.example;
  if (schema.const !== undefined) return schema.const;
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  const ways = schema.anyOf ?? schema.oneOf ?? [];
  const isNullable = types.includes("null") || ways.some((way) => way.type === "null");
  const named = NAMED[name];
  if (named !== undefined && fits(named, types, ways.length > 0)) return named;
  if (isNullable || depth > MAX_DEPTH) return null;
  const [shown = schema.enum?.[0]] = SHOWN.filter((value) => schema.enum?.includes(value));
  if (shown !== undefined) return shown;
  const [first] = ways;
  if (first !== undefined) return exampleOf(document, first, name, depth + 1);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(document, part, name, depth + 1)));
  return exampleOfType(document, schema, types[0], depth);
}

function fits(value: Json, types: readonly string[], hasWays: boolean): boolean {
  if (types.length === 0) return !hasWays;
  if (value === null) return types.includes("null");
  if (Array.isArray(value)) return types.includes("array");
  return typeof value === "number"
    ? types.includes("number") || (types.includes("integer") && Number.isInteger(value))
    : types.includes(typeof value);
}

function exampleOfType(document: OpenApi, schema: OpenApiSchema, type: string | undefined, depth: number): Json {
  const { properties = {}, required = [], items, minimum, format } = schema;
  switch (type) {
    case "object": {
      // What may be anything counts as optional in JSON Schema, though it is always there.
      const fields = Object.entries(properties)
        .filter(([name, { type: of, $ref, anyOf }]) => required.includes(name) || !(of ?? $ref ?? anyOf))
        .map(([name, field]) => [name, exampleOf(document, field, name, depth + 1)] as const);
      return Object.fromEntries(fields);
    }
    case "array":
      return items === undefined ? [] : [exampleOf(document, items, "", depth + 1)];
    case "integer":
    case "number":
      return schema.default ?? Math.max(1, minimum ?? 1);
    case "boolean":
      return schema.default ?? true;
    case "string":
      return schema.default ?? (format === "date-time" ? INSTANT : "…");
    default:
      return schema.default ?? {};
  }
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value, key: string) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
