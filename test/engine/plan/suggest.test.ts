import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest } from "../../../engine/plan/suggest.ts";

test.each([
  ["serch", ["search", "summarize"], "search"],
  ["depends_on", ["id", "dependsOn"], "dependsOn"],
  ["TOOLID", ["toolId"], "toolId"],
  ["qurey", ["query", "queue"], "query"],
  ["res", ["results", "total"], "results"],
  ["query", ["searchQuery"], "searchQuery"],
  ["a", ["b", "c"], undefined],
  ["zzzzzz", ["search", "summarize"], undefined],
  ["", ["a"], undefined],
  ["x".repeat(1_000), ["x".repeat(999)], undefined],
])("of %j and %j, %j was meant", (word, candidates, meant) => {
  expect(nearest(word, candidates)).toBe(meant);
});

/** By the book: the whole table, no limit. */
function reference(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, row) =>
    Array.from({ length: b.length + 1 }, (_unused, column) => (row === 0 ? column : column === 0 ? row : 0)),
  );
  const at = (row: number, column: number): number => table[row]?.[column] ?? Infinity;
  for (let row = 1; row <= a.length; row++) {
    for (let column = 1; column <= b.length; column++) {
      const swap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const line = table[row];
      if (line === undefined) continue;
      line[column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1),
        swap ? at(row - 2, column - 2) + 1 : Infinity,
      );
    }
  }
  return at(a.length, b.length);
}

test("the distance is right up to the limit, and just over it beyond", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
  fc.assert(
    fc.property(word, word, fc.nat(5), (a, b, limit) => {
      expect(editDistance(a, b, limit)).toBe(Math.min(reference(a, b), limit + 1));
    }),
    { numRuns: 2_000 },
  );
});
