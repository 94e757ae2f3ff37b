/** Whether JSON Schema gives the name a meaning. */
export function isKeyword(name: string): boolean {
  return name.startsWith("$") || KEYWORDS.has(name);
}

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "type enum const properties required additionalProperties patternProperties propertyNames minProperties " +
    "maxProperties dependentRequired dependentSchemas dependencies unevaluatedProperties items prefixItems " +
    "additionalItems contains minContains maxContains minItems maxItems uniqueItems unevaluatedItems minLength " +
    "maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf allOf anyOf oneOf not " +
    "if then else definitions title description default examples deprecated readOnly writeOnly contentEncoding " +
    "contentMediaType contentSchema"
  ).split(" "),
);
