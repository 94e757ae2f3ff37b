// JSONata's parser behind the checks that it lacks: its time and its memory are not linear in the text.

import jsonata from "jsonata";
import { type LocalFault, localFault } from "./fault.ts";
import {
  MAX_DEFAULT_LEVELS,
  MAX_EXPRESSION_NESTING,
  MAX_EXPRESSION_STEPS,
  MAX_PLACEHOLDER_CHARACTERS,
  MAX_TREE_DEPTH,
} from "./limits.ts";
import { scanExpression } from "./scan.ts";
import type { SyntaxNode } from "./syntax-tree.ts";
import { childrenOf } from "./walk-tree.ts";

export type ExpressionParsed =
  | { readonly ok: true; readonly expression: jsonata.Expression; readonly tree: SyntaxNode }
  | { readonly ok: false; readonly fault: LocalFault };

export function parseExpression(source: string, options: jsonata.JsonataOptions = {}): ExpressionParsed {
  const { nesting, defaultLevels, dots } = scanExpression(source);
  if (source.length > MAX_PLACEHOLDER_CHARACTERS) return refused(tooLarge("is too long"));
  if (dots > MAX_EXPRESSION_STEPS) return refused(tooLarge(`has more than ${MAX_EXPRESSION_STEPS} steps in its paths`));
  if (nesting > MAX_EXPRESSION_NESTING) return refused(tooLarge(`nests more than ${MAX_EXPRESSION_NESTING} brackets`));
  if (defaultLevels > MAX_DEFAULT_LEVELS) {
    return refused(tooLarge(`has ?? or ?: on more than ${MAX_DEFAULT_LEVELS} levels of brackets`));
  }
  try {
    const expression = jsonata(source, options);
    const tree = expression.ast() as unknown as SyntaxNode;
    return isDeeper(tree, MAX_TREE_DEPTH) ? refused(tooLarge("nests too deep")) : { ok: true, expression, tree };
  } catch (error) {
    return refused(syntaxFault(error));
  }
}

export function tooLarge(how: string): LocalFault {
  return localFault("expression_too_large", `The expression ${how}.`, "Split it, or move the work into a step.");
}

/** Not recursive: whoever walks the tree after this may be. */
function isDeeper(tree: SyntaxNode, limit: number): boolean {
  let level = [tree];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((node) => childrenOf(node).map((child) => child.node));
  }
  return false;
}

function syntaxFault(error: unknown): LocalFault {
  if (error instanceof RangeError) return tooLarge("nests too deep");
  // The tokenizer builds each regular expression natively, if only to keep its source.
  if (error instanceof SyntaxError) {
    return localFault("unsupported_regex", "A regular expression in the expression is not one.");
  }
  const { message, position } = error as { message?: unknown; position?: unknown };
  const where = typeof position === "number" ? ` at character ${position}` : "";
  const what = typeof message === "string" ? `: ${message.slice(0, 300)}` : "";
  return localFault("expression_syntax", `The expression does not parse${where}${what}.`);
}

function refused(fault: LocalFault): ExpressionParsed {
  return { ok: false, fault };
}
