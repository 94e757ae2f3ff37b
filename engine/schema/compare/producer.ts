// What a producer's schema says of the values that it gives. What is left out of account here only narrows them
// further, so whatever holds of all that is said, holds of all that is given.

import type { Json } from "../../json.ts";
import { spend } from "../fuel.ts";
import { target, type Normalized, type Schema, type SchemaNode } from "../normalized.ts";
import { accepts, matches } from "./accepts.ts";
import { isOfType, KINDS, type Kind } from "./kinds.ts";

/** Schemas that all hold. */
export type Nodes = readonly SchemaNode[];

/** Forms beyond this are left out of account. */
const MAX_ALTERNATIVES = 64;

/** The forms that a value can have for which all these schemas hold; none: there is no such value. */
export function alternativesOf(schemas: readonly Schema[], document: Normalized): Nodes[] {
  let alternatives: Nodes[] = [[]];
  const pending = [...schemas];
  const choices: Schema[][] = [];
  for (let schema = pending.pop(); schema !== undefined; schema = pending.pop()) {
    if (schema === false) return [];
    if (schema === true) continue;
    spend(1);
    const node = schema;
    alternatives = alternatives.map((nodes) => [...nodes, node]);
    if (node.$ref !== undefined) pending.push(target(document, node.$ref));
    pending.push(...(node.allOf ?? []));
    for (const forms of [node.anyOf, node.oneOf]) if (forms !== undefined) choices.push(forms);
  }
  for (const forms of choices) {
    const expanded = forms.flatMap((form) => alternativesOf([form], document));
    if (expanded.length * alternatives.length > MAX_ALTERNATIVES) continue;
    alternatives = alternatives.flatMap((nodes) => expanded.map((form) => [...nodes, ...form]));
  }
  return alternatives;
}

export function kindsOf(nodes: Nodes): { readonly kinds: readonly Kind[]; readonly isSaid: boolean } {
  const types = nodes.flatMap(({ type }) => (type === undefined ? [] : [typeof type === "string" ? [type] : type]));
  return { kinds: KINDS.filter((kind) => types.every((list) => isOfType(kind, list))), isSaid: types.length > 0 };
}

/** The values, where they are listed. */
export function valuesOf(nodes: Nodes, document: Normalized): readonly Json[] | undefined {
  const lists = nodes.flatMap((node) => [
    ...(node.enum === undefined ? [] : [node.enum]),
    ...(node.const === undefined ? [] : [[node.const]]),
  ]);
  const [first] = lists;
  if (first === undefined) return undefined;
  const values = first.map((text) => JSON.parse(text) as Json);
  return values.filter((value) => nodes.every((node) => accepts(value, node, document) !== false));
}

export interface Part {
  /** What holds of it where it is there. */
  readonly schemas: readonly Schema[];
  /** It is never there. */
  readonly isAbsent: boolean;
  /** It is always there. */
  readonly isRequired: boolean;
  /** Some schema speaks of it by name or by place. */
  readonly isSaid: boolean;
}

export function propertyOf(nodes: Nodes, name: string, document: Normalized): Part {
  const schemas: Schema[] = [];
  let isSaid = false;
  for (const node of nodes) {
    const index = node.properties?.keys.indexOf(name) ?? -1;
    if (index >= 0) schemas.push(node.properties?.schemas[index] ?? true);
    let isKnown = index >= 0;
    for (const [at, pattern] of (node.patternProperties?.keys ?? []).entries()) {
      const matched = matches(pattern, name, document);
      if (matched === true) schemas.push(node.patternProperties?.schemas[at] ?? true);
      // What cannot be told may be meant, and then additionalProperties says nothing of it.
      isKnown ||= matched !== false;
    }
    if (!isKnown && node.additionalProperties !== undefined) schemas.push(node.additionalProperties);
    isSaid ||= isKnown;
  }
  const isRequired = nodes.some(({ required }) => required?.includes(name) ?? false);
  return { schemas, isAbsent: schemas.includes(false), isRequired, isSaid };
}

export function itemOf(nodes: Nodes, index: number): Part {
  const schemas = nodes.flatMap(({ prefixItems, items }) => prefixItems?.[index] ?? items ?? []);
  const { least, most } = sizeOf(nodes, "minItems", "maxItems");
  return {
    schemas,
    isAbsent: schemas.includes(false) || (most ?? Infinity) <= index,
    isRequired: (least ?? 0) > index,
    isSaid: schemas.length > 0,
  };
}

export function namesOf(nodes: Nodes): ReadonlySet<string> {
  return new Set(nodes.flatMap(({ properties }) => properties?.keys ?? []));
}

type Least = "minLength" | "minItems" | "minProperties";
type Most = "maxLength" | "maxItems" | "maxProperties";

export function sizeOf(
  nodes: Nodes,
  least: Least,
  most: Most,
): { least: number | undefined; most: number | undefined } {
  return {
    least: nodes.reduce<number | undefined>((sofar, node) => larger(sofar, node[least]), undefined),
    most: nodes.reduce<number | undefined>((sofar, node) => smaller(sofar, node[most]), undefined),
  };
}

export interface Bound {
  readonly value: number;
  readonly isExclusive: boolean;
}

export function boundsOf(nodes: Nodes): { lower: Bound | undefined; upper: Bound | undefined } {
  let lower: Bound | undefined;
  let upper: Bound | undefined;
  for (const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } of nodes) {
    for (const bound of [inclusive(minimum), exclusive(exclusiveMinimum)]) {
      if (bound !== undefined && (lower === undefined || isTighter(bound.value - lower.value, bound))) lower = bound;
    }
    for (const bound of [inclusive(maximum), exclusive(exclusiveMaximum)]) {
      if (bound !== undefined && (upper === undefined || isTighter(upper.value - bound.value, bound))) upper = bound;
    }
  }
  return { lower, upper };
}

function isTighter(by: number, { isExclusive }: Bound): boolean {
  return by > 0 || (by === 0 && isExclusive);
}

function inclusive(value: number | undefined): Bound | undefined {
  return value === undefined ? undefined : { value, isExclusive: false };
}

function exclusive(value: number | undefined): Bound | undefined {
  return value === undefined ? undefined : { value, isExclusive: true };
}

function larger(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

function smaller(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}
