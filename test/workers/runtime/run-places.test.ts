// Inside workerd: runs that are waited for share a shard of their agent while there is room in it.

import { expect, test } from "vitest";
import { RunPlaces } from "../../../api/runtime/run-places.ts";
import { placeOf, SHARDS_PER_AGENT } from "../../../api/runtime/shards.ts";

const WAIT_MS = 60_000;

/** Starts runs that end when they are told to. */
function isolate(now?: () => number) {
  const places = new RunPlaces(now);
  return function start() {
    const end = Promise.withResolvers<void>();
    let runId = "";
    const ended = places.with(WAIT_MS, async (given) => {
      runId = given;
      await end.promise;
    });
    return { runId, place: placeOf(runId), end: end.resolve, fail: end.reject, ended };
  };
}

test("six runs at a time are in the same shard, and the next six in another, until all are full alike", () => {
  const start = isolate();
  const places = Array.from({ length: 6 * SHARDS_PER_AGENT }, () => start().place);
  const groups = Array.from(
    { length: SHARDS_PER_AGENT },
    (_, index) => new Set(places.slice(6 * index, 6 * index + 6)),
  );
  expect(groups.map(({ size }) => size)).toEqual(groups.map(() => 1));
  expect(new Set(places).size).toBe(SHARDS_PER_AGENT);
  const more = Array.from({ length: SHARDS_PER_AGENT }, () => start().place);
  expect(new Set(more).size).toBe(SHARDS_PER_AGENT);
});

test("a run that has ended leaves its place to the next one, and so does one whose start fails", async () => {
  const start = isolate();
  const first = Array.from({ length: 6 }, start);
  const [home] = first.map(({ place }) => place);
  expect(start().place).not.toBe(home);
  first[0]?.end();
  await first[0]?.ended;
  expect(start().place).toBe(home);
  expect(start().place).not.toBe(home);
  first[1]?.fail(new Error("not admitted"));
  await expect(first[1]?.ended).rejects.toThrow("not admitted");
  expect(start().place).toBe(home);
});

test("a run whose caller went away, so that its wait never ends, leaves its place once the wait would be over", () => {
  let now = 1_000_000;
  const start = isolate(() => now);
  const [home] = Array.from({ length: 6 }, () => start().place);
  now += WAIT_MS - 1;
  expect(start().place).not.toBe(home);
  now += 1;
  expect(Array.from({ length: 6 }, () => start().place)).toEqual(Array.from({ length: 6 }, () => home));
  expect(start().place).not.toBe(home);
});

test("each run has an id of its own, of the usual form", () => {
  const start = isolate();
  const ids = Array.from({ length: 100 }, () => start().runId);
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^run_[\w-]{12}$/);
});
