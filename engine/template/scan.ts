// Finds where the code of a placeholder ends, and how deep it nests, without parsing it.
//
// S1. Reads tokens as JSONata's own tokenizer does (strings, backticked names, comments, regular expressions),
//     so nothing that JSONata takes for an operator can hide from the counts. Where the two could differ,
//     JSONata stops with a syntax error at that very token.

export interface Scan {
  /** Index of the `}}` that ends the code; -1 where nothing does, or where none was looked for. */
  readonly end: number;
  /** The deepest nesting of brackets. */
  readonly nesting: number;
  /** How many levels of nesting hold a `??` or a `?:`. */
  readonly defaultLevels: number;
  /** How many `.` there are. */
  readonly dots: number;
}

const SPACE = " \t\n\r\v";
const OPERATOR = ".[]{}(),@#;:?+-*/%|=<>^&!~";
const DIGIT = /[0-9]/;
const NUMBER = /(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?/y;
const WORD_OPERATORS = new Set(["and", "or", "in"]);
const OPENER_OF = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
]);

/** Where the placeholder whose code is at the start of `text` ends. */
export function scanPlaceholder(text: string): Scan {
  return scan(text, true);
}

/** How an expression nests. */
export function scanExpression(source: string): Scan {
  return scan(source, false);
}

function scan(text: string, seekEnd: boolean): Scan {
  const open: string[] = [];
  const defaults = new Set<number>();
  let nesting = 0;
  let dots = 0;
  // Whether the last token was an operand: then `/` divides, otherwise it opens a regular expression.
  let operand = false;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (SPACE.includes(character)) {
      at++;
    } else if (character === '"' || character === "'") {
      at = afterString(text, at, character);
      operand = true;
    } else if (character === "`") {
      at = after(text, "`", at + 1);
      operand = true;
    } else if (character === "/" && text.charAt(at + 1) === "*") {
      at = after(text, "*/", at + 2);
    } else if (character === "/" && !operand) {
      at = afterRegex(text, at + 1);
      operand = true;
    } else if ("([{".includes(character)) {
      open.push(character);
      nesting = Math.max(nesting, open.length);
      operand = false;
      at++;
    } else if (OPENER_OF.has(character)) {
      const fits = open.at(-1) === OPENER_OF.get(character);
      if (seekEnd && !fits && text.startsWith("}}", at))
        return { end: at, nesting, defaultLevels: defaults.size, dots };
      if (fits) open.pop();
      operand = true;
      at++;
    } else if (text.startsWith("??", at) || text.startsWith("?:", at)) {
      defaults.add(open.length);
      operand = false;
      at += 2;
    } else if (character === "|") {
      operand = scanBar(open, operand);
      at++;
    } else if (OPERATOR.includes(character)) {
      // `*`, `**` and `%` are operands (wildcards, the parent) where an operand is due.
      if (character === ".") dots++;
      operand = !operand && (character === "*" || character === "%");
      at += text.startsWith("**", at) ? 2 : 1;
    } else if (DIGIT.test(character)) {
      NUMBER.lastIndex = at;
      NUMBER.test(text);
      operand = true;
      at = NUMBER.lastIndex;
    } else {
      const end = afterWord(text, at);
      operand = !(operand && WORD_OPERATORS.has(text.slice(at, end)));
      at = end;
    }
  }
  return { end: -1, nesting, defaultLevels: defaults.size, dots };
}

/** `|pattern|update|`: the first bar stands where an operand is due, the third one ends an operand. */
function scanBar(open: string[], operand: boolean): boolean {
  if (!operand) {
    open.push("||");
    return false;
  }
  const top = open.at(-1);
  if (top === "||" || top === "|") open.pop();
  if (top === "||") open.push("|");
  return top === "|";
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function afterString(text: string, from: number, quote: string): number {
  let at = from + 1;
  while (at < text.length && text.charAt(at) !== quote) at += text.charAt(at) === "\\" ? 2 : 1;
  return at + 1;
}

function afterWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !SPACE.includes(text.charAt(at)) && !OPERATOR.includes(text.charAt(at))) at++;
  return at;
}

/** JSONata ends a regular expression at a `/` that is outside brackets and not escaped; flags may follow. */
function afterRegex(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const character = text.charAt(at);
    const escaped = text.charAt(at - 1) === "\\";
    if (character === "/" && depth === 0 && !isEscaped(text, at)) return afterFlags(text, at + 1);
    if ("([{".includes(character) && !escaped) depth++;
    if (")]}".includes(character) && !escaped) depth--;
    at++;
  }
  return at;
}

/** What follows is a token of its own: `/x/ior` is `/x/i or`. */
function afterFlags(text: string, from: number): number {
  let at = from;
  while (text.charAt(at) === "i" || text.charAt(at) === "m") at++;
  return at;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charAt(at - 1 - slashes) === "\\") slashes++;
  return slashes % 2 === 1;
}
