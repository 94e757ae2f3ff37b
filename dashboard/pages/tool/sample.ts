// Arguments that show a tool's shape: what its schema gives as an example or default, else the plainest value of each
// required field.

type Schema = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 6;

export function sampleOf(schema: unknown): Record<string, unknown> {
  const sample = valueFor(schema, schema, 0);
  return typeof sample === "object" && sample !== null && !Array.isArray(sample)
    ? (sample as Record<string, unknown>)
    : {};
}

function valueFor(of: unknown, root: unknown, depth: number): unknown {
  if (!isObject(of) || depth > MAX_DEPTH) return null;
  const schema = isObject(root) && typeof of["$ref"] === "string" ? target(of["$ref"], root) : of;
  const { examples, default: standard, const: only, enum: values, type } = schema;
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  for (const given of [standard, only, Array.isArray(values) ? values[0] : undefined]) {
    if (given !== undefined) return given;
  }
  for (const keyword of ["anyOf", "oneOf", "allOf"]) {
    const forms = schema[keyword];
    if (Array.isArray(forms) && forms.length > 0 && type === undefined) return valueFor(forms[0], root, depth + 1);
  }
  switch (Array.isArray(type) ? type[0] : type) {
    case "string":
      return textFor(schema);
    case "integer":
    case "number":
      return typeof schema["minimum"] === "number" ? schema["minimum"] : 1;
    case "boolean":
      return true;
    case "array":
      return isObject(schema["items"]) ? [valueFor(schema["items"], root, depth + 1)] : [];
    case "null":
      return null;
    default:
      return objectFor(schema, root, depth);
  }
}

function objectFor(schema: Schema, root: unknown, depth: number): Record<string, unknown> {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const shown = Object.entries(properties).filter(([name]) => required.includes(name));
  return Object.fromEntries(shown.map(([name, sub]) => [name, valueFor(sub, root, depth + 1)]));
}

function textFor({ format, minLength }: Schema): string {
  const known: Record<string, string> = {
    "date-time": "2026-01-31T12:00:00Z",
    date: "2026-01-31",
    email: "somebody@example.com",
    uri: "https://example.com/",
    uuid: "00000000-0000-4000-8000-000000000000",
  };
  const text = (typeof format === "string" && known[format]) || "text";
  return typeof minLength === "number" ? text.padEnd(minLength, "x") : text;
}

function target(ref: string, root: Schema): Schema {
  let found: unknown = root;
  for (const segment of ref.replace(/^#\/?/, "").split("/")) {
    if (segment !== "")
      found = isObject(found) ? found[segment.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
  }
  return isObject(found) ? found : {};
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
