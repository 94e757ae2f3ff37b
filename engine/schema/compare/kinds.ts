// The kinds of values that types are made of: "number" is whole numbers and others.

import type { Json } from "../../json.ts";

export type Kind = "null" | "boolean" | "integer" | "fraction" | "string" | "array" | "object";

export const KINDS: readonly Kind[] = ["null", "boolean", "integer", "fraction", "string", "array", "object"];

export function isOfType(kind: Kind, types: readonly string[]): boolean {
  if (kind === "fraction") return types.includes("number");
  return types.includes(kind) || (kind === "integer" && types.includes("number"));
}

export function kindOf(value: Json): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "number":
      return Number.isInteger(value) ? "integer" : "fraction";
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    default:
      return "object";
  }
}

export function kindName(kind: Kind): string {
  return kind === "null" ? "null" : kind === "fraction" ? "a number" : /^[aio]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}
