// SIGKILL while runs hold places and others wait for them: every run ends, and never are more under way than may be.

import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HubClient } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";

const RUNS = 24;
const LIMIT = 2;
const STEP_MS = 100;

let hub: HubProcess;
let provider: ProviderProcess;

beforeAll(async () => {
  [hub, provider] = await Promise.all([startHubProcess(), startProviderProcess()]);
});

afterAll(async () => {
  await Promise.all([hub?.stop(), provider?.stop()]);
});

test(`of ${RUNS} runs ${LIMIT} are under way at a time, before and after a SIGKILL, and all of them succeed`, async () => {
  const { caller, workflowId } = await prepare();
  const runIds = await Promise.all(Array.from({ length: RUNS }, () => caller.execute(workflowId, {})));
  for (let kills = 1; kills <= 2; kills++) {
    while ((await provider.log()).total < (RUNS * 2 * kills) / 4) await delay(10);
    await hub.kill();
    await hub.restart();
  }
  const open = new Set(runIds);
  while (open.size > 0) {
    for (const runId of open) {
      const { status } = await caller.readRun(runId);
      if (status === "pending" || status === "running") continue;
      expect(status).toBe("success");
      open.delete(runId);
    }
    await delay(100);
  }
  const { keys } = await provider.log();
  const spans = spansOf(keys);
  expect(spans.size).toBe(RUNS);
  const turns = [...spans.values()].flatMap(({ from, to }) => [
    { at: from, by: 1 },
    { at: to, by: -1 },
  ]);
  let underWay = 0;
  for (const { by } of turns.toSorted((a, b) => a.at - b.at || a.by - b.by)) {
    underWay += by;
    expect(underWay).toBeLessThanOrEqual(LIMIT);
  }
}, 180_000);

type Keys = Awaited<ReturnType<ProviderProcess["log"]>>["keys"];

/** From each run's first call to its last, as the provider saw them. */
function spansOf(keys: Keys): Map<string, { from: number; to: number }> {
  const spans = new Map<string, { from: number; to: number }>();
  for (const [key, { calls }] of Object.entries(keys)) {
    const [runId = ""] = key.split(":");
    for (const { receivedAt } of calls) {
      const { from, to } = spans.get(runId) ?? { from: receivedAt, to: receivedAt };
      spans.set(runId, { from: Math.min(from, receivedAt), to: Math.max(to, receivedAt) });
    }
  }
  return spans;
}

async function prepare(): Promise<{ caller: HubClient; workflowId: string }> {
  const hubClient = new HubClient(hub.url);
  const b = await hubClient.register("B");
  const toolId = await b.client.publish({
    name: "mirror",
    description: "Answers its arguments, after a moment",
    endpoint: `${provider.url}/mirror?ms=${STEP_MS}`,
    rateLimit: { maxPerMinute: 1_000_000 },
  });
  const a = await hubClient.register("A");
  const caller = await a.client.withRateLimit(1_000_000, ["workflows:write", "workflows:execute"]);
  const workflowId = await caller.define({
    name: "two at a time",
    concurrency: { limit: LIMIT },
    steps: [
      { id: "first", toolId },
      { id: "second", toolId, dependsOn: ["first"] },
    ],
  });
  return { caller, workflowId };
}
