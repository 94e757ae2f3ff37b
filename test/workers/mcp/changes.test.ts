import { expect, test } from "vitest";
import { changesOf, MAX_WATCHED } from "../../../api/mcp/changes.ts";
import { subjectsOf } from "../../../api/mcp/listen-bus.ts";
import type { Subject } from "../../../api/mcp/surface.ts";
import { watch } from "../../../api/mcp/watch.ts";
import { hashOf } from "../../../api/tools/definition.ts";
import { eventually } from "../../harness/eventually.ts";

test("who listens for ever so much is told of the lists and the first of the rest, and no look asks for more", async () => {
  const resourceSubscriptions = Array.from({ length: 5_000 }, (_, i) => `nexus://tools/${i}`);
  const subjects = subjectsOf({ toolsListChanged: true, resourceSubscriptions });
  const asked: Subject[] = [];
  let state = "before";
  const stateOf = async (subject: Subject) => (asked.push(subject), state);
  const seen = new Map<string, string>();
  const changed = async () => {
    const told: Subject[] = [];
    for await (const subject of changesOf({ stateOf }, subjects, seen)) told.push(subject);
    return told.slice(0, 2);
  };
  expect(await changed()).toEqual([]);
  state = "after";
  expect(await changed()).toEqual([{ list: "tools" }, { uri: "nexus://tools/0" }]);
  expect(asked).toHaveLength(2 * MAX_WATCHED);
});

test("a change of which the telling failed is told at the next look, once", async () => {
  const subjects = subjectsOf({ toolsListChanged: true });
  let state = "before";
  const seen = new Map<string, string>();
  const look = async (tell: (subject: Subject) => Promise<void>) => {
    for await (const subject of changesOf({ stateOf: async () => state }, subjects, seen)) await tell(subject);
  };
  const told: Subject[] = [];
  const tell = async (subject: Subject) => void told.push(subject);
  await look(tell);
  state = "after";
  await expect(look(() => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
  await look(tell);
  await look(tell);
  expect(told).toEqual([{ list: "tools" }]);
});

test("what a watch is telling while another takes its place, on the same session, is told once", async () => {
  let state = "before";
  let looks = 0;
  const stateOf = async () => (looks++, state);
  const subjects = () => subjectsOf({ toolsListChanged: true });
  const seen = new Map<string, string>();
  const telling = Promise.withResolvers<void>();
  const told: string[] = [];
  const first = watch({ stateOf }, subjects, () => (told.push("first"), telling.promise), seen);
  await eventually(async () => seen.size).toBe(1);
  state = "after";
  first.look();
  await eventually(async () => told).toEqual(["first"]);
  first.stop();
  const second = watch({ stateOf }, subjects, () => told.push("second"), seen, first.stopped);
  // Time enough for the second one to look, if it did not wait.
  for (let n = 0; n < 5; n++) await hashOf(state);
  telling.resolve();
  await eventually(async () => looks).toBe(3);
  state = "later";
  second.look();
  await eventually(async () => told).toEqual(["first", "second"]);
  second.stop();
});
