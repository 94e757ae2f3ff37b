// What the engine's schema checks find, as faults of a body.

import type { SchemaFault } from "../../engine/schema/validator.ts";
import type { FieldCode } from "./problem-codes.ts";
import type { FieldFault } from "./problem.ts";

/** A value under `field` that does not fit a schema. */
export function mismatches(field: string, faults: readonly SchemaFault[]): FieldFault[] {
  return faults.map((fault) => toField("schema_mismatch", field, fault));
}

/** A schema under `field` that is none. */
export function badSchema(field: string, faults: readonly SchemaFault[]): FieldFault[] {
  return faults.map((fault) => toField("invalid_schema", field, fault));
}

function toField(code: FieldCode, field: string, { pointer, message }: SchemaFault): FieldFault {
  return { code, pointer: `/${field}${pointer}`, message };
}
