// What pages need to know of a JSON Schema: where its `$ref`s lead, and the plainest value that it describes.

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A schema may go on for ever through its own `$ref`s. */
export const MAX_DEPTH = 8;

export function isObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Follows a `$ref` within the root; tools have no others. What stands beside it counts too. */
export function resolved(schema: unknown, root: unknown): JsonSchema {
  if (!isObject(schema)) return {};
  const ref = schema["$ref"];
  if (typeof ref !== "string" || !ref.startsWith("#")) return schema;
  let target: unknown = root;
  for (const segment of ref.slice(1).split("/").slice(1)) {
    const key = decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~");
    target = isObject(target) ? target[key] : undefined;
  }
  const { $ref: _, ...beside } = schema;
  return isObject(target) && target !== schema ? { ...target, ...beside } : beside;
}

export function typeOf({ type }: JsonSchema): string | undefined {
  const first = Array.isArray(type) ? type.find((name) => name !== "null") : type;
  return typeof first === "string" ? first : undefined;
}

export function propertiesOf({ properties }: JsonSchema): JsonSchema {
  return isObject(properties) ? properties : {};
}

export function requiredOf({ required }: JsonSchema): readonly string[] {
  return Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
}

/** The forms that a value may have, where a schema offers several. */
export function formsOf({ anyOf, oneOf }: JsonSchema): readonly unknown[] {
  return Array.isArray(oneOf) ? oneOf : Array.isArray(anyOf) ? anyOf : [];
}

/** What the schema gives as an example or default, else the plainest value, with each required field. */
export function sampleOf(schema: unknown, root = schema, depth = 0): unknown {
  const of = resolved(schema, root);
  if (depth > MAX_DEPTH) return null;
  const { examples, default: standard, const: only, enum: values } = of;
  const given = [
    Array.isArray(examples) ? examples[0] : undefined,
    standard,
    only,
    Array.isArray(values) ? values[0] : undefined,
  ];
  const first = given.find((value) => value !== undefined);
  if (first !== undefined) return first;
  const [form] = formsOf(of);
  if (form !== undefined && typeOf(of) === undefined) return sampleOf(form, root, depth + 1);
  switch (typeOf(of)) {
    case "string":
      return sampleText(of);
    case "integer":
    case "number":
      return typeof of["minimum"] === "number" ? of["minimum"] : 1;
    case "boolean":
      return true;
    case "array":
      return isObject(of["items"]) ? [sampleOf(of["items"], root, depth + 1)] : [];
    case "object":
      return sampleObject(of, root, depth);
    default:
      return isObject(of["properties"]) ? sampleObject(of, root, depth) : null;
  }
}

function sampleObject(schema: JsonSchema, root: unknown, depth: number): Record<string, unknown> {
  const required = requiredOf(schema);
  const shown = Object.entries(propertiesOf(schema)).filter(([name]) => required.includes(name));
  return Object.fromEntries(shown.map(([name, sub]) => [name, sampleOf(sub, root, depth + 1)]));
}

const SAMPLES: Readonly<Record<string, string>> = {
  "date-time": "2026-01-31T12:00:00Z",
  date: "2026-01-31",
  email: "somebody@example.com",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

function sampleText({ format, minLength }: JsonSchema): string {
  const text = (typeof format === "string" && SAMPLES[format]) || "text";
  return typeof minLength === "number" ? text.padEnd(minLength, "x") : text;
}
