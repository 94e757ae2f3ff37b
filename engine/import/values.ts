// A value of the document that is imported, as a template or as one expression: its format says which of its texts are expressions.

import type { Json } from "../json.ts";

/** A value with expressions as a template: text that looks like a placeholder stays text. */
export function templateOf(value: Json, expressionIn: (text: string) => string | null): Json {
  if (typeof value === "string") {
    const expression = expressionIn(value);
    return expression === null ? value.replaceAll("{{", "\\{{") : `{{= ${expression} }}`;
  }
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => templateOf(item, expressionIn));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, templateOf(item, expressionIn)]));
}

/** The same value as one JSONata expression. */
export function expressionOf(value: Json, expressionIn: (text: string) => string | null): string {
  if (typeof value === "string") {
    const expression = expressionIn(value);
    return expression === null ? JSON.stringify(value) : `(${expression})`;
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return listOf(value, expressionIn);
  const fields = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${expressionOf(item, expressionIn)}`,
  );
  return `{${fields.join(", ")}}`;
}

function listOf(values: readonly Json[], expressionIn: (text: string) => string | null): string {
  const items = values.map((item) => {
    const expression = typeof item === "string" ? expressionIn(item) : null;
    if (expression !== null) return asItem(`(${expression})`);
    const text = expressionOf(item, expressionIn);
    return Array.isArray(item) ? asItem(text) : text;
  });
  return `[${items.join(", ")}]`;
}

/** What may be a list, as one item of a list: JSONata takes apart what gives a list within a list. */
export function asItem(expression: string): string {
  return `($one := ${expression}; $type($one) = "array" ? [[$one]] : [$one])`;
}

/** A text as it is, anything else as JSON. */
export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
