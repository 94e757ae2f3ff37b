// A template with a step under another name: each place that names the step, in either tier and in every way of writing it,
// and no other.
//
// R1. What does not name the step keeps every byte.
// R2. What does not parse is left alone.

import { EXPRESSION_WORDS } from "./in-expression.ts";
import { calls } from "./named-path.ts";
import { endOfPlaceholder } from "./parse.ts";
import { parseExpression } from "./parse-expression.ts";
import { parsePath, readSegment } from "./path.ts";
import type { SyntaxNode } from "./syntax-tree.ts";
import { childrenOf } from "./walk-tree.ts";

/** A part of a text, and what takes its place. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** @param to an id that a step may have */
export function withStepRenamed(text: string, id: string, to: string): string {
  const changes: Change[] = [];
  let at = 0;
  for (let opening = text.indexOf("{{"); opening >= 0; opening = text.indexOf("{{", at)) {
    at = opening + 2;
    if (text.charAt(opening - 1) === "\\") continue;
    const { end, balanced } = endOfPlaceholder(text, opening);
    if (end < 0 || !balanced) break;
    const isExpression = text.charAt(at) === "=";
    const from = isExpression ? at + 1 : at;
    const inside = text.slice(from, end);
    for (const change of isExpression ? inExpression(inside, id, to) : inPath(inside, id, to)) {
      changes.push({ ...change, from: from + change.from, to: from + change.to });
    }
    at = end + 2;
  }
  return changes.reduceRight((now, change) => now.slice(0, change.from) + change.text + now.slice(change.to), text);
}

/** `steps.id`, `steps["id"]`, `steps['id']`. */
function inPath(inside: string, id: string, to: string): Change[] {
  const parsed = parsePath(inside.trim());
  if (!parsed.ok || parsed.placeholder.root !== "steps" || parsed.placeholder.path[0] !== id) return [];
  const from = inside.indexOf("steps") + "steps".length;
  const end = readSegment(inside, from)?.end ?? from;
  const [quote] = /["']/.exec(inside.slice(from, end)) ?? [];
  return [{ from, to: end, text: quote === undefined ? `.${to}` : `[${quote}${to}${quote}]` }];
}

/** `$steps.id`, in backticks or quotes too, and `$lookup($steps, "id")`. */
function inExpression(source: string, id: string, to: string): Change[] {
  const parsed = parseExpression(source);
  if (!parsed.ok) return [];
  // The parser copies the left side of ?? and ?:, so a place may be met twice.
  const ends = new Set<number>();
  const pending = [parsed.tree];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const name = nameOfStep(node);
    if (name?.value === id && name.position !== undefined) ends.add(name.position);
    pending.push(...childrenOf(node).map((child) => child.node));
  }
  return [...ends].toSorted((a, b) => a - b).flatMap((end) => renamedBefore(source, end, id, to));
}

/** The node that names a step of the run. */
function nameOfStep(node: SyntaxNode): SyntaxNode | undefined {
  const [first, second] = calls(node, "lookup") ? (node.arguments ?? []) : (node.steps ?? []);
  const isOfSteps = first?.type === "variable" && first.value === "steps";
  return isOfSteps && (second?.type === "name" || second?.type === "string") ? second : undefined;
}

function renamedBefore(source: string, end: number, id: string, to: string): Change[] {
  const last = source.charAt(end - 1);
  const quote = last === '"' || last === "'" || last === "`" ? last : "";
  const from = end - id.length - 2 * quote.length;
  if (source.slice(from, end) !== quote + id + quote) return [];
  const isPlain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(to) && !EXPRESSION_WORDS.has(to);
  const around = quote === '"' || quote === "'" ? quote : isPlain ? "" : "`";
  return [{ from, to: end, text: around + to + around }];
}
