// What people write in a JSON Schema that is none, as it was meant.

import type { Json, JsonObject } from "../../json.ts";
import { isKeyword } from "../../schema/keyword-names.ts";
import { append, tokensOf, valueAt } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import type { Patch } from "../patch.ts";
import { closest } from "../suggest.ts";

const TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"] as const;

const TYPE_BY_OTHER_NAME: Readonly<Record<string, (typeof TYPES)[number]>> = {
  str: "string",
  text: "string",
  char: "string",
  varchar: "string",
  date: "string",
  datetime: "string",
  uuid: "string",
  url: "string",
  int: "integer",
  int32: "integer",
  int64: "integer",
  long: "integer",
  float: "number",
  double: "number",
  decimal: "number",
  bool: "boolean",
  list: "array",
  dict: "object",
  map: "object",
  json: "object",
  record: "object",
  none: "null",
};

/** `pointer`: of the fault, in the schema; `at`: of the schema, in the definition. */
export function mendSchema(schema: Json, pointer: string, at: string): Patch | undefined {
  const tokens = tokensOf(pointer);
  const value = valueAt(schema, tokens);
  const keyword = tokens.at(-1);
  if (keyword === "type" && typeof value === "string") {
    if (value === "any") return [{ op: "remove", path: `${at}${pointer}` }];
    const meant = typeMeant(value);
    return meant === undefined ? undefined : [{ op: "replace", path: `${at}${pointer}`, value: meant }];
  }
  if (keyword === "required" && typeof value === "boolean") return mendRequired(schema, tokens, value, at);
  if (keyword === "required" && typeof value === "string") {
    return [{ op: "replace", path: `${at}${pointer}`, value: [value] }];
  }
  return undefined;
}

function typeMeant(word: string): string | undefined {
  const lower = word.toLowerCase();
  return Object.hasOwn(TYPE_BY_OTHER_NAME, lower)
    ? TYPE_BY_OTHER_NAME[lower]
    : (closest(lower, TYPES) ?? TYPES.find((type) => type === lower));
}

/** `"required": true` in a property means that the object's `required` names it. */
function mendRequired(schema: Json, tokens: readonly string[], isRequired: boolean, at: string): Patch | undefined {
  const owner = tokens.slice(0, -3);
  const [map, name] = tokens.slice(-3);
  const object = valueAt(schema, owner);
  const pointer = `${at}${tokens.reduce<string>(append, "")}`;
  if (!isRequired || map !== "properties") return [{ op: "remove", path: pointer }];
  if (!isObject(object) || name === undefined) return undefined;
  // All of the object's properties at once, for they share one list.
  const said = Object.entries(isObject(object["properties"]) ? object["properties"] : {}).filter(
    ([, property]) => isObject(property) && typeof property["required"] === "boolean",
  );
  if (said[0]?.[0] !== name) return undefined;
  const before = Array.isArray(object["required"]) ? object["required"] : [];
  const names = said.flatMap(([key, property]) => (isObject(property) && property["required"] === true ? [key] : []));
  const place = `${at}${owner.reduce<string>(append, "")}`;
  return [
    ...said.map(([key]) => ({ op: "remove", path: `${append(`${place}/properties`, key)}/required` }) as const),
    { op: "add", path: `${place}/required`, value: [...new Set([...before, ...names])] },
  ];
}

/** `{ "topic": "string" }` and `{ "topic": { "type": "string" } }` as the properties of an object. */
export function asObjectSchema(shorthand: JsonObject): JsonObject | undefined {
  const properties = Object.entries(shorthand).map(([name, property]): [string, Json] | undefined => {
    if (isObject(property)) return Object.keys(property).some(isKeyword) ? [name, property] : undefined;
    const type = typeof property === "string" ? typeMeant(property) : undefined;
    return type === undefined ? undefined : [name, { type }];
  });
  return properties.every((property) => property !== undefined)
    ? { type: "object", properties: Object.fromEntries(properties) }
    : undefined;
}
