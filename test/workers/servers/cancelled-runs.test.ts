// A run that is cancelled while its steps' calls are under way at an upstream server: the server hears of it, as its revision
// says it.

import { describe, expect, inject, test } from "vitest";
import { call, newAgent, type TestAgent } from "../api/hub.ts";
import { newName, servedTool, serveByHand, SILENT } from "./serving.ts";
import { newServer, toolIdOf } from "./upstream.ts";

const LATER = { timeout: 40_000, interval: 100 };

const eras = [
  ["2026-07-28", "/modern/mcp", "closed"],
  ["2025-11-25", "/legacy/mcp", "notified"],
  ["2025-11-25", "/legacy/mcp?sessions", "notified"],
] as const;

/** The path of a run of this step. */
async function started({ key }: TestAgent, step: object, input: object): Promise<string> {
  const steps = [{ id: "wait", ...step }];
  const answer = await call("POST", "/api/v1/workflows", { key, body: { name: "w", steps } });
  expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
  const { body } = await call("POST", `/api/v1/workflows/${answer.body.id}/execute`, { key, body: { input } });
  return `/api/v1/workflow-runs/${body.runId}`;
}

async function cancelled({ key }: TestAgent, run: string): Promise<void> {
  expect((await call("POST", `${run}/cancel`, { key })).status).toBe(200);
  await expect.poll(async () => (await call("GET", run, { key })).body.status, LATER).toBe("cancelled");
}

/** How the server's calls with these marks stand; null: it never had one. */
async function endings(marks: readonly string[]): Promise<(string | null)[]> {
  const ask = async (mark: string) => {
    const answer = await fetch(`${inject("upstreamUrl")}/_ending/${mark}`);
    return (await answer.json<{ ending: string | null }>()).ending;
  };
  return Promise.all(marks.map(ask));
}

describe.each(eras)("at a server of %s at %s", (_, path, ending) => {
  test("a step's call ends when its run is cancelled", async () => {
    const agent = await newAgent();
    const toolId = await toolIdOf(agent, (await newServer(agent, path)).id, "test_waits");
    const mark = crypto.randomUUID();
    const run = await started(agent, { toolId, arguments: { mark: "{{input.mark}}" } }, { mark });
    await expect.poll(() => endings([mark]), LATER).toEqual(["waiting"]);
    await cancelled(agent, run);
    await expect.poll(() => endings([mark]), LATER).toEqual([ending]);
  });

  test("all calls of a forEach that are under way end, and none begins any more", async () => {
    const agent = await newAgent();
    const toolId = await toolIdOf(agent, (await newServer(agent, path)).id, "test_waits");
    const marks = Array.from({ length: 5 }, () => crypto.randomUUID());
    const forEach = { items: "{{input.marks}}", concurrency: 3 };
    const run = await started(agent, { toolId, forEach, arguments: { mark: "{{item}}" } }, { marks });
    const waiting = ["waiting", "waiting", "waiting", null, null];
    await expect.poll(() => endings(marks), LATER).toEqual(waiting);
    await cancelled(agent, run);
    await expect.poll(() => endings(marks), LATER).toEqual([ending, ending, ending, null, null]);
  });
});

test("an agent that is connected is told which of its calls are given up when their run is cancelled", async () => {
  const [owner, name] = [await newAgent(), newName()];
  const agent = await serveByHand(owner, name, ({ method }) => (method === "tools/call" ? SILENT : undefined));
  const { toolId } = await servedTool(owner, name);
  const forEach = { items: "{{input.items}}", concurrency: 2 };
  const run = await started(owner, { toolId, forEach }, { items: [1, 2] });
  const heard = (method: string) => agent.heard.filter((message) => message.method === method);
  await expect.poll(() => heard("tools/call").length, LATER).toBe(2);
  await cancelled(owner, run);
  const calls = heard("tools/call").map(({ id }) => String(id));
  const givenUp = () => heard("notifications/cancelled").map(({ params }) => String(params.requestId));
  await expect.poll(() => givenUp().toSorted(), LATER).toEqual(calls.toSorted());
});
