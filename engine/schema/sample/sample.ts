// A value that fits a schema, the same for the same seed: what a dry run answers with where nobody said what a tool
// gives. (The libraries for this evaluate code, which the platform forbids, or draw from chance.)
//
// S1. What comes out has been checked against the schema itself.

import type { Json, JsonObject } from "../../json.ts";
import { spend, within } from "../fuel.ts";
import { schemaOf, type Normalized, type Schema } from "../normalized.ts";
import { prepare } from "../prepare.ts";
import { isObject } from "../resources.ts";
import {
  alternativesOf,
  boundsOf,
  itemOf,
  kindsOf,
  namesOf,
  propertyOf,
  sizeOf,
  valuesOf,
  type Nodes,
} from "../compare/producer.ts";
import type { Kind } from "../compare/kinds.ts";
import { compileSchema } from "../validator.ts";
import { pick, randomFrom } from "./random.ts";
import { textForPattern } from "./text-for-pattern.ts";

const ATTEMPTS = 25;
const FUEL = 200_000;
/** Below this, only what a schema requires is made. */
const FULL_DEPTH = 4;
const MAX_DEPTH = 24;
const MAX_ITEMS = 20;
const WORDS = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"];

/** The value that follows from the seed; undefined: none was found that fits. */
export type Sampling = (seed: string) => Json | undefined;

/** Undefined: the schema cannot be used. */
export async function samplingOf(schema: Json): Promise<Sampling | undefined> {
  const prepared = prepare(schema);
  if (!prepared.ok) return undefined;
  const faultsIn = await compileSchema(schema);
  const fits = (value: Json | undefined): value is Json => value !== undefined && faultsIn(value).length === 0;
  const example = exampleValues(schema).find(fits);
  return (seed) => {
    if (example !== undefined) return example;
    for (const value of attempts(prepared.schema, seed)) if (fits(value)) return value;
    return undefined;
  };
}

export async function sampleOf(schema: Json, seed: string): Promise<Json | undefined> {
  return (await samplingOf(schema))?.(seed);
}

/** What the schema's author thinks of. */
function exampleValues(schema: Json): Json[] {
  if (!isObject(schema)) return [];
  const { examples, default: byDefault } = schema;
  return [...(Array.isArray(examples) ? examples.slice(0, 3) : []), ...(byDefault === undefined ? [] : [byDefault])];
}

function* attempts(document: Normalized, seed: string): Generator<Json | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const random = randomFrom(`${seed} ${attempt}`);
    // The first ones are as full as can be, the later ones as plain.
    const fullDepth = attempt < ATTEMPTS / 2 ? FULL_DEPTH : 0;
    yield within({ left: FUEL }, () => new Sampler(document, random, fullDepth).value([schemaOf(document)], 0));
  }
}

class Sampler {
  readonly #document: Normalized;
  readonly #random: () => number;
  readonly #fullDepth: number;

  constructor(document: Normalized, random: () => number, fullDepth: number) {
    this.#document = document;
    this.#random = random;
    this.#fullDepth = fullDepth;
  }

  value(schemas: readonly Schema[], depth: number): Json {
    spend(1);
    if (depth > MAX_DEPTH) return null;
    const nodes = pick(alternativesOf(schemas, this.#document), this.#random) ?? [];
    const values = valuesOf(nodes, this.#document);
    if (values !== undefined) return pick(values, this.#random) ?? null;
    switch (this.#kindFor(nodes)) {
      case "null":
        return null;
      case "boolean":
        return this.#random() < 0.5;
      case "integer":
        return this.#number(nodes, 1);
      case "fraction":
        return this.#number(nodes, 0.5);
      case "string":
        return this.#text(nodes);
      case "array":
        return this.#list(nodes, depth);
      case "object":
        return this.#object(nodes, depth);
    }
  }

  /** Where several are allowed, rather not null; where nothing is said, what the keywords are about. */
  #kindFor(nodes: Nodes): Kind {
    const { kinds, isSaid } = kindsOf(nodes);
    const meant = isSaid ? undefined : KIND_BY_KEYWORD.find(([keyword]) => nodes.some((node) => keyword in node))?.[1];
    if (meant !== undefined && kinds.includes(meant)) return meant;
    const plain: Kind = this.#fullDepth > 0 ? "fraction" : "integer";
    const useful = isSaid ? kinds.filter((kind) => kind !== "null" && kind !== plain) : (["string"] as const);
    return pick(useful.length > 0 ? useful : kinds, this.#random) ?? "null";
  }

  #number(nodes: Nodes, step: number): number {
    const { lower, upper } = boundsOf(nodes);
    const multiples = nodes.flatMap(({ multipleOf }) => multipleOf ?? []);
    const unit = multiples.reduce(
      (all, one) => (all % one === 0 ? all : all * one),
      Math.max(step, multiples[0] ?? step),
    );
    const first = lower === undefined ? Math.min(0, (upper?.value ?? 0) - 10 * unit) : lower.value;
    const start = Math.ceil(first / unit) * unit;
    const last = upper === undefined ? Math.max(start, 0) + 100 * unit : upper.value;
    const room = Math.max(Math.floor((last - start) / unit), 0);
    return start + Math.floor(this.#random() * (Math.min(room, 100) + 1)) * unit;
  }

  #text(nodes: Nodes): string {
    const pattern = nodes.find((node) => node.pattern !== undefined)?.pattern;
    if (pattern !== undefined) return textForPattern(pattern, this.#random);
    const { least = 0, most = Math.max(least, 12) } = sizeOf(nodes, "minLength", "maxLength");
    let text = pick(WORDS, this.#random) ?? "";
    while (text.length < Math.min(least, 10_000)) text += ` ${pick(WORDS, this.#random) ?? ""}`;
    return text.slice(0, most);
  }

  #list(nodes: Nodes, depth: number): Json[] {
    const { least = 0, most = MAX_ITEMS } = sizeOf(nodes, "minItems", "maxItems");
    const wished = depth < this.#fullDepth ? 1 + Math.floor(this.#random() * 2) : 0;
    const prefix = Math.max(0, ...nodes.map(({ prefixItems = [] }) => prefixItems.length));
    const contained = nodes.flatMap(({ contains, minContains = 1 }) =>
      contains === undefined ? [] : Array.from({ length: Math.min(minContains, MAX_ITEMS) }, () => contains),
    );
    const count = Math.min(Math.max(least, wished, prefix, contained.length), Math.max(least, most), 1_000);
    const items: Json[] = [];
    for (let index = 0; index < count; index++) {
      const { schemas, isAbsent } = itemOf(nodes, index);
      if (isAbsent) break;
      const wanted = contained[index - prefix];
      items.push(this.value(wanted === undefined ? schemas : [...schemas, wanted], depth + 1));
    }
    return items;
  }

  #object(nodes: Nodes, depth: number): JsonObject {
    const required = nodes.flatMap((node) => node.required ?? []);
    const optional = depth < this.#fullDepth ? [...namesOf(nodes)] : [];
    const { least = 0, most = Infinity } = sizeOf(nodes, "minProperties", "maxProperties");
    const names = new Set(required);
    for (const name of optional) if (names.size < most) names.add(name);
    for (const name of namesOf(nodes)) if (names.size < least) names.add(name);
    for (let extra = 1; names.size < Math.min(least, 100); extra++) names.add(`field${extra}`);
    const members: [string, Json][] = [];
    for (const name of names) {
      const { schemas, isAbsent } = propertyOf(nodes, name, this.#document);
      if (!isAbsent) members.push([name, this.value(schemas, depth + 1)]);
    }
    return Object.fromEntries(members);
  }
}

const KIND_BY_KEYWORD: readonly (readonly [string, Kind])[] = [
  ["properties", "object"],
  ["required", "object"],
  ["additionalProperties", "object"],
  ["items", "array"],
  ["prefixItems", "array"],
  ["contains", "array"],
  ["minItems", "array"],
  ["minimum", "integer"],
  ["maximum", "integer"],
  ["multipleOf", "integer"],
  ["pattern", "string"],
  ["minLength", "string"],
];
