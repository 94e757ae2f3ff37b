import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import { newId } from "../../../api/platform/ids.ts";
import type { Run } from "../../../api/runs/run.ts";
import { runOnEdge } from "../../../api/runtime/edge-host.ts";
import { shardOf } from "../../../api/runtime/shards.ts";
import { findToolById } from "../../../api/tools/find-tool.ts";
import { openDatabase } from "../../../api/platform/database.ts";
import type { Json } from "../../../engine/json.ts";
import type { Plan } from "../../../engine/plan/plan.ts";
import { describeHost, type HostUnderTest, type RunSeen } from "../../contract/host-contract.ts";
import { noAgent } from "../relay/call-provider.ts";
import { callsOf, maxOpen, registerBehaviours } from "./provider.ts";

const PATIENCE = { timeout: 40_000, interval: 50 };

const durable: HostUnderTest = {
  waits: true,
  keepsLarge: true,
  async run(plan, input, options) {
    const ref = { runId: newId("run"), agentId: newId("agent") };
    const shard = shardOf(env, ref);
    const record = { ...ref, workflowId: newId("wf"), workflowVersion: 1, plan, input, createdAt: Date.now() };
    const told = options?.told ?? [];
    let run: Run | null = await shard.start(record, options?.cancel || told.length > 0 ? 0 : 30_000);
    for (const { event, once } of told) {
      if (once)
        await vi.waitFor(
          async () => expect((await shard.read(ref.runId))?.stepResults[once[0]]?.status).toBe(once[1]),
          PATIENCE,
        );
      await shard.tell(ref.runId, event);
    }
    if (told.length > 0) {
      await vi.waitFor(async () => expect((run = await shard.read(ref.runId))?.completedAt).not.toBeNull(), PATIENCE);
    }
    if (options?.cancel) {
      while ((await callsOf(ref.runId)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      run = await shard.cancel(ref.runId, "because the test says so");
    }
    if (!run) throw new Error("the run is not where it was started");
    return seen(run);
  },
};

async function seen(run: Run): Promise<RunSeen> {
  const calls = await callsOf(run.id);
  return {
    status: run.status,
    output: run.output,
    errorCode: run.error?.code ?? null,
    steps: Object.fromEntries(
      Object.entries(run.stepResults).map(([id, step]) => [id, { ...step, errorCode: step.error?.code ?? null }]),
    ),
    calls,
    maxOpenCalls: maxOpen(calls),
  };
}

const edge: HostUnderTest = {
  waits: false,
  async run(plan: Plan, input: Json) {
    const step = plan.steps[0];
    const toolId = step?.action.kind === "tool" ? step.action.toolId : "";
    const tool = await findToolById(openDatabase(env.DB), toolId, "agent_a");
    if (!step || !tool) throw new Error("no such behaviour");
    const invocationId = newId("inv");
    const ran = await runOnEdge({
      invocationId,
      callerAgentId: "agent_a",
      tool,
      arguments: input,
      timeoutMs: step.timeoutMs,
      waitUntil: () => undefined,
      egress: env.EGRESS,
      agentLink: noAgent,
      masterKeys: undefined,
      onCircuit: () => undefined,
      onListChanged: () => undefined,
    });
    const calls = await callsOf(invocationId);
    const status = ran.ok ? "success" : "failed";
    const errorCode = ran.ok ? null : ran.failure.code;
    const result = ran.ok ? ran.result : null;
    return {
      status,
      output: { call: result },
      errorCode,
      steps: { call: { status, result, errorCode, attempts: 1 } },
      calls,
      maxOpenCalls: maxOpen(calls),
    };
  },
};

describeHost(
  "durable",
  async () => {
    await registerBehaviours();
    // Whom the suite hands work to.
    await env.DB.prepare("INSERT OR IGNORE INTO agents (id, name) VALUES ('agent_x', 'x')").run();
    return durable;
  },
  true,
);
describeHost("edge", async () => (await registerBehaviours(), edge), false);
