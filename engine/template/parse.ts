// A string as its segments: literal text, paths, expressions. Only the template's own text is ever parsed;
// what is put in for a placeholder never comes here.

import { bareExpression } from "./bare-expression.ts";
import { BoundedCache } from "./bounded-cache.ts";
import { type LocalFault, localFault, shown } from "./fault.ts";
import { CACHED_CHARACTERS, CACHED_TEMPLATES, MAX_PLACEHOLDER_CHARACTERS } from "./limits.ts";
import { parsePath, type PathPlaceholder } from "./path.ts";
import { scanPlaceholder } from "./scan.ts";

export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "path"; readonly placeholder: PathPlaceholder }
  /** `written`: as it stands in the text, with its braces. */
  | { readonly kind: "expression"; readonly source: string; readonly written: string }
  | { readonly kind: "fault"; readonly fault: LocalFault; readonly written: string };

export interface Template {
  readonly parts: readonly TemplatePart[];
  /** The string is exactly one placeholder, so what it gives keeps its JSON type. */
  readonly whole: boolean;
}

/** Finding out what is wrong takes far longer than reading what is right; a string's first faults will do. */
const MAX_STRING_FAULTS = 10;

const parsed = new BoundedCache<Template>(CACHED_TEMPLATES, CACHED_CHARACTERS);

/** Whether a string may hold a placeholder; most do not, and need no parsing. */
export function hasPlaceholder(text: string): boolean {
  return text.includes("{{");
}

/** The parts of a string, in order. `\{{` stands for `{{` itself. */
export function parseTemplate(text: string): Template {
  return parsed.get(text, parse);
}

function parse(text: string): Template {
  const parts: TemplatePart[] = [];
  let literal = "";
  let at = 0;
  let faults = 0;
  for (;;) {
    const opening = text.indexOf("{{", at);
    if (opening < 0) break;
    if (opening > at && text.charAt(opening - 1) === "\\") {
      literal += `${text.slice(at, opening - 1)}{{`;
      at = opening + 2;
      continue;
    }
    literal += text.slice(at, opening);
    if (literal !== "") parts.push({ kind: "text", text: literal });
    literal = "";
    const { end, balanced } = endOfPlaceholder(text, opening);
    const written = text.slice(opening, end < 0 ? undefined : end + 2);
    parts.push(end < 0 ? fault(unclosed(written), written) : parsePlaceholder(written));
    if (parts.at(-1)?.kind === "fault") faults++;
    if (!balanced || faults === MAX_STRING_FAULTS) return { parts, whole: parts.length === 1 };
    at = end + 2;
  }
  literal += text.slice(at);
  if (literal !== "") parts.push({ kind: "text", text: literal });
  return { parts, whole: parts.length === 1 && parts[0]?.kind !== "text" };
}

/**
 * Where brackets or quotes do not balance, the nearest `}}` ends the placeholder and its parser says what is
 * amiss; the rest of the string is not looked at, so that a string costs one vain search at most.
 */
export function endOfPlaceholder(text: string, opening: number): { end: number; balanced: boolean } {
  const from = opening + (text.charAt(opening + 2) === "=" ? 3 : 2);
  const { end } = scanPlaceholder(text.slice(from, from + MAX_PLACEHOLDER_CHARACTERS + 2));
  return end < 0 ? { end: text.indexOf("}}", from), balanced: false } : { end: from + end, balanced: true };
}

function parsePlaceholder(written: string): TemplatePart {
  const inside = written.slice(2, -2);
  const isExpression = inside.startsWith("=");
  const source = (isExpression ? inside.slice(1) : inside).trim();
  if (source === "") return fault(empty(isExpression), written);
  if (source.length > MAX_PLACEHOLDER_CHARACTERS) return fault(tooLong(source.length), written);
  if (isExpression) return { kind: "expression", source, written };
  const path = parsePath(source);
  if (path.ok) return { kind: "path", placeholder: path.placeholder };
  return fault((path.outsideGrammar ? bareExpression(source) : null) ?? path.fault, written);
}

function fault(found: LocalFault, written: string): TemplatePart {
  return { kind: "fault", fault: found, written };
}

function unclosed(rest: string): LocalFault {
  return localFault(
    "unclosed_placeholder",
    `The placeholder ${shown(rest)} has no "}}".`,
    'Close it with "}}"; for two literal braces write "\\{{".',
  );
}

function empty(isExpression: boolean): LocalFault {
  return isExpression
    ? localFault("empty_placeholder", "An expression is empty.", "Write JSONata between {{= and }}.")
    : localFault("empty_placeholder", "A placeholder is empty.", "Write a path, such as {{input.topic}}.");
}

function tooLong(length: number): LocalFault {
  return localFault(
    "expression_too_large",
    `A placeholder has ${length} characters; at most ${MAX_PLACEHOLDER_CHARACTERS} are read.`,
    "Move part of the work into a step of its own.",
  );
}
