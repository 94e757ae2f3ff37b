// The part of jq that runtime expressions mostly are, as JSONata: paths, variables, literals, comparisons, arithmetic, and/or/not,
// `//`, pipes, length, tostring, and what is built with {} and [].
//
// J1. What is translated means the same: in jq what is missing is null, null and false alone are not true, null comes before
//     all else, and `+` adds numbers, texts, lists and objects.
// J2. The rest is not translated: null is given, never something like it.
// J3. Each operand is written once, or bound to a variable: the text grows with its source and no faster.

import { asItem } from "./values.ts";

const MAX_CHARACTERS = 10_000;
const MAX_DEPTH = 50;
/** What is longer is bound to a variable where it would be written more than once. */
const MAX_REPEATED = 200;

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?<word>[A-Za-z_]\w*)|\$(?<variable>[A-Za-z_]\w*)|\.(?<field>[A-Za-z_]\w*)|(?<text>"(?:[^"\\]|\\.)*")|(?<sign>\/\/|==|!=|<=|>=|[<>+\-*/%|,:()[\]{}.]))/y;

type Token = { readonly kind: "number" | "word" | "variable" | "field" | "text" | "sign"; readonly is: string };
type Kind = "null" | "boolean" | "number" | "string" | "array" | "object" | "any";

interface Made {
  /** JSONata that may stand wherever an operand does. */
  readonly text: string;
  readonly kind: Kind;
  /** Whether it may give nothing. */
  readonly maybe: boolean;
  /** Whether it may be written more than once. */
  readonly short: boolean;
  readonly literal: boolean;
}

export interface Translated {
  /** JSONata that gives what jq would. */
  readonly value: string;
  /** JSONata that gives whether jq would take it for true. */
  readonly condition: string;
  readonly readsDot: boolean;
  /** What is nearly the same only. */
  readonly caveat: string | null;
}

/**
 * Null: it has something else in it. `dot` is what `.` means, `variables` what `$name` does, or `$name.field` where the key says so;
 * all of them short JSONata that gives something.
 */
export function jsonataOf(jq: string, dot: string, variables: ReadonlyMap<string, string>): Translated | null {
  const tokens = tokensOf(jq);
  if (tokens === null) return null;
  try {
    return new Parser(tokens, variables).whole({ ...made(dot, "any"), short: true });
  } catch (error) {
    if (error instanceof Untranslated) return null;
    throw error;
  }
}

class Untranslated extends Error {}

function tokensOf(jq: string): Token[] | null {
  const source = jq.trim();
  if (source.length > MAX_CHARACTERS) return null;
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const groups = TOKEN.exec(source)?.groups;
    if (groups === undefined) return null;
    const found = (["number", "word", "variable", "field", "text", "sign"] as const).find(
      (kind) => groups[kind] !== undefined,
    );
    if (found === undefined) return null;
    tokens.push({ kind: found, is: groups[found] ?? "" });
  }
  return tokens;
}

/** By jq's precedence, the loosest first: `|`, `//`, or, and, comparisons, + -, * / %. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #variables: ReadonlyMap<string, string>;
  #at = 0;
  #bound = 0;
  #depth = 0;
  #readsDot = false;
  #caveat: string | null = null;

  constructor(tokens: readonly Token[], variables: ReadonlyMap<string, string>) {
    this.#tokens = tokens;
    this.#variables = variables;
  }

  whole(dot: Made): Translated {
    const all = this.#pipe(dot);
    if (this.#at < this.#tokens.length) throw new Untranslated();
    const condition = this.#truthy(all);
    const text = all.maybe ? `${all.text} ?? null` : all.text;
    return { value: text, condition, readsDot: this.#readsDot, caveat: this.#caveat };
  }

  #pipe(dot: Made): Made {
    const left = this.#alternative(dot);
    return this.#takes("|") ? this.#bind(left, (given) => this.#deeper(() => this.#pipe(given))) : left;
  }

  #alternative(dot: Made): Made {
    const left = this.#or(dot);
    if (!this.#takes("//")) return left;
    const right = this.#deeper(() => this.#alternative(dot));
    return this.#bind(left, (given) =>
      made(`(${this.#truthy(given)} ? ${given.text} : ${this.#present(right)})`, "any"),
    );
  }

  #or(dot: Made): Made {
    let left = this.#and(dot);
    while (this.#takesWord("or")) left = this.#both(left, "or", this.#and(dot));
    return left;
  }

  #and(dot: Made): Made {
    let left = this.#comparison(dot);
    while (this.#takesWord("and")) left = this.#both(left, "and", this.#comparison(dot));
    return left;
  }

  #both(left: Made, operator: string, right: Made): Made {
    return made(`(${this.#truthy(left)} ${operator} ${this.#truthy(right)})`, "boolean");
  }

  #comparison(dot: Made): Made {
    const left = this.#sum(dot);
    const operator = ["==", "!=", "<=", ">=", "<", ">"].find((sign) => this.#takes(sign));
    if (operator === undefined) return left;
    const right = this.#sum(dot);
    if (operator === "==" || operator === "!=") return this.#equal(left, operator === "==" ? "=" : "!=", right);
    return this.#bindBoth(left, right, (one, other) => ordered(one, operator, other));
  }

  #sum(dot: Made): Made {
    let left = this.#product(dot);
    for (;;) {
      if (this.#takes("+")) left = this.#plus(left, this.#product(dot));
      else if (this.#takes("-")) left = this.#arithmetic(left, "-", this.#product(dot));
      else return left;
    }
  }

  #product(dot: Made): Made {
    let left = this.#unary(dot);
    for (;;) {
      const operator = ["*", "/", "%"].find((sign) => this.#takes(sign));
      if (operator === undefined) return left;
      if (operator === "%") this.#caveat = "jq takes whole numbers for %, JSONata takes them as they are";
      left = this.#arithmetic(left, operator, this.#unary(dot));
    }
  }

  #unary(dot: Made): Made {
    if (!this.#takes("-")) return this.#postfix(dot);
    const positive = this.#postfix(dot);
    if (positive.literal && positive.kind === "number") return { ...positive, text: `-${positive.text}` };
    return this.#arithmetic(literal("0", "number"), "-", positive);
  }

  #postfix(dot: Made): Made {
    let from = this.#deeper(() => this.#term(dot));
    for (;;) {
      const token = this.#tokens[this.#at];
      const isStep = token?.kind === "field" || (token?.kind === "sign" && (token.is === "[" || token.is === "."));
      if (!isStep) return from;
      if (from.literal) throw new Untranslated();
      from = this.#step(from);
    }
  }

  #term(dot: Made): Made {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Untranslated();
    switch (token.kind) {
      case "number":
        this.#at++;
        return literal(String(Number(token.is)), "number");
      case "text":
        this.#at++;
        return literal(JSON.stringify(textIn(token.is)), "string");
      case "variable":
        this.#at++;
        return this.#variable(token.is);
      case "word":
        this.#at++;
        return this.#word(token.is, dot);
      case "field":
        this.#readsDot = true;
        return this.#step(dot);
      case "sign":
        break;
    }
    if (token.is === ".") {
      this.#readsDot = true;
      const next = this.#tokens[this.#at + 1];
      if (next?.kind === "text" || next?.is === "[") return this.#step(dot);
      this.#at++;
      return dot;
    }
    if (this.#takes("(")) {
      const inner = this.#pipe(dot);
      this.#expect(")");
      return inner;
    }
    if (this.#takes("{")) return this.#object(dot);
    if (this.#takes("[")) return this.#array(dot);
    throw new Untranslated();
  }

  #variable(name: string): Made {
    const next = this.#tokens[this.#at];
    const field = next?.kind === "field" ? this.#variables.get(`${name}.${next.is}`) : undefined;
    if (field !== undefined) this.#at++;
    const meant = field ?? this.#variables.get(name);
    if (meant === undefined) throw new Untranslated();
    return { ...made(meant, "any"), short: true };
  }

  #word(word: string, dot: Made): Made {
    if (word === "null") return literal("null", "null");
    if (word === "true" || word === "false") return literal(word, "boolean");
    if (word !== "length" && word !== "not" && word !== "tostring") throw new Untranslated();
    this.#readsDot = true;
    if (word === "not") return made(`$not(${this.#truthy(dot)})`, "boolean");
    if (word === "tostring") return made(`$string(${this.#present(dot)})`, "string");
    return this.#bind(dot, ({ text }) => made(lengthOf(text), "number"));
  }

  /** One step of a path: `.name`, `."name"`, `["name"]`, `[0]`, each also after a dot. */
  #step(from: Made): Made {
    const token = this.#next();
    if (token.kind === "field") return below(from, token.is);
    const next = token.is === "." ? this.#next() : token;
    if (next.kind === "text") return below(from, textIn(next.is));
    if (next.kind !== "sign" || next.is !== "[") throw new Untranslated();
    const isNegative = this.#takes("-");
    const key = this.#next();
    this.#expect("]");
    if (key.kind === "text" && !isNegative) return below(from, textIn(key.is));
    if (key.kind !== "number" || !/^\d+$/.test(key.is)) throw new Untranslated();
    return {
      text: `${from.text}[${isNegative ? "-" : ""}${key.is}]`,
      kind: "any",
      maybe: true,
      short: true,
      literal: false,
    };
  }

  #object(dot: Made): Made {
    const fields = new Map<string, string>();
    while (!this.#takes("}")) {
      if (fields.size > 0) this.#expect(",");
      const key = this.#next();
      if (key.kind === "variable") {
        this.#at--;
        fields.set(key.is, this.#present(this.#term(dot)));
        continue;
      }
      if (key.kind !== "word" && key.kind !== "text") throw new Untranslated();
      const name = key.kind === "text" ? textIn(key.is) : key.is;
      const isSaid = this.#takes(":");
      this.#readsDot ||= !isSaid;
      fields.set(name, this.#present(isSaid ? this.#alternative(dot) : below(dot, name)));
    }
    return made(`{${[...fields].map(([name, text]) => `${JSON.stringify(name)}: ${text}`).join(", ")}}`, "object");
  }

  #array(dot: Made): Made {
    const items: Made[] = [];
    while (!this.#takes("]")) {
      if (items.length > 0) this.#expect(",");
      items.push(this.#alternative(dot));
    }
    const texts = items.map((item) => {
      const isPlain = item.kind !== "any" && item.kind !== "array";
      return isPlain ? item.text : asItem(this.#present(item));
    });
    return made(`[${texts.join(", ")}]`, "array");
  }

  #plus(left: Made, right: Made): Made {
    if (left.literal && right.literal && left.kind !== right.kind) throw new Untranslated();
    const kinds = new Set([left.kind, right.kind]);
    if (kinds.has("boolean") || kinds.has("null")) throw new Untranslated();
    kinds.delete("any");
    if (kinds.size > 1) throw new Untranslated();
    const [kind] = kinds;
    return this.#bindBoth(left, right, (one, other) => {
      if (kind === "string") return made(`(${orElse(one, '""')} & ${orElse(other, '""')})`, kind);
      if (kind === "number") return made(`(${orElse(one, "0")} + ${orElse(other, "0")})`, kind);
      return made(addition(one.text, other.text), kind ?? "any");
    });
  }

  /** Not for a value that is missing, as `=` is of JSONata. */
  #equal(left: Made, operator: "=" | "!=", right: Made): Made {
    const isPlain = operator === "=" && [left, right].some((side) => side.literal && side.kind !== "null");
    const [one, other] = isPlain ? [left.text, right.text] : [this.#present(left), this.#present(right)];
    return made(`(${one} ${operator} ${other})`, "boolean");
  }

  /** Of numbers. A null fails here as it does there. */
  #arithmetic(left: Made, operator: string, right: Made): Made {
    if ([left, right].some(({ kind }) => kind !== "any" && kind !== "number")) throw new Untranslated();
    return made(`(${this.#present(left)} ${operator} ${this.#present(right)})`, "number");
  }

  #truthy(of: Made): string {
    if (of.kind === "boolean") return of.text;
    if (of.literal) return of.kind === "null" ? "false" : "true";
    return this.#bind(of, ({ text }) => made(`(${text} != null and ${text} != false)`, "boolean")).text;
  }

  #present(of: Made): string {
    if (!of.maybe) return of.text;
    return this.#bind(of, ({ text }) => made(`($exists(${text}) ? ${text} : null)`, of.kind)).text;
  }

  /** With a variable for what is too long to be written more than once. */
  #bind(operand: Made, make: (bound: Made) => Made): Made {
    if (operand.short && operand.text.length <= MAX_REPEATED) return make(operand);
    const name = `$v${++this.#bound}`;
    const given = make({ ...operand, text: name, short: true });
    return { ...given, text: `(${name} := ${operand.text}; ${given.text})`, short: false };
  }

  #bindBoth(left: Made, right: Made, make: (left: Made, right: Made) => Made): Made {
    return this.#bind(left, (one) => this.#bind(right, (other) => make(one, other)));
  }

  #deeper(make: () => Made): Made {
    if (++this.#depth > MAX_DEPTH) throw new Untranslated();
    const deep = make();
    this.#depth--;
    return deep;
  }

  #next(): Token {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Untranslated();
    return token;
  }

  #takes(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "sign" || token.is !== sign) return false;
    this.#at++;
    return true;
  }

  #takesWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "word" || token.is !== word) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#takes(sign)) throw new Untranslated();
  }
}

function made(text: string, kind: Kind): Made {
  return { text, kind, maybe: false, short: false, literal: false };
}

function literal(text: string, kind: Kind): Made {
  return { text, kind, maybe: false, short: true, literal: true };
}

/** Null and what is missing as this, which changes nothing of a sum. */
function orElse({ text, kind }: Made, neutral: string): string {
  return kind === "any" ? `(${text} != null ? ${text} : ${neutral})` : text;
}

/** Null is less than all else; two nulls are equal. JSONata orders numbers and texts, and fails for anything else. */
function ordered(left: Made, operator: string, right: Made): Made {
  if ([left, right].some(({ kind }) => kind !== "any" && kind !== "number" && kind !== "string"))
    throw new Untranslated();
  const isLess = operator.startsWith("<");
  const both = `${left.text} ${operator} ${right.text}`;
  const withoutRight = right.kind === "any" ? `(${right.text} != null ? ${both} : ${String(!isLess)})` : both;
  if (left.kind !== "any") return made(`(${withoutRight})`, "boolean");
  const ofNulls = isLess
    ? operator === "<"
      ? `(${right.text} != null)`
      : "true"
    : operator === ">"
      ? "false"
      : `$not(${right.text} != null)`;
  const withoutLeft = right.kind === "any" ? ofNulls : String(isLess);
  return made(`(${left.text} != null ? ${withoutRight} : ${withoutLeft})`, "boolean");
}

/** jq's `+` of two values of any kind. */
function addition(left: string, right: string): string {
  const unlike = `$error("jq cannot add a " & $type(${right}) & " to a " & $type(${left}))`;
  return (
    `($not(${left} != null) ? (${right} != null ? ${right} : null) : $not(${right} != null) ? ${left} : ` +
    `$type(${left}) != $type(${right}) ? ${unlike} : $type(${left}) = "number" ? ${left} + ${right} : ` +
    `$type(${left}) = "string" ? ${left} & ${right} : $type(${left}) = "array" ? $append(${left}, ${right}) : ` +
    `$type(${left}) = "object" ? $merge([${left}, ${right}]) : ${unlike})`
  );
}

function lengthOf(text: string): string {
  return (
    `($type(${text}) = "string" ? $length(${text}) : $type(${text}) = "array" ? $count(${text}) : ` +
    `$type(${text}) = "object" ? $count($keys(${text})) : $type(${text}) = "number" ? $abs(${text}) : ` +
    `$type(${text}) = "boolean" ? $error("a boolean has no length") : 0)`
  );
}

function below(from: Made, name: string): Made {
  if (name.includes("`")) throw new Untranslated();
  const isPlain =
    /^[A-Za-z_]\w*$/.test(name) && !["and", "or", "in", "true", "false", "null", "function"].includes(name);
  const step = isPlain ? name : `\`${name}\``;
  return { text: `${from.text}.${step}`, kind: "any", maybe: true, short: from.short, literal: false };
}

/** What the text literal says; one with something to put in is not translated. */
function textIn(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    throw new Untranslated();
  }
}
