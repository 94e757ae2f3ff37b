import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newId } from "../../../api/platform/ids.ts";
import { oneStepPlan } from "../../../api/runtime/one-step-plan.ts";
import { shardOf } from "../../../api/runtime/shards.ts";
import type { Plan } from "../../../engine/plan/plan.ts";
import { callsOf, registerTool } from "./provider.ts";

const PATIENCE = { timeout: 40_000 };

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => vi.useRealTimers());

test("a step that comes too late to its place, as after an outage, is not called before it has another", async () => {
  const [toolId, agentId, runId] = [newId("tool"), newId("agent"), newId("run")];
  await registerTool(toolId, "/mirror", 1);
  const shard = shardOf(env, { agentId, runId });
  const record = { runId, agentId, workflowId: newId("wf"), workflowVersion: 1, plan: twoCallsOf(toolId), input: {} };
  await shard.start({ ...record, createdAt: Date.now() }, 0);
  await vi.waitFor(async () => expect(await callsOf(runId)).toHaveLength(1), PATIENCE);
  await vi.waitFor(async () => expect(await shard.advance(runId)).toMatchObject({ settled: false }), PATIENCE);

  vi.setSystemTime(Date.now() + 10 * 60_000);
  // The place in the window that is open now goes to somebody else.
  await env.CALLER_GATE.getByName(agentId).reserve(agentId, [{ id: toolId, limit: 1 }]);
  const advanced = await shard.advance(runId);
  expect(await callsOf(runId)).toHaveLength(1);
  expect(advanced).toMatchObject({ settled: false });

  vi.setSystemTime(Date.now() + 61_000);
  await vi.waitFor(async () => expect(await shard.advance(runId)).toEqual({ settled: true }), PATIENCE);
  expect(await callsOf(runId)).toHaveLength(2);
});

/** One call after the other. */
function twoCallsOf(toolId: string): Plan {
  const [first] = oneStepPlan(toolId, 30_000, "{{input}}").steps;
  if (!first) throw new Error("a plan of one step has none");
  const steps = [
    { ...first, id: "a" },
    { ...first, id: "b", needs: [0] },
  ];
  return { format: 1, steps, errorStrategy: "stop_on_first", maxParallel: 1 };
}
