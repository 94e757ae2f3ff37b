// JSON Schemas, compiled once an isolate: compiling one takes far longer than using it.

import type { Json } from "../../engine/json.ts";
import { compileSchema } from "../../engine/schema/validator.ts";
import type { SchemaCheck, SchemaFault } from "../../engine/schema/validator.ts";
import { Recent } from "./recent.ts";

const compiled = new Recent<SchemaCheck>(60 * 60_000, 500);

/** Where the value does not fit the schema. `key` must name this very text of the schema: id and version. */
export async function faultsAgainst(key: string, schema: Json, value: Json): Promise<SchemaFault[]> {
  let check = compiled.get(key);
  if (check === undefined) compiled.set(key, (check = await compileSchema(schema)));
  return check(value);
}
