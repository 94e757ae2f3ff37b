// Whether one value fits a normalized schema. Undefined where a keyword decides that is not looked at here.

import type { Json, JsonObject } from "../../json.ts";
import { canonicalText } from "../canonical.ts";
import { spend } from "../fuel.ts";
import { target, type Normalized, type Schema, type SchemaNode } from "../normalized.ts";
import { isObject } from "../resources.ts";
import { isOfType, kindOf } from "./kinds.ts";

type Answer = boolean | undefined;

export function accepts(value: Json, schema: Schema, document: Normalized): Answer {
  if (typeof schema === "boolean") return schema;
  spend(1);
  const inPlace = (inner: Schema): Answer => accepts(value, inner, document);
  return all(function* () {
    yield typed(value, schema);
    yield listed(value, schema);
    if (schema.$ref !== undefined) yield inPlace(target(document, schema.$ref));
    for (const inner of schema.allOf ?? []) yield inPlace(inner);
    if (schema.anyOf !== undefined) yield some(schema.anyOf.map(inPlace));
    if (schema.oneOf !== undefined) yield one(schema.oneOf.map(inPlace));
    if (schema.not !== undefined) yield negated(inPlace(schema.not));
    if (schema.if !== undefined) yield conditional(schema, schema.if, inPlace);
    if (typeof value === "number") yield numeric(value, schema);
    if (typeof value === "string") yield textual(value, schema, document);
    if (Array.isArray(value)) yield array(value, schema, document);
    if (isObject(value)) yield object(value, schema, document);
  });
}

function typed(value: Json, { type }: SchemaNode): boolean {
  return type === undefined || isOfType(kindOf(value), typeof type === "string" ? [type] : type);
}

function listed(value: Json, { const: constant, enum: values }: SchemaNode): boolean {
  if (constant === undefined && values === undefined) return true;
  const text = canonicalText(value);
  return (constant ?? text) === text && (values === undefined || values.includes(text));
}

function conditional(schema: SchemaNode, test: Schema, inPlace: (inner: Schema) => Answer): Answer {
  const holds = inPlace(test);
  const [then, otherwise] = [inPlace(schema.then ?? true), inPlace(schema.else ?? true)];
  if (holds === undefined) return then === otherwise ? then : undefined;
  return holds ? then : otherwise;
}

function numeric(value: number, schema: SchemaNode): Answer {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const isWithin =
    value >= (minimum ?? -Infinity) &&
    value <= (maximum ?? Infinity) &&
    value > (exclusiveMinimum ?? -Infinity) &&
    value < (exclusiveMaximum ?? Infinity);
  if (!isWithin) return false;
  if (multipleOf === undefined) return true;
  const quotient = value / multipleOf;
  // Where it is close, the validator decides.
  return Number.isInteger(quotient) ? true : Math.abs(quotient - Math.round(quotient)) < 1e-9 ? undefined : false;
}

function textual(value: string, { minLength, maxLength, pattern }: SchemaNode, document: Normalized): Answer {
  const length = Array.from(value).length;
  if (length < (minLength ?? 0) || length > (maxLength ?? Infinity)) return false;
  return pattern === undefined ? true : matches(pattern, value, document);
}

export function matches(pattern: string, text: string, { patterns }: Normalized): Answer {
  const compiled = patterns.compile(pattern);
  return compiled.ok ? compiled.pattern.test(text) : undefined;
}

function array(value: readonly Json[], schema: SchemaNode, document: Normalized): Answer {
  if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity)) return false;
  return all(function* () {
    for (const [index, item] of value.entries()) {
      yield accepts(item, schema.prefixItems?.[index] ?? schema.items ?? true, document);
    }
    if (schema.uniqueItems === true) yield new Set(value.map(canonicalText)).size === value.length;
    if (schema.contains !== undefined || schema.unevaluatedItems !== undefined) yield undefined;
  });
}

function object(value: JsonObject, schema: SchemaNode, document: Normalized): Answer {
  const names = Object.keys(value);
  if (names.length < (schema.minProperties ?? 0) || names.length > (schema.maxProperties ?? Infinity)) return false;
  if (schema.required?.some((name) => !Object.hasOwn(value, name)) === true) return false;
  return all(function* () {
    for (const name of names) yield property(name, value[name] ?? null, schema, document);
    for (const [name, needed] of Object.entries(schema.dependentRequired ?? {})) {
      if (Object.hasOwn(value, name)) yield needed.every((other) => Object.hasOwn(value, other));
    }
    if (schema.dependentSchemas !== undefined || schema.unevaluatedProperties !== undefined) yield undefined;
  });
}

function property(name: string, value: Json, schema: SchemaNode, document: Normalized): Answer {
  return all(function* () {
    if (schema.propertyNames !== undefined) yield accepts(name, schema.propertyNames, document);
    const index = schema.properties?.keys.indexOf(name) ?? -1;
    if (index >= 0) yield accepts(value, schema.properties?.schemas[index] ?? true, document);
    let isKnown = index >= 0;
    for (const [at, pattern] of (schema.patternProperties?.keys ?? []).entries()) {
      const matched = matches(pattern, name, document);
      if (matched === undefined) yield undefined;
      if (matched !== true) continue;
      isKnown = true;
      yield accepts(value, schema.patternProperties?.schemas[at] ?? true, document);
    }
    if (!isKnown) yield accepts(value, schema.additionalProperties ?? true, document);
  });
}

function all(answers: () => Iterable<Answer>): Answer {
  let isKnown = true;
  for (const answer of answers()) {
    if (answer === false) return false;
    if (answer === undefined) isKnown = false;
  }
  return isKnown ? true : undefined;
}

function some(answers: readonly Answer[]): Answer {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function one(answers: readonly Answer[]): Answer {
  const fitting = answers.filter((answer) => answer === true).length;
  if (fitting > 1) return false;
  return answers.includes(undefined) ? undefined : fitting === 1;
}

function negated(answer: Answer): Answer {
  return answer === undefined ? undefined : !answer;
}
