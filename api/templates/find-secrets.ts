// What looks like a credential in what is about to be public: by its form, also encoded, or by the name that it stands under. It
// is not proof: a secret that looks like nothing is not found. What is found is never said again.

import type { Json } from "../../engine/json.ts";
import { append } from "../../engine/schema/pointer.ts";
import { isObject } from "../../engine/schema/resources.ts";
import { FORMS, isSecretName } from "./credential-forms.ts";

export interface FoundSecret {
  readonly pointer: string;
  /** In words. */
  readonly what: string;
}

/** In a schema, what stands for a value under a name that a property has. */
const VALUES_OF_SCHEMAS: ReadonlySet<string> = new Set(["default", "const", "examples", "enum", "example"]);
/** What the name of a pair goes by: `{name: "Authorization", value: …}`. */
const NAMES_OF_PAIRS = ["name", "key", "header"] as const;

interface Place {
  readonly value: Json;
  readonly pointer: string;
  /** What it is called, where it stands. */
  readonly name: string;
  readonly isInList: boolean;
}

/** Each with its place, from `root`; at most `limit`. */
export function findSecrets(root: Json, at: string, limit: number): FoundSecret[] {
  const found: FoundSecret[] = [];
  // Not recursive: templates of programs may be nested deeply.
  const todo: Place[] = [{ value: root, pointer: at, name: "", isInList: false }];
  for (let next = todo.pop(); next !== undefined && found.length < limit; next = todo.pop()) {
    const { value, pointer, name } = next;
    if (Array.isArray(value)) todo.push(...itemsOf(next, value));
    else if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        const what = formIn(key);
        // Its place would say it again.
        if (what !== undefined) found.push({ pointer, what: `${what}, in the name of a member` });
        else
          todo.push({ value: inner, pointer: append(pointer, key), name: nameFor(key, value, name), isInList: false });
      }
    } else {
      const what = secretIn(value, name);
      if (what !== undefined) found.push({ pointer, what });
    }
  }
  return found.toSorted((one, other) => (one.pointer < other.pointer ? -1 : 1));
}

/** Headers also come as a list of `["Authorization", …]`. */
function itemsOf({ pointer, name, isInList }: Place, items: readonly Json[]): Place[] {
  const [first] = items;
  const isPair = isInList && items.length === 2 && typeof first === "string";
  return items.map((value, index) => {
    return { value, pointer: append(pointer, index), name: isPair && index === 1 ? first : name, isInList: true };
  });
}

/** The name that a member's value stands under. */
function nameFor(key: string, owner: { readonly [key: string]: Json }, outer: string): string {
  if (VALUES_OF_SCHEMAS.has(key)) return outer;
  if (key !== "value") return key;
  const beside = NAMES_OF_PAIRS.map((field) => owner[field]).find((name) => typeof name === "string");
  return beside ?? outer;
}

function secretIn(value: string | number | boolean | null, name: string): string | undefined {
  const isNamed = isSecretName(name);
  if (typeof value === "number" && isNamed) return `a literal value of "${name}"`;
  if (typeof value !== "string" || value === "") return undefined;
  const form = formIn(value);
  if (form !== undefined) return form;
  if (value.includes("{{")) {
    if (defaultIn(value, isNamed)) return "a default in the place of a secret";
    return isNamed && MADE_UP.test(value) ? "a literal in the place of a secret" : undefined;
  }
  return isNamed ? `a literal value of "${name}"` : undefined;
}

/** What stands behind `??` where there is no secret: `{{input.apiKey ?? "…"}}`. */
const DEFAULT = /([\w$-]{1,100})["'\]]{0,2}\s{0,3}\?\?\s{0,3}"[^"]/g;

/** In quotes, what nobody would make up. */
const MADE_UP = /["'](?=[\w+/.-]{0,40}\d)(?=[\w+/.-]{0,40}[a-z])[\w+/=.-]{16}/i;

function defaultIn(template: string, isNamed: boolean): boolean {
  return [...template.matchAll(DEFAULT)].some(([, read = ""]) => isNamed || isSecretName(read));
}

function formIn(text: string): string | undefined {
  for (const reading of [text, ...decoded(text)]) {
    const form = FORMS.find(([pattern]) => pattern.test(reading));
    if (form !== undefined) return form[1];
  }
  return undefined;
}

/** Either alphabet of base64; shorter ones hide nothing. */
const BASE64 = /[\w+/-]{20,}/g;
const BASIC = /\bbasic\s{1,4}([\w+/-]{6,2000})/gi;

/** The text without its percent signs, and what is in base64 in it, as far as that is a text. */
function decoded(text: string): string[] {
  const parts = [...text.matchAll(BASE64)].flatMap(([digits]) => fromBase64(digits) ?? []);
  const user = [...text.matchAll(BASIC)].flatMap(([, digits = ""]) => fromBase64(digits) ?? []);
  // As it would stand in a URL.
  const users = user.filter((each) => /^[^:]+:./.test(each)).map((each) => `://${each}@`);
  return [...(text.includes("%") ? [withoutPercents(text)] : []), ...parts, ...users];
}

/** Undefined: it is no text. */
function fromBase64(digits: string): string | undefined {
  try {
    const bytes = atob(digits.replaceAll("-", "+").replaceAll("_", "/"));
    return /^[\t\n\r -~]*$/.test(bytes) ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function withoutPercents(text: string): string {
  return text.replaceAll(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
