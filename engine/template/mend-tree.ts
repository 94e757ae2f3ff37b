// Two things that JSONata's parser (2.2.2) gets wrong, put right in the tree before it is evaluated.

import { FUNCTION_NAMES } from "./function-names.ts";
import type { SyntaxNode } from "./syntax-tree.ts";
import { childrenOf } from "./walk-tree.ts";

export function mendTree(tree: SyntaxNode): void {
  const regexes = new Map<number | undefined, RegExp>();
  const copies: SyntaxNode[] = [];
  const mend = (node: SyntaxNode): void => {
    if (node.thunk && node.body?.arguments?.some(isNativeFunction)) callAtOnce(node, node.body);
    if (node.type === "regex") {
      if (node.value instanceof RegExp) regexes.set(node.position, node.value);
      else copies.push(node);
    }
    for (const child of childrenOf(node)) mend(child.node);
  };
  mend(tree);
  // The left side of ?? and ?: is copied as JSON, which turns a RegExp into {}.
  for (const copy of copies) copy.value = regexes.get(copy.position);
}

/** A call in tail position hands its arguments on unwrapped, and a function of JSONata's own is then no function. */
function isNativeFunction(node: SyntaxNode): boolean {
  return node.type === "partial" || (node.type === "variable" && FUNCTION_NAMES.has(String(node.value)));
}

function callAtOnce(thunk: SyntaxNode, call: SyntaxNode): void {
  Object.assign(thunk, { thunk: undefined, body: undefined }, call);
}
