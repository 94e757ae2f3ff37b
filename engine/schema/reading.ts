// A schema as the check of a definition reads it: what can be said of values before there are any.

import type { Json } from "../json.ts";
import { certainFailures, type Unknowns } from "./certain.ts";
import { compileNormalized, judge } from "./compiled.ts";
import { explain } from "./explain.ts";
import type { SchemaFault } from "./fault.ts";
import type { Budget } from "./fuel.ts";
import { lookUp, type LookUp, type Path } from "./look-up.ts";
import type { Normalized } from "./normalized.ts";
import { prepare } from "./prepare.ts";

export interface SchemaReading {
  /** How many schemas it is made of: what it cost to read. */
  readonly nodes: number;
  readonly normalized: Normalized;
  lookUp(path: Path, mapsArrays: boolean, budget: Budget): LookUp;
  /** Why the value cannot fit, whatever its unknown parts turn out to be; undefined: the budget ended. */
  certainFaults(value: Json, unknowns: Unknowns, budget: Budget): SchemaFault[] | undefined;
}

/** Undefined: the schema may not be used; `schemaFaults` says why. */
export async function readSchema(schema: Json): Promise<SchemaReading | undefined> {
  const prepared = prepare(schema);
  if (!prepared.ok) return undefined;
  const compiled = await compileNormalized(prepared.schema);
  return {
    nodes: prepared.schema.nodes,
    normalized: prepared.schema,
    lookUp: (path, mapsArrays, budget) => lookUp(prepared.schema, path, mapsArrays, budget),
    certainFaults(value, unknowns, budget) {
      const verdict = judge(compiled, value, budget);
      if (verdict.fits === "unknown") return undefined;
      return verdict.fits ? [] : explain(certainFailures(verdict.branch.failures, unknowns));
    },
  };
}
