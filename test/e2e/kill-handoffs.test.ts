// SIGKILL while runs wait for handoffs, and just after these were answered: every run goes on with its answer, no work is
// handed over twice, and time that was up while nobody was there is up.

import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerOf } from "../../client/problem-error.ts";
import { HubClient } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";

const RUNS = 20;
const SETTLED_WITHIN_MS = 60_000;
const EXPIRES_AFTER_MS = 8_000;

let hub: HubProcess;

beforeAll(async () => {
  hub = await startHubProcess();
});

afterAll(() => hub?.stop());

test(`${RUNS} runs that wait for a handoff survive a SIGKILL and finish after the answer; nothing is asked twice`, async () => {
  const anybody = new HubClient(hub.url);
  const [a, b] = [(await anybody.register("A")).client, await anybody.register("B")];
  const caller = await a.withRateLimit(1_000_000);
  const workflowId = await caller.define({
    name: "ask",
    steps: [
      { id: "ask", handoff: { toAgentId: b.agent.id, context: { task: "double it", n: "{{input.n}}" } } },
      { id: "then", transform: { doubled: "{{steps.ask.result}}" } },
    ],
  });
  const slowId = await caller.define({
    name: "expires",
    steps: [
      {
        id: "ask",
        handoff: { toAgentId: b.agent.id, timeoutMs: EXPIRES_AFTER_MS, context: { task: "nobody takes it" } },
        onError: "continue",
      },
      { id: "why", transform: "{{steps.ask.error.code}}" },
    ],
  });
  const runs = await Promise.all(
    Array.from({ length: RUNS }, async (_, n) => ({ n, runId: await caller.execute(workflowId, { n }) })),
  );
  await waitFor(async () => (await work(b.client)).length === RUNS);
  const expiring = await caller.execute(slowId, {});
  await waitFor(async () => (await work(b.client)).length === RUNS + 1);

  // Half are answered, and the hub dies before it can do anything with that.
  const handoffs = (await work(b.client)).filter(({ task }) => task === "double it");
  const answered = handoffs.slice(0, RUNS / 2);
  await Promise.all(answered.map(({ id }) => double(b.client, id)));
  await hub.kill();
  await delay(EXPIRES_AFTER_MS);
  await hub.restart();

  await Promise.all(handoffs.slice(RUNS / 2).map(({ id }) => double(b.client, id)));
  const open = new Set([...runs.map(({ runId }) => runId), expiring]);
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  while (open.size > 0 && Date.now() < deadline) {
    for (const runId of open) {
      const { status } = await caller.readRun(runId);
      if (status !== "running" && status !== "pending") open.delete(runId);
    }
    await delay(100);
  }
  expect([...open]).toEqual([]);
  for (const { n, runId } of runs) {
    expect(await caller.readRun(runId)).toMatchObject({ status: "success", output: { then: { doubled: 2 * n } } });
  }
  expect(await caller.readRun(expiring)).toMatchObject({ status: "success", output: { why: "handoff_expired" } });
  const sent = await work(caller, "outbox");
  expect(sent).toHaveLength(RUNS + 1);
  expect(new Set(sent.map(({ workflowRunId }) => workflowRunId)).size).toBe(RUNS + 1);
}, 180_000);

async function work({ api }: HubClient, box: "inbox" | "outbox" = "inbox") {
  return (await answerOf(api.GET("/api/v1/handoffs", { params: { query: { box, limit: 100 } } }))).data;
}

async function double({ api }: HubClient, handoffId: string): Promise<void> {
  const params = { path: { handoffId } };
  const { context } = await answerOf(api.POST("/api/v1/handoffs/{handoffId}/accept", { params }));
  const body = { result: 2 * Number(context["n"]) };
  await answerOf(api.POST("/api/v1/handoffs/{handoffId}/complete", { params, body }));
}

async function waitFor(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error("It does not come to be so.");
    await delay(100);
  }
}
