// What may be written at a place of a JSON text that a schema describes: the names that an object may have there, the values
// that are named for a place. The text need not be JSON yet.

import {
  formsOf,
  isObject,
  type JsonSchema,
  MAX_DEPTH,
  propertiesOf,
  requiredOf,
  resolved,
  typeOf,
} from "./json-schema.ts";

const SHOWN = 40;

/** What may stand in place of the characters from `from` up to `to`. */
export interface JsonCompletion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly JsonOption[];
}

export interface JsonOption {
  readonly text: string;
  /** What it is: a type, with a * where the object must have it. */
  readonly detail: string;
}

/** `isAsked`: also where nothing is written yet. Null where there is nothing to offer. */
export function jsonCompletionAt(
  text: string,
  caret: number,
  schema: unknown,
  isAsked: boolean,
): JsonCompletion | null {
  const place = placeAt(text, caret);
  if (place === null || (place.written === "" && !isAsked)) return null;
  const { from, to, written } = place;
  const begun = written.replaceAll('"', "").toLowerCase();
  const schemas = schemasAt(schema, place.path);
  const options = (place.isKey ? namesFor(schemas, place.taken, text.slice(to)) : valuesFor(schemas)).filter(
    (option) => option.text.toLowerCase().includes(begun) && option.text !== text.slice(from, to),
  );
  return options.length === 0 ? null : { from, to, options: options.slice(0, SHOWN) };
}

/** The text with the option in it, and where the caret is after it. */
export function withOption(
  text: string,
  { from, to }: JsonCompletion,
  option: JsonOption,
): { text: string; caret: number } {
  return { text: text.slice(0, from) + option.text + text.slice(to), caret: from + option.text.length };
}

interface Place {
  readonly path: readonly (string | number)[];
  /** Whether a name of the object at `path` stands here, and not a value at `path`. */
  readonly isKey: boolean;
  /** Names that the object has. */
  readonly taken: ReadonlySet<string>;
  readonly from: number;
  readonly to: number;
  /** What is there, up to the caret. */
  readonly written: string;
}

interface Frame {
  readonly isObject: boolean;
  readonly names: string[];
  name: string;
  index: number;
  awaits: "key" | "colon" | "value" | "comma";
}

const TOKEN = /\s+|"(?:\\.|[^"\\\n])*"?|[{}[\],:]|[^\s{}[\],:"]+/gy;

function placeAt(text: string, caret: number): Place | null {
  const frames: Frame[] = [{ isObject: false, names: [], name: "", index: -1, awaits: "value" }];
  let under = { from: caret, to: caret };
  for (const { 0: token, index: from } of text.matchAll(TOKEN)) {
    if (from >= caret) break;
    const frame = frames.at(-1);
    if (frame === undefined) return null;
    const to = from + token.length;
    const isWord = /^[^\s{}[\],:]/.test(token);
    const isOpen = token.startsWith('"') && !/^"(?:\\.|[^"\\])*"$/.test(token);
    if (isWord && (caret < to || isOpen || (caret === to && !token.startsWith('"')))) {
      // A text that is not closed yet ends at the caret: what comes after it is not meant to be in it.
      under = { from, to: isOpen ? caret : to };
      break;
    }
    read(token, frame, frames);
  }
  const frame = frames.at(-1);
  if (frame === undefined || (frame.awaits !== "key" && frame.awaits !== "value")) return null;
  const isKey = frame.awaits === "key";
  // Of the frame outside of all nothing is a part.
  const path = frames.slice(1, isKey ? -1 : undefined).map((one) => (one.isObject ? one.name : one.index));
  const taken = new Set([...frame.names, ...namesAfter(text, under.to)]);
  return { path, isKey, taken, ...under, written: text.slice(under.from, caret) };
}

function read(token: string, frame: Frame, frames: Frame[]): void {
  switch (token[0]) {
    case "{":
    case "[": {
      const awaits = token === "{" ? "key" : "value";
      frames.push({ isObject: token === "{", names: [], name: "", index: 0, awaits });
      return;
    }
    case "}":
    case "]": {
      frames.pop();
      const outer = frames.at(-1);
      if (outer) outer.awaits = "comma";
      return;
    }
    case ":":
      frame.awaits = "value";
      return;
    case ",":
      frame.index += 1;
      frame.awaits = frame.isObject ? "key" : "value";
      return;
    default:
      if (/^\s/.test(token)) return;
      if (frame.awaits === "key") {
        frame.name = nameOf(token);
        frame.names.push(frame.name);
      }
      frame.awaits = frame.awaits === "key" ? "colon" : "comma";
  }
}

/** The names that come after the place in the object that it is in. */
function namesAfter(text: string, to: number): string[] {
  const names: string[] = [];
  let depth = 0;
  let before = "";
  for (const [token] of text.slice(to).matchAll(TOKEN)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    if (depth < 0) break;
    if (token === ":" && depth === 0 && before.startsWith('"')) names.push(nameOf(before));
    if (!/^\s/.test(token)) before = token;
  }
  return names;
}

function nameOf(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}

/** All that may describe the value at the path. */
function schemasAt(root: unknown, path: readonly (string | number)[]): readonly JsonSchema[] {
  let schemas = spread(root, root, 0);
  for (const part of path) {
    const inner = schemas.flatMap((schema) =>
      typeof part === "string" ? memberOf(schema, part) : itemOf(schema, part),
    );
    schemas = inner.flatMap((schema) => spread(schema, root, 0));
  }
  return schemas;
}

/** A schema, and what it is made of. */
function spread(schema: unknown, root: unknown, depth: number): JsonSchema[] {
  if (!isObject(schema) || depth > MAX_DEPTH) return [];
  const one = resolved(schema, root);
  const { allOf } = one;
  const parts = [...formsOf(one), ...(Array.isArray(allOf) ? allOf : [])];
  return [one, ...parts.flatMap((part) => spread(part, root, depth + 1))];
}

function memberOf(schema: JsonSchema, name: string): unknown[] {
  const properties = propertiesOf(schema);
  return [Object.hasOwn(properties, name) ? properties[name] : schema["additionalProperties"]];
}

function itemOf({ prefixItems, items }: JsonSchema, index: number): unknown[] {
  return [(Array.isArray(prefixItems) ? prefixItems[index] : undefined) ?? items];
}

function namesFor(schemas: readonly JsonSchema[], taken: ReadonlySet<string>, after: string): JsonOption[] {
  const end = /^\s*:/.test(after) ? "" : ": ";
  const found = new Map<string, JsonOption>();
  for (const schema of schemas) {
    const required = requiredOf(schema);
    for (const [name, of] of Object.entries(propertiesOf(schema))) {
      if (taken.has(name) || found.has(name)) continue;
      const type = isObject(of) ? (typeOf(of) ?? "") : "";
      found.set(name, {
        text: JSON.stringify(name) + end,
        detail: required.includes(name) ? `${type} *`.trim() : type,
      });
    }
  }
  return [...found.values()];
}

function valuesFor(schemas: readonly JsonSchema[]): JsonOption[] {
  const found = new Map<string, JsonOption>();
  for (const schema of schemas) {
    const { enum: values, const: only, default: standard, examples, type } = schema;
    const types = Array.isArray(type) ? type : [type];
    const named = [
      ...(Array.isArray(values) ? values : []),
      only,
      standard,
      ...(Array.isArray(examples) ? examples : []),
      ...(types.includes("boolean") ? [true, false] : []),
      ...(types.includes("null") ? [null] : []),
    ];
    for (const value of named) {
      if (value === undefined) continue;
      const text = JSON.stringify(value);
      if (!found.has(text)) found.set(text, { text, detail: typeOf(schema) ?? "" });
    }
  }
  return [...found.values()];
}
