// What a schema says about a path into the values that it describes, without a value at hand.

import { spend, within, type Budget } from "./fuel.ts";
import { target, type Normalized, type Schema, type SchemaNode } from "./normalized.ts";

/** A step of a path: a number goes into an array, a string into an object. */
export type Path = readonly (string | number)[];

export type LookUp =
  /** The path may be there; `types` are the types that its value can have, undefined where any. */
  | { found: true; types: readonly string[] | undefined }
  /** The path is not there at step `at`. */
  | {
      found: false;
      at: number;
      /** `closed`: no value that fits has it. `undeclared`: the schema names others, but does not forbid it. */
      why: "closed" | "undeclared" | "not_an_object" | "not_an_array" | "array_without_index";
      /** The names that are there instead. */
      names: readonly string[];
      /** The types of the value that has no such part. */
      types: readonly string[] | undefined;
    };

/**
 * Looks a path up. Where the schema leaves room for doubt, or the budget ends, the path counts as found.
 * `mapsArrays`: a name applied to an array goes into each of its items, as JSONata does.
 */
export function lookUp(normalized: Normalized, path: Path, mapsArrays: boolean, budget: Budget): LookUp {
  return within(budget, () => follow(normalized, path, mapsArrays)) ?? ANYTHING;
}

function follow(normalized: Normalized, path: Path, mapsArrays: boolean): LookUp {
  const look = new Look(normalized);
  let schemas: readonly Schema[] = [normalized.$defs[0] ?? true];
  for (const [at, key] of path.entries()) {
    const types = look.types(schemas);
    const onlyArrays = types !== undefined && types.every((type) => type === "array");
    if (typeof key === "string" && onlyArrays && mapsArrays) {
      const items = look.part(schemas, 0);
      if (items.kind !== "declared") return ANYTHING;
      schemas = items.schemas;
    }
    const part = look.part(schemas, key);
    if (part.kind === "any") return ANYTHING;
    if (part.kind === "declared") {
      schemas = part.schemas;
      continue;
    }
    const why =
      part.kind !== "wrong_type"
        ? part.kind
        : typeof key === "number"
          ? "not_an_array"
          : onlyArrays
            ? "array_without_index"
            : "not_an_object";
    return { found: false, at, why, names: look.names(schemas), types };
  }
  return { found: true, types: look.types(schemas) };
}

const ANYTHING: LookUp = { found: true, types: undefined };

type Part =
  | { kind: "declared"; schemas: readonly Schema[] }
  | { kind: "any" }
  | { kind: "undeclared" }
  | { kind: "closed" }
  | { kind: "wrong_type" };

const ANY: Part = { kind: "any" };
/** It may be there, and be anything. */
const DECLARED: Part = { kind: "declared", schemas: [true] };
/** A list of schemas means that all of them hold. */
export class Look {
  readonly #normalized: Normalized;

  constructor(normalized: Normalized) {
    this.#normalized = normalized;
  }

  /** The schemas of what a path leads to, which all hold; undefined: nothing is said of it, or the budget ended. */
  partsAt(schemas: readonly Schema[], path: Path, budget: Budget): readonly Schema[] | undefined {
    return within(budget, () => {
      let parts = schemas;
      for (const key of path) {
        const part = this.part(parts, key);
        if (part.kind !== "declared") return undefined;
        parts = part.schemas;
      }
      return parts;
    });
  }

  part(schemas: readonly Schema[], key: string | number): Part {
    return this.#all(schemas.map((schema) => this.#partOf(schema, key)));
  }

  types(schemas: readonly Schema[]): string[] | undefined {
    return schemas.map((schema) => this.#typesOf(schema)).reduce(both, undefined);
  }

  names(schemas: readonly Schema[]): string[] {
    return [...new Set(schemas.flatMap((schema) => this.#namesOf(schema)))];
  }

  #partOf(schema: Schema, key: string | number): Part {
    if (typeof schema === "boolean") return ANY;
    spend(1 + ((schema.properties?.keys.length ?? 0) >> 3));
    const parts = [typeof key === "number" ? this.#item(schema, key) : this.#property(schema, key)];
    for (const inner of this.#held(schema)) parts.push(this.#partOf(inner, key));
    for (const forms of [schema.anyOf, schema.oneOf]) {
      if (forms !== undefined) parts.push(this.#some(forms.map((form) => this.#partOf(form, key))));
    }
    // Which of these holds depends on the value: they can name a part, but neither describe nor refuse it.
    const conditional = [schema.then, schema.else, ...(schema.dependentSchemas?.schemas ?? [])];
    for (const inner of conditional) {
      const part = inner === undefined ? ANY : this.#partOf(inner, key);
      if (part.kind === "declared") parts.push(DECLARED);
    }
    const all = this.#all(parts);
    const unevaluated = typeof key === "string" ? schema.unevaluatedProperties : schema.unevaluatedItems;
    if (unevaluated === false && (all.kind === "undeclared" || all.kind === "any")) return { kind: "closed" };
    return all;
  }

  #property(schema: SchemaNode, key: string): Part {
    const types = typeList(schema);
    if (types !== undefined && !types.includes("object")) return { kind: "wrong_type" };
    const index = schema.properties?.keys.indexOf(key) ?? -1;
    if (index >= 0) return { kind: "declared", schemas: [schema.properties?.schemas[index] ?? true] };
    for (const [at, source] of (schema.patternProperties?.keys ?? []).entries()) {
      const compiled = this.#normalized.patterns.compile(source);
      if (!compiled.ok || compiled.pattern.test(key)) {
        return { kind: "declared", schemas: [schema.patternProperties?.schemas[at] ?? true] };
      }
    }
    if (schema.additionalProperties === false) return { kind: "closed" };
    if (schema.additionalProperties === true) return ANY;
    if (schema.additionalProperties !== undefined) return { kind: "declared", schemas: [schema.additionalProperties] };
    return schema.properties === undefined || schema.properties.keys.length === 0 ? ANY : { kind: "undeclared" };
  }

  #item(schema: SchemaNode, index: number): Part {
    const types = typeList(schema);
    if (types !== undefined && !types.includes("array")) return { kind: "wrong_type" };
    if (schema.maxItems !== undefined && index >= schema.maxItems) return { kind: "closed" };
    const first = schema.prefixItems?.[index];
    if (first !== undefined) return { kind: "declared", schemas: [first] };
    if (schema.items === false) return { kind: "closed" };
    return schema.items === undefined ? ANY : { kind: "declared", schemas: [schema.items] };
  }

  #typesOf(schema: Schema): string[] | undefined {
    if (typeof schema === "boolean") return undefined;
    spend(1);
    let types = both(typeList(schema), valueTypes(schema));
    for (const inner of this.#held(schema)) types = both(types, this.#typesOf(inner));
    for (const forms of [schema.anyOf, schema.oneOf]) {
      if (forms !== undefined) types = both(types, either(forms.map((form) => this.#typesOf(form))));
    }
    return types;
  }

  #namesOf(schema: Schema): readonly string[] {
    if (typeof schema === "boolean") return [];
    spend(1);
    const inner = [...this.#held(schema), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
    return [...(schema.properties?.keys ?? []), ...inner.flatMap((other) => this.#namesOf(other))];
  }

  /** What holds together with the schema, whatever the value. */
  #held(schema: SchemaNode): readonly Schema[] {
    const referred = schema.$ref === undefined ? [] : [target(this.#normalized, schema.$ref)];
    return [...referred, ...(schema.allOf ?? [])];
  }

  #all(parts: readonly Part[]): Part {
    const refusing = parts.find(({ kind }) => kind === "wrong_type") ?? parts.find(({ kind }) => kind === "closed");
    if (refusing !== undefined) return refusing;
    const declared = parts.flatMap((part) => (part.kind === "declared" ? part.schemas : []));
    if (declared.length > 0) return { kind: "declared", schemas: declared };
    return parts.find(({ kind }) => kind === "undeclared") ?? ANY;
  }

  #some(parts: readonly Part[]): Part {
    if (parts.some(({ kind }) => kind === "any")) return ANY;
    const declared = parts.flatMap((part) => (part.kind === "declared" ? [{ allOf: [...part.schemas] }] : []));
    if (declared.length > 0) {
      const mayBeAnything = parts.some(({ kind }) => kind === "undeclared");
      return mayBeAnything ? DECLARED : { kind: "declared", schemas: [{ anyOf: declared }] };
    }
    return (
      parts.find(({ kind }) => kind === "undeclared") ?? parts.find(({ kind }) => kind === "closed") ?? parts[0] ?? ANY
    );
  }
}

function typeList({ type }: SchemaNode): string[] | undefined {
  return typeof type === "string" ? [type] : type;
}

function valueTypes(schema: SchemaNode): string[] | undefined {
  const texts = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  return texts === undefined ? undefined : [...new Set(texts.map(typeOfText))];
}

function typeOfText(text: string): string {
  switch (text[0]) {
    case "{":
      return "object";
    case "[":
      return "array";
    case '"':
      return "string";
    case "n":
      return "null";
    case "t":
    case "f":
      return "boolean";
    default:
      return "number";
  }
}

function both(a: string[] | undefined, b: string[] | undefined): string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.flatMap((type) => {
    if (b.includes(type)) return [type];
    if (type === "integer" && b.includes("number")) return ["integer"];
    return type === "number" && b.includes("integer") ? ["integer"] : [];
  });
}

function either(types: readonly (string[] | undefined)[]): string[] | undefined {
  const known = types.filter((list) => list !== undefined);
  return known.length < types.length ? undefined : [...new Set(known.flat())];
}
