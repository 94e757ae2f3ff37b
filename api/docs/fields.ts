// A schema as a table of its fields, those of inner objects under their path: `retry.maxAttempts`, `steps[].id`.

import { html } from "hono/html";
import { inline } from "./markdown.ts";
import type { Markup } from "./markdown.ts";
import { resolved } from "./open-api.ts";
import type { OpenApi, OpenApiSchema } from "./open-api.ts";

export interface Field {
  readonly path: string;
  readonly schema: OpenApiSchema;
  readonly required: boolean;
  readonly description: string | undefined;
}

const DEEPEST = 4;

export function fieldsOf(document: OpenApi, schema: OpenApiSchema, prefix = "", depth = 0): Field[] {
  const { properties, required, items, anyOf, oneOf, allOf } = resolved(document, schema);
  const inner: Field[] = Object.entries(properties ?? {}).flatMap(([name, property]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const field = resolved(document, property);
    const row = { path, schema: field, required: required?.includes(name) ?? false, description: field.description };
    return [row, ...(depth < DEEPEST ? fieldsOf(document, field, path, depth + 1) : [])];
  });
  if (items && depth < DEEPEST) inner.push(...fieldsOf(document, items, `${prefix}[]`, depth + 1));
  const ways = [...(anyOf ?? []), ...(oneOf ?? []), ...(allOf ?? [])];
  const seen = new Set(inner.map(({ path }) => path));
  for (const field of ways.flatMap((way) => fieldsOf(document, way, prefix, depth))) {
    if (!seen.has(field.path)) inner.push(field);
    seen.add(field.path);
  }
  return inner;
}

/** Where it is `asked` for, what must be there is marked; in an answer, what may be missing. */
export function fieldTable(document: OpenApi, fields: readonly Field[], asked: boolean): Markup {
  return html`<table>
    <tbody>
      ${fields.map(
        ({ path, schema, required, description }) =>
          html`<tr>
            <td><code>${path}</code>${markOf(required, asked)}</td>
            <td>
              <span class="kind">${kindOf(document, schema)}</span>
              ${description === undefined ? "" : html`<p>${inline(description)}</p>`}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function markOf(required: boolean, asked: boolean): Markup | string {
  if (asked) return required ? html`<span class="mark must">required</span>` : "";
  return required ? "" : html`<span class="mark">optional</span>`;
}

/** `integer, 1 to 300000, default 30000` */
export function kindOf(document: OpenApi, schema: OpenApiSchema): string {
  const bounds = [
    schema.format,
    between(schema.minimum, schema.maximum, ""),
    between(schema.minLength, schema.maxLength, " characters"),
    between(schema.minItems, schema.maxItems, " items"),
    schema.default === undefined ? undefined : `default ${JSON.stringify(schema.default)}`,
  ];
  return [typeOf(document, schema), ...bounds.filter((bound) => bound !== undefined)].join(", ");
}

function typeOf(document: OpenApi, schema: OpenApiSchema): string {
  const { type, enum: values, const: only, items, anyOf, oneOf } = resolved(document, schema);
  if (only !== undefined) return JSON.stringify(only);
  if (values) return values.map((value) => JSON.stringify(value)).join(" or ");
  const ways = anyOf ?? oneOf;
  if (ways) return [...new Set(ways.map((way) => typeOf(document, way)))].join(" or ");
  if (type === "array" && items) return `array of ${typeOf(document, items)}`;
  if (type === undefined) return "any JSON";
  return typeof type === "string" ? type : type.join(" or ");
}

function between(low: number | undefined, high: number | undefined, unit: string): string | undefined {
  if (low !== undefined && high !== undefined) return `${low} to ${high}${unit}`;
  if (low !== undefined) return `at least ${low}${unit}`;
  return high === undefined ? undefined : `at most ${high}${unit}`;
}
