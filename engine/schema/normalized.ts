// The one form that every schema is brought to before it is used, whatever its draft: the keywords of 2020-12
// that decide something, and nothing else.
//
// N1. Every `$ref` is `#/$defs/<index>`; there are no ids, anchors or other references.
// N2. Following references without descending into the value always ends.
// N3. No object in it has a key that the schema's author chose, `dependentRequired` apart: `properties` and
//     its like are two lists. So no name can be taken for a keyword, a prototype or a part of a URI.
// N4. `const` and `enum` hold canonical texts, not values.

import type { PatternSet } from "./pattern.ts";

export interface Normalized {
  /** `$defs[0]` is the schema itself, the others are what references lead to. */
  readonly $defs: readonly Schema[];
  readonly patterns: PatternSet;
  /** How many schemas it is made of. */
  readonly nodes: number;
}

export type Schema = boolean | SchemaNode;

export interface Keyed {
  readonly keys: readonly string[];
  readonly schemas: readonly Schema[];
}

export interface SchemaNode {
  $ref?: string;
  type?: string | string[];
  const?: string;
  enum?: string[];
  multipleOf?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minContains?: number;
  maxContains?: number;
  minProperties?: number;
  maxProperties?: number;
  required?: string[];
  dependentRequired?: Record<string, string[]>;
  properties?: Keyed;
  patternProperties?: Keyed;
  dependentSchemas?: Keyed;
  additionalProperties?: Schema;
  unevaluatedProperties?: Schema;
  unevaluatedItems?: Schema;
  propertyNames?: Schema;
  contains?: Schema;
  items?: Schema;
  prefixItems?: Schema[];
  not?: Schema;
  if?: Schema;
  then?: Schema;
  else?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

export function schemaOf(normalized: Normalized): Schema {
  return normalized.$defs[0] ?? true;
}

/** What a `$ref` of N1 leads to. */
export function target(normalized: Normalized, ref: string): Schema {
  return normalized.$defs[Number(ref.slice("#/$defs/".length))] ?? true;
}
