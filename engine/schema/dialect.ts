// The dialect that normalized schemas are compiled in: no ids, no anchors, no formats, no unknown keywords.
// Nothing a schema says can add to it, so the library's global registries never grow.

import { defineVocabulary, loadDialect } from "@hyperjump/json-schema/experimental";
import { OWN_KEYWORDS, ownKeywordId } from "./keywords.ts";

export const DIALECT = "https://nxscall.com/json-schema/dialect";

const VOCABULARY = "https://nxscall.com/json-schema/vocabulary";

const LIBRARY_KEYWORDS = [
  "type",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minContains",
  "maxContains",
  "minProperties",
  "maxProperties",
  "required",
  "dependentRequired",
  "unevaluatedProperties",
  "unevaluatedItems",
  "propertyNames",
  "contains",
  "items",
  "prefixItems",
  "not",
  "if",
  "then",
  "else",
  "allOf",
  "anyOf",
  "oneOf",
] as const;

defineVocabulary(VOCABULARY, {
  $id: "https://json-schema.org/keyword/id",
  $ref: "https://json-schema.org/keyword/ref",
  $defs: "https://json-schema.org/keyword/definitions",
  ...Object.fromEntries(LIBRARY_KEYWORDS.map((name) => [name, `https://json-schema.org/keyword/${name}`])),
  ...Object.fromEntries(OWN_KEYWORDS.map((name) => [name, ownKeywordId(name)])),
});
loadDialect(DIALECT, { [VOCABULARY]: true });
