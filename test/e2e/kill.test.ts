// SIGKILL in the middle of many runs, and of runs whose values are too large for a journal: nothing is lost, nothing that was
// recorded is done twice, and nothing that was half written is left.

import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerOf } from "../../client/problem-error.ts";
import { HubClient, type RunAnswer } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";
import { largeValuesLeft, recordedSuccesses } from "../harness/journals.ts";

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
  await allSettled(caller, runs);

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

const LARGE_RUNS = 3;
const LARGE_STEPS = 2;
/** So much that R2 takes it in parts; the last comes after a pause. */
const LARGE_MB = 6;
const PAUSE_MS = 2_000;

test(`${LARGE_RUNS} runs whose steps each give ${LARGE_MB} MB survive a SIGKILL: each value is whole, none recorded is made again, and nothing half written stays`, async () => {
  const caller = await newCaller();
  const toolId = await newTool(`/slowlyLarge?mb=${LARGE_MB}&pause=${PAUSE_MS}`);
  const steps = Array.from({ length: LARGE_STEPS }, (_, step) => ({
    id: `s${step}`,
    toolId,
    arguments: { n: step === 0 ? "{{input.n}}" : `{{steps.s${step - 1}.result.last.n}}` },
  }));
  const last = `{{steps.s${LARGE_STEPS - 1}.result}}`;
  const workflowId = await caller.define({ name: "heavy", steps, output: { whole: last } });
  await provider.reset();
  const runs = await Promise.all(
    Array.from({ length: LARGE_RUNS }, async (_, n) => ({ n, runId: await caller.execute(workflowId, { n }) })),
  );
  while ((await provider.total()) < 2 * LARGE_RUNS) await delay(10);
  await delay(PAUSE_MS / 2);
  await hub.kill();
  const recorded = (await recordedSuccesses(hub.data)).filter((it) => runs.some(({ runId }) => runId === it.runId));
  // The kill must have come in the middle of a value, or it proves nothing.
  expect(recorded.length).toBeGreaterThan(0);
  const { noted, unnoted } = await largeValuesLeft(hub.data);
  expect(noted.length).toBeGreaterThan(0);
  await hub.restart();
  await allSettled(caller, runs);

  const { keys } = await provider.log();
  for (const { runId, step } of recorded) expect(keys[`${runId}:s${step}`]?.effects).toBe(1);
  expect(Object.values(keys).filter(({ effects }) => effects > 2)).toEqual([]);
  expect(Object.keys(keys)).toHaveLength(LARGE_RUNS * LARGE_STEPS);
  for (const { n, runId } of runs) {
    const run = await caller.readRun(runId);
    expect(run).toMatchObject({ status: "success", error: null, output: { whole: null } });
    expect(run.largeValues.map(({ pointer }) => pointer).toSorted()).toEqual(
      ["/output/whole", ...steps.map(({ id }) => `/stepResults/${id}/result`)].toSorted(),
    );
    for (const { url, sizeBytes } of run.largeValues) {
      const text = await (await fetch(`${hub.url}${url}`, { headers: caller.headers })).text();
      expect(text.length).toBe(sizeBytes);
      const value = JSON.parse(text) as { blob: string; last: unknown };
      expect([value.blob.length, value.last]).toEqual([LARGE_MB * 1_000_000, { n }]);
    }
  }
  for (const { runId } of runs) {
    await answerOf(caller.api.DELETE("/api/v1/workflow-runs/{runId}", { params: { path: { runId } } }));
  }
  await hub.kill();
  expect(await largeValuesLeft(hub.data)).toEqual({ keys: [], noted: [], unnoted });
}, 180_000);

async function allSettled(caller: HubClient, runs: readonly { readonly runId: string }[]): Promise<void> {
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  const open = new Set(runs.map(({ runId }) => runId));
  while (open.size > 0 && Date.now() < deadline) {
    for (const runId of open) {
      if (isSettled(await caller.readRun(runId))) open.delete(runId);
    }
    await delay(100);
  }
  expect([...open]).toEqual([]);
}

function isSettled({ status }: RunAnswer): boolean {
  return status !== "running" && status !== "pending";
}

/** Agent A. */
async function newCaller(): Promise<HubClient> {
  const a = await new HubClient(hub.url).register("A");
  return a.client.withRateLimit(1_000_000, ["workflows:write", "workflows:execute"]);
}

/** Agent B's tool. */
async function newTool(path: string): Promise<string> {
  const b = await new HubClient(hub.url).register("B");
  const rateLimit = { maxPerMinute: 1_000_000 };
  return b.client.publish({ name: "tool", endpoint: `${provider.url}${path}`, rateLimit });
}

/** A, and its chain of calls of a tool that answers its arguments, after a moment. */
async function prepare(): Promise<{ caller: HubClient; workflowId: string }> {
  const [caller, toolId] = [await newCaller(), await newTool("/mirror?ms=30")];
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
