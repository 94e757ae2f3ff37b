// JSONata inside `{{ }}`: what it should have been written as.

import { analyzeExpression } from "./analyze-expression.ts";
import { FORBIDDEN_FUNCTIONS, FUNCTION_NAMES } from "./function-names.ts";
import { type LocalFault, localFault, shown } from "./fault.ts";
import { parseExpression } from "./parse-expression.ts";
import { isRoot, parsePath } from "./path.ts";
import type { SyntaxNode } from "./syntax-tree.ts";
import { childrenOf } from "./walk-tree.ts";

/** A fault whose hint is the placeholder to write; null where the text is not JSONata either. */
export function bareExpression(source: string): LocalFault | null {
  const asPath = source.startsWith("$") ? source.slice(1) : null;
  if (asPath !== null && parsePath(asPath).ok) return bare(source, `Write {{${asPath}}}, or {{= ${source} }}.`);
  const [, name = ""] = CALLED.exec(source) ?? [];
  const instead = FORBIDDEN_FUNCTIONS.get(name);
  if (instead !== undefined) return bare(source, instead);
  const parsed = parseExpression(source);
  if (!parsed.ok) return null;
  const corrected = withDollars(source, parsed.tree);
  if (corrected === source && startsFromNothing(parsed.tree, source)) return null;
  return bare(source, `Write {{= ${corrected} }}.`);
}

/** `$now`, `now()`, `$now()` */
const CALLED = /^(?:\$(?=\w+$)|\$?(?=\w+\(\s*\)$))(\w+)/;

function bare(source: string, hint: string): LocalFault {
  return localFault("bare_expression", `${shown(source)} is an expression, not a path.`, hint);
}

/** The text with the `$` that JSONata wants before input, steps, item, index, run and the functions. */
export function withDollars(source: string, tree: SyntaxNode): string {
  const ends = new Map<number, string>();
  collect(tree, true, ends);
  let text = source;
  for (const [end, name] of [...ends].toSorted(([a], [b]) => b - a)) {
    const start = end - name.length;
    if (source.slice(start, end) === name) text = `${text.slice(0, start)}$${text.slice(start)}`;
  }
  return text;
}

/** Mere words are JSONata too, and no better as such. */
function startsFromNothing(tree: SyntaxNode, source: string): boolean {
  return analyzeExpression(tree, source).faults.some((fault) => fault.code === "bare_name");
}

function collect(node: SyntaxNode, rooted: boolean, ends: Map<number, string>): void {
  const [first] = node.type === "path" ? (node.steps ?? []) : [];
  if (rooted && first?.type === "name" && isRoot(String(first.value))) note(first, ends);
  const callee = node.procedure?.type === "path" ? node.procedure.steps?.[0] : undefined;
  if (callee && FUNCTION_NAMES.has(String(callee.value))) note(callee, ends);
  for (const child of childrenOf(node)) collect(child.node, rooted && child.sameContext, ends);
}

function note(name: SyntaxNode, ends: Map<number, string>): void {
  if (name.position !== undefined) ends.set(name.position, String(name.value));
}
