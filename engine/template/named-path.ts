// The part of an expression that names a value outright: `$steps.search.result`, `$lookup($steps, "search")`.

import { isRoot, pathText, type Root } from "./path.ts";
import type { SyntaxNode } from "./syntax-tree.ts";
import { childrenOf } from "./walk-tree.ts";

export interface NamedPath {
  readonly root: Root;
  readonly path: readonly string[];
  /** Whether the whole node is named by the path, so that more names may follow. */
  readonly closed: boolean;
  /** The nodes that the path is read from; they need no look of their own. */
  readonly nodes: ReadonlySet<SyntaxNode>;
}

/** The reference that a node is, or starts with: `$steps.search.result…`, `$lookup($steps, "search")…`. */
export function namedPathOf(node: SyntaxNode): NamedPath | null {
  if (node.type === "variable" && isRoot(String(node.value))) {
    return { root: node.value as Root, path: [], closed: !hasStages(node), nodes: new Set([node]) };
  }
  if (node.type === "function" && calls(node, "lookup")) return lookedUp(node);
  const [first, ...rest] = node.type === "path" ? (node.steps ?? []) : [];
  const start = first && namedPathOf(first);
  if (!first || !start) return null;
  const path = [...start.path];
  const nodes = new Set(start.nodes).add(first);
  let closed = start.closed && !hasStages(first);
  for (const step of rest) {
    if (!closed || step.type !== "name") return { root: start.root, path, closed: false, nodes };
    path.push(String(step.value));
    nodes.add(step);
    closed = !hasStages(step);
  }
  return { root: start.root, path, closed, nodes };
}

function lookedUp(node: SyntaxNode): NamedPath | null {
  const [from, key] = node.arguments ?? [];
  const start = from && namedPathOf(from);
  if (!start?.closed || key?.type !== "string") return null;
  const nodes = new Set([...start.nodes, key, ...childrenOf(node).map((child) => child.node)]);
  return { root: start.root, path: [...start.path, String(key.value)], closed: !hasStages(node), nodes };
}

function hasStages(node: SyntaxNode): boolean {
  return [node.predicate, node.stages, node.focus, node.index].some((part) => part !== undefined);
}

/** The nodes within a path that is a reference are not looked at one by one, but for their filters. */
export function isNamedBy(reference: NamedPath | null, child: SyntaxNode): boolean {
  return reference !== null && reference.nodes.has(child) && !hasStages(child);
}

export function calls(node: SyntaxNode, name: string): boolean {
  return node.type === "function" && node.procedure?.type === "variable" && node.procedure.value === name;
}

/** `a ?: b`, which the parser turns into `a ? a : b`. */
export function isElvis(node: SyntaxNode): boolean {
  const condition = node.condition && namedPathOf(node.condition);
  const then = node.then && namedPathOf(node.then);
  return Boolean(condition && then && pathText(condition.root, condition.path) === pathText(then.root, then.path));
}
