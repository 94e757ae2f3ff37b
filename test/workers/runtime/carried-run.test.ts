// A run that lasts is carried by a Workflow, and outlives whatever is done to the Workflow or to the object.

import { abortAllDurableObjects, evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect, test, vi } from "vitest";
import { newId } from "../../../api/platform/ids.ts";
import type { RunRecord } from "../../../api/runtime/run-record.ts";
import { shardOf, type RunRef, type Shard } from "../../../api/runtime/shards.ts";
import type { Plan, PlanStep } from "../../../engine/plan/plan.ts";
import { NO_RETRY } from "../../../engine/run/retry.ts";
import { callsOf, registerBehaviours, registerTool } from "./provider.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };

beforeAll(async () => {
  await registerBehaviours();
  await registerTool("four_seconds", "/mirror?ms=4000");
  await registerTool("twice_a_minute", "/mirror", 2);
  await registerTool("down_once", "/mirror?fails=1");
});

test("a run that must wait is carried by a Workflow whose id is the run's", { timeout: 60_000 }, async () => {
  const { ref, shard } = await startRun(waitingPlan());
  await vi.waitFor(
    async () => expect((await shard.read(ref.runId))?.stepResults["first"]?.status).toBe("waiting"),
    PATIENCE,
  );
  await vi.waitFor(async () => expect(await workflowStatus(ref)).toMatch(/running|waiting/), PATIENCE);
  await settles(ref, shard, "success");
  await vi.waitFor(async () => expect(await workflowStatus(ref)).toBe("complete"), PATIENCE);
  expect(await effects(ref)).toEqual({ first: 2, second: 1 });
});

test(
  "a run that lasts longer than a few seconds is carried, and one that does not is not",
  { timeout: 60_000 },
  async () => {
    const short = await startShort();
    expect(await workflowStatus(short)).toBeNull();
    const long = await startRun(planOf(["four_seconds", "echo"]));
    await vi.waitFor(async () => expect(await workflowStatus(long.ref)).toMatch(/running|waiting/), PATIENCE);
    await settles(long.ref, long.shard, "success");
    expect(await workflowStatus(short)).toBeNull();
    await vi.waitFor(async () => expect(await workflowStatus(long.ref)).toBe("complete"), PATIENCE);
  },
);

test("a run goes on when its Workflow is terminated from outside", { timeout: 60_000 }, async () => {
  const { ref, shard } = await startRun(waitingPlan());
  await vi.waitFor(async () => expect(await workflowStatus(ref)).toMatch(/running|waiting/), PATIENCE);
  await (await env.RUN_WORKFLOW.get(ref.runId)).terminate();
  expect(await workflowStatus(ref)).toBe("terminated");
  await settles(ref, shard, "success");
  expect(await effects(ref)).toEqual({ first: 2, second: 1 });
});

test("a waiting run goes on when its object is evicted", { timeout: 60_000 }, async () => {
  const { ref, shard } = await startRun(waitingPlan());
  await vi.waitFor(async () => expect(await workflowStatus(ref)).toMatch(/running|waiting/), PATIENCE);
  await evictDurableObject(shard as unknown as DurableObjectStub);
  await settles(ref, shard, "success");
  expect(await effects(ref)).toEqual({ first: 2, second: 1 });
});

test(
  "a run in the middle of a call goes on when its object dies: the call is made again under its key",
  { timeout: 60_000 },
  async () => {
    const { ref, shard } = await startRun(planOf(["echo", "four_seconds", "echo"]));
    await vi.waitFor(async () => expect(await callsOf(ref.runId)).toHaveLength(2), PATIENCE);
    await abortAllDurableObjects();
    await settles(ref, shardOf(env, ref), "success");
    expect(await effects(ref)).toEqual({ s0: 1, s1: 2, s2: 1 });
    expect(
      (await shard.read(ref.runId).catch(() => shardOf(env, ref).read(ref.runId)))?.stepResults["s1"],
    ).toMatchObject({
      attempts: 1,
    });
  },
);

test("a step that meets its tool's limit waits for its turn and does not fail", { timeout: 120_000 }, async () => {
  const { ref, shard } = await startRun(planOf(["twice_a_minute", "twice_a_minute"]));
  await settles(ref, shard, "success");
  // The same agent's third call of the minute: its place is reserved, a minute after the first.
  const third = await startRun(planOf(["twice_a_minute"]), ref.agentId);
  await vi.waitFor(
    async () => expect((await third.shard.read(third.ref.runId))?.stepResults["s0"]?.status).toBe("waiting"),
    PATIENCE,
  );
  expect(await callsOf(third.ref.runId)).toEqual([]);
  await vi.waitFor(async () => expect(await workflowStatus(third.ref)).toMatch(/running|waiting/), PATIENCE);
  await vi.waitFor(async () => expect((await third.shard.read(third.ref.runId))?.status).toBe("success"), {
    timeout: 80_000,
    interval: 500,
  });
  const [first] = await callsOf(ref.runId);
  const [last] = await callsOf(third.ref.runId);
  expect((last?.receivedAt ?? 0) - (first?.receivedAt ?? 0)).toBeGreaterThanOrEqual(60_000 - 500);
});

test("a parked run that is cancelled settles at once, and so does its Workflow", { timeout: 60_000 }, async () => {
  const { ref, shard } = await startRun(waitingPlan(3_600_000));
  await vi.waitFor(async () => expect(await workflowStatus(ref)).toMatch(/running|waiting/), PATIENCE);
  expect((await shard.cancel(ref.runId, "enough"))?.status).toBe("cancelled");
  await vi.waitFor(async () => expect(await workflowStatus(ref)).toBe("complete"), PATIENCE);
});

/** A first step that fails once and waits, then a second. */
function waitingPlan(delayMs = 4_000): Plan {
  const [first, second] = planOf(["down_once", "echo"]).steps as [PlanStep, PlanStep];
  const retry = { ...first.retry, maxAttempts: 2, initialDelayMs: delayMs, maxDelayMs: delayMs };
  return {
    ...planOf([]),
    steps: [
      { ...first, id: "first", retry },
      { ...second, id: "second" },
    ],
  };
}

/** A chain of these tools. */
function planOf(toolIds: readonly string[]): Plan {
  return {
    format: 1,
    steps: toolIds.map((toolId, index) => ({
      id: `s${index}`,
      action: { kind: "tool", toolId, arguments: {} },
      needs: index === 0 ? [] : [index - 1],
      retry: NO_RETRY,
      timeoutMs: 10_000,
    })),
    errorStrategy: "stop_on_first",
    maxParallel: 16,
  };
}

async function startRun(plan: Plan, agentId = newId("agent")): Promise<{ ref: RunRef; shard: Shard }> {
  const ref = { runId: newId("run"), agentId };
  const shard = shardOf(env, ref);
  const record: RunRecord = {
    ...ref,
    workflowId: newId("wf"),
    workflowVersion: 1,
    plan,
    input: {},
    createdAt: Date.now(),
  };
  await shard.start(record, 0);
  return { ref, shard };
}

/** One that has settled at once: on a busy machine not each of one step does. */
async function startShort(): Promise<RunRef> {
  for (;;) {
    const { ref, shard } = await startRun(planOf(["echo"]));
    await settles(ref, shard, "success");
    const { startedAt, completedAt } = (await shard.read(ref.runId)) ?? {};
    if (Date.parse(completedAt ?? "") - Date.parse(startedAt ?? "") < 1_000) return ref;
  }
}

async function settles({ runId }: RunRef, shard: Shard, status: string): Promise<void> {
  await vi.waitFor(async () => expect((await shard.read(runId))?.status).toBe(status), PATIENCE);
}

/** How often each step reached the provider. */
async function effects({ runId }: RunRef): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { idempotencyKey } of await callsOf(runId)) {
    const step = idempotencyKey.slice(runId.length + 1);
    counts[step] = (counts[step] ?? 0) + 1;
  }
  return counts;
}

async function workflowStatus({ runId }: RunRef): Promise<string | null> {
  const instance = await env.RUN_WORKFLOW.get(runId).catch(() => null);
  return instance && (await instance.status()).status;
}
