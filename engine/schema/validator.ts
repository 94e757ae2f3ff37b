// JSON Schema for everything that strangers hand in: a schema is checked and compiled once, then every value
// is checked against it. No eval, no fetching, patterns in linear time, and a bound on the work of each check.

import type { Json } from "../json.ts";
import { capFault } from "./caps.ts";
import { compileNormalized, judge } from "./compiled.ts";
import { draftOf } from "./draft.ts";
import { explainRefusal } from "./explain.ts";
import { UnusableSchema, type SchemaFault } from "./fault.ts";
import { metaSchema } from "./meta-schema.ts";
import { prepare } from "./prepare.ts";

export type { SchemaFault } from "./fault.ts";
export { UnusableSchema } from "./fault.ts";

/** Every reason why the value does not fit, at most 100; empty: it fits. Keep it and call it many times. */
export type SchemaCheck = (value: Json) => SchemaFault[];

const TOO_MUCH: SchemaFault = {
  pointer: "",
  keyword: "limit",
  message: "takes too much work to check against this schema; simplify the schema or send less",
};

/**
 * Compiles a schema of 2020-12 (also where `$schema` is absent), 2019-09 or draft-07. `format` only annotates.
 * Throws UnusableSchema for one that may not be used; `schemaFaults` also checks it against its meta-schema.
 */
export async function compileSchema(schema: Json): Promise<SchemaCheck> {
  const prepared = prepare(schema);
  if (!prepared.ok) throw new UnusableSchema(prepared.faults);
  const compiled = await compileNormalized(prepared.schema);
  return (value) => {
    const verdict = judge(compiled, value);
    if (verdict.fits === true) return [];
    return verdict.fits === false ? explainRefusal(verdict.branch) : [TOO_MUCH];
  };
}

/** What is wrong with a schema itself: its edition, its caps, its meta-schema, its references and patterns. */
export async function schemaFaults(schema: Json): Promise<SchemaFault[]> {
  const draft = draftOf(schema);
  const capped = capFault(schema);
  if (draft === undefined || capped !== undefined) return prepareFaults(schema);
  const verdict = judge(await metaSchema(draft), schema);
  if (verdict.fits === false) return explainRefusal(verdict.branch);
  if (verdict.fits === "unknown") return [TOO_MUCH];
  return prepareFaults(schema);
}

function prepareFaults(schema: Json): SchemaFault[] {
  const prepared = prepare(schema);
  return prepared.ok ? [] : prepared.faults;
}
