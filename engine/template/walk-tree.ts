// The children of a node, each with whether it is evaluated in the same context as the node itself.

import type { SyntaxNode } from "./syntax-tree.ts";

export interface Child {
  readonly node: SyntaxNode;
  /** False for what is evaluated once for each item: later steps, filters, terms of an order, groups. */
  readonly sameContext: boolean;
}

export function childrenOf(node: SyntaxNode): Child[] {
  const same = [
    node.steps?.[0],
    ...(Array.isArray(node.lhs) ? node.lhs.flat() : [node.lhs]),
    node.rhs,
    node.expression,
    ...(node.expressions ?? []),
    node.procedure,
    ...(node.type === "lambda" ? [] : (node.arguments ?? [])),
    node.body,
    node.condition,
    node.then,
    node.else,
  ];
  const each = [
    ...(node.steps ?? []).slice(1),
    ...[...(node.predicate ?? []), ...(node.stages ?? [])].map((stage) => stage.expr),
    ...(node.group?.lhs.flat() ?? []),
    ...(node.terms ?? []).map((term) => term.expression),
  ];
  return [...some(same, true), ...some(each, false)];
}

function some(nodes: readonly (SyntaxNode | undefined)[], sameContext: boolean): Child[] {
  return nodes.flatMap((node) => (node === undefined ? [] : [{ node, sameContext }]));
}
