// Definitions as people and models write them: sound ones, half-finished ones, with fields that nobody knows, in any order
// and any layout.

import fc from "fast-check";
import type { Json, JsonObject } from "../../engine/json.ts";
import { anyValue } from "../engine/schema/arbitrary-schema.ts";

const IDS = ["search", "enrich", "sum-up", "_4", "last"] as const;
const id = fc.constantFrom(...IDS);
const key = fc.oneof(
  fc.constantFrom("x-note", "__proto__", "constructor", "10", "2", "a/b", "a~b", "", "ключ", 'q"uote', "line\nbreak"),
  fc.string({ maxLength: 6 }),
);
const template = fc.oneof(
  id.map((other) => `{{steps.${other}.result.list[0]}}`),
  id.map((other) => `{{= $count($steps.${other}.result) }}`),
  fc.constantFrom("{{input.topic}}", "{{ input", "\\{{", "{{item}} and {{index}}", "{{steps.none.result ?? 1}}"),
);
const anything: fc.Arbitrary<Json> = fc.oneof(
  anyValue,
  template,
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
);

/** In any order, with fields that nobody knows among them. */
function shuffled(fields: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<JsonObject> {
  const known = fc.record(fields, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<JsonObject>;
  const unknown = fc.array(fc.tuple(key, anything), { maxLength: 2 });
  return fc
    .tuple(known, unknown)
    .chain(([some, others]) =>
      fc.shuffledSubarray([...Object.entries(some), ...others], { minLength: Object.keys(some).length }),
    )
    .map((entries) => Object.fromEntries(entries));
}

const args = fc.dictionary(key, anything, { maxKeys: 3, noNullPrototype: true });
export const anyStep = shuffled({
  id: fc.oneof({ weight: 6, arbitrary: id }, { weight: 1, arbitrary: anything }),
  toolId: fc.constant("tool_a"),
  wait: fc.constantFrom<Json>({ ms: 5 }, { signal: "approved" }),
  transform: anything,
  arguments: args,
  dependsOn: fc.oneof(fc.array(id, { maxLength: 3 }), anything),
  when: template,
  forEach: fc.record({ items: template }, { noNullPrototype: true }),
  retry: fc.constantFrom<Json>({}, { maxAttempts: 2 }),
});

export const anyDefinition = shuffled({
  name: fc.string({ maxLength: 8 }),
  steps: fc.oneof(
    { weight: 9, arbitrary: fc.array(anyStep, { maxLength: 6 }) },
    { weight: 1, arbitrary: fc.array(anything, { maxLength: 3 }) },
    { weight: 1, arbitrary: anything },
  ),
  output: anything,
  inputSchema: anything,
});

/** The text of a value in one of the layouts that a text may have. */
export const anyLayout: fc.Arbitrary<(value: Json) => string> = fc.constantFrom(
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, 2),
  (value) => JSON.stringify(value, null, "\t"),
  (value) => `\n${JSON.stringify(value, null, 4)}\n`,
  (value) => JSON.stringify(value, null, 1).replaceAll("\n", "\r\n"),
  // Lists on one line within a text of many.
  (value) => JSON.stringify(value, null, 2).replaceAll(/\[\s+("[^"\\]*")\s+\]/g, "[$1]"),
);
