// Placeholders as they were meant: paths of other formats, JavaScript's operators, forgotten signs. What comes out is
// a template that can be read; what cannot be brought to that is left alone.

import { withDollars } from "../../template/bare-expression.ts";
import { compileExpression } from "../../template/expression.ts";
import { EXPRESSION_WORDS, inExpression } from "../../template/in-expression.ts";
import { parseExpression } from "../../template/parse-expression.ts";
import { parseTemplate, type TemplatePart } from "../../template/parse.ts";
import { parsePath } from "../../template/path.ts";
import { withoutJavaScript } from "./javascript.ts";
import { meantPath } from "./meant-path.ts";
import type { Names } from "./names.ts";

/** Beyond this nobody made one slip. */
const MAX_CHARACTERS = 2_000;

/** The text with every faulty placeholder as it was meant; undefined where one of them cannot be told. */
export function mendedText(text: string, names: Names): string | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  let mended = text;
  for (const part of parseTemplate(text).parts) {
    if (!isFaulty(part)) continue;
    const meant = part.written.includes("}}")
      ? meantPlaceholder(insideOf(part.written), names)
      : closed(part.written, names);
    if (meant === undefined) return undefined;
    mended = mended.replace(part.written, () => meant);
  }
  return mended === text || parseTemplate(mended).parts.some(isFaulty) ? undefined : mended;
}

/** A condition of several pieces, or without its braces, as one expression. */
export function mendedCondition(text: string, names: Names): string | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const bare = text
    .replaceAll(/(["'])\{\{=?\s*([^{}]*?)\s*\}\}\1/g, "$2")
    .replaceAll(/\{\{=?\s*([^{}]*?)\s*\}\}/g, "$1");
  return bare.includes("{{") ? undefined : asExpression(bare.replace(/^=\s*/, ""), names);
}

/** `inside`: of the braces. */
export function meantPlaceholder(inside: string, names: Names): string | undefined {
  const isExpression = inside.startsWith("=");
  const source = (isExpression ? inside.slice(1) : inside).trim();
  if (isExpression) return asExpression(source, names);
  const plain = source
    .replace(/^\{+\s*/, "")
    .replace(/\s*\}+$/, "")
    .replace(/\s*\|\s*(?:to_?json|json|string|safe|raw|trim)(?:\(\))?$/, "");
  return asPath(plain, names) ?? asExpression(plain, names);
}

/** `input.topic || "x"` is a path with a default. */
function asPath(source: string, names: Names): string | undefined {
  const [, path = source, literal] =
    /^(.*?)\s*(?:\?\?|\|\|)\s*(.*)$/s.exec(source) ?? /^(.*?)\s*\|\s*default\s*[(:]\s*(.*?)\)?$/s.exec(source) ?? [];
  const meant = meantPath(path, names);
  if (meant === undefined) return undefined;
  if (meant.mapsList) return literal === undefined ? asExpression(`$${meant.text}`, names) : undefined;
  const text = literal === undefined ? meant.text : `${meant.text} ?? ${literal.replace(/^'([^'"\\]*)'$/, '"$1"')}`;
  return parsePath(text).ok ? `{{${text}}}` : undefined;
}

const STRINGS = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/;
const PATH = /(?<![\p{L}\p{N}_$.`-])\$?\.?[\p{L}_][\p{L}\p{N}_-]*(?:\??\.[\p{L}_$][\p{L}\p{N}_$-]*|\[(?:\d+|\*|)\])*/gu;

function asExpression(source: string, names: Names): string | undefined {
  const translated = withoutJavaScript(source)
    .replaceAll(/\[\s*["']([\p{L}_][\p{L}\p{N}_-]*)["']\s*\]/gu, ".$1")
    .split(STRINGS)
    .map((piece, index) => (index % 2 === 1 ? piece : asJsonata(piece, names)))
    .join("");
  const parsed = parseExpression(translated);
  const expression = parsed.ok ? withDollars(translated, parsed.tree) : translated;
  const { faults, references } = compileExpression(expression);
  const isSound =
    faults.length === 0 &&
    references.length > 0 &&
    references.every(({ root, path: [id] }) => root !== "steps" || (id !== undefined && names.steps.has(id)));
  return isSound ? `{{= ${expression} }}` : undefined;
}

/** Operators and names of JavaScript and of other formats, outside of strings. */
function asJsonata(code: string, names: Names): string {
  return code
    .replaceAll(/!==?/g, "!=")
    .replaceAll(/(?<![<>!=])={2,3}/g, "=")
    .replaceAll("&&", " and ")
    .replaceAll("||", " or ")
    .replaceAll(PATH, (path, at: number, whole: string) => {
      if (EXPRESSION_WORDS.has(path) || /^\s*\(/.test(whole.slice(at + path.length))) return path;
      return jsonataPath(path, names) ?? path;
    })
    .replaceAll(/(?<![=<>!])!(?!=)\s*([\w$.`[\]]+)/g, "$not($1)");
}

function jsonataPath(path: string, names: Names): string | undefined {
  // Of a text it is $length, of a list $count.
  if (/\.(?:length|size)$/.test(path)) return "?";
  const meant = meantPath(path, names);
  if (meant === undefined) return undefined;
  const segments = meant.text.split(".");
  // A hyphen outside of a step's id may be a minus.
  if (segments.some((segment, at) => segment.includes("-") && !(at === 1 && names.steps.has(segment))))
    return undefined;
  return `$${inExpression(meant.text)}`;
}

function isFaulty(part: TemplatePart): part is Exclude<TemplatePart, { kind: "text" | "path" }> {
  if (part.kind === "fault") return true;
  return part.kind === "expression" && compileExpression(part.source).faults.length > 0;
}

function insideOf(written: string): string {
  return written.slice(2, -2);
}

/** `{{input.topic` and `{{input.topic} and more`. */
function closed(written: string, names: Names): string | undefined {
  const [, inside, rest = ""] = /^\{\{([^{}]*)(?:\}([^}].*)?)?$/s.exec(written) ?? [];
  const meant = inside === undefined ? undefined : meantPlaceholder(inside, names);
  return meant === undefined ? undefined : `${meant}${rest}`;
}

/**
 * The text with one path of its placeholders in place of another; undefined where it is not in there as written. Within an
 * expression, both are written as it needs them.
 */
export function withPath(text: string, from: string, to: string): string | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const replaced = text.replaceAll(/\{\{[\s\S]*?\}\}/g, (placeholder) => pathReplaced(placeholder, from, to));
  return replaced === text || parseTemplate(replaced).parts.some(isFaulty) ? undefined : replaced;
}

function pathReplaced(placeholder: string, from: string, to: string): string {
  const [was, is] = placeholder.startsWith("{{=") ? [inExpression(from), inExpression(to)] : [from, to];
  const pieces = placeholder.split(was);
  return pieces.reduce((before, after) => {
    const isWhole = !/[\p{L}\p{N}_.-]$/u.test(before) && !/^[\p{L}\p{N}_-]/u.test(after);
    return `${before}${isWhole ? is : was}${after}`;
  });
}
