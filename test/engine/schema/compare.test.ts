// What one schema allows against what another takes. ajv is the oracle: a proof that it refutes is none.

import { Ajv2020 } from "ajv/dist/2020.js";
import { Ajv, type AnySchema } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../engine/json.ts";
import { compare } from "../../../engine/schema/compare/compare.ts";
import type { Found } from "../../../engine/schema/compare/verdict.ts";
import { Library } from "../../../engine/schema/library.ts";
import { prepare } from "../../../engine/schema/prepare.ts";
import { sampleOf } from "../../../engine/schema/sample/sample.ts";
import { anySchema, anyValue, placesIn, replaced } from "./arbitrary-schema.ts";

const DRAFT_07 = "http://json-schema.org/draft-07/schema#";

function compared(producer: Json, consumer: Json): Found {
  const library = new Library();
  const [from, to] = [producer, consumer].map((schema) => {
    const prepared = prepare(schema);
    if (!prepared.ok) throw new Error(JSON.stringify(prepared.faults));
    return library.add(prepared.schema);
  });
  return compare([from ?? true], [to ?? true], library, { left: 1_000_000 });
}

function oracle(schema: Json): (value: Json) => boolean | undefined {
  const options = { strict: false, validateFormats: false } as const;
  const old = typeof schema === "object" && schema !== null && !Array.isArray(schema) && schema["$schema"] === DRAFT_07;
  const validate = (old ? new Ajv(options) : new Ajv2020(options)).compile(schema as AnySchema);
  return (value) => {
    try {
      return validate(value) === true;
    } catch (error) {
      if (error instanceof ReferenceError) return undefined;
      throw error;
    }
  };
}

const CASES: readonly (readonly [Json, Json, Found["verdict"], string?])[] = [
  [{ type: "string" }, { type: "string" }, "fits"],
  [{ type: "integer" }, { type: "number" }, "fits"],
  [{ type: "number" }, { type: "integer" }, "maybe"],
  [{ type: "string" }, { type: "number" }, "never"],
  [{ type: ["string", "null"] }, { type: "string" }, "maybe"],
  [{ type: "string" }, { type: ["string", "null"] }, "fits"],
  [true, { type: "string" }, "unknown"],
  [{ type: "string" }, true, "fits"],
  [{ type: "string" }, { type: "string", minLength: 1 }, "unknown"],
  [{ type: "string", minLength: 2 }, { type: "string", minLength: 1 }, "fits"],
  [{ type: "string", maxLength: 9 }, { type: "string", maxLength: 5 }, "maybe"],
  [{ type: "string", minLength: 6 }, { type: "string", maxLength: 5 }, "never"],
  [{ type: "string", pattern: "^a" }, { type: "string", pattern: "^a" }, "fits"],
  [{ type: "string", pattern: "^a" }, { type: "string", pattern: "^b" }, "unknown"],
  [{ type: "string" }, { enum: ["a", "b"] }, "unknown"],
  [{ enum: ["a"] }, { enum: ["a", "b"] }, "fits"],
  [{ enum: ["a", "c"] }, { enum: ["a", "b"] }, "maybe"],
  [{ const: "c" }, { enum: ["a", "b"] }, "never"],
  [{ type: "boolean" }, { enum: [true, false, "auto"] }, "fits"],
  [{ type: "integer", minimum: 1, maximum: 9 }, { type: "number", minimum: 0, maximum: 10 }, "fits"],
  [{ type: "integer", minimum: 0 }, { type: "integer", minimum: 1 }, "maybe"],
  [{ type: "integer", maximum: 0 }, { type: "integer", minimum: 1 }, "never"],
  [{ type: "number", exclusiveMinimum: 0 }, { type: "number", minimum: 0 }, "fits"],
  [{ type: "number", minimum: 0 }, { type: "number", exclusiveMinimum: 0 }, "maybe"],
  [{ type: "integer", multipleOf: 10 }, { type: "integer", multipleOf: 5 }, "fits"],
  [{ type: "array", items: { type: "string" } }, { type: "array", items: { type: "string" } }, "fits"],
  [{ type: "array", items: { type: "string" } }, { type: "array", items: { type: "number" } }, "maybe", "/0"],
  [{ type: "array", items: { type: "string" }, minItems: 1 }, { type: "array", items: { type: "number" } }, "never", "/0"],
  [{ type: "array", prefixItems: [{ type: "string" }], items: false }, { type: "array", maxItems: 1 }, "unknown"],
  [{ type: "array", items: { type: "string" } }, { type: "string" }, "never"],
  [{ type: "object", properties: { a: { type: "string" } }, required: ["a"] }, { type: "object", required: ["a"] }, "fits"],
  [{ type: "object", properties: { a: { type: "string" } } }, { type: "object", required: ["a"] }, "unknown"],
  [
    { type: "object", properties: { a: {}, b: {} }, required: ["b"] },
    { type: "object", required: ["a"] },
    "maybe",
  ],
  [{ type: "object", properties: { a: {} }, additionalProperties: false }, { type: "object", required: ["b"] }, "never"],
  [
    { type: "object", properties: { a: { type: "string" } }, required: ["a"] },
    { type: "object", properties: { a: { type: "number" } } },
    "never",
    "/a",
  ],
  [
    { type: "object", properties: { a: { type: "string" } } },
    { type: "object", properties: { a: { type: "number" } } },
    "maybe",
    "/a",
  ],
  [
    { type: "object", properties: { a: {}, b: {} }, required: ["b"] },
    { type: "object", properties: { a: {} }, additionalProperties: false },
    "never",
    "/b",
  ],
  [{ anyOf: [{ type: "string" }, { type: "null" }] }, { type: "string" }, "maybe"],
  [{ type: ["string", "null"] }, { anyOf: [{ type: "string" }, { type: "null" }] }, "fits"],
  [{ oneOf: [{ type: "string" }, { type: "number" }] }, { type: "array" }, "never"],
  [{ type: "string" }, { oneOf: [{ type: "string" }, { type: "number" }] }, "fits"],
  [{ type: "integer" }, { oneOf: [{ type: "integer" }, { type: "number" }] }, "never"],
  [{ allOf: [{ type: "string" }, { minLength: 3 }] }, { type: "string", minLength: 2 }, "fits"],
  [{ type: "string" }, { not: { type: "number" } }, "fits"],
  [{ type: "number" }, { not: { type: "number" } }, "never"],
  [{ $ref: "#/$defs/a", $defs: { a: { type: "string" } } }, { $ref: "#/$defs/b", $defs: { b: { type: "number" } } }, "never"],
  [{ type: "string", format: "uri" }, { type: "string", format: "email" }, "fits"],
  [{ $schema: DRAFT_07, type: "array", items: [{ type: "string" }], minItems: 1 }, { type: "array", prefixItems: [{ type: "number" }] }, "never", "/0"],
  [
    { type: "object", properties: { next: { $ref: "#" } } },
    { type: "object", properties: { next: { $ref: "#" } } },
    "unknown",
  ],
]; // prettier-ignore

describe("a producer's schema against a consumer's", () => {
  test.each(CASES.map(([producer, consumer, verdict, pointer = ""]) => ({ producer, consumer, verdict, pointer })))(
    "$producer into $consumer: $verdict",
    ({ producer, consumer, verdict, pointer }) => {
      const found = compared(producer, consumer);
      expect(found.verdict).toBe(verdict);
      if (verdict === "never" || verdict === "maybe") expect(found.pointer).toBe(pointer);
    },
  );
});

test("a schema that refers to itself over and over is answered, within bounds", () => {
  const wide = (depth: number): Json => ({
    $ref: "#/$defs/a",
    $defs: {
      a: {
        type: "object",
        anyOf: Array.from({ length: depth }, (_, index) => ({ properties: { [`p${index}`]: { $ref: "#/$defs/a" } } })),
      },
    },
  });
  expect(["unknown", "fits"]).toContain(compared(wide(20), wide(20)).verdict);
});

/** Each compiles several schemas. */
const RUNS = 150;

describe("no value refutes a proof", { timeout: 600_000 }, () => {
  const values = fc.array(anyValue, { minLength: 12, maxLength: 12 });

  async function holds(producer: Json, consumer: Json, others: readonly Json[]): Promise<Found["verdict"]> {
    const { verdict } = compared(producer, consumer);
    if (verdict !== "fits" && verdict !== "never") return verdict;
    const [gives, takes] = [oracle(producer), oracle(consumer)];
    const samples = await Promise.all(["a", "b"].map((seed) => sampleOf(producer, seed)));
    const taken = await sampleOf(consumer, "d");
    for (const value of [...others, ...samples, taken]) {
      if (value === undefined || gives(value) !== true) continue;
      const isTaken = takes(value);
      if (isTaken !== undefined) expect([verdict, value, isTaken]).toEqual([verdict, value, verdict === "fits"]);
    }
    return verdict;
  }

  test("whatever the two schemas", async () => {
    const seen: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(anySchema, anySchema, values, async (producer, consumer, others) => {
        const verdict = await holds(producer, consumer, others);
        seen[verdict] = (seen[verdict] ?? 0) + 1;
      }),
      { numRuns: RUNS },
    );
    expect(seen["fits"]).toBeGreaterThan(RUNS / 30);
    expect(seen["never"]).toBeGreaterThan(RUNS / 30);
  });

  test("also where one is the other with a place changed", async () => {
    const nearby = fc.tuple(anySchema, anySchema, fc.nat()).map(([schema, part, at]) => {
      const places = placesIn(schema);
      return [schema, schemaWith(schema, places[at % places.length] ?? [], part)] as const;
    });
    await fc.assert(
      fc.asyncProperty(nearby, fc.boolean(), values, async ([one, other], isTurned, others) => {
        await (isTurned ? holds(other, one, others) : holds(one, other, others));
      }),
      { numRuns: RUNS },
    );
  });
});

/** The schema with another part, where that leaves it a schema. */
function schemaWith(schema: Json, path: readonly (string | number)[], part: Json): Json {
  const changed = replaced(schema, path, part);
  try {
    return prepare(changed).ok && oracle(changed)(null) !== undefined ? changed : schema;
  } catch {
    return schema;
  }
}
