// The message of a keyword that looks at one value and refuses it by itself.

import type { Json } from "../json.ts";
import { nearest } from "../plan/suggest.ts";
import type { Failure } from "./failure.ts";
import { describe, listed, plural, quoted, shownText, typeName } from "./words.ts";

/** Undefined: the keyword is not of this kind. `required` and its like may have several reasons. */
export function leafMessages({ keyword, compiled, value }: Failure): string[] | undefined {
  const bound = typeof compiled === "number" ? compiled : 0;
  switch (keyword) {
    case "type":
      return [`must be ${listed(typesOf(compiled).map(typeName))}, got ${describe(value)}`];
    case "required":
      return strings(compiled)
        .filter((name) => !has(value, name))
        .map((name) => `must have required property '${name}'`);
    case "dependentRequired":
      return dependants(compiled).flatMap(([name, needed]) =>
        has(value, name)
          ? needed
              .filter((other) => !has(value, other))
              .map((other) => `must have property '${other}', because it has '${name}'`)
          : [],
      );
    case "enum":
      return [enumMessage([...(compiled as Iterable<string>)], value)];
    case "const":
      return [`must be ${shownText(String(compiled))}, got ${describe(value)}`];
    case "pattern":
      return [`must match the pattern ${quoted(patternSource(compiled))}, got ${describe(value)}`];
    case "minimum":
      return [`must be at least ${bound}, got ${describe(value)}`];
    case "maximum":
      return [`must be at most ${bound}, got ${describe(value)}`];
    case "exclusiveMinimum":
      return [`must be more than ${bound}, got ${describe(value)}`];
    case "exclusiveMaximum":
      return [`must be less than ${bound}, got ${describe(value)}`];
    case "multipleOf":
      return [`must be a multiple of ${bound}, got ${describe(value)}`];
    case "minLength":
      return [`must have at least ${plural(bound, "character")}, got ${plural(sizeOf(value), "character")}`];
    case "maxLength":
      return [`must have at most ${plural(bound, "character")}, got ${plural(sizeOf(value), "character")}`];
    case "minItems":
      return [`must have at least ${plural(bound, "item")}, got ${sizeOf(value)}`];
    case "maxItems":
      return [`must have at most ${plural(bound, "item")}, got ${sizeOf(value)}`];
    case "minProperties":
      return [`must have at least ${plural(bound, "property")}, got ${sizeOf(value)}`];
    case "maxProperties":
      return [`must have at most ${plural(bound, "property")}, got ${sizeOf(value)}`];
    case "uniqueItems":
      return ["must not contain the same item twice"];
    case "contains":
      return ["must contain items that fit the schema's 'contains', in the number that it asks for"];
    case "not":
      return ["must not be of the form that the schema's 'not' excludes"];
    default:
      return undefined;
  }
}

export function typesOf(compiled: unknown): string[] {
  return typeof compiled === "string" ? [compiled] : strings(compiled);
}

function enumMessage(allowed: string[], value: Json): string {
  const near =
    typeof value === "string" ? nearest(value, allowed.filter((text) => text.startsWith('"')).map(parsed)) : undefined;
  const hint = near === undefined ? "" : `; did you mean ${JSON.stringify(near)}?`;
  const shown = listed(allowed.map(shownText));
  return `must be ${allowed.length === 1 ? shown : `one of ${shown}`}, got ${describe(value)}${hint}`;
}

function parsed(text: string): string {
  return String(JSON.parse(text));
}

function strings(compiled: unknown): string[] {
  return Array.isArray(compiled) ? compiled.filter((item) => typeof item === "string") : [];
}

function dependants(compiled: unknown): [string, string[]][] {
  return Array.isArray(compiled) ? (compiled as [string, string[]][]) : [];
}

function patternSource(compiled: unknown): string {
  return typeof compiled === "object" && compiled !== null && "source" in compiled ? String(compiled.source) : "";
}

function has(value: Json, name: string): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name);
}

function sizeOf(value: Json): number {
  if (typeof value === "string") return Array.from(value).length;
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}
