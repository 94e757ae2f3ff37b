import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { changesOf, MAX_WATCHED } from "../../../api/mcp/changes.ts";
import { subjectsOf } from "../../../api/mcp/listen-bus.ts";
import { openSurface } from "../../../api/mcp/open-surface.ts";
import type { Subject } from "../../../api/mcp/surface.ts";
import { watch } from "../../../api/mcp/watch.ts";
import { openDatabase } from "../../../api/platform/database.ts";
import { hashOf } from "../../../api/tools/definition.ts";
import { eventually } from "../../harness/eventually.ts";
import { call, newAgent, newTool } from "../api/hub.ts";
import { changingServer, invoke, newServer, refresh } from "../servers/upstream.ts";

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

test("the whole hub tells of changes in one millisecond, of one whose time is earlier, and of nothing that is none", async () => {
  const agent = await newAgent();
  const caller = { agentId: agent.id, keyId: "key_look", scopes: [], rateLimitPerMin: 1_000 };
  // Each look is another isolate's, which remembers nothing.
  const stateOf = async (list: "tools" | "resources" | "prompts") => {
    const surface = await openSurface({ env, db: openDatabase(env.DB) }, caller, { kind: "hub", tools: "auto" });
    return surface.stateOf({ list });
  };
  const post = async (path: string, body: object) => {
    const answer = await call("POST", path, { key: agent.key, body });
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const steps = [{ id: "only", toolId: "tool_nexus_echo", arguments: {} }];
  const newWorkflow = () => post("/api/v1/workflows", { name: "mine", steps });
  const changing = changingServer();
  await changing.has({ resources: [{ uri: "test://one", name: "one" }] });
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const [workflow, tool] = [await newWorkflow(), await newTool(agent)];
    const server = await newServer(agent, changing.path);
    const changes = [
      ["tools", () => newTool(agent)],
      ["tools", newWorkflow],
      ["tools", () => call("DELETE", `/api/v1/mcp/tools/${tool.id}`, { key: agent.key })],
      ["resources", newWorkflow],
      ["resources", () => newServer(agent, changing.path, { isPublic: false })],
      ["resources", () => changing.has({ resources: [] }).then(() => refresh(agent, server.id))],
      ["prompts", () => newServer(agent, changing.path, { isPublic: false })],
      ["prompts", () => post(`/api/v1/workflows/${workflow.id}/publish`, {})],
      ["prompts", () => newServer(agent, changing.path)],
    ] as const;
    const seen = {
      tools: [await stateOf("tools")],
      resources: [await stateOf("resources")],
      prompts: [await stateOf("prompts")],
    };
    for (const backMs of [0, 1_000]) {
      vi.setSystemTime(Date.now() - backMs);
      for (const [list, change] of changes.slice(0, backMs === 0 ? undefined : 2)) {
        await change();
        const state = await stateOf(list);
        expect(seen[list]).not.toContain(state);
        seen[list].push(state);
      }
    }
    const before = await Promise.all([stateOf("tools"), stateOf("resources"), stateOf("prompts")]);
    await invoke(agent, "tool_nexus_echo");
    await refresh(agent, server.id);
    expect(await Promise.all([stateOf("tools"), stateOf("resources"), stateOf("prompts")])).toEqual(before);
  } finally {
    vi.useRealTimers();
  }
});
