// Puts values in for the placeholders of a JSON value.
//
// R1. What is put in is never looked at as a template, whichever way it gets there.
// R2. Expressions first, each once: the rest is synchronous, and most values have none.
// R3. All that is put in is counted before it is built.

import { type Json, MAX_JSON_DEPTH } from "../json.ts";
import { append } from "../schema/pointer.ts";
import { evaluateExpression } from "./expression.ts";
import { type LocalFault, localFault, Refusal, refusal, type TemplateFault } from "./fault.ts";
import { jsonTextLength } from "./json-text.ts";
import { MAX_RENDERED_CHARACTERS } from "./limits.ts";
import { lookup } from "./lookup.ts";
import { Meter } from "./meter.ts";
import { hasPlaceholder, parseTemplate, type TemplatePart } from "./parse.ts";
import type { PathPlaceholder } from "./path.ts";
import type { Scope } from "./scope.ts";
import { handedOn, type Held, type Stored, storedBelow } from "./stored.ts";

export type Rendered =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly fault: TemplateFault };

type Outcome = { readonly value: Json } | { readonly fault: LocalFault };

/** Every string within the value rendered; keys are not templates. Never throws. */
export function render(value: Json, scope: Scope): Promise<Rendered> {
  return renderOver(value, scope, null);
}

async function renderOver(value: Json, scope: Scope, handing: Handing | null): Promise<Rendered> {
  const { hasPlaceholders, expressions } = survey(value);
  if (!hasPlaceholders) return { ok: true, value };
  const rendering = new Rendering(scope, await outcomesOf(expressions, scope), handing);
  try {
    return { ok: true, value: rendering.render(value, 0) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, fault: { ...error.fault, pointer: rendering.pointer } };
  }
}

/**
 * The same, but a placeholder that is a whole value hands on what is kept elsewhere as it is in `bare`; `scope` has what else
 * is read of it.
 */
export async function renderHandingOn(
  value: Json,
  scope: Scope,
  bare: Scope,
): Promise<{ readonly ok: true; readonly value: Held } | Extract<Rendered, { ok: false }>> {
  const stored: Stored[] = [];
  const rendered = await renderOver(value, scope, { bare, stored });
  return rendered.ok ? { ok: true, value: { value: rendered.value, stored } } : rendered;
}

/** What one expression gives over a scope. Never throws; a fault points at the whole. */
export async function evaluate(source: string, scope: Scope): Promise<Rendered> {
  const outcome = await outcomeOf(source, scope, new Meter());
  return "value" in outcome
    ? { ok: true, value: outcome.value }
    : { ok: false, fault: { ...outcome.fault, pointer: "" } };
}

/** Whether there is anything to render, and each expression once, in the order of rendering. */
function survey(root: Json): { hasPlaceholders: boolean; expressions: Set<string> } {
  const expressions = new Set<string>();
  let hasPlaceholders = false;
  const todo: Json[] = [root];
  for (let value = todo.pop(); value !== undefined; value = todo.pop()) {
    if (typeof value === "string") {
      if (!hasPlaceholder(value)) continue;
      hasPlaceholders = true;
      for (const part of parseTemplate(value).parts) {
        if (part.kind === "expression") expressions.add(part.source);
        // The rendering ends here at the latest.
        if (part.kind === "fault") return { hasPlaceholders, expressions };
      }
    } else if (value !== null && typeof value === "object") {
      for (const child of Object.values(value).toReversed()) todo.push(child);
    }
  }
  return { hasPlaceholders, expressions };
}

/** Up to the first that fails: the rendering ends there, if not before. */
async function outcomesOf(sources: Iterable<string>, scope: Scope): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const meter = new Meter();
  for (const source of sources) {
    // One at a time: they share one meter, and what it is spent on must not depend on any schedule.
    const outcome = await outcomeOf(source, scope, meter);
    outcomes.set(source, outcome);
    if ("fault" in outcome) break;
  }
  return outcomes;
}

async function outcomeOf(source: string, scope: Scope, meter: Meter): Promise<Outcome> {
  try {
    return { value: await evaluateExpression(source, scope, meter) };
  } catch (error) {
    if (error instanceof Refusal) return { fault: error.fault };
    throw error;
  }
}

/** What the values that are kept elsewhere are handed on from, and what was. */
interface Handing {
  readonly bare: Scope;
  readonly stored: Stored[];
}

class Rendering {
  readonly #scope: Scope;
  readonly #outcomes: ReadonlyMap<string, Outcome>;
  readonly #keys: (string | number)[] = [];
  readonly #handing: Handing | null;
  #left = MAX_RENDERED_CHARACTERS;

  constructor(scope: Scope, outcomes: ReadonlyMap<string, Outcome>, handing: Handing | null) {
    this.#handing = handing;
    this.#scope = scope;
    this.#outcomes = outcomes;
  }

  /** Where the rendering is, or stopped. */
  get pointer(): string {
    return this.#keys.reduce<string>(append, "");
  }

  /** Parts without placeholders stay the same objects. */
  render(value: Json, depth: number): Json {
    if (typeof value === "string") return hasPlaceholder(value) ? this.#renderString(value, depth) : value;
    if (value === null || typeof value !== "object") return value;
    if (depth >= MAX_JSON_DEPTH)
      throw new Refusal("too_deep", `The template nests more than ${MAX_JSON_DEPTH} levels.`);
    if (Array.isArray(value)) return value.map((item, index) => this.#renderChild(index, item, depth));
    // fromEntries makes a key called __proto__ a key like any other.
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#renderChild(key, item, depth)]));
  }

  #renderChild(key: string | number, value: Json, depth: number): Json {
    this.#keys.push(key);
    const rendered = this.render(value, depth + 1);
    this.#keys.pop();
    return rendered;
  }

  #renderString(text: string, depth: number): Json {
    const { parts, whole } = parseTemplate(text);
    const [only] = parts;
    if (whole && only) {
      const value = this.#handOn(only) ?? this.#valueOf(only);
      this.#left -= jsonTextLength(value, this.#left, MAX_JSON_DEPTH - depth);
      return value;
    }
    return parts.map((part) => (part.kind === "text" ? part.text : this.#textOf(part))).join("");
  }

  /** Undefined where nothing of it is kept elsewhere. */
  #handOn(part: TemplatePart): Json | undefined {
    if (this.#handing === null || part.kind !== "path") return undefined;
    const { bare, stored } = this.#handing;
    const handed = handedOn(bare, part.placeholder);
    const found = handed.length === 0 ? null : lookup(bare, part.placeholder.root, part.placeholder.path);
    if (!found?.found) return undefined;
    stored.push(...storedBelow(handed, ...this.#keys));
    return found.value;
  }

  #textOf(part: TemplatePart): string {
    const value = this.#valueOf(part);
    if (value === null) return "";
    this.#left -= jsonTextLength(value, this.#left, MAX_JSON_DEPTH);
    return typeof value === "string" ? value : JSON.stringify(value);
  }

  #valueOf(part: TemplatePart): Json {
    switch (part.kind) {
      case "text":
        return part.text;
      case "path":
        return this.#valueAt(part.placeholder);
      case "expression": {
        const outcome = this.#outcomes.get(part.source);
        if (outcome && "value" in outcome) return outcome.value;
        throw refusal(outcome?.fault ?? localFault("expression_failed", "The expression was not evaluated."));
      }
      case "fault":
        throw refusal(part.fault);
    }
  }

  #valueAt({ root, path, fallback }: PathPlaceholder): Json {
    const found = lookup(this.#scope, root, path);
    if (found.found) return found.value;
    if (fallback === undefined) throw refusal(found.fault);
    return fallback;
  }
}
