// The fields of a JSON Schema as a person reads them: one row a field, what is within it below it.

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

type Schema = Readonly<Record<string, unknown>>;

/** A schema may go on for ever through its own `$ref`s. */
const MAX_DEPTH = 8;

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

function within(schema: Schema, root: Schema, depth: number): SchemaField[] {
  if (depth >= MAX_DEPTH) return [];
  const required = new Set(Array.isArray(schema["required"]) ? schema["required"] : []);
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const field = (name: string, sub: unknown, isRequired: boolean | null) =>
    fieldOf(name, sub, isRequired, root, depth + 1);
  return [
    ...Object.entries(properties).map(([name, sub]) => field(name, sub, required.has(name))),
    ...(isObject(schema["items"]) ? [field("[ ]", schema["items"], null)] : []),
    ...(Array.isArray(schema["prefixItems"]) ? schema["prefixItems"].map((sub, i) => field(`[${i}]`, sub, null)) : []),
    ...(isObject(schema["additionalProperties"]) ? [field("*", schema["additionalProperties"], null)] : []),
    ...(["anyOf", "oneOf", "allOf"] as const).flatMap((keyword) =>
      Array.isArray(schema[keyword]) ? schema[keyword].map((sub, i) => field(`${keyword} ${i + 1}`, sub, null)) : [],
    ),
  ];
}

function fieldOf(name: string, of: unknown, isRequired: boolean | null, root: Schema, depth: number): SchemaField {
  const schema = resolved(of, root);
  return {
    name,
    isRequired,
    type: typeOf(schema),
    description: typeof schema["description"] === "string" ? schema["description"] : "",
    bounds: boundsOf(schema),
    fields: within(schema, root, depth),
  };
}

/** Follows a `$ref` within the schema; tools have no others. */
function resolved(schema: unknown, root: Schema): Schema {
  if (!isObject(schema)) return {};
  const ref = schema["$ref"];
  if (typeof ref !== "string" || !ref.startsWith("#")) return schema;
  let target: unknown = root;
  for (const segment of ref.slice(1).split("/").slice(1)) {
    const key = decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~");
    target = isObject(target) ? target[key] : undefined;
  }
  return isObject(target) && target !== schema ? { ...target, ...schema, $ref: undefined } : {};
}

function typeOf(schema: Schema): string {
  const { type, format } = schema;
  if (Array.isArray(schema["enum"])) return schema["enum"].map((value) => JSON.stringify(value)).join(" | ");
  if (schema["const"] !== undefined) return JSON.stringify(schema["const"]);
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

function boundsOf(schema: Schema): string[] {
  return Object.entries(BOUNDS).flatMap(([keyword, words]) => {
    const value = schema[keyword];
    if (value === undefined) return [];
    return [`${words}${typeof value === "string" ? value : JSON.stringify(value)}`];
  });
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
