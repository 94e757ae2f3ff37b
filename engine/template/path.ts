// The grammar of the first tier: `input.a.b`, `steps.id.result.list[0]["k-1"]`, `item.name?`, `run.id ?? "x"`.
//
//   placeholder := path ( "?" | "??" JSON )?
//   path        := root ( "." name | "[" index "]" | "[" string "]" )*

import type { Json } from "../json.ts";
import { didYouMean } from "../plan/suggest.ts";
import { type LocalFault, localFault, shown } from "./fault.ts";

export const ROOTS = ["input", "steps", "item", "index", "run"] as const;
export type Root = (typeof ROOTS)[number];
export type Segment = string | number;

export interface PathPlaceholder {
  readonly root: Root;
  /** After the root; for steps the first is the step's id. */
  readonly path: readonly Segment[];
  /** What a missing value is replaced with; absent: a missing value is a fault. */
  readonly fallback?: Json;
}

export type PathParsed =
  | { readonly ok: true; readonly placeholder: PathPlaceholder }
  | { readonly ok: false; readonly fault: LocalFault; readonly outsideGrammar: boolean };

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
const STEP_FIELDS = ["status", "result", "error"];

const ROOT = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const NAME = /[\p{L}\p{N}_$][\p{L}\p{N}_$-]*/uy;
const INDEX = /\[\s*(0|[1-9][0-9]{0,15})\s*\]/y;
const DOUBLE_QUOTED = /\[\s*("(?:[^"\\]|\\.)*")\s*\]/y;
const SINGLE_QUOTED = /\[\s*'((?:[^'\\]|\\.)*)'\s*\]/y;
const SHAPE = 'A path looks like input.a.b or steps.search.result.list[0]["key"]; a default follows as ?? "text".';

const FILTERS =
  'There are no filters: an expression has functions, {{= $uppercase($input.topic) }}, and a default follows a path as ?? "text".';

/** Parses the inside of `{{ }}`, trimmed. `outsideGrammar`: it is no path at all, so it may be JSONata. */
export function parsePath(source: string): PathParsed {
  const root = matchAt(ROOT, source, 0)?.[0];
  if (root === undefined) return outside(localFault("bad_path", `${shown(source)} is not a path.`, SHAPE));
  const path: Segment[] = [];
  let at = root.length;
  while (at < source.length) {
    const read = readSegment(source, at);
    if (read === null) break;
    path.push(read.segment);
    at = read.end;
  }
  const tail = source.slice(at).trim();
  const ending = parseEnding(source, tail, at);
  if (!ending.ok) return ending;
  if (!isRoot(root)) return within(unknownRoot(root, source.slice(0, at)));
  const fault = pathFault(root, path);
  if (fault) return within(fault);
  return { ok: true, placeholder: { root, path, ...ending.fallback } };
}

/** What is wrong with a path of either tier, whatever the values: forbidden keys, fields that cannot be. */
export function pathFault(root: Root, path: readonly Segment[]): LocalFault | null {
  const forbidden = path.find((segment) => typeof segment === "string" && FORBIDDEN.has(segment));
  if (forbidden !== undefined) return forbiddenKey(String(forbidden));
  if (root === "steps") return stepFault(path);
  const [field] = path;
  if (root === "run" && field !== undefined && field !== "id") {
    return localFault("unknown_field", `A run has no ${shown(String(field))}.`, "It has its id: run.id.");
  }
  return null;
}

export function isForbidden(key: string): boolean {
  return FORBIDDEN.has(key);
}

export function forbiddenKey(key: string): LocalFault {
  return localFault("forbidden_key", `${shown(key)} is no key that a template may read.`);
}

export function isRoot(name: string): name is Root {
  return (ROOTS as readonly string[]).includes(name);
}

/** A path as it is written: `steps.search.result.list[0]["k 1"]`. */
export function pathText(root: Root, path: readonly Segment[]): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === "number") return `${text}[${segment}]`;
    return /^[\p{L}\p{N}_][\p{L}\p{N}_-]*$/u.test(segment) ? `${text}.${segment}` : `${text}[${shown(segment)}]`;
  }, root);
}

function stepFault(path: readonly Segment[]): LocalFault | null {
  const [id, field] = path;
  if (typeof id !== "string") {
    return localFault("step_required", "steps needs the id of a step.", "Write steps.<id>.result.");
  }
  if (field === undefined || (typeof field === "string" && STEP_FIELDS.includes(field))) return null;
  const known = didYouMean(String(field), STEP_FIELDS);
  return localFault(
    "unknown_field",
    `A step has no ${shown(String(field))}; it has status, result and error.`,
    known ?? `What the tool answered is in ${pathText("steps", [id, "result"])}.`,
  );
}

const OF_INPUT = "What the run was started with is its input: {{input.topic}}.";
const OF_STEP = "A step is named: {{steps.<its id>.result}}.";
const OF_ITSELF =
  "A compensate reads what its step gave as {{steps.<its id>.result}}; the step itself reads the input and other steps.";
const OF_NOTHING =
  "There are no variables and no secrets here: write the value, or let the run's input bring it: {{input.topic}}. A secret " +
  "belongs to its tool's credentials.";

/** What other formats call what a template may see, or may not. */
const ROOT_INSTEAD: ReadonlyMap<string, string> = new Map([
  ...["trigger", "event", "payload", "request", "body", "context", "json", "data"].map(
    (name) => [name, OF_INPUT] as const,
  ),
  ...["previous", "prev", "last", "result", "output"].map((name) => [name, OF_STEP] as const),
  ...["env", "vars", "var", "variables", "constants", "config", "secrets", "secret", "credentials"].map(
    (name) => [name, OF_NOTHING] as const,
  ),
  ...["self", "this"].map((name) => [name, OF_ITSELF] as const),
  ["loop", "Within a forEach the item is {{item}}, and its number {{index}}."],
]);

function unknownRoot(root: string, path: string): LocalFault {
  const near = didYouMean(root, ROOTS);
  const hint =
    ROOT_INSTEAD.get(root) ?? near ?? `A path starts with ${ROOTS.join(", ")}; a step's result is steps.${path}.`;
  return localFault("unknown_root", `A template knows no ${shown(root)}.`, hint);
}

/** The segment of a path that begins here; null where none does. */
export function readSegment(source: string, at: number): { segment: Segment; end: number } | null {
  if (source.charAt(at) === ".") {
    const name = matchAt(NAME, source, at + 1);
    return name && { segment: name[0], end: at + 1 + name[0].length };
  }
  const index = matchAt(INDEX, source, at);
  if (index) return { segment: Number(index[1]), end: at + index[0].length };
  const double = matchAt(DOUBLE_QUOTED, source, at);
  const single = double ? null : matchAt(SINGLE_QUOTED, source, at);
  const literal = double ? double[1] : single ? `"${asDoubleQuoted(single[1] ?? "")}"` : undefined;
  const key = literal === undefined ? undefined : parseJson(literal);
  const length = (double ?? single)?.[0].length ?? 0;
  return typeof key === "string" ? { segment: key, end: at + length } : null;
}

/** Single quotes are welcome because a definition is JSON, where double ones must be escaped. */
function asDoubleQuoted(inside: string): string {
  return inside.replaceAll("\\'", "'").replaceAll('"', '\\"');
}

type Ending = { ok: true; fallback: { fallback?: Json } } | Extract<PathParsed, { ok: false }>;

function parseEnding(source: string, tail: string, at: number): Ending {
  if (tail === "") return { ok: true, fallback: {} };
  if (tail === "?") return { ok: true, fallback: { fallback: null } };
  if (tail.startsWith("??")) {
    const literal = tail.slice(2).trim();
    const fallback = parseJson(literal);
    if (fallback !== undefined) return { ok: true, fallback: { fallback } };
    const hint = 'Write a string as "text"; numbers, true, false, null, lists and objects are JSON too.';
    return outside(localFault("bad_default", `The default ${shown(literal)} is not JSON.`, hint));
  }
  const message = `${shown(source)} is not a path: it stops making sense at character ${at + 1}, ${shown(tail, 20)}.`;
  return outside(localFault("bad_path", message, tail.startsWith("|") ? FILTERS : SHAPE));
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function outside(fault: LocalFault): Extract<PathParsed, { ok: false }> {
  return { ok: false, fault, outsideGrammar: true };
}

function within(fault: LocalFault): Extract<PathParsed, { ok: false }> {
  return { ok: false, fault, outsideGrammar: false };
}
