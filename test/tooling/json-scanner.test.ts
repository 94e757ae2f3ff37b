// JSON that comes in pieces: what is picked of it, and what is refused, whatever the pieces.

import fc from "fast-check";
import { expect, test } from "vitest";
import { type JsonPath, JsonScanner, ScanFault } from "../../api/platform/json-scanner.ts";
import type { Json } from "../../engine/json.ts";
import { lookup } from "../../engine/template/lookup.ts";

const RUNS = 3_000;

function scan(text: string, paths: readonly JsonPath[], pieces: number, maxChars?: number): Json {
  const scanner = new JsonScanner(paths, maxChars);
  for (let at = 0; at < text.length; at += pieces) scanner.write(text.slice(at, at + pieces));
  return scanner.end();
}

function pathsIn(value: Json): JsonPath[] {
  if (value === null || typeof value !== "object") return [[]];
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [[], ...entries.flatMap(([key, inner]) => pathsIn(inner).map((path) => [key, ...path]))];
}

function valueAt(value: Json, path: JsonPath): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)?.[key], value);
}

test("what stands at a path is what JSON.parse has there, whatever the pieces", () => {
  const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
  fc.assert(
    fc.property(
      json,
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      (value, one, two, pieces, wide) => {
        const text = JSON.stringify(value, null, wide ? 1 : 0);
        const parsed = JSON.parse(text) as Json;
        const all = pathsIn(parsed);
        const paths = [all[one % all.length] ?? [], all[two % all.length] ?? []];
        const picked = scan(text, paths, pieces);
        for (const path of paths) expect(valueAt(picked, path)).toEqual(valueAt(parsed, path));
      },
    ),
    { numRuns: RUNS },
  );
});

test("a path that leads nowhere meets with the same words as over the whole value", () => {
  const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
  fc.assert(
    fc.property(json, fc.nat(), fc.integer({ min: 1, max: 9 }), (value, one, pieces) => {
      const parsed = JSON.parse(JSON.stringify(value)) as Json;
      const all = pathsIn(parsed);
      const path = [...(all[one % all.length] ?? []), "no such key", 7];
      const told = (input: Json) => lookup({ input, steps: {}, run: { id: "run_x" } }, "input", path);
      expect(told(scan(JSON.stringify(value), [path], pieces))).toEqual(told(parsed));
    }),
    { numRuns: RUNS },
  );
});

test("it takes what JSON.parse takes, and refuses what that refuses", () => {
  const part = fc.constantFrom(
    ...'{}[],:"\\ -+.0123eEtruefalsnl\u0001é'.split(""),
    "true",
    '"a"',
    "1e5",
    "\\u00e9",
    "[]",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (parts, pieces) => {
      const text = parts.join("");
      expect(accepts(() => scan(text, [], pieces))).toBe(accepts(() => JSON.parse(text) as Json));
    }),
    { numRuns: 5 * RUNS },
  );
});

function accepts(read: () => Json): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof ScanFault || error instanceof SyntaxError) return false;
    throw error;
  }
}

test("a name goes through lists to their items", () => {
  const text = JSON.stringify({ rows: [{ id: 1, other: "x" }, [{ id: 2 }], 3], last: true });
  expect(scan(text, [["rows", "id"]], 5)).toEqual({
    rows: [{ id: 1, other: null }, [{ id: 2 }], 3],
    last: null,
  });
});

test("what is picked weighs no more than it may; what is passed over may weigh anything", () => {
  const text = JSON.stringify({
    large: "x".repeat(100_000),
    list: Array.from({ length: 10_000 }, () => 1),
    small: "y",
  });
  expect(scan(text, [["small"]], 1_000, 100)).toEqual({ large: null, list: null, small: "y" });
  expect(() => scan(text, [["large"]], 1_000, 100)).toThrow("too_large");
  expect(() => scan(text, [["list"]], 1_000, 100)).toThrow("too_large");
  const rows = JSON.stringify(Array.from({ length: 10_000 }, (_, n) => ({ n, text: "xyz" })));
  expect(() => scan(rows, [["text"]], 1_000, 10_000)).toThrow("too_large");
});

test("what nests deeper than 64 levels is refused", () => {
  const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  expect(scan(deep(64), [], 10)).toBeNull();
  expect(() => scan(deep(65), [], 10)).toThrow("too_deep");
});
