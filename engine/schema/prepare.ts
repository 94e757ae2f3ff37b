import type { Json } from "../json.ts";
import { capFault } from "./caps.ts";
import { draftOf } from "./draft.ts";
import type { SchemaFault } from "./fault.ts";
import { normalize, type NormalizeResult } from "./normalize.ts";

/** The caps, then the normalized form. */
export function prepare(schema: Json): NormalizeResult {
  const capped = capFault(schema);
  if (capped !== undefined) return { ok: false, faults: [capped] };
  const draft = draftOf(schema);
  if (draft === undefined) return { ok: false, faults: [UNKNOWN_DRAFT] };
  return normalize(schema, draft);
}

const UNKNOWN_DRAFT: SchemaFault = {
  pointer: "/$schema",
  keyword: "$schema",
  message:
    'must be "https://json-schema.org/draft/2020-12/schema", "https://json-schema.org/draft/2019-09/schema" or "http://json-schema.org/draft-07/schema#"; leave it out for 2020-12',
};
