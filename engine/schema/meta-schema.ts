// The drafts' own meta-schemas, compiled on first use and kept: there are three.

import "@hyperjump/json-schema/draft-07";
import "@hyperjump/json-schema/draft-2019-09";
import "@hyperjump/json-schema/draft-2020-12";
import { compile, getSchema, type CompiledSchema } from "@hyperjump/json-schema/experimental";
import { withFuel } from "./compiled.ts";
import type { Draft } from "./draft.ts";

const LOCATIONS: Readonly<Record<Draft, string>> = {
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
  "2019-09": "https://json-schema.org/draft/2019-09/schema",
  "draft-07": "http://json-schema.org/draft-07/schema",
};

const compiled = new Map<Draft, Promise<CompiledSchema>>();

export function metaSchema(draft: Draft): Promise<CompiledSchema> {
  const known = compiled.get(draft);
  if (known !== undefined) return known;
  const compiling = getSchema(LOCATIONS[draft]).then(compile).then(withFuel);
  compiled.set(draft, compiling);
  return compiling;
}
