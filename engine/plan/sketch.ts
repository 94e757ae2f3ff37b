// Arguments before a run: literals as they are, and for each placeholder a value of the type that it will have,
// with a note that it is not the real one.

import type { Json } from "../json.ts";
import type { Unknowns } from "../schema/certain.ts";
import { append } from "../schema/pointer.ts";
import { isObject } from "../schema/resources.ts";
import type { Reference } from "../template/references.ts";
import type { Checking } from "./checking.ts";
import type { Templated } from "./draft.ts";
import { typesOfReference } from "./reference-schema.ts";

export interface Sketch extends Unknowns {
  readonly value: Json;
  at(pointer: string): Unknown | undefined;
}

interface Unknown {
  readonly types: readonly string[] | undefined;
  /** The template, as it is written. */
  readonly text: string;
}

const STAND_INS: Readonly<Record<string, Json>> = {
  number: 0,
  integer: 0,
  boolean: true,
  null: null,
  object: {},
  array: [],
};

export async function sketch(templated: Templated | undefined, checking: Checking): Promise<Sketch> {
  if (templated === undefined) return { value: {}, at: () => undefined, within: () => false };
  const references = new Map<string, Reference[]>();
  for (const reference of templated.references) {
    const known = references.get(reference.pointer);
    if (known === undefined) references.set(reference.pointer, [reference]);
    else known.push(reference);
  }
  const unknowns = new Map<string, Unknown>();
  const containing = new Set<string>();
  const draw = async (value: Json, pointer: string): Promise<Json> => {
    if (typeof value === "string") {
      if (!value.includes("{{")) return value;
      const types = await typesOfText(value, references.get(pointer) ?? [], templated, checking);
      unknowns.set(pointer, { types, text: value });
      for (let above = pointer; ; above = above.slice(0, above.lastIndexOf("/"))) {
        containing.add(above);
        if (above === "") break;
      }
      const [type] = types ?? [];
      return type === undefined || types?.includes("string") ? value : (STAND_INS[type] ?? value);
    }
    if (Array.isArray(value)) {
      const items: Json[] = [];
      for (const [index, item] of value.entries()) items.push(await draw(item, append(pointer, index)));
      return items;
    }
    if (!isObject(value)) return value;
    const members: [string, Json][] = [];
    for (const key of Object.keys(value)) members.push([key, await draw(value[key] ?? null, append(pointer, key))]);
    return Object.fromEntries(members);
  };
  const value = await draw(templated.value, "");
  return { value, at: (pointer) => unknowns.get(pointer), within: (pointer) => containing.has(pointer) };
}

/** The types that a string with templates can have once it is rendered; undefined: any. */
async function typesOfText(
  text: string,
  references: readonly Reference[],
  templated: Templated,
  checking: Checking,
): Promise<readonly string[] | undefined> {
  const [first] = references;
  if (first?.whole === true) return references.length === 1 ? typesOfReference(first, templated, checking) : undefined;
  // An expression without references has none to tell whether it is the whole string.
  return /^\{\{.*\}\}$/s.test(text) ? undefined : ["string"];
}
