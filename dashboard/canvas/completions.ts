// What can be written between `{{` and `}}`: the paths that there are, and which of them fit what is typed.

import { inExpression } from "../../engine/template/in-expression.ts";
import { pathText, type Root, type Segment } from "../../engine/template/path.ts";
import { isObject, propertiesOf, resolved, typeOf } from "../hub/json-schema.ts";

export interface Option {
  /** `steps.search.result.list` */
  readonly path: string;
  /** Its type, or what was really there. */
  readonly detail: string;
}

const MAX_DEPTH = 5;
const MAX_OPTIONS = 300;
const SHOWN = 40;
const MAX_DETAIL = 40;

/** All paths into what a schema describes. A list stands for its first item. */
export function pathsOfSchema(schema: unknown, root: Root, start: readonly Segment[]): Option[] {
  const options: Option[] = [];
  const walk = (part: unknown, path: readonly Segment[], depth: number): void => {
    if (depth > MAX_DEPTH || options.length >= MAX_OPTIONS) return;
    const of = resolved(part, schema);
    options.push({ path: pathText(root, path), detail: typeOf(of) ?? "" });
    for (const [name, sub] of Object.entries(propertiesOf(of))) walk(sub, [...path, name], depth + 1);
    if (isObject(of["items"])) walk(of["items"], [...path, 0], depth + 1);
  };
  walk(schema, start, 0);
  return options;
}

/** All paths into a value, with what is there. */
export function pathsOfValue(value: unknown, root: Root, start: readonly Segment[]): Option[] {
  const options: Option[] = [];
  const walk = (part: unknown, path: readonly Segment[], depth: number): void => {
    if (depth > MAX_DEPTH || options.length >= MAX_OPTIONS) return;
    options.push({ path: pathText(root, path), detail: briefly(part, MAX_DETAIL) });
    if (Array.isArray(part)) {
      if (part.length > 0) walk(part[0], [...path, 0], depth + 1);
    } else if (isObject(part)) {
      for (const [key, inner] of Object.entries(part)) walk(inner, [...path, key], depth + 1);
    }
  };
  walk(value, start, 0);
  return options;
}

/** A value in one short line. */
export function briefly(value: unknown, length: number): string {
  const text = JSON.stringify(value) ?? "";
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** Each path once, as the first who names it describes it. */
export function eachPathOnce(options: readonly Option[]): readonly Option[] {
  const seen = new Set<string>();
  return options.filter(({ path }) => !seen.has(path) && seen.add(path));
}

export interface Completion {
  /** Where what is typed of the path begins and ends. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Option[];
  /** Within an expression a path begins with `$` and has odd names in backticks, and the braces are its author's. */
  readonly isExpression: boolean;
}

/** Null where the caret is in no placeholder. */
export function completionAt(text: string, caret: number, options: readonly Option[]): Completion | null {
  const open = text.lastIndexOf("{{", caret - 1);
  if (open < 0 || open + 2 > caret || text.charAt(open - 1) === "\\") return null;
  const inside = text.slice(open + 2, caret);
  if (inside.includes("}}")) return null;
  const isExpression = inside.startsWith("=");
  const typed = isExpression ? /\$[\w.[\]"`-]*$/.exec(inside)?.[0] : /^\s*([^\s?]*)$/.exec(inside)?.[1];
  if (typed === undefined) return null;
  const query = (isExpression ? typed.slice(1).replaceAll("`", "") : typed).toLowerCase();
  const fitting = options.filter(({ path }) => path.toLowerCase().includes(query));
  const first = fitting.filter(({ path }) => path.toLowerCase().startsWith(query));
  const others = fitting.filter(({ path }) => !path.toLowerCase().startsWith(query));
  const shown = [...first, ...others].slice(0, SHOWN);
  const isDone = shown.length === 1 && shown[0]?.path.toLowerCase() === query && text.startsWith("}}", caret);
  return { from: caret - typed.length, to: caret, options: isDone ? [] : shown, isExpression };
}

/** The text with the path written out, and where the caret is then. */
export function completed(
  text: string,
  { from, to, isExpression }: Completion,
  { path }: Option,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(to);
  const written = isExpression ? `$${inExpression(path)}` : path;
  const close = isExpression || /^[^{]*\}\}/.test(rest) ? "" : "}}";
  const head = text.slice(0, from) + written;
  const caret = head.length + (close === "" && rest.startsWith("}}") && !isExpression ? 2 : close.length);
  return { text: head + close + rest, caret };
}
