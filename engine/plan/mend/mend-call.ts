// A call as models write it, `{ "name": "tool_…", "arguments": { … } }`, split into the fields that a step has for it.

import type { Json, JsonObject } from "../../json.ts";
import { append, pointerOf } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import type { Patch, PatchOperation } from "../patch.ts";
import { objectIn } from "./right-value.ts";

const NAMES = ["toolId", "tool", "name", "id", "toolName", "tool_name", "tool_id"];
const ARGUMENTS = ["arguments", "args", "input", "inputs", "params", "parameters", "with", "payload"];

/** `value` stands in the field `key` of `owner`, to which `path` leads. Undefined: it is more than a call, or no room for one. */
export function splitCall(
  value: JsonObject,
  key: string,
  owner: JsonObject,
  path: readonly PropertyKey[],
): Patch | undefined {
  const parent = pointerOf(path);
  const pointer = append(parent, key);
  const { type, ...fields } = value;
  if (type !== undefined && !(typeof type === "string" && /^(?:function|tool|tool_use|tool_call)$/.test(type))) {
    return undefined;
  }
  const inner = fields["function"];
  // `{ "type": "function", "function": { "name": …, "arguments": … } }`
  if (isObject(inner) && Object.keys(fields).length === 1) return split(inner, append(pointer, "function"));
  return split(fields, pointer);

  function split(call: JsonObject, at: string): Patch | undefined {
    const [[nameField, name] = [], ...otherNames] = Object.entries(call).filter(([field]) => NAMES.includes(field));
    const [given, ...otherArguments] = Object.entries(call).filter(([field]) => ARGUMENTS.includes(field));
    const known = (nameField === undefined ? 0 : 1) + (given === undefined ? 0 : 1);
    if (nameField === undefined || typeof name !== "string" || name === "" || known < Object.keys(call).length) {
      return undefined;
    }
    const moved = otherNames.length + otherArguments.length > 0 ? undefined : movedArguments(given, at);
    const target = /^[^/]+\/[^/]+$/.test(name) ? "tool" : "toolId";
    const to = append(parent, target);
    if (moved === undefined || (target !== key && Object.hasOwn(owner, target))) return undefined;
    if (target === key) return [...moved, { op: "replace", path: to, value: name }];
    return [{ op: "move", from: append(at, nameField), path: to }, ...moved, { op: "remove", path: pointer }];
  }

  function movedArguments(given: [string, Json] | undefined, at: string): PatchOperation[] | undefined {
    if (given === undefined) return [];
    const [field, args] = given;
    const to = append(parent, "arguments");
    const meant = isObject(args) ? args : objectIn(args);
    // With properties, these are what a tool takes, and no arguments.
    if (meant === undefined || Object.hasOwn(owner, "arguments") || isObject(meant["properties"])) return undefined;
    const from = append(at, field);
    if (meant === args) return [{ op: "move", from, path: to }];
    return [
      { op: "remove", path: from },
      { op: "add", path: to, value: meant },
    ];
  }
}
