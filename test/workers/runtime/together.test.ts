// Inside workerd: what comes at about the same time is gone on with in one turn of the object.

import { expect, test } from "vitest";
import { Together } from "../../../api/runtime/together.ts";

/** Work that ends when it is told to, and what of it was handed on, in order. */
function works(names: readonly string[]) {
  const together = new Together();
  const told: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const handedOn = names.map(async (name) => {
    const end = Promise.withResolvers<string>();
    ends.set(name, end);
    try {
      told.push(await together.of(end.promise));
    } catch (error) {
      told.push(String(error));
    }
  });
  return {
    told,
    handedOn: Promise.all(handedOn),
    end: (name: string) => ends.get(name)?.resolve(name),
    break: (name: string) => ends.get(name)?.reject(new Error(name)),
  };
}

/** All that needs no turn of its own has happened. */
async function settled(): Promise<void> {
  for (let hop = 0; hop < 20; hop++) await Promise.resolve();
}

test("alone, an outcome is handed on at once", async () => {
  const { told, end } = works(["a"]);
  end("a");
  await settled();
  expect(told).toEqual(["a"]);
});

test("those that come before the object's next turn are handed on in it, in the order in which they came", async () => {
  const { told, end, handedOn } = works(["a", "b", "c", "d"]);
  end("b");
  await settled();
  end("a");
  await settled();
  end("d");
  await settled();
  expect(told).toEqual([]);
  await scheduler.wait(0);
  await settled();
  expect(told).toEqual(["b", "a", "d"]);
  end("c");
  await handedOn;
  expect(told).toEqual(["b", "a", "d", "c"]);
});

test("one that fails fails for itself alone, and holds nobody up", async () => {
  const { told, end, break: fail, handedOn } = works(["a", "b", "c"]);
  fail("b");
  end("a");
  await settled();
  await scheduler.wait(0);
  await settled();
  expect(told).toEqual(["Error: b", "a"]);
  fail("c");
  await handedOn;
  expect(told).toEqual(["Error: b", "a", "Error: c"]);
});

test("what ends last is not held back for a turn that others still wait for", async () => {
  const { told, end, handedOn } = works(["a", "b"]);
  end("a");
  await settled();
  end("b");
  await settled();
  expect(told).toEqual(["b"]);
  await handedOn;
  expect(told).toEqual(["b", "a"]);
});

test("what begins goes on together with outcomes, where some may come; alone it waits for nobody", async () => {
  const together = new Together();
  const told: string[] = [];
  const begin = (name: string) => together.turn().then(() => told.push(name));
  void begin("alone");
  await settled();
  expect(told).toEqual(["alone"]);

  const ends = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const outcomes = ends.map(async ({ promise }, index) => {
    await together.of(promise);
    told.push(`outcome ${index}`);
  });
  const begun = begin("among others");
  ends[0]?.resolve();
  await settled();
  expect(told).toEqual(["alone"]);
  await begun;
  await settled();
  expect(told).toEqual(["alone", "among others", "outcome 0"]);
  ends[1]?.resolve();
  await Promise.all(outcomes);
});
