// The jq expressions of one task, `${ … }`: each as what it means where the task stands. What jq is in JSONata: jq.ts.

import type { Json } from "../../json.ts";
import type { Flow } from "../flow.ts";
import { jsonataOf, type Translated } from "../jq.ts";
import { templateOf } from "../values.ts";

/** By its name, the JSONata that a variable is. */
export type Variables = ReadonlyMap<string, string>;

export const VARIABLES: Variables = new Map([
  ["input", "$input"],
  ["workflow.input", "$input"],
  ["workflow.id", "$run.id"],
]);

/** What a task sees: its own input beside what is known around it. */
export function within(variables: Variables, input: string): Variables {
  return new Map([...variables, ["input", input]]);
}

export class Expressions {
  readonly #flow: Flow;
  readonly #dot: string;
  readonly #variables: Variables;
  #readsDot = false;

  /** `dot`: what `.` is. */
  constructor(flow: Flow, dot: string, variables: Variables) {
    this.#flow = flow;
    this.#dot = dot;
    this.#variables = variables;
  }

  /** Whether one of those that have been read so far asks for `.`. */
  get readsDot(): boolean {
    return this.#readsDot;
  }

  /** Where an expression has to be, it may come without its `${ }`. */
  made(value: Json, at: string): Json {
    if (typeof value !== "string") return this.template(value, at);
    return `{{= ${this.#translated(innerOf(value) ?? value, at)?.value ?? "null"} }}`;
  }

  template(value: Json, at: string): Json {
    return templateOf(value, (text) => this.#expression(text, at));
  }

  /** One JSONata expression for it. */
  value(value: Json, at: string): string {
    if (typeof value !== "string") return JSON.stringify(value);
    const expression = this.#expression(value, at);
    return expression === null ? JSON.stringify(value) : `(${expression})`;
  }

  condition(value: Json, at: string): string {
    if (typeof value !== "string") return String(value !== null && value !== false);
    return this.#translated(innerOf(value) ?? value, at)?.condition ?? "true";
  }

  /** `{name}` is the field of this name of `.`, as RFC 6570 puts it in. */
  uri(uri: Json, at: string): Json {
    if (typeof uri !== "string" || innerOf(uri) !== null || !uri.includes("{")) return this.template(uri, at);
    const parts = uri.split(/\{([\w.-]+)\}/);
    if (parts.some((part, index) => index % 2 === 0 && /[{}]/.test(part))) {
      this.#flow.unmapped(at, "A URI template of this kind", "Put in names alone: {petId}.");
      return "";
    }
    this.#readsDot = true;
    const made = parts.map((part, index) => {
      if (index % 2 === 0) return JSON.stringify(part);
      const value = `${this.#dot}.\`${part}\``;
      const isText = `$type(${value}) in ["string", "number", "boolean"]`;
      const isNothing = `$not(${value} != null)`;
      return `(${isText} ? $encodeUrlComponent($string(${value})) : ${isNothing} ? "" : $error("{${part}} is no text"))`;
    });
    const text = made.join(" & ");
    this.#flow.write(text.length, at);
    return `{{= ${text} }}`;
  }

  /** Null: it is a text. */
  #expression(text: string, at: string): string | null {
    const inner = innerOf(text);
    if (inner !== null) return this.#translated(inner, at)?.value ?? "null";
    if (text.includes("${"))
      this.#flow.unmapped(at, "An expression within a text", 'Make it one expression: ${ "Hello, " + .name }.');
    return null;
  }

  #translated(jq: string, at: string): Translated | null {
    const made = jsonataOf(jq, this.#dot, this.#variables);
    if (made === null) {
      const hint =
        "Paths, literals, comparisons, arithmetic, and/or/not, //, {…} and […] are understood; write the rest as JSONata afterwards.";
      this.#flow.unmapped(at, `The jq expression "${jq.trim()}"`, hint);
      return null;
    }
    this.#flow.write(made.value.length, at);
    this.#readsDot ||= made.readsDot;
    if (made.caveat !== null)
      this.#flow.approximated(at, `In "${jq.trim()}": ${made.caveat}.`, "Compare what it gives.");
    return made;
  }
}

/** Of `${ … }`, what is within; null: it is not one expression. */
function innerOf(text: string): string | null {
  const trimmed = text.trim();
  return trimmed.startsWith("${") && trimmed.endsWith("}") ? trimmed.slice(2, -1) : null;
}
