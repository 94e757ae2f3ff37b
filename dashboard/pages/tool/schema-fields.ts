// The fields of a JSON Schema as a person reads them: one row a field, what is within it below it.

import { isObject, type JsonSchema, MAX_DEPTH, propertiesOf, requiredOf, resolved } from "../../hub/json-schema.ts";

export interface SchemaField {
  /** Unique among its siblings. */
  readonly name: string;
  readonly type: string;
  readonly description: string;
  /** Null where the question does not arise: an item of a list, one of several forms. */
  readonly isRequired: boolean | null;
  /** What else must hold, such as `≥ 1`. */
  readonly bounds: readonly string[];
  readonly fields: readonly SchemaField[];
}

export function fieldsOf(schema: unknown): readonly SchemaField[] {
  return isObject(schema) ? within(schema, schema, 0) : [];
}

/** The fields of which the words are part, with all that is above and below them. */
export function fieldsLike(fields: readonly SchemaField[], words: string): readonly SchemaField[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return fields;
  return fields.flatMap((field) => {
    if (`${field.name} ${field.description}`.toLowerCase().includes(wanted)) return [field];
    const inner = fieldsLike(field.fields, wanted);
    return inner.length > 0 ? [{ ...field, fields: inner }] : [];
  });
}

function within(schema: JsonSchema, root: JsonSchema, depth: number): SchemaField[] {
  if (depth >= MAX_DEPTH) return [];
  const required = requiredOf(schema);
  const { items, prefixItems, additionalProperties } = schema;
  const field = (name: string, sub: unknown, isRequired: boolean | null) =>
    fieldOf(name, sub, isRequired, root, depth + 1);
  const listed = (value: unknown) => (Array.isArray(value) ? value : []);
  return [
    ...Object.entries(propertiesOf(schema)).map(([name, sub]) => field(name, sub, required.includes(name))),
    ...(isObject(items) ? [field("[ ]", items, null)] : []),
    ...listed(prefixItems).map((sub, i) => field(`[${i}]`, sub, null)),
    ...(isObject(additionalProperties) ? [field("*", additionalProperties, null)] : []),
    ...(["anyOf", "oneOf", "allOf"] as const).flatMap((keyword) =>
      listed(schema[keyword]).map((sub, i) => field(`${keyword} ${i + 1}`, sub, null)),
    ),
  ];
}

function fieldOf(name: string, of: unknown, isRequired: boolean | null, root: JsonSchema, depth: number): SchemaField {
  const schema = resolved(of, root);
  const { description } = schema;
  return {
    name,
    isRequired,
    type: typeText(schema),
    description: typeof description === "string" ? description : "",
    bounds: boundsOf(schema),
    fields: within(schema, root, depth),
  };
}

function typeText({ type, format, enum: values, const: only }: JsonSchema): string {
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(" | ");
  if (only !== undefined) return JSON.stringify(only);
  const named = Array.isArray(type) ? type.join(" | ") : typeof type === "string" ? type : "any";
  return typeof format === "string" ? `${named} (${format})` : named;
}

const BOUNDS = {
  minimum: "≥ ",
  exclusiveMinimum: "> ",
  maximum: "≤ ",
  exclusiveMaximum: "< ",
  minLength: "length ≥ ",
  maxLength: "length ≤ ",
  minItems: "items ≥ ",
  maxItems: "items ≤ ",
  pattern: "pattern ",
  default: "default ",
} as const;

function boundsOf(schema: JsonSchema): string[] {
  return Object.entries(BOUNDS).flatMap(([keyword, words]) => {
    const value = schema[keyword];
    if (value === undefined) return [];
    return [`${words}${typeof value === "string" ? value : JSON.stringify(value)}`];
  });
}
