import { createPatch, type Pointer } from "rfc6902";
import { z } from "zod";
import type { Json } from "../../../engine/json.ts";
import { anyJson, builtin } from "./builtin.ts";

/** What a diff may cost, in units of about a list item copied. */
const FUEL = 8_000_000;
/** Of one field of an object. */
const FIELD_COST = 400;

export const jsonDiff = builtin({
  name: "json_diff",
  description:
    "Gives the JSON Patch (RFC 6902) that makes one value into another. Long lists that differ, and all that is " +
    "left once the comparison has cost too much, are replaced as a whole.",
  version: "1.0.0",
  tags: ["json", "data"],
  category: "data",
  input: z.strictObject({ from: anyJson, to: anyJson }),
  output: z.object({ patch: z.array(z.unknown()) }),
  run: ({ from, to }) => {
    let fuel = FUEL;
    const patch = createPatch(from, to, (before: Json, after: Json, pointer: Pointer) => {
      const path = pointer.toString();
      const cost = costOf(before, after, path.length);
      if (cost <= fuel) {
        fuel -= cost;
        return undefined;
      }
      return before === after ? [] : [{ op: "replace", path, value: after }];
    });
    return { result: { patch: JSON.parse(JSON.stringify(patch)) as Json } };
  },
});

/** What comparing these two costs, apart from what is in them: lists are compared item by item with item. */
function costOf(before: Json, after: Json, pathChars: number): number {
  const own = 1 + pathChars;
  if (Array.isArray(before) && Array.isArray(after)) {
    return own + before.length * after.length * (before.length + after.length) + before.length + after.length;
  }
  if (!isObject(before) || !isObject(after)) return own;
  return own + (Object.keys(before).length + Object.keys(after).length) * (FIELD_COST + pathChars);
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
