// What the revisions before 2025-11-25 have: servers that speak one of them alone, and the batches of 2025-03-26.

import { describe, expect, test } from "vitest";
import { newAgent } from "../api/hub.ts";
import { messagesOf, send } from "../mcp/client.ts";
import { changesOf, invoke, newServer, toolIdOf } from "./upstream.ts";

/** Calls the tool as a client that hears of progress; gives every message of the answer. */
async function heard(path: string, name: string) {
  const agent = await newAgent();
  const { id, revision } = await newServer(agent, path);
  const asked = { key: agent.key, path: `/mcp/v1/servers/${id}`, meta: { progressToken: "mine" } };
  const { body } = await send("tools/call", { name, arguments: {} }, asked);
  return { revision, messages: typeof body === "string" ? messagesOf(body) : [body] };
}

const progress = (params: object) => ({
  method: "notifications/progress",
  params: { progressToken: "mine", ...params },
});

describe.each(["2025-06-18", "2025-03-26"])("a server of %s alone", (revision) => {
  const path = `/pinned/${revision}/mcp`;

  test("tells its progress, which reaches a client of 2026-07-28", async () => {
    const { messages, ...spoken } = await heard(path, "test_tool_with_progress");
    expect(spoken).toEqual({ revision });
    const told = [0, 50, 100].map((done) => progress({ progress: expect.closeTo(done), total: 100 }));
    expect(messages).toMatchObject([...told, { result: { content: [{ type: "text" }] } }]);
  });

  test("asks in the middle of a call whether the hub is there, and is told so", async () => {
    const { messages } = await heard(path, "test_ping");
    expect(messages.at(-1)).toMatchObject({ result: { content: [{ text: "it is" }] } });
  });
});

describe.each(["json", "events"])("a server of 2025-03-26 that answers with batches, as %s", (how) => {
  test("is registered and called", async () => {
    const agent = await newAgent();
    const server = await newServer(agent, `/batching/${how}/mcp`);
    expect(server).toMatchObject({ revision: "2025-03-26", counts: { tools: 2 }, problems: [] });
    expect(await invoke(agent, await toolIdOf(agent, server.id, "act"))).toMatchObject({
      status: "success",
      result: [{ text: "answered in a batch" }],
    });
  });
});

test("what is in an event's batch before the answer reaches the caller before it", async () => {
  const { messages } = await heard("/batching/events/mcp", "act");
  expect(messages).toMatchObject([
    progress({ progress: 1, total: 2 }),
    { result: { content: [{ text: "answered in a batch" }] } },
  ]);
});

test("a server that says in a call that its lists have changed is read again, long before its hour", async () => {
  const agent = await newAgent();
  const server = await newServer(agent, `/batching/events/mcp?${crypto.randomUUID()}`);
  expect(await changesOf(agent, server.id)).toEqual([]);
  await invoke(agent, await toolIdOf(agent, server.id, "change"));
  const waiting = () => changesOf(agent, server.id);
  await expect.poll(waiting, { timeout: 40_000 }).toMatchObject([{ kind: "new", name: "added_later" }]);
});
