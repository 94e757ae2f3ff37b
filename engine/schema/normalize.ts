// Brings a schema of any draft to its normalized form, and refuses what could not be checked safely:
// references that lead outside it, that lead nowhere or never end, patterns beyond RE2, and sheer size.

import { MAX_SCHEMA_NODES } from "../definition/limits.ts";
import type { Json, JsonObject } from "../json.ts";
import { nearest } from "../plan/suggest.ts";
import { canonicalText } from "./canonical.ts";
import { draftNamed, type Draft } from "./draft.ts";
import { endlessReference, type InPlaceReference } from "./endless-reference.ts";
import type { SchemaFault } from "./fault.ts";
import type { Keyed, Normalized, Schema, SchemaNode } from "./normalized.ts";
import { PatternSet } from "./pattern.ts";
import { append } from "./pointer.ts";
import { isObject, Resources, type Place } from "./resources.ts";

export type NormalizeResult = { ok: true; schema: Normalized } | { ok: false; faults: SchemaFault[] };

/** `schema` is within the caps. A keyword whose value has the wrong type is left out: the meta-schema reports it. */
export function normalize(schema: Json, draft: Draft): NormalizeResult {
  const normalizer = new Normalizer(schema, draft);
  const normalized = normalizer.run();
  return normalizer.faults.length === 0 ? { ok: true, schema: normalized } : { ok: false, faults: normalizer.faults };
}

/** Where a schema stands: `inPlaceOf` is the `$defs` index whose very value it is applied to, if any. */
interface At extends Place {
  readonly inPlaceOf: number | undefined;
}

class Normalizer {
  readonly faults: SchemaFault[] = [];
  readonly #draft: Draft;
  readonly #resources: Resources;
  readonly #patterns = new PatternSet();
  readonly #places: Place[] = [];
  readonly #indexByPointer = new Map<string, number>();
  readonly #inPlace: InPlaceReference[] = [];
  readonly #root: Json;
  #nodes = 0;

  constructor(root: Json, draft: Draft) {
    this.#root = root;
    this.#draft = draft;
    this.#resources = new Resources(root, draft);
  }

  run(): Normalized {
    const $defs: Schema[] = [];
    this.#indexOf(this.#resources.root());
    for (let index = 0; index < this.#places.length && this.#nodes <= MAX_SCHEMA_NODES; index++) {
      const place = this.#places[index];
      if (place !== undefined) $defs.push(this.#schema({ ...place, inPlaceOf: index }));
    }
    if (this.#nodes > MAX_SCHEMA_NODES) {
      this.#refuse("", "limit", `the schema has more than ${MAX_SCHEMA_NODES} parts once its references are followed`);
    }
    const endless = endlessReference(this.#inPlace);
    if (endless !== undefined) {
      this.#refuse(endless, "$ref", "leads back to itself without going into the value, so a check would never end");
    }
    return { $defs, patterns: this.#patterns, nodes: this.#nodes };
  }

  #indexOf(place: Place): number {
    const known = this.#indexByPointer.get(place.pointer);
    if (known !== undefined) return known;
    const index = this.#places.push(place) - 1;
    this.#indexByPointer.set(place.pointer, index);
    return index;
  }

  #schema(at: At): Schema {
    this.#nodes += 1;
    const { schema } = at;
    if (typeof schema === "boolean" || !isObject(schema) || this.#nodes > MAX_SCHEMA_NODES) return schema !== false;
    this.#checkDialect(schema, at);
    const node: SchemaNode = {};
    const reference = this.#reference(schema, at);
    if (reference !== undefined) node.$ref = reference;
    if (this.#draft === "draft-07" && typeof schema["$ref"] === "string") return node;
    this.#assertions(schema, node, at);
    this.#applicators(schema, node, at);
    this.#arrays(schema, node, at);
    this.#dependencies(schema, node, at);
    return node;
  }

  #checkDialect(schema: JsonObject, at: At): void {
    const { $schema, $vocabulary } = schema;
    if (typeof $schema === "string" && draftNamed($schema) !== this.#draft) {
      this.#refuse(append(at.pointer, "$schema"), "$schema", "must be the same edition as the whole schema's");
    }
    if ($vocabulary !== undefined) {
      this.#refuse(append(at.pointer, "$vocabulary"), "$vocabulary", "is for meta-schemas only; remove it");
    }
  }

  #reference(schema: JsonObject, at: At): string | undefined {
    const [keyword, second] = REFERENCES[this.#draft].filter((name) => typeof schema[name] === "string");
    const reference = keyword === undefined ? undefined : schema[keyword];
    if (keyword === undefined || typeof reference !== "string") return undefined;
    const pointer = append(at.pointer, keyword);
    if (second !== undefined)
      this.#refuse(pointer, keyword, `cannot stand beside ${second}; put one of them in "allOf"`);
    if (keyword !== "$ref" && this.#resources.embedded > 0) {
      this.#refuse(pointer, keyword, "cannot be used together with embedded schemas that have their own $id; use $ref");
      return undefined;
    }
    const place = this.#resources.find(reference, at.base);
    if (place === undefined || (typeof place.schema !== "boolean" && !isObject(place.schema))) {
      this.#refuse(pointer, "$ref", this.#deadEnd(reference));
      return undefined;
    }
    const index = this.#indexOf(place);
    if (at.inPlaceOf !== undefined) this.#inPlace.push({ from: at.inPlaceOf, to: index, pointer });
    return `#/$defs/${index}`;
  }

  #deadEnd(reference: string): string {
    const shown = reference.length > 100 ? `${reference.slice(0, 100)}…` : reference;
    if (!reference.startsWith("#")) {
      return `refers to "${shown}", which is not part of this schema; schemas are never fetched, so copy it into "$defs" and refer to it as "#/$defs/…"`;
    }
    const names = isObject(this.#root)
      ? ["$defs", "definitions"].flatMap((map) => {
          const defined = isObject(this.#root) ? this.#root[map] : undefined;
          return isObject(defined) ? Object.keys(defined).map((name) => `#/${map}/${name}`) : [];
        })
      : [];
    const close = nearest(reference, names);
    return `refers to "${shown}", which this schema does not have${close === undefined ? "" : `; did you mean "${close}"?`}`;
  }

  #assertions(schema: JsonObject, node: SchemaNode, at: At): void {
    const { type, required, pattern, uniqueItems, dependentRequired } = schema;
    if (typeof type === "string") node.type = type;
    else if (isStrings(type)) node.type = type;
    if (schema["const"] !== undefined) node.const = canonicalText(schema["const"]);
    if (Array.isArray(schema["enum"])) node.enum = schema["enum"].map(canonicalText);
    for (const keyword of NUMBERS) {
      const number = schema[keyword];
      if (typeof number === "number") node[keyword] = number;
    }
    if (this.#draft === "draft-07") {
      delete node.minContains;
      delete node.maxContains;
    }
    if (isStrings(required)) node.required = required;
    if (typeof uniqueItems === "boolean") node.uniqueItems = uniqueItems;
    if (typeof pattern === "string" && this.#usablePattern(pattern, append(at.pointer, "pattern"))) {
      node.pattern = pattern;
    }
    if (this.#draft !== "draft-07" && isObject(dependentRequired)) {
      node.dependentRequired = Object.fromEntries(
        Object.entries(dependentRequired).filter((entry): entry is [string, string[]] => isStrings(entry[1])),
      );
    }
  }

  #applicators(schema: JsonObject, node: SchemaNode, at: At): void {
    for (const keyword of ["allOf", "anyOf", "oneOf"] as const) {
      const list = schema[keyword];
      if (Array.isArray(list)) node[keyword] = list.map((_, index) => this.#child(at, [keyword, index], true));
    }
    for (const keyword of ["not", "if"] as const) {
      if (isSchema(schema[keyword])) node[keyword] = this.#child(at, [keyword], true);
    }
    if (node.if !== undefined) {
      if (isSchema(schema["then"])) node.then = this.#child(at, ["then"], true);
      if (isSchema(schema["else"])) node.else = this.#child(at, ["else"], true);
    }
    for (const keyword of ["additionalProperties", "propertyNames", "contains"] as const) {
      if (isSchema(schema[keyword])) node[keyword] = this.#child(at, [keyword], false);
    }
    if (this.#draft !== "draft-07") {
      for (const keyword of ["unevaluatedProperties", "unevaluatedItems"] as const) {
        if (isSchema(schema[keyword])) node[keyword] = this.#child(at, [keyword], false);
      }
    }
    if (isObject(schema["properties"])) node.properties = this.#keyed(at, "properties", false);
    if (isObject(schema["patternProperties"])) {
      for (const key of Object.keys(schema["patternProperties"])) {
        this.#usablePattern(key, append(append(at.pointer, "patternProperties"), key));
      }
      node.patternProperties = this.#keyed(at, "patternProperties", false);
    }
  }

  /** `items` and its like: a list of schemas until 2019-09 became `prefixItems`, and what followed it `items`. */
  #arrays(schema: JsonObject, node: SchemaNode, at: At): void {
    const { items, prefixItems } = schema;
    if (this.#draft !== "2020-12" && Array.isArray(items)) {
      node.prefixItems = items.map((_, index) => this.#child(at, ["items", index], false));
      if (isSchema(schema["additionalItems"])) node.items = this.#child(at, ["additionalItems"], false);
      return;
    }
    if (isSchema(items)) node.items = this.#child(at, ["items"], false);
    if (this.#draft === "2020-12" && Array.isArray(prefixItems)) {
      node.prefixItems = prefixItems.map((_, index) => this.#child(at, ["prefixItems", index], false));
    }
  }

  /** Draft-07's `dependencies` became `dependentRequired` and `dependentSchemas`. */
  #dependencies(schema: JsonObject, node: SchemaNode, at: At): void {
    if (this.#draft !== "draft-07") {
      if (isObject(schema["dependentSchemas"])) node.dependentSchemas = this.#keyed(at, "dependentSchemas", true);
      return;
    }
    const { dependencies } = schema;
    if (!isObject(dependencies)) return;
    const lists = Object.entries(dependencies).filter((entry): entry is [string, string[]] => isStrings(entry[1]));
    if (lists.length > 0) node.dependentRequired = Object.fromEntries(lists);
    const keys = Object.keys(dependencies).filter((key) => isSchema(dependencies[key]));
    if (keys.length > 0) {
      node.dependentSchemas = { keys, schemas: keys.map((key) => this.#child(at, ["dependencies", key], true)) };
    }
  }

  #keyed(at: At, keyword: string, inPlace: boolean): Keyed {
    const map = isObject(at.schema) ? at.schema[keyword] : undefined;
    const keys = isObject(map) ? Object.keys(map) : [];
    return { keys, schemas: keys.map((key) => this.#child(at, [keyword, key], inPlace)) };
  }

  #child(at: At, path: readonly [string, (string | number)?], inPlace: boolean): Schema {
    let schema: Json = at.schema;
    let pointer = at.pointer;
    for (const key of path) {
      if (key === undefined) continue;
      schema = (Array.isArray(schema) ? schema[Number(key)] : isObject(schema) ? schema[key] : undefined) ?? true;
      pointer = append(pointer, key);
    }
    const base = this.#resources.baseOf(schema, at.base);
    return this.#schema({ pointer, schema, base, inPlaceOf: inPlace ? at.inPlaceOf : undefined });
  }

  #usablePattern(source: string, pointer: string): boolean {
    const compiled = this.#patterns.compile(source);
    if (!compiled.ok) this.#refuse(pointer, "pattern", compiled.reason);
    return compiled.ok;
  }

  #refuse(pointer: string, keyword: string, message: string): void {
    this.faults.push({ pointer, keyword, message });
  }
}

const REFERENCES: Readonly<Record<Draft, readonly string[]>> = {
  "2020-12": ["$ref", "$dynamicRef"],
  "2019-09": ["$ref", "$recursiveRef"],
  "draft-07": ["$ref"],
};

const NUMBERS = [
  "multipleOf",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minContains",
  "maxContains",
  "minProperties",
  "maxProperties",
] as const;

function isSchema(value: Json | undefined): value is JsonObject | boolean {
  return typeof value === "boolean" || isObject(value);
}

function isStrings(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
