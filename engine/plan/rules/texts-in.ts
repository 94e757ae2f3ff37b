// Every text in a value, with its pointer.

import type { Json } from "../../json.ts";
import { append } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";

export function* textsIn(value: Json, pointer: string): Generator<[text: string, pointer: string]> {
  if (typeof value === "string") yield [value, pointer];
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* textsIn(item, append(pointer, index));
  else if (isObject(value)) for (const [key, item] of Object.entries(value)) yield* textsIn(item, append(pointer, key));
}
