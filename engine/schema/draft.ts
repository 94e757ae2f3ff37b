// Which edition of JSON Schema a schema is written in.

import type { Json } from "../json.ts";

export type Draft = "2020-12" | "2019-09" | "draft-07";

/** By `$schema`, without its scheme and an empty fragment. Draft-06 is a subset of draft-07. */
const DRAFTS: ReadonlyMap<string, Draft> = new Map([
  ["json-schema.org/draft/2020-12/schema", "2020-12"],
  ["json-schema.org/draft/2019-09/schema", "2019-09"],
  ["json-schema.org/draft-07/schema", "draft-07"],
  ["json-schema.org/draft-06/schema", "draft-07"],
]);

/** No `$schema` means 2020-12; undefined: an edition that is not spoken here. */
export function draftOf(schema: Json): Draft | undefined {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return "2020-12";
  const { $schema } = schema;
  if ($schema === undefined) return "2020-12";
  return typeof $schema === "string" ? draftNamed($schema) : undefined;
}

export function draftNamed(uri: string): Draft | undefined {
  return DRAFTS.get(uri.replace(/^https?:\/\//, "").replace(/#$/, ""));
}
