// Arguments that do not fit the tool's inputSchema, as they were meant.

import type { Json } from "../../json.ts";
import type { SchemaFault } from "../../schema/fault.ts";
import { append } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import { hasPlaceholder, parseTemplate } from "../../template/parse.ts";
import type { Patch } from "../patch.ts";
import { closest } from "../suggest.ts";
import { isShort, listIn, objectIn } from "./right-value.ts";

/** Beyond this nobody made one slip. */
const MAX_TEMPLATE_CHARACTERS = 2_000;

export interface UnfitArgument {
  readonly fault: SchemaFault;
  /** Of the value that the fault is about, from the definition's root. */
  readonly pointer: string;
  readonly value: Json;
  /** What the value is a member of. */
  readonly owner: Json | undefined;
}

export function mendArgument({ fault, pointer, value, owner }: UnfitArgument): Patch | undefined {
  switch (fault.keyword) {
    case "required":
      return mendMissing(fault, pointer, value);
    case "additionalProperties":
      return mendName(fault, pointer, owner);
    case "enum":
      return mendWord(fault, pointer);
    case "type": {
      if (value === null && isObject(owner)) return [{ op: "remove", path: pointer }];
      const meant = ofType(fault.message, value);
      return meant === undefined ? undefined : [{ op: "replace", path: pointer, value: meant }];
    }
    default:
      return undefined;
  }
}

/** It is there, under a name that is almost the right one. */
function mendMissing({ message }: SchemaFault, pointer: string, value: Json): Patch | undefined {
  const [, name = ""] = /'(.*)'$/.exec(message) ?? [];
  const near = isObject(value) ? closest(name, Object.keys(value)) : undefined;
  return near === undefined ? undefined : [{ op: "move", from: append(pointer, near), path: append(pointer, name) }];
}

function mendName({ message }: SchemaFault, pointer: string, owner: Json | undefined): Patch | undefined {
  const [, name] = /did you mean '(.*)'\?$/.exec(message) ?? [];
  if (name === undefined || !isObject(owner) || Object.hasOwn(owner, name)) return undefined;
  return [{ op: "move", from: pointer, path: append(pointer.slice(0, pointer.lastIndexOf("/")), name) }];
}

function mendWord({ message }: SchemaFault, path: string): Patch | undefined {
  const [, text] = /did you mean ("(?:[^"\\]|\\.)*")\?$/.exec(message) ?? [];
  return text === undefined ? undefined : [{ op: "replace", path, value: JSON.parse(text) as Json }];
}

/** `message` says of which type it must be; undefined where the value does not say the same in another. */
function ofType(message: string, value: Json): Json | undefined {
  const [, type = ""] = /^must be (?:an? )?(\w+),/.exec(message) ?? [];
  if (typeof value === "string" && hasPlaceholder(value)) {
    if (value.length > MAX_TEMPLATE_CHARACTERS) return undefined;
    const trimmed = value.trim().replace(/^(["'])(.*)\1$/s, "$2");
    return type !== "string" && trimmed !== value && parseTemplate(trimmed).whole ? trimmed : undefined;
  }
  switch (type) {
    case "integer":
      return isShort(value) && /^\s*-?\d{1,15}\s*$/.test(value) ? Number(value) : undefined;
    case "number":
      return isShort(value) && /^\s*-?\d{1,15}(?:\.\d{1,15})?\s*$/.test(value) ? Number(value) : undefined;
    case "boolean":
      return typeof value === "string" && /^(?:true|false)$/i.test(value) ? value.toLowerCase() === "true" : undefined;
    case "string":
      return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
    case "object":
      return objectIn(value);
    case "array":
      return listIn(value) ?? (typeof value === "string" || typeof value === "number" ? [value] : undefined);
    default:
      return undefined;
  }
}
