// SIGKILL in the middle of 100 runs: nothing is lost, and nothing that was recorded is done twice.

import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HubClient, type RunAnswer } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";
import { recordedSuccesses } from "../harness/journals.ts";

const RUNS = 100;
const STEPS = 10;
const SETTLED_WITHIN_MS = 30_000;

let hub: HubProcess;
let provider: ProviderProcess;

beforeAll(async () => {
  [hub, provider] = await Promise.all([startHubProcess(), startProviderProcess()]);
});

afterAll(async () => {
  await Promise.all([hub?.stop(), provider?.stop()]);
});

test(`${RUNS} runs of ${STEPS} steps survive a SIGKILL: all settle, none lost, nothing recorded is done again`, async () => {
  const { caller, workflowId } = await prepare();
  const runs = await Promise.all(
    Array.from({ length: RUNS }, async (_, n) => ({ n, runId: await caller.execute(workflowId, { n }) })),
  );
  while ((await provider.log()).total < (RUNS * STEPS) / 3) await delay(10);
  await hub.kill();

  const recorded = new Set((await recordedSuccesses(hub.data)).map(({ runId, step }) => `${runId}:s${step}`));
  const effectsAtKill = (await provider.log()).keys;
  // The kill must have come in the middle, or it proves nothing.
  expect(recorded.size).toBeGreaterThan(RUNS);
  expect(recorded.size).toBeLessThan(RUNS * STEPS - RUNS);

  await hub.restart();
  const restartedAt = Date.now();
  const open = new Set(runs.map(({ runId }) => runId));
  while (open.size > 0 && Date.now() - restartedAt < SETTLED_WITHIN_MS) {
    for (const runId of open) {
      if (isSettled(await caller.readRun(runId))) open.delete(runId);
    }
    await delay(100);
  }
  expect([...open]).toEqual([]);

  const { keys } = await provider.log();
  for (const { n, runId } of runs) {
    const run = await caller.readRun(runId);
    expect(run).toMatchObject({ id: runId, status: "success", error: null, output: { s9: { n } } });
    expect(Object.keys(run.stepResults)).toHaveLength(STEPS);
  }
  for (const key of recorded) expect({ key, effects: keys[key]?.effects }).toEqual({ key, effects: 1 });
  // What was not recorded was at most in flight: called once before the kill, once after.
  for (const [key, { effects }] of Object.entries(keys)) {
    expect({ key, twice: effects > 2 || (effects === 2 && !effectsAtKill[key]) }).toEqual({ key, twice: false });
  }
  expect(Object.keys(keys)).toHaveLength(RUNS * STEPS);
}, 180_000);

function isSettled({ status }: RunAnswer): boolean {
  return status !== "running" && status !== "pending";
}

/** Agents A and B, B's tool, and A's chain of calls of it. */
async function prepare(): Promise<{ caller: HubClient; workflowId: string }> {
  const hubClient = new HubClient(hub.url);
  const b = await hubClient.register("B");
  const toolId = await b.client.publish({
    name: "mirror",
    description: "Answers its arguments, after a moment",
    endpoint: `${provider.url}/mirror?ms=30`,
    rateLimit: { maxPerMinute: 1_000_000 },
  });
  const a = await hubClient.register("A");
  const caller = await a.client.withRateLimit(1_000_000, ["workflows:write", "workflows:execute"]);
  const workflowId = await caller.define({
    name: "chain",
    steps: Array.from({ length: STEPS }, (_, step) => ({
      id: `s${step}`,
      toolId,
      arguments: { n: step === 0 ? "{{input.n}}" : `{{steps.s${step - 1}.result.n}}` },
    })),
  });
  return { caller, workflowId };
}
