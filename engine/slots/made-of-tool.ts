// What a slot asks for that is made in the place of a tool: of the tool's schemas, what the definition sends and what it reads,
// so that tools which do less fit as well.

import type { Json, JsonObject } from "../json.ts";
import { isObject } from "../schema/resources.ts";
import { inspect } from "../template/references.ts";
import { callsIn } from "./calls.ts";

/** The schemas of the slot called `toolId` in the definitions, in whose place the tool with these schemas was. */
export function slotSchemas(
  definitions: readonly Json[],
  toolId: string,
  tool: { readonly inputSchema: Json; readonly outputSchema: Json },
): { inputSchema: Json; outputSchema: Json } {
  const calling = definitions.map((definition) => ({
    definition,
    calls: callsIn(definition).flatMap(({ call }) => (call["toolId"] === toolId ? [call] : [])),
  }));
  const calls = calling.flatMap((one) => one.calls);
  const parts = calling.flatMap((one) => partsRead(one.definition, one.calls));
  return { inputSchema: sent(calls, tool.inputSchema), outputSchema: read(parts, tool.outputSchema) };
}

function sent(calls: readonly JsonObject[], inputSchema: Json): Json {
  const names = calls.map(({ arguments: args }) => (isObject(args ?? null) ? Object.keys(args ?? {}) : []));
  const always = names.reduce((some, other) => some.filter((name) => other.includes(name)), names[0] ?? []);
  const ever = [...new Set(names.flat())];
  const properties = isObject(inputSchema) && !refersWithin(inputSchema) ? propertiesOf(inputSchema) : {};
  return {
    type: "object",
    properties: Object.fromEntries(
      ever.map((name) => [name, Object.hasOwn(properties, name) ? (properties[name] ?? {}) : {}]),
    ),
    required: always,
    additionalProperties: false,
  };
}

/** What the definition reads of these calls' results; undefined: all of one. */
function partsRead(definition: Json, calls: readonly JsonObject[]): (string | undefined)[] {
  const ids = new Set(calls.flatMap(({ id }) => (typeof id === "string" ? [id] : [])));
  return inspect(definition).references.flatMap(({ root, path }) => {
    const [id, field, ...rest] = path;
    if (root !== "steps" || field !== "result" || typeof id !== "string" || !ids.has(id)) return [];
    // Of a forEach, the first is an item's place.
    return [rest.find((part) => typeof part === "string")];
  });
}

function read(parts: readonly (string | undefined)[], outputSchema: Json): Json {
  if (parts.length === 0) return null;
  if (parts.includes(undefined) || !isObject(outputSchema) || refersWithin(outputSchema)) return outputSchema;
  const properties = propertiesOf(outputSchema);
  const names = [...new Set(parts)].filter((name) => name !== undefined && Object.hasOwn(properties, name));
  const { required } = outputSchema;
  return {
    type: "object",
    properties: Object.fromEntries(names.map((name = "") => [name, properties[name] ?? {}])),
    required: names.filter((name = "") => Array.isArray(required) && required.includes(name)).map((name = "") => name),
  };
}

/** Whether a part of it cannot stand alone. */
function refersWithin(schema: JsonObject): boolean {
  return JSON.stringify(schema).includes('"$ref"');
}

function propertiesOf({ properties = {} }: JsonObject): JsonObject {
  return isObject(properties) ? properties : {};
}
