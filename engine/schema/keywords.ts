// The keywords that this hub evaluates itself: those that take names chosen by the schema's author, run a
// pattern, or cost in proportion to a value's size. All others are hyperjump's.

import {
  addKeyword,
  Validation,
  type Keyword,
  type SchemaDocument,
  type ValidationContext,
} from "@hyperjump/json-schema/experimental";
import { entries, typeOf, value, type JsonNode } from "@hyperjump/json-schema/instance/experimental";
import type { Json } from "../json.ts";
import { canonicalText } from "./canonical.ts";
import { spend } from "./fuel.ts";
import type { Keyed, SchemaNode } from "./normalized.ts";
import { PatternSet, type Pattern } from "./pattern.ts";

type Browser = Parameters<Keyword<unknown>["compile"]>[0];
type Ast = Parameters<Keyword<unknown>["compile"]>[1];

/** [key or pattern, the schema's location] */
type Entry<K> = readonly [K, string];

const PREFIX = "https://nxscall.com/json-schema/keyword/";

export const OWN_KEYWORDS = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "dependentSchemas",
  "pattern",
  "const",
  "enum",
  "uniqueItems",
  "multipleOf",
] as const;

export function ownKeywordId(name: (typeof OWN_KEYWORDS)[number]): string {
  return `${PREFIX}${name}`;
}

/** Which patterns a document under compilation uses; they were compiled when it was normalized. */
export const patternsOf = new WeakMap<SchemaDocument, PatternSet>();

/** The schema as it was written, which the library keeps on the browser that it hands to `compile`. */
export function written<T>(browser: Browser): T {
  return (browser as unknown as { _value: T })._value;
}

function step(browser: Browser, ...path: readonly (string | number)[]): Browser {
  let cursor = browser.cursor;
  let current: unknown = written(browser);
  for (const key of path) {
    cursor = `${cursor}/${key}`;
    current = (current as Readonly<Record<string | number, unknown>>)[key];
  }
  return { ...browser, cursor, _value: current } as Browser;
}

async function compileKeyed(browser: Browser, ast: Ast): Promise<Entry<string>[]> {
  const { keys } = written<Keyed>(browser);
  const compiled: Entry<string>[] = [];
  for (const [index, key] of keys.entries()) {
    compiled.push([key, await Validation.compile(step(browser, "schemas", index), ast, browser)]);
  }
  return compiled;
}

function pattern(browser: Browser, source: string): Pattern {
  const compiled = patternsOf.get(browser.document)?.compile(source) ?? new PatternSet().compile(source);
  if (!compiled.ok) throw new Error(compiled.reason);
  return compiled.pattern;
}

/** `unevaluatedProperties` keeps its account on the context. */
function markEvaluated(context: ValidationContext & { evaluatedProperties?: Set<string> }, name: string): void {
  context.evaluatedProperties?.add(name);
}

addKeyword<Map<string, string>>({
  id: ownKeywordId("properties"),
  simpleApplicator: true,
  compile: async (schema, ast) => new Map(await compileKeyed(schema, ast)),
  interpret(properties, instance, context) {
    let valid = true;
    for (const [nameNode, property] of entries(instance)) {
      const name = value<string>(nameNode);
      const location = properties.get(name);
      if (location === undefined) continue;
      if (!Validation.interpret(location, property, context)) valid = false;
      markEvaluated(context, name);
    }
    return valid;
  },
});

addKeyword<Entry<Pattern>[]>({
  id: ownKeywordId("patternProperties"),
  simpleApplicator: true,
  compile: async (schema, ast) =>
    (await compileKeyed(schema, ast)).map(([source, location]) => [pattern(schema, source), location] as const),
  interpret(patterns, instance, context) {
    let valid = true;
    for (const [nameNode, property] of entries(instance)) {
      const name = value<string>(nameNode);
      for (const [namePattern, location] of patterns) {
        if (!namePattern.test(name)) continue;
        if (!Validation.interpret(location, property, context)) valid = false;
        markEvaluated(context, name);
      }
    }
    return valid;
  },
});

interface Additional {
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly Pattern[];
  readonly location: string;
}

addKeyword<Additional>({
  id: ownKeywordId("additionalProperties"),
  simpleApplicator: true,
  async compile(schema, ast, parent) {
    const { properties, patternProperties } = written<SchemaNode>(parent);
    return {
      names: new Set(properties?.keys),
      patterns: (patternProperties?.keys ?? []).map((source) => pattern(schema, source)),
      location: await Validation.compile(schema, ast, parent),
    };
  },
  interpret({ names, patterns, location }, instance, context) {
    let valid = true;
    for (const [nameNode, property] of entries(instance)) {
      const name = value<string>(nameNode);
      if (names.has(name) || patterns.some((namePattern) => namePattern.test(name))) continue;
      if (!Validation.interpret(location, property, context)) valid = false;
      markEvaluated(context, name);
    }
    return valid;
  },
});

addKeyword<Entry<string>[]>({
  id: ownKeywordId("dependentSchemas"),
  simpleApplicator: true,
  compile: compileKeyed,
  interpret(dependants, instance, context) {
    if (typeOf(instance) !== "object") return true;
    const object = value<object>(instance);
    return dependants
      .filter(([name]) => Object.hasOwn(object, name))
      .map(([, location]) => Validation.interpret(location, instance, context))
      .every(Boolean);
  },
});

addKeyword<Pattern>({
  id: ownKeywordId("pattern"),
  compile: (schema) => Promise.resolve(pattern(schema, written<string>(schema))),
  interpret: (compiled, instance) => typeOf(instance) !== "string" || compiled.test(value<string>(instance)),
});

addKeyword<string>({
  id: ownKeywordId("const"),
  compile: (schema) => Promise.resolve(written<string>(schema)),
  interpret: (expected, instance) => textOf(instance) === expected,
});

addKeyword<ReadonlySet<string>>({
  id: ownKeywordId("enum"),
  compile: (schema) => Promise.resolve(new Set(written<string[]>(schema))),
  interpret: (expected, instance) => expected.has(textOf(instance)),
});

addKeyword<boolean>({
  id: ownKeywordId("uniqueItems"),
  compile: (schema) => Promise.resolve(written<boolean>(schema)),
  interpret(unique, instance) {
    if (!unique || typeOf(instance) !== "array") return true;
    return new Set(instance.children.map(textOf)).size === instance.children.length;
  },
});

addKeyword<number>({
  id: ownKeywordId("multipleOf"),
  compile: (schema) => Promise.resolve(written<number>(schema)),
  interpret(divisor, instance) {
    if (typeOf(instance) !== "number") return true;
    const quotient = value<number>(instance) / divisor;
    // 0.3 is a multiple of 0.1 to everyone but a float.
    return Math.abs(quotient - Math.round(quotient)) <= Math.abs(quotient) * Number.EPSILON;
  },
});

function textOf(instance: JsonNode): string {
  const text = canonicalText(value<Json>(instance));
  spend(4 + (text.length >> 2));
  return text;
}
