import { expect, test } from "vitest";
import { changesOf, MAX_WATCHED } from "../../../api/mcp/changes.ts";
import { subjectsOf } from "../../../api/mcp/listen-bus.ts";
import type { Subject } from "../../../api/mcp/surface.ts";

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
