// A path of the first tier as an expression (the second tier) has to write it.

import { parsePath } from "./path.ts";

/** JSONata's own: as the name of a field, one of these is quoted. */
export const EXPRESSION_WORDS: ReadonlySet<string> = new Set(["and", "or", "in", "true", "false", "null", "function"]);

/**
 * `steps.sum-up.result` as it stands after an expression's `$`, where sum-up would be a subtraction: in backticks.
 * What is no path is left as it is.
 */
export function inExpression(path: string): string {
  const parsed = parsePath(path);
  if (!parsed.ok) return path;
  return parsed.placeholder.path.reduce<string>(
    (text, segment) => (typeof segment === "number" ? `${text}[${segment}]` : `${text}.${quotedName(segment)}`),
    parsed.placeholder.root,
  );
}

function quotedName(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !EXPRESSION_WORDS.has(name) ? name : `\`${name}\``;
}
