// What a schema may weigh before anything walks it recursively.

import { MAX_SCHEMA_CHARACTERS, MAX_SCHEMA_DEPTH, MAX_SCHEMA_NODES } from "../definition/limits.ts";
import type { Json } from "../json.ts";
import type { SchemaFault } from "./fault.ts";

/** The first cap that the schema is over; undefined: none. */
export function capFault(schema: Json): SchemaFault | undefined {
  let nodes = 0;
  let characters = 0;
  const pending: { value: Json; depth: number }[] = [{ value: schema, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, depth } = next;
    nodes += 1;
    if (nodes > MAX_SCHEMA_NODES) return tooBig(`holds more than ${MAX_SCHEMA_NODES} values`);
    if (depth > MAX_SCHEMA_DEPTH) return tooBig(`is nested more than ${MAX_SCHEMA_DEPTH} levels deep`);
    if (typeof value === "string") characters += value.length;
    else if (typeof value === "object" && value !== null) {
      if (Array.isArray(value)) for (const item of value) pending.push({ value: item, depth: depth + 1 });
      else {
        for (const key of Object.keys(value)) {
          characters += key.length;
          pending.push({ value: value[key] ?? null, depth: depth + 1 });
        }
      }
    }
    if (characters > MAX_SCHEMA_CHARACTERS) return tooBig(`is longer than ${MAX_SCHEMA_CHARACTERS} characters`);
  }
  return undefined;
}

function tooBig(what: string): SchemaFault {
  return { pointer: "", keyword: "limit", message: `the schema ${what}; make it smaller` };
}
