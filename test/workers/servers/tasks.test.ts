// A tool that its server runs as a task alone: to its callers it is a call like any other, and at the server a task that
// nobody waits for any more is cancelled.

import { describe, expect, inject, test } from "vitest";
import { eventually } from "../../harness/eventually.ts";
import { call, newAgent, newWorkflow } from "../api/hub.ts";
import { OldClient, stream } from "../mcp/client.ts";
import { newName, serveByHand, servedTool } from "./serving.ts";
import { invoke, newServer, toolIdOf } from "./upstream.ts";

interface Heard {
  readonly calls: number;
  readonly ttls: readonly (number | null)[];
  readonly awaited: readonly string[];
  readonly cancelled: readonly string[];
  readonly waiting: number;
  readonly givenUp: number;
}

const ENDLESS = { endless: "task" };
const LATE = { late: true };
/** For a call to reach the server on a busy machine. */
const ENOUGH_MS = 4_000;

/** An agent with such a server; `heard` tells what the server was asked. */
async function prepared() {
  const agent = await newAgent();
  const path = `/tasks/${crypto.randomUUID()}`;
  const { id } = await newServer(agent, `${path}/mcp`);
  const heard = async () => (await fetch(inject("upstreamUrl") + path)).json<Heard>();
  const create = () => fetch(`${inject("upstreamUrl")}${path}/create`);
  const log = async () => (await call("GET", "/api/v1/mcp/invocations", { key: agent.key })).body.data as object[];
  return { agent, id, path: `/mcp/v1/servers/${id}`, toolId: await toolIdOf(agent, id, "act"), heard, create, log };
}

type Prepared = Awaited<ReturnType<typeof prepared>>;

/** That the one task whose result was asked for is cancelled, once, and its tool was not called again. */
async function isCancelled({ heard }: Prepared): Promise<void> {
  await eventually(async () => (await heard()).cancelled).toHaveLength(1);
  const { calls, awaited, cancelled } = await heard();
  expect({ calls, cancelled }).toEqual({ calls: 1, cancelled: awaited });
}

test("a task that ends is nobody's to cancel; its server is told how long anybody wants its result", async () => {
  const { agent, toolId, heard } = await prepared();
  for (const timeout of [20_000, 30_000]) {
    expect(await invoke(agent, toolId, { timeout })).toMatchObject({ status: "success", result: [{ text: "done" }] });
  }
  expect(await heard()).toMatchObject({ calls: 2, ttls: [20_000, 30_000], cancelled: [] });
});

describe("a task is cancelled at its server, in its own session,", () => {
  test("when the time of its call is up", async () => {
    const at = await prepared();
    const called = await invoke(at.agent, at.toolId, { arguments: ENDLESS, timeout: ENOUGH_MS });
    expect(called).toMatchObject({ status: "timeout", error: { code: "timeout" } });
    await isCancelled(at);
  });

  test("when the run that waits for it is cancelled", async () => {
    const at = await prepared();
    const { key } = at.agent;
    const steps = [{ id: "act", toolId: at.toolId, arguments: ENDLESS }];
    const workflow = await newWorkflow(at.agent, at.toolId, { steps });
    const started = await call("POST", `/api/v1/workflows/${workflow.id}/execute`, { key, body: {} });
    await eventually(async () => (await at.heard()).awaited).toHaveLength(1);
    const run = `/api/v1/workflow-runs/${started.body.runId}`;
    expect((await call("POST", `${run}/cancel`, { key })).status).toBe(200);
    await isCancelled(at);
  });

  test("when its client gives it up by notifications/cancelled, in 2025-11-25", async () => {
    const at = await prepared();
    const client = new OldClient(at.agent, "2025-11-25", at.path);
    await client.initialize();
    const params = { name: "act", arguments: ENDLESS };
    void client.send({ jsonrpc: "2.0", id: "given-up", method: "tools/call", params });
    await eventually(async () => (await at.heard()).awaited).toHaveLength(1);
    await client.notify("notifications/cancelled", { requestId: "given-up" });
    await isCancelled(at);
    await eventually(at.log).toMatchObject([{ status: "error", error: { code: "caller_gone" } }]);
  });

  test("when its client gives it up by going away, in 2026-07-28", async () => {
    const at = await prepared();
    const asked = { key: at.agent.key, path: at.path };
    const response = await stream("tools/call", { name: "act", arguments: ENDLESS }, asked);
    await eventually(async () => (await at.heard()).awaited).toHaveLength(1);
    await response.body?.cancel();
    await isCancelled(at);
    await eventually(at.log).toMatchObject([{ status: "error", error: { code: "caller_gone" } }]);
  });
});

test.each(["refused", "unanswered"])(
  "that tasks/cancel is %s changes nothing for who called, and the next call is made",
  async (cancel) => {
    const at = await prepared();
    const called = await invoke(at.agent, at.toolId, { arguments: { ...ENDLESS, cancel }, timeout: ENOUGH_MS });
    expect(called).toMatchObject({ status: "timeout", error: { code: "timeout" } });
    await isCancelled(at);
    expect(await invoke(at.agent, at.toolId)).toMatchObject({ status: "success", result: [{ text: "done" }] });
  },
);

describe("a task that its server makes of a call which has been given up is cancelled, and nobody asks for its result,", () => {
  async function isCancelledUnasked({ create, heard }: Prepared): Promise<void> {
    await create();
    await eventually(heard).toMatchObject({ calls: 1, awaited: [], cancelled: [expect.any(String)] });
  }
  const givenUp = [{ status: "error", error: { code: "caller_gone" } }];

  test("over REST, when its time is up", async () => {
    const at = await prepared();
    const called = await invoke(at.agent, at.toolId, { arguments: LATE, timeout: ENOUGH_MS });
    expect(called).toMatchObject({ status: "timeout" });
    await isCancelledUnasked(at);
  });

  test("by notifications/cancelled, in 2025-11-25", async () => {
    const at = await prepared();
    const client = new OldClient(at.agent, "2025-11-25", at.path);
    await client.initialize();
    const params = { name: "act", arguments: LATE };
    void client.send({ jsonrpc: "2.0", id: "given-up", method: "tools/call", params });
    await eventually(at.heard).toMatchObject({ waiting: 1 });
    await client.notify("notifications/cancelled", { requestId: "given-up" });
    await eventually(at.log).toMatchObject(givenUp);
    await isCancelledUnasked(at);
  });

  test("by going away, in 2026-07-28", async () => {
    const at = await prepared();
    const response = await stream("tools/call", { name: "act", arguments: LATE }, { key: at.agent.key, path: at.path });
    await eventually(at.heard).toMatchObject({ waiting: 1 });
    await response.body?.cancel();
    await eventually(at.log).toMatchObject(givenUp);
    await isCancelledUnasked(at);
  });
});

test("a call that is given up before there is a task is given up as any other", async () => {
  const { agent, toolId, heard } = await prepared();
  const called = await invoke(agent, toolId, { arguments: { endless: "call" }, timeout: ENOUGH_MS });
  expect(called).toMatchObject({ status: "timeout" });
  await eventually(heard).toMatchObject({ waiting: 1, givenUp: 1, awaited: [], cancelled: [] });
});

test("a task whose server forgot the session meanwhile fails, and its tool is not run once more", async () => {
  const { agent, toolId, heard } = await prepared();
  expect(await invoke(agent, toolId)).toMatchObject({ status: "success", result: [{ text: "done" }] });
  expect(await invoke(agent, toolId, { arguments: { forget: true } })).toMatchObject({
    status: "error",
    error: { code: "provider_error", retryable: false },
  });
  expect(await heard()).toMatchObject({ calls: 2 });
  // In a session of its own again.
  expect(await invoke(agent, toolId)).toMatchObject({ status: "success" });
});

test("a server of 2026-07-28 that answers with a task, which the hub never says it takes, has broken the protocol", async () => {
  const owner = await newAgent();
  const name = newName();
  const now = "2026-01-01T00:00:00Z";
  const task = { resultType: "task", taskId: "t", status: "working", createdAt: now, lastUpdatedAt: now, ttlMs: null };
  await serveByHand(owner, name, ({ method }) => (method === "tools/call" ? task : undefined));
  const { toolId } = await servedTool(owner, name);
  const called = await invoke(owner, toolId);
  expect(called).toMatchObject({ status: "error", error: { code: "invalid_response", retryable: false } });
});
