// What a path was meant to be that other formats, or a slip, have written differently.

import { parsePath, ROOTS, type Root } from "../../template/path.ts";
import { closest } from "../suggest.ts";
import type { Names } from "./names.ts";

export interface MeantPath {
  /** As a template writes it: `steps.search.result.title`. */
  readonly text: string;
  /** It goes through a list (`[*]`), as only an expression does. */
  readonly mapsList: boolean;
}

const ROOT_BY_OTHER_NAME: ReadonlyMap<string, Root> = new Map([
  ...["inputs", "params", "parameters", "args", "arguments", "payload"].map((name) => [name, "input"] as const),
  ...["step", "tasks", "task", "nodes", "node", "jobs", "needs", "activities", "outputs", "results"].map(
    (name) => [name, "steps"] as const,
  ),
  ...["element", "each", "current", "it"].map((name) => [name, "item"] as const),
  ...["i", "idx", "key"].map((name) => [name, "index"] as const),
]);

/** What a compensate calls the step that it undoes, or its result. */
const UNDONE: ReadonlySet<string> = new Set(["self", "this"]);
const RESULT_UNDONE: ReadonlySet<string> = new Set(["result", "output", "response"]);

/** What other formats put a root into: `workflow.input`, `context.steps`. */
const CONTAINERS: ReadonlySet<string> = new Set(["workflow", "context", "ctx", "trigger", "event", "state", "forEach"]);

const VIEW: ReadonlySet<string> = new Set(["result", "status", "error"]);
/** What others call a step's result. */
export const RESULT_BY_OTHER_NAME: ReadonlySet<string> = new Set(
  "output outputs data response value body return returned".split(" "),
);

const HEAD = /^[$@]{0,2}\.?([\p{L}_][\p{L}\p{N}_-]*)(.*)$/su;
const FIRST = /^(?:\.([\p{L}\p{N}_$-]+)|\[\s*["']([^"']+)["']\s*\])(.*)$/su;

/** Undefined: it cannot be read as a path to anything that is there. */
export function meantPath(source: string, names: Names): MeantPath | undefined {
  const [, head = "", rest = ""] = HEAD.exec(source.trim()) ?? [];
  if (head === "") return undefined;
  const tail = rest.replaceAll("?.", ".").replace(/^(?:\(\))+/, "");
  if (head === names.item && !ROOTS.some((root) => root === head)) return path("item", tail);
  if (names.undone !== undefined && !names.steps.has(head) && !names.inputs.has(head)) {
    if (UNDONE.has(head)) return pathOfStep(`.${names.undone}${tail}`, names);
    if (RESULT_UNDONE.has(head)) return path("steps", `.${names.undone}.result${tail}`);
  }
  if (CONTAINERS.has(head)) {
    const [, inner, , deeper = ""] = FIRST.exec(tail) ?? [];
    return inner === undefined ? undefined : meantPath(`${inner}${deeper}`, names);
  }
  const root = rootOf(head);
  if (root === undefined) {
    if (names.steps.has(head)) return pathOfStep(`.${head}${tail}`, names);
    return names.inputs.has(head) ? path("input", `.${head}${tail}`) : undefined;
  }
  return root === "steps" ? pathOfStep(tail, names) : path(root, tail);
}

function rootOf(head: string): Root | undefined {
  return ROOTS.find((root) => root === head) ?? ROOT_BY_OTHER_NAME.get(head) ?? rootNear(head);
}

function rootNear(head: string): Root | undefined {
  const near = head.length < 4 ? undefined : closest(head, ROOTS);
  return ROOTS.find((root) => root === near);
}

function pathOfStep(tail: string, names: Names): MeantPath | undefined {
  const [, plain, quoted, rest = ""] = FIRST.exec(tail) ?? [];
  const written = plain ?? quoted;
  if (written === undefined) return undefined;
  const id = names.steps.has(written) ? written : closest(written, names.steps);
  if (id === undefined) return undefined;
  const [, plainPart, quotedPart, deeper = ""] = FIRST.exec(rest) ?? [];
  const field = plainPart ?? quotedPart;
  const start = `.${id}`;
  if (field === undefined) return path("steps", `${start}.result${rest}`);
  if (VIEW.has(field)) return path("steps", `${start}.${field}${deeper}`);
  if (RESULT_BY_OTHER_NAME.has(field) && !names.hasPart(id, field)) return path("steps", `${start}.result${deeper}`);
  return path("steps", `${start}.result${rest}`);
}

function path(root: Root, tail: string): MeantPath | undefined {
  const text = `${root}${tail.replaceAll(/\[\s*\*?\s*\]/g, "")}`;
  return parsePath(text).ok ? { text, mapsList: /\[\s*\*?\s*\]/.test(tail) } : undefined;
}
