// Whether a consumer takes what a producer gives, schema against schema, without a value at hand.
//
// C1. `fits` and `never` are proofs. `maybe` is a difference that the producer's schema states; where it does not
//     speak of what the consumer asks for (no bound, no pattern, an optional property), that is `unknown`.
// C2. Of the producer, what is not looked at only narrows what it gives. Of the consumer, it makes `unknown`.
// C3. Work is counted and depth is bounded: beyond, the answer is `unknown`.

import { append } from "../pointer.ts";
import { spend, within, type Budget } from "../fuel.ts";
import { target, type Normalized, type Schema, type SchemaNode } from "../normalized.ts";
import { listed, plural, shownText, typeName } from "../words.ts";
import { accepts, matches } from "./accepts.ts";
import { isOfType, kindName, kindOf, type Kind } from "./kinds.ts";
import {
  alternativesOf,
  boundsOf,
  itemOf,
  kindsOf,
  namesOf,
  propertyOf,
  sizeOf,
  valuesOf,
  type Bound,
  type Nodes,
  type Part,
} from "./producer.ts";
import { both, either, FITS, maybe, never, UNKNOWN, type Found } from "./verdict.ts";

const MAX_DEPTH = 12;
/** Of one comparison. */
const FUEL = 100_000;

/** Both are lists of schemas in `document` that all hold. */
export function compare(
  producer: readonly Schema[],
  consumer: readonly Schema[],
  document: Normalized,
  budget: Budget,
): Found {
  const own = { left: Math.min(FUEL, budget.left) };
  const before = own.left;
  const found = within(own, () => new Comparison(document).compare(producer, consumer, "", 0));
  budget.left -= before - Math.max(own.left, 0);
  return found ?? UNKNOWN;
}

interface At {
  readonly nodes: Nodes;
  readonly kind: Kind;
  readonly pointer: string;
  readonly depth: number;
}

class Comparison {
  readonly #document: Normalized;

  constructor(document: Normalized) {
    this.#document = document;
  }

  compare(producer: readonly Schema[], consumer: readonly Schema[], pointer: string, depth: number): Found {
    if (consumer.every((schema) => schema === true)) return FITS;
    if (depth > MAX_DEPTH) return UNKNOWN;
    const alternatives = alternativesOf(producer, this.#document);
    return either(
      alternatives.map((nodes) => this.#alternative(nodes, consumer, pointer, depth)),
      true,
    );
  }

  #alternative(nodes: Nodes, consumer: readonly Schema[], pointer: string, depth: number): Found {
    const values = valuesOf(nodes, this.#document);
    if (values !== undefined) {
      const judged = values.map((value): Found => {
        const answers = consumer.map((schema) => accepts(value, schema, this.#document));
        const shown = shownText(JSON.stringify(value));
        if (answers.includes(false)) return never(pointer, shown, this.#wanted(consumer, kindOf(value)));
        return answers.includes(undefined) ? UNKNOWN : FITS;
      });
      return either(judged, true);
    }
    const { kinds, isSaid } = kindsOf(nodes);
    const judged = kinds.map((kind) => {
      const at = { nodes, kind, pointer, depth };
      return both(consumer.map((schema) => this.#against(at, schema)));
    });
    return either(judged, isSaid);
  }

  /** What the consumer takes, in words. */
  #wanted(consumer: readonly Schema[], kind: Kind): string {
    for (const schema of consumer) {
      if (schema === false) return "absent";
      if (schema === true) continue;
      const types = typesOf(schema);
      if (types !== undefined && !isOfType(kind, types)) return listed(types.map(typeName));
      const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
      if (values !== undefined) return listed(values.map(shownText));
    }
    return "as the schema says";
  }

  #against(at: At, consumer: Schema): Found {
    if (consumer === true) return FITS;
    if (consumer === false) return never(at.pointer, "there", "absent");
    spend(1);
    const types = typesOf(consumer);
    if (types !== undefined && !isOfType(at.kind, types)) {
      return never(at.pointer, kindName(at.kind), listed(types.map(typeName)));
    }
    const inPlace = (schema: Schema): Found => this.#against(at, schema);
    const found: Found[] = [this.#values(at, consumer)];
    if (consumer.$ref !== undefined) found.push(inPlace(target(this.#document, consumer.$ref)));
    for (const schema of consumer.allOf ?? []) found.push(inPlace(schema));
    if (consumer.anyOf !== undefined) found.push(anyOf(consumer.anyOf.map(inPlace)));
    if (consumer.oneOf !== undefined) found.push(oneOf(consumer.oneOf.map(inPlace), at.pointer));
    if (consumer.not !== undefined) found.push(not(inPlace(consumer.not), at.pointer));
    if (consumer.if !== undefined) found.push(conditional(consumer, consumer.if, inPlace));
    switch (at.kind) {
      case "integer":
      case "fraction":
        found.push(number(at, consumer));
        break;
      case "string":
        found.push(text(at, consumer));
        break;
      case "array":
        found.push(this.#array(at, consumer));
        break;
      case "object":
        found.push(this.#object(at, consumer));
        break;
      case "null":
      case "boolean":
        break;
    }
    return both(found);
  }

  #values({ nodes, kind, pointer }: At, consumer: SchemaNode): Found {
    const texts = consumer.enum ?? (consumer.const === undefined ? undefined : [consumer.const]);
    if (texts === undefined) return FITS;
    const values = texts.map((value) => JSON.parse(value) as Parameters<typeof kindOf>[0]);
    const possible = values.filter(
      (value) => kindOf(value) === kind && nodes.every((node) => accepts(value, node, this.#document) !== false),
    );
    if (possible.length === 0) return never(pointer, kindName(kind), listed(texts.map(shownText)));
    const all = kind === "null" ? 1 : kind === "boolean" ? 2 : Infinity;
    return new Set(possible).size === all && (consumer.enum === undefined || consumer.const === undefined)
      ? FITS
      : UNKNOWN;
  }

  #array({ nodes, pointer, depth }: At, consumer: SchemaNode): Found {
    const said = sizeOf(nodes, "minItems", "maxItems");
    const found = [size(said, consumer.minItems, consumer.maxItems, pointer, "item")];
    const places = Math.max(
      consumer.prefixItems?.length ?? 0,
      ...nodes.map(({ prefixItems = [] }) => prefixItems.length),
    );
    for (let index = 0; index <= places; index++) {
      const schema = consumer.prefixItems?.[index] ?? consumer.items;
      const item = itemOf(nodes, index);
      if (item.isAbsent) break;
      if (schema === undefined) continue;
      const compared = this.compare(item.schemas, [schema], append(pointer, index), depth + 1);
      found.push(ofPart(compared, item, (consumer.minItems ?? 0) > index));
    }
    if (consumer.uniqueItems === true) {
      found.push(
        (said.most ?? Infinity) <= 1 || nodes.some(({ uniqueItems }) => uniqueItems === true) ? FITS : UNKNOWN,
      );
    }
    if (consumer.contains !== undefined || consumer.unevaluatedItems !== undefined) found.push(UNKNOWN);
    return both(found);
  }

  #object({ nodes, pointer, depth }: At, consumer: SchemaNode): Found {
    const found: Found[] = [];
    const document = this.#document;
    const names = namesOf(nodes);
    const isOpen = !nodes.some(({ additionalProperties }) => additionalProperties === false);
    const hasPatterns = nodes.some(({ patternProperties }) => (patternProperties?.keys.length ?? 0) > 0);
    for (const name of consumer.required ?? []) {
      const part = propertyOf(nodes, name, document);
      if (!part.isRequired || part.isAbsent) found.push(missing(nodes, name, part, pointer));
    }
    const compared = (name: string, schema: Schema): Found => {
      const part = propertyOf(nodes, name, document);
      if (part.isAbsent) return FITS;
      const inner = this.compare(part.schemas, [schema], append(pointer, name), depth + 1);
      return ofPart(inner, part, consumer.required?.includes(name) ?? false);
    };
    for (const [at, name] of (consumer.properties?.keys ?? []).entries()) {
      found.push(compared(name, consumer.properties?.schemas[at] ?? true));
    }
    for (const [at, pattern] of (consumer.patternProperties?.keys ?? []).entries()) {
      const schema = consumer.patternProperties?.schemas[at] ?? true;
      for (const name of names) {
        const matched = matches(pattern, name, document);
        if (matched !== false) found.push(matched === true ? compared(name, schema) : UNKNOWN);
      }
      if (schema !== true && (isOpen || hasPatterns)) found.push(UNKNOWN);
    }
    const { additionalProperties: rest = true } = consumer;
    if (rest !== true) {
      for (const name of names) if (isAdditional(name, consumer, document)) found.push(compared(name, rest));
      const others = nodes.flatMap(({ additionalProperties }) => additionalProperties ?? []);
      if (hasPatterns) found.push(UNKNOWN);
      else if (isOpen && this.compare(others, [rest], pointer, depth + 1).verdict !== "fits") found.push(UNKNOWN);
    }
    const most = isOpen || hasPatterns ? undefined : names.size;
    const said = sizeOf(nodes, "minProperties", "maxProperties");
    const required = new Set(nodes.flatMap((node) => node.required ?? [])).size;
    const bounds = {
      least: required > 0 ? Math.max(required, said.least ?? 0) : said.least,
      most: most === undefined ? said.most : Math.min(most, said.most ?? Infinity),
    };
    found.push(size(bounds, consumer.minProperties, consumer.maxProperties, pointer, "property"));
    const { propertyNames = true, dependentRequired, dependentSchemas, unevaluatedProperties = true } = consumer;
    if (propertyNames !== true || unevaluatedProperties !== true) found.push(UNKNOWN);
    if (dependentRequired !== undefined || dependentSchemas !== undefined) found.push(UNKNOWN);
    return both(found);
  }
}

function typesOf({ type }: SchemaNode): readonly string[] | undefined {
  return typeof type === "string" ? [type] : type;
}

/** What a part that never fits means for the whole: nothing, where both may do without the part. */
function ofPart(found: Found, part: Part, isWanted: boolean): Found {
  if (found.verdict !== "never" || part.isRequired || isWanted) return found;
  return part.isSaid ? maybe(found) : UNKNOWN;
}

function missing(nodes: Nodes, name: string, part: Part, pointer: string): Found {
  const found = never(pointer, `without ${JSON.stringify(name)}`, `with ${JSON.stringify(name)}`);
  if (part.isAbsent) return found;
  // Many a schema lists properties and leaves out which are always there.
  const speaks = part.isSaid
    ? nodes.some(({ required }) => required !== undefined)
    : nodes.some(({ properties }) => (properties?.keys.length ?? 0) > 0);
  return speaks ? maybe(found) : UNKNOWN;
}

function isAdditional(name: string, { properties, patternProperties }: SchemaNode, document: Normalized): boolean {
  if (properties?.keys.includes(name) ?? false) return false;
  return !(patternProperties?.keys ?? []).some((pattern) => matches(pattern, name, document) !== false);
}

function anyOf(found: readonly Found[]): Found {
  if (found.some(({ verdict }) => verdict === "fits")) return FITS;
  const [first] = found;
  if (first !== undefined && found.every(({ verdict }) => verdict === "never")) return first;
  return found.find(({ verdict }) => verdict === "maybe") ?? UNKNOWN;
}

function oneOf(found: readonly Found[], pointer: string): Found {
  const fitting = found.filter(({ verdict }) => verdict === "fits").length;
  if (fitting > 1) return never(pointer, "of several of the allowed forms", "of exactly one");
  const others = found.filter(({ verdict }) => verdict !== "fits");
  if (fitting === 1) return others.every(({ verdict }) => verdict === "never") ? FITS : UNKNOWN;
  return anyOf(found);
}

function not({ verdict }: Found, pointer: string): Found {
  if (verdict === "never") return FITS;
  return verdict === "fits" ? never(pointer, "what is excluded", "another") : UNKNOWN;
}

function conditional(consumer: SchemaNode, test: Schema, inPlace: (schema: Schema) => Found): Found {
  const { verdict } = inPlace(test);
  const [then, otherwise] = [inPlace(consumer.then ?? true), inPlace(consumer.else ?? true)];
  if (verdict === "fits") return then;
  if (verdict === "never") return otherwise;
  return then.verdict === otherwise.verdict && then.verdict !== "maybe" ? then : UNKNOWN;
}

function number({ nodes, kind, pointer }: At, consumer: SchemaNode): Found {
  const { lower, upper } = boundsOf(nodes);
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf } = consumer;
  const found: Found[] = [];
  for (const [value, isExclusive] of [
    [minimum, false],
    [exclusiveMinimum, true],
  ] as const) {
    if (value === undefined) continue;
    const what = never(pointer, `below ${value}`, `${isExclusive ? "more than" : "at least"} ${value}`);
    found.push(bound(lower, upper, { value, isExclusive }, 1, what));
  }
  for (const [value, isExclusive] of [
    [maximum, false],
    [exclusiveMaximum, true],
  ] as const) {
    if (value === undefined) continue;
    const what = never(pointer, `above ${value}`, `${isExclusive ? "less than" : "at most"} ${value}`);
    found.push(bound(upper, lower, { value, isExclusive }, -1, what));
  }
  if (multipleOf !== undefined) {
    const isGiven =
      (kind === "integer" && Number.isInteger(1 / multipleOf)) ||
      nodes.some(
        (node) => node.multipleOf !== undefined && Number.isInteger(multipleOf) && node.multipleOf % multipleOf === 0,
      );
    found.push(isGiven ? FITS : UNKNOWN);
  }
  return both(found);
}

/** `near`: the producer's bound on the same side; `direction`: 1 where larger values are within. */
function bound(
  near: Bound | undefined,
  far: Bound | undefined,
  wanted: Bound,
  direction: 1 | -1,
  violated: Found,
): Found {
  const beyond = far === undefined ? Infinity : (far.value - wanted.value) * direction;
  if (beyond < 0 || (beyond === 0 && ((far?.isExclusive ?? false) || wanted.isExclusive))) return violated;
  if (near === undefined) return UNKNOWN;
  const inside = (near.value - wanted.value) * direction;
  return inside > 0 || (inside === 0 && (near.isExclusive || !wanted.isExclusive)) ? FITS : maybe(violated);
}

function text({ nodes, pointer }: At, { minLength, maxLength, pattern }: SchemaNode): Found {
  const found = [size(sizeOf(nodes, "minLength", "maxLength"), minLength, maxLength, pointer, "character")];
  if (pattern !== undefined) found.push(nodes.some((node) => node.pattern === pattern) ? FITS : UNKNOWN);
  return both(found);
}

function size(
  said: { readonly least: number | undefined; readonly most: number | undefined },
  least: number | undefined,
  most: number | undefined,
  pointer: string,
  noun: string,
): Found {
  const found: Found[] = [];
  if (least !== undefined && least > 0) {
    const short = never(pointer, `of fewer than ${plural(least, noun)}`, `of at least ${plural(least, noun)}`);
    if ((said.most ?? Infinity) < least) found.push(short);
    else if (said.least === undefined) found.push(UNKNOWN);
    else if (said.least < least) found.push(maybe(short));
  }
  if (most !== undefined) {
    const long = never(pointer, `of more than ${plural(most, noun)}`, `of at most ${plural(most, noun)}`);
    if ((said.least ?? 0) > most) found.push(long);
    else if (said.most === undefined) found.push(UNKNOWN);
    else if (said.most > most) found.push(maybe(long));
  }
  return both(found);
}
