// What can be written at a place in JSON text that is still being written, by the schema of the value.

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

export interface Suggestion {
  /** As it is written: `"city"` */
  readonly written: string;
  readonly detail: string;
}

export interface JsonCompletion {
  /** What is typed already of the name or value begins and ends here. */
  readonly from: number;
  readonly to: number;
  /** A name without its colon: one is to follow. */
  readonly wantsColon: boolean;
  readonly suggestions: readonly Suggestion[];
}

type Step = string | number;

/** A list or object that the caret is in. */
interface Frame {
  readonly isArray: boolean;
  /** Of the members before the caret. */
  readonly names: Set<string>;
  /** The place of the item, or the name of the member, that the caret is at. */
  at: Step;
  expects: "name" | "colon" | "value" | "comma";
}

interface Place {
  readonly path: readonly Step[];
  /** Undefined: a value. */
  readonly names: ReadonlySet<string> | undefined;
  readonly from: number;
  readonly to: number;
}

const SHOWN = 40;
const MAX_SCHEMAS = 200;
/** A line break ends a string: there it was not yet closed. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g;
const MARK = /^[{}[\],:]$/;
/** What may stand between the caret and a quote that closes what is being written. */
const CLOSED = /^[\w.-]*"/;

/** Null: nothing can be written here, or the schema does not tell what. */
export function jsonCompletionAt(text: string, caret: number, schema: unknown): JsonCompletion | null {
  const place = placeAt(text, caret);
  if (place === null) return null;
  const { path, names, from, to } = place;
  const forms = path.reduce<readonly JsonSchema[]>(
    (found, step) =>
      within(
        found.map((form) => below(form, step)),
        schema,
      ),
    within([schema], schema),
  );
  const all = names === undefined ? valuesOf(forms) : namesOf(forms, names, schema);
  const query = text.slice(from, caret).replace(/^"/, "").toLowerCase();
  const first = all.filter(({ written }) => bare(written).startsWith(query));
  const others = all.filter(({ written }) => !bare(written).startsWith(query) && bare(written).includes(query));
  const suggestions = [...first, ...others].slice(0, SHOWN);
  if (suggestions.length === 0) return null;
  return { from, to, wantsColon: names !== undefined && !/^\s*:/.test(text.slice(to)), suggestions };
}

/** The text with the suggestion written out, and where the caret is then. */
export function jsonCompleted(
  text: string,
  { from, to, wantsColon }: JsonCompletion,
  { written }: Suggestion,
): { readonly text: string; readonly caret: number } {
  const head = text.slice(0, from) + written + (wantsColon ? ": " : "");
  return { text: head + text.slice(to), caret: head.length };
}

function bare(written: string): string {
  return written.replace(/^"/, "").toLowerCase();
}

/** Null: after a whole value, where only a mark can follow. */
function placeAt(text: string, caret: number): Place | null {
  const frames: Frame[] = [{ isArray: true, names: new Set(), at: 0, expects: "value" }];
  let from = caret;
  let to = caret;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const end = index + token.length;
    if (index >= caret) break;
    if (end >= caret && !MARK.test(token) && !(end === caret && isClosed(token))) {
      from = index;
      to = token.startsWith('"') ? caret + (CLOSED.exec(text.slice(caret, end))?.[0].length ?? 0) : end;
      break;
    }
    take(frames, token);
  }
  const frame = frames.at(-1);
  if (frame === undefined || (frame.expects !== "name" && frame.expects !== "value")) return null;
  // The outermost frame holds the text as a whole, and is no part of it.
  const path = frames.slice(1, -1).map(({ at }) => at);
  if (frame.expects === "name") {
    return { path, names: new Set([...frame.names, ...namesAfter(text, to)]), from, to };
  }
  return { path: frames.length === 1 ? path : [...path, frame.at], names: undefined, from, to };
}

function take(frames: Frame[], token: string): void {
  const frame = frames.at(-1);
  if (frame === undefined) return;
  switch (token) {
    case "{":
    case "[": {
      const isArray = token === "[";
      frame.expects = "comma";
      frames.push({ isArray, names: new Set(), at: isArray ? 0 : "", expects: isArray ? "value" : "name" });
      return;
    }
    case "}":
    case "]":
      if (frames.length > 1) frames.pop();
      return;
    case ",":
      if (typeof frame.at === "number") frame.at += 1;
      frame.expects = frame.isArray ? "value" : "name";
      // What follows the whole is no part of it.
      if (frames.length === 1) frame.expects = "comma";
      return;
    case ":":
      if (frame.expects === "colon") frame.expects = "value";
      return;
    default:
  }
  if (frame.expects === "name") {
    frame.at = nameOf(token);
    frame.names.add(frame.at);
    frame.expects = "colon";
  } else frame.expects = "comma";
}

/** Of the members that follow in the same object. */
function namesAfter(text: string, from: number): string[] {
  const names: string[] = [];
  const rest = text.slice(from);
  let depth = 0;
  let last = "";
  for (const [token] of rest.matchAll(TOKEN)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (token === ":" && depth === 0 && last.startsWith('"')) names.push(nameOf(last));
    if (depth < 0) break;
    last = token;
  }
  return names;
}

function isClosed(token: string): boolean {
  return /^".*"$/.test(token) && /(?:^|[^\\])(?:\\\\)*"$/.test(token.slice(1));
}

function nameOf(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.replaceAll('"', "");
  }
}

/** The schemas with all that they may be made of: whoever writes may go for any of their forms. */
function within(schemas: readonly unknown[], root: unknown): readonly JsonSchema[] {
  const found: JsonSchema[] = [];
  const add = (schema: unknown, depth: number): void => {
    if (!isObject(schema) || depth > MAX_DEPTH || found.length >= MAX_SCHEMAS) return;
    const of = resolved(schema, root);
    found.push(of);
    const { allOf, then, else: otherwise } = of;
    if (of["$ref"] !== undefined) add(of, depth + 1);
    for (const part of [...formsOf(of), ...(Array.isArray(allOf) ? allOf : []), then, otherwise]) add(part, depth + 1);
  };
  for (const schema of schemas) add(schema, 0);
  return found;
}

function below(schema: JsonSchema, step: Step): unknown {
  if (typeof step === "number") {
    const { prefixItems, items } = schema;
    const first: unknown = Array.isArray(prefixItems)
      ? prefixItems[step]
      : Array.isArray(items)
        ? items[step]
        : undefined;
    return first ?? (Array.isArray(items) ? schema["additionalItems"] : items);
  }
  const properties = propertiesOf(schema);
  return Object.hasOwn(properties, step) ? properties[step] : schema["additionalProperties"];
}

/** Those that have to be there come first. */
function namesOf(forms: readonly JsonSchema[], there: ReadonlySet<string>, root: unknown): Suggestion[] {
  const required = new Set(forms.flatMap(requiredOf));
  const found = new Map<string, string>();
  for (const form of forms) {
    for (const [name, schema] of Object.entries(propertiesOf(form))) {
      const type = typeOf(resolved(schema, root)) ?? "";
      if (!there.has(name) && !found.get(name)) found.set(name, required.has(name) ? `${type} *` : type);
    }
  }
  return [...found]
    .toSorted(([a], [b]) => Number(required.has(b)) - Number(required.has(a)))
    .map(([name, detail]) => ({ written: JSON.stringify(name), detail }));
}

function valuesOf(forms: readonly JsonSchema[]): Suggestion[] {
  const found = new Map<string, string>();
  const add = (value: unknown, detail: string) => {
    const written = JSON.stringify(value);
    if (written !== undefined && !found.has(written)) found.set(written, detail);
  };
  for (const { const: only, enum: values, type, default: standard } of forms) {
    const types: readonly unknown[] = Array.isArray(type) ? type : [type];
    if (only !== undefined) add(only, "const");
    if (Array.isArray(values)) for (const value of values) add(value, "enum");
    else if (only === undefined && types.includes("boolean")) for (const value of [true, false]) add(value, "boolean");
    if (standard !== undefined) add(standard, "default");
    if (types.includes("null") && !Array.isArray(values)) add(null, "null");
  }
  return [...found].map(([written, detail]) => ({ written, detail }));
}
