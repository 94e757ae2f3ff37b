// A shard where two things meet, or one of them fails: what it owes is done all the same.

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import type { Env } from "../../../api/env.ts";
import { newId } from "../../../api/platform/ids.ts";
import { RunJournal } from "../../../api/runtime/run-journal.ts";
import { RunShard } from "../../../api/runtime/run-shard.ts";
import { type RunRef, shardOf } from "../../../api/runtime/shards.ts";
import type { Plan } from "../../../engine/plan/plan.ts";
import { NO_RETRY } from "../../../engine/run/retry.ts";
import { call, newAgent, newKey, newTool, type TestAgent } from "../api/hub.ts";
import { listen } from "../feed/listen.ts";
import { letIn } from "../let-in.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };
const DAY_MS = 24 * 3_600_000;

async function started({ key }: TestAgent, steps: unknown[], extra: Record<string, unknown> = {}): Promise<string> {
  const { body: workflow } = await call("POST", "/api/v1/workflows", { key, body: { name: "w", steps, ...extra } });
  expect(workflow.errors).toBeUndefined();
  const { body } = await call("POST", `/api/v1/workflows/${workflow.id}/execute`, { key, body: {} });
  return body.runId;
}

/** Another run in the shard of this one. */
async function startedBeside(agent: TestAgent, runId: string): Promise<string> {
  const place = shardOfRun(agent, runId).id.toString();
  for (;;) {
    const other = await started(agent, [{ id: "a", transform: 1 }]);
    if (shardOfRun(agent, other).id.toString() === place) return other;
  }
}

function shardOfRun({ id: agentId }: Pick<TestAgent, "id">, runId: string) {
  return shardOf(env, { agentId, runId }) as unknown as DurableObjectStub<RunShard>;
}

/** Runs that the lists show, as they are to be shown again. */
async function toProject(agent: TestAgent, ...runIds: string[]): Promise<void> {
  for (const runId of runIds) {
    const run = () => call("GET", `/api/v1/workflow-runs/${runId}`, { key: agent.key });
    await vi.waitFor(async () => expect((await run()).body.status).toBe("success"), PATIENCE);
    await vi.waitFor(async () => expect(await isProjected(agent, runId)).toBe(true), PATIENCE);
    await runInDurableObject(shardOfRun(agent, runId), (_, { storage }) => {
      storage.sql.exec("UPDATE runs SET projected = 0 WHERE id = ?", runId);
    });
  }
}

async function isProjected(agent: TestAgent, runId: string): Promise<boolean> {
  return runInDurableObject(shardOfRun(agent, runId), (_, { storage }) =>
    new RunJournal(storage.sql).isProjected(runId),
  );
}

/** A shard over the same storage, in a hub in which something is not as it should be. */
function withShard(
  agent: TestAgent,
  runId: string,
  other: Partial<Env>,
  use: (shard: RunShard, journal: RunJournal) => Promise<void>,
): Promise<void> {
  return runInDurableObject(shardOfRun(agent, runId), (_, state) =>
    use(new RunShard(state, { ...env, ...other }), new RunJournal(state.storage.sql)),
  );
}

test("a plan is sent to a shard once: without one that it lacks it starts nothing, and what it has had it still has when it begins anew", async () => {
  const agentId = newId("agent");
  const [first, ...others] = Array.from({ length: 50 }, () => ({ agentId, runId: newId("run") }));
  if (first === undefined) throw new Error("there is no run to start");
  const place = ({ runId }: RunRef) => shardOfRun({ id: agentId }, runId);
  const second = others.find((other) => place(other).id.equals(place(first).id));
  if (second === undefined) throw new Error("no other run has its shard");
  const step = {
    id: "say",
    action: { kind: "transform", value: "{{input.word}}" },
    needs: [],
    timeoutMs: 1_000,
  } as const;
  const plan: Plan = {
    format: 1,
    steps: [{ ...step, retry: NO_RETRY }],
    errorStrategy: "stop_on_first",
    maxParallel: 1,
  };
  const version = { workflowId: newId("wf"), workflowVersion: 1, input: { word: "once" }, createdAt: Date.now() };
  const shard = shardOf(env, first);
  expect(await shard.start({ ...first, ...version, plan: null }, 0)).toBeNull();
  expect(await shard.read(first.runId)).toBeNull();
  expect(await shard.start({ ...first, ...version, plan }, 10_000)).toMatchObject({ status: "success" });
  await evictDurableObject(place(first));
  const again = await shard.start({ ...second, ...version, plan: null, input: { word: "again" } }, 10_000);
  expect(again).toMatchObject({ status: "success", output: { say: "again" } });
});

test("a run that is deleted while the lists are written does not come back", async () => {
  const agent = await newAgent();
  const tool = await newTool(agent);
  const runId = await started(agent, [{ id: "say", toolId: tool.id, arguments: { text: "the words" } }]);
  await toProject(agent, runId);
  let removed: Promise<unknown> = Promise.resolve();
  let remove = (): Promise<unknown> => removed;
  // Done by then, or it waits for what is under way.
  const removing = async () => Promise.race([(removed = remove()), scheduler.wait(1_500)]);
  const DB = letIn(env.DB, /INTO workflow_runs/, removing);
  await withShard(agent, runId, { DB }, async (shard) => {
    remove = () => shard.remove(runId);
    await shard.alarm();
    expect(await removed).toBe("removed");
  });
  const { results } = await env.DB.prepare("SELECT 1 FROM workflow_runs WHERE id = ?").bind(runId).all();
  expect(results).toEqual([]);
  const said = await env.DB.prepare("SELECT output FROM mcp_invocations WHERE caller_agent_id = ?")
    .bind(agent.id)
    .all();
  expect(said.results).toEqual([{ output: null }]);
});

test("a run whose queue cannot be told of its end holds up no other, and is told and shown once it can", async () => {
  const agent = await newAgent();
  const bound = await started(agent, [{ id: "a", transform: 1 }], { concurrency: { limit: 1 } });
  const free = await startedBeside(agent, bound);
  await toProject(agent, bound, free);
  const away = { getByName: () => ({ leave: () => Promise.reject(new Error("the queue is away")) }) };
  await withShard(agent, bound, { RUN_QUEUE: away as unknown as Env["RUN_QUEUE"] }, async (shard, journal) => {
    await shard.alarm();
    expect([bound, free].map((runId) => journal.isProjected(runId))).toEqual([false, true]);
    await expect(shard.remove(bound)).rejects.toThrow("not everybody could be told");
  });
  expect(await shardOf(env, { agentId: agent.id, runId: bound }).remove(bound)).toBe("removed");
});

test("the guard wakes when it was to, though a watcher comes to a shard that has just begun anew", async () => {
  const agent = await newAgent();
  const runId = await started(agent, [{ id: "later", wait: { ms: 3_600_000 } }]);
  const alarmAt = () => runInDurableObject(shardOfRun(agent, runId), (_, { storage }) => storage.getAlarm());
  await vi.waitFor(async () => expect(await alarmAt()).toBeGreaterThan(Date.now() + 3_000_000), PATIENCE);
  const before = await alarmAt();
  await evictDurableObject(shardOfRun(agent, runId));
  const key = await newKey(agent, { expiresAt: new Date(Date.now() + 20 * DAY_MS).toISOString() });
  const watcher = await listen({ Authorization: `Bearer ${key}` }, "", `/api/v1/workflow-runs/${runId}/events`);
  expect(await alarmAt()).toBe(before);
  watcher.close();
});

test.each([
  ["a thousand signals, of whatever names", Array.from({ length: 1_000 }, (_, n) => ({ name: `n${n}`, sizeBytes: 4 }))],
  ["signals and results of 8 MiB", [{ name: "large", sizeBytes: 8 * 1024 * 1024 - 3 }]],
])("409 for a signal beyond %s; one that was sent before is still the same", async (_, kept) => {
  const agent = await newAgent();
  const runId = await started(agent, [{ id: "ask", wait: { signal: "go" } }]);
  const stub = shardOfRun(agent, runId);
  const waiting = async () => (await call("GET", run, { key: agent.key })).body.stepResults.ask.status;
  const run = `/api/v1/workflow-runs/${runId}`;
  await vi.waitFor(async () => expect(await waiting()).toBe("waiting"), PATIENCE);
  await runInDurableObject(stub, (_shard, { storage }) => {
    const events = kept.map(
      ({ name, sizeBytes }) => ({ type: "signal_received", at: 1, name, payload: null, sizeBytes, key: name }) as const,
    );
    new RunJournal(storage.sql).append(runId, events);
  });
  await evictDurableObject(stub);
  const refused = await call("POST", `${run}/signals/go`, { key: agent.key, body: {} });
  expect([refused.status, refused.body.code]).toEqual([409, "too_many_signals"]);
  const headers = { "Idempotency-Key": kept[0]?.name ?? "" };
  expect((await call("POST", `${run}/signals/go`, { key: agent.key, body: {}, headers })).status).toBe(200);
});

test("of signals that come at once, no more are kept than there is room for", async () => {
  const agent = await newAgent();
  const runId = await started(agent, [
    { id: "ask", wait: { signal: "go", schema: { type: "object" } } },
    ...["one", "two"].map((id) => ({ id, wait: { signal: id }, dependsOn: ["ask"] })),
  ]);
  const waiting = async () => (await call("GET", run, { key: agent.key })).body.stepResults.ask.status;
  const run = `/api/v1/workflow-runs/${runId}`;
  await vi.waitFor(async () => expect(await waiting()).toBe("waiting"), PATIENCE);
  await evictDurableObject(shardOfRun(agent, runId));
  await withShard(agent, runId, {}, async (shard, journal) => {
    const events = Array.from(
      { length: 999 },
      () => ({ type: "signal_received", at: 1, name: "more", payload: null, sizeBytes: 4 }) as const,
    );
    journal.append(runId, events);
    const signals = ["one", "two"].map((name) => shard.signal(runId, { name, payload: null }));
    expect((await Promise.all(signals)).map(({ type }) => type)).toEqual(["received", "full"]);
  });
});

test("a shard drops an invocation that ran in the background after 30 days, though nothing else happens in it", async () => {
  const agent = await newAgent();
  const { id } = await newTool(agent);
  const { body } = await call("POST", `/api/v1/mcp/invoke/${id}`, { key: agent.key, body: { async: true } });
  const { invocationId } = body;
  const shard = shardOfRun(agent, invocationId);
  await vi.waitFor(async () => expect(await isProjected(agent, invocationId)).toBe(true), PATIENCE);
  const alarmAt = () => runInDurableObject(shard, (_, { storage }) => storage.getAlarm());
  await vi.waitFor(async () => expect(await alarmAt()).toBeGreaterThan(Date.now() + 29 * DAY_MS), PATIENCE);
  await runInDurableObject(shard, (_, { storage }) => {
    storage.sql.exec("UPDATE runs SET created_at = created_at - ?", 30 * DAY_MS);
  });
  await runDurableObjectAlarm(shard);
  const isKept = await runInDurableObject(shard, (_, { storage }) => new RunJournal(storage.sql).has(invocationId));
  expect([isKept, await alarmAt()]).toEqual([false, null]);
});
