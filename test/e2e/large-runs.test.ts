// Runs of thousands of steps on the durable host: DAGs of real scientific workflows, and one of 10,000 steps over a SIGKILL,
// each to exactly what a plain fold in topological order gives.

import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HubClient, type RunAnswer } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { recordedSuccesses } from "../harness/journals.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";
import { digestWorkflow, foldDigests, layeredDag, type Parents, SCIENTIFIC, shapeOf } from "../harness/scientific.ts";

const MANY = 10_000;
/** It takes seconds; a machine that does much else takes minutes. */
const PATIENCE = { timeout: 400_000 };

let hub: HubProcess;
let provider: ProviderProcess;
let caller: HubClient;
let toolId: string;

beforeAll(async () => {
  [hub, provider] = await Promise.all([startHubProcess(), startProviderProcess()]);
  const b = await new HubClient(hub.url).register("B");
  toolId = await b.client.publish({
    name: "digest",
    endpoint: `${provider.url}/digest`,
    rateLimit: { maxPerMinute: 1_000_000 },
  });
  const a = await new HubClient(hub.url).register("A");
  caller = await a.client.withRateLimit(1_000_000, ["workflows:write", "workflows:execute"]);
});

afterAll(async () => {
  await Promise.all([hub?.stop(), provider?.stop()]);
});

test("the DAGs are as large as those that are really run: 2,000 tasks, 1,890 wide, 25 deep", () => {
  const shapes = [...SCIENTIFIC.values()].map(shapeOf);
  expect(Math.max(...shapes.map(({ tasks }) => tasks))).toBe(2_122);
  expect(Math.max(...shapes.map(({ wide }) => wide))).toBe(1_890);
  expect(Math.max(...shapes.map(({ deep }) => deep))).toBe(25);
});

test.each([...SCIENTIFIC.keys()])(
  "%s runs to what a topological fold gives, each task called once",
  PATIENCE,
  async (name) => {
    const parents = SCIENTIFIC.get(name) ?? [];
    await provider.reset();
    const run = await settled(await execute(name, parents));
    expect(run).toMatchObject({ status: "success", error: null, output: { done: true } });
    expect(digestsOf(run)).toEqual(foldDigests(parents));
    const { keys } = await provider.log();
    expect(Object.keys(keys)).toHaveLength(parents.length);
    expect(Object.values(keys).filter(({ effects }) => effects !== 1)).toEqual([]);
  },
);

test(
  `${MANY} steps give what a topological fold gives, over a SIGKILL; nothing that was recorded is done again`,
  PATIENCE,
  async () => {
    const parents = layeredDag(MANY, 200, 5);
    await provider.reset();
    const runId = await execute("layers", parents);
    while ((await provider.total()) < MANY / 3) await delay(20);
    await hub.kill();
    const recorded = (await recordedSuccesses(hub.data)).filter((success) => success.runId === runId);
    const atKill = (await provider.log()).keys;
    // The kill must have come in the middle, or it proves nothing.
    expect(recorded.length).toBeGreaterThan(MANY / 10);
    expect(recorded.length).toBeLessThan(MANY - MANY / 10);
    await hub.restart();

    const run = await settled(runId);
    expect(run).toMatchObject({ status: "success", error: null, output: { done: true } });
    expect(digestsOf(run)).toEqual(foldDigests(parents));
    const { keys } = await provider.log();
    expect(Object.keys(keys)).toHaveLength(MANY);
    // What was not recorded was at most in flight: called once before the kill, once after.
    const again = Object.entries(keys).filter(([key, { effects }]) => effects > 2 || (effects === 2 && !atKill[key]));
    expect(again).toEqual([]);
    const planned = Object.keys(run.stepResults);
    const repeated = recorded.filter(({ step }) => keys[`${runId}:${planned[step]}`]?.effects !== 1);
    expect(repeated).toEqual([]);
  },
);

async function execute(name: string, parents: Parents): Promise<string> {
  return caller.execute(await caller.define(digestWorkflow(name, parents, toolId)), {});
}

async function settled(runId: string): Promise<RunAnswer> {
  for (;;) {
    const { data } = await caller.api.GET("/api/v1/workflow-runs", { params: { query: { limit: 10 } } });
    const listed = data?.data.find(({ id }) => id === runId);
    if (listed !== undefined && listed.status !== "running" && listed.status !== "pending")
      return caller.readRun(runId);
    await delay(200);
  }
}

function digestsOf({ stepResults }: RunAnswer): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(stepResults).map(([id, { result }]) => [id, (result as { digest?: unknown } | null)?.digest]),
  );
}
