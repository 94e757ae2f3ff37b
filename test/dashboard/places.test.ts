// Where steps are drawn.

import { expect, test } from "vitest";
import { graphOf } from "../../dashboard/canvas/graph-of.ts";
import { type Places, placesOf, placesWith, STEP_HEIGHT, STEP_WIDTH } from "../../dashboard/canvas/places.ts";

const step = (id: string, ...dependsOn: string[]) => ({ id, transform: 1, dependsOn });
const graph = (...steps: ReturnType<typeof step>[]) => graphOf({ name: "x", steps });

function expectApart(places: Places): void {
  const all = [...places.values()];
  for (const [at, a] of all.entries()) {
    for (const b of all.slice(at + 1)) {
      expect(Math.abs(a.x - b.x) >= STEP_WIDTH || Math.abs(a.y - b.y) >= STEP_HEIGHT).toBe(true);
    }
  }
}

test("every step stands beneath what it waits for, and none covers another", () => {
  for (const count of [7, 150]) {
    const ids = Array.from({ length: count }, (_, at) => at);
    const of = graph(...ids.map((at) => step(`s${at}`, ...(at === 0 ? [] : [`s${Math.floor((at - 1) / 2)}`]))));
    const places = placesOf(of);
    for (const { source, target } of of.edges) {
      expect((places.get(target)?.y ?? 0) - (places.get(source)?.y ?? 0)).toBeGreaterThanOrEqual(STEP_HEIGHT);
    }
    expectApart(places);
  }
});

test("of many steps beside each other none is so far away that all could not be seen at once", () => {
  for (const count of [60, 500]) {
    const ids = Array.from({ length: count }, (_, at) => `s${at}`);
    const of = graph(step("first"), ...ids.map((id) => step(id, "first")), step("last", ...ids));
    const places = placesOf(of);
    expectApart(places);
    const all = [...places.values()];
    const width = Math.max(...all.map(({ x }) => x)) - Math.min(...all.map(({ x }) => x)) + STEP_WIDTH;
    const height = Math.max(...all.map(({ y }) => y)) - Math.min(...all.map(({ y }) => y)) + STEP_HEIGHT;
    // The canvas shows all at a twentieth at the smallest.
    expect(width / 20).toBeLessThan(300);
    expect(height / 20).toBeLessThan(300);
    for (const id of ids) {
      expect(places.get(id)?.y).toBeGreaterThanOrEqual((places.get("first")?.y ?? 0) + STEP_HEIGHT);
      expect(places.get(id)?.y).toBeLessThanOrEqual((places.get("last")?.y ?? 0) - STEP_HEIGHT);
    }
  }
});

test("what has a place keeps it; what is new stands beneath what it waits for, or at the foot of all", () => {
  const known = new Map([...placesOf(graph(step("a"), step("b"))), ["b", { x: 500, y: 7 }]]);
  const places = placesWith(known, graph(step("a"), step("b"), step("c", "b")));
  expect(places.get("b")).toEqual({ x: 500, y: 7 });
  expect(places.get("c")).toMatchObject({ x: 500 });
  const more = placesWith(places, graph(step("a"), step("b"), step("c", "b"), step("d", "b"), step("e")));
  expectApart(more);
  expect(more.get("e")?.y).toBeGreaterThan(places.get("c")?.y ?? 0);
});

test("where most steps are new, all are placed anew", () => {
  const known = new Map([["a", { x: 900, y: 900 }]]);
  expect(placesWith(known, graph(step("a"), step("b"), step("c"))).get("a")).not.toEqual({ x: 900, y: 900 });
});

test("a graph whose steps wait for each other in a circle is drawn all the same", () => {
  expectApart(placesOf(graph(step("a", "b"), step("b", "a"), step("c", "c"))));
});

test("steps are drawn whatever their ids are: none, one that somebody has just rubbed out, a name of the language's own", () => {
  const ids = ["", "__proto__", "constructor", "toString", "_root", "a b"];
  expectApart(placesOf(graph(...ids.map((id) => step(id)), step("last", ...ids))));
  for (const id of ids) expect([...placesOf(graph(step(id))).values()]).toHaveLength(1);
});
