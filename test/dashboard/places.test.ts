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
