import { expect, test } from "vitest";
import { excessesOf } from "../harness/limit-history.ts";

const limit = { id: "key", perMinute: 2 };
const at = (...times: number[]) => times.map((time) => ({ at: time, limits: [limit] }));

test("a history within the limit is found to be so, up to the last millisecond", () => {
  expect(excessesOf(at(0, 10, 60_000, 60_010))).toEqual([]);
  expect(excessesOf(at(60_010, 0, 10, 60_000))).toEqual([]);
});

test("a window with one call too many is found wherever it lies, and for each limit by itself", () => {
  expect(excessesOf(at(0, 10, 59_999))).toEqual([{ ...limit, from: 0, calls: 3 }]);
  expect(excessesOf(at(0, 50_000, 60_000, 100_000))).toEqual([{ ...limit, from: 50_000, calls: 3 }]);
  const other = { id: "tool", perMinute: 1 };
  expect(excessesOf([{ at: 5, limits: [limit, other] }, ...at(6), { at: 7, limits: [other] }])).toEqual([
    { ...other, from: 5, calls: 2 },
  ]);
});
