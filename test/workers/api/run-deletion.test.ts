// A run's data is deleted everywhere: when its owner says so, and when its workflow's retention has passed.

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import type { Env } from "../../../api/env.ts";
import { openDatabase } from "../../../api/platform/database.ts";
import { newId } from "../../../api/platform/ids.ts";
import { deleteExpiredRuns } from "../../../api/runs/delete-run.ts";
import { shardOf } from "../../../api/runtime/shards.ts";
import { findPlan } from "../../../api/workflows/find-workflow.ts";
import { listen, toldAgain } from "../feed/listen.ts";
import { call, newAgent, newTool, type TestAgent } from "./hub.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };
const DAY_MS = 24 * 3_600_000;
const SECRET = "the-words-of-this-run";

/** A settled run that said the secret to its tool and got it back, with the lists and the log knowing of it. */
async function told(agent: TestAgent, extra: Record<string, unknown> = {}) {
  const tool = await newTool(agent);
  const steps = [{ id: "say", toolId: tool.id, arguments: { text: "{{input.text}}" } }];
  const created = await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "w", steps, ...extra } });
  expect([created.status, created.body.errors]).toEqual([201, undefined]);
  const execute = `/api/v1/workflows/${created.body.id}/execute?wait=20`;
  const { body } = await call("POST", execute, { key: agent.key, body: { input: { text: SECRET } } });
  expect(body.status).toBe("success");
  await vi.waitFor(
    async () => expect(await held(agent, body.id)).toMatchObject({ lists: 1, log: 1, said: 1 }),
    PATIENCE,
  );
  return body.id as string;
}

/** In how many places the run is, and where its words are. */
async function held({ id: agentId }: TestAgent, runId: string) {
  const count = async (sql: string, ...values: string[]) => {
    const row = await env.DB.prepare(`SELECT count(*) AS n FROM ${sql}`)
      .bind(...values)
      .first<{ n: number }>();
    return row?.n;
  };
  const shard = shardOf(env, { agentId, runId }) as unknown as DurableObjectStub;
  const journal = await runInDurableObject(shard, (_, { storage }) => ({
    events: storage.sql.exec("SELECT 1 FROM events WHERE run_id = ?", runId).toArray().length > 0,
    runs: storage.sql.exec("SELECT 1 FROM runs WHERE id = ?", runId).toArray().length,
  }));
  return {
    ...journal,
    lists: await count("workflow_runs WHERE id = ?", runId),
    log: await count("mcp_invocations WHERE caller_agent_id = ?", agentId),
    said: await count("mcp_invocations WHERE caller_agent_id = ? AND output LIKE ?", agentId, `%${SECRET}%`),
  };
}

const GONE = { events: false, runs: 0, lists: 0, log: 1, said: 0 };

test("DELETE takes a settled run out of its shard, the lists and the log, which keeps that the call was made", async () => {
  const agent = await newAgent();
  const runId = await told(agent);
  const run = `/api/v1/workflow-runs/${runId}`;
  expect((await call("DELETE", run, { key: agent.key })).status).toBe(204);
  expect(await held(agent, runId)).toEqual(GONE);
  for (const path of [run, `${run}/events`, `${run}/timeline`, `${run}/steps/say/result`]) {
    expect((await call("GET", path, { key: agent.key })).status).toBe(404);
  }
  expect((await call("POST", `${run}/rerun`, { key: agent.key })).status).toBe(404);
  expect((await call("DELETE", run, { key: agent.key })).status).toBe(404);
  const { body } = await call("GET", "/api/v1/mcp/invocations", { key: agent.key });
  expect(body.data).toMatchObject([{ status: "success", latencyMs: expect.any(Number) }]);
});

/** Two runs at a time of a workflow that runs the one of `alone`, started by `outer`: in `all`, six. */
async function nested(agent: TestAgent, extra: Record<string, unknown> = {}) {
  const alone = await told(agent);
  const { workflowId } = (await call("GET", `/api/v1/workflow-runs/${alone}`, { key: agent.key })).body;
  const calling = async (id: string, step = {}, more = {}) => {
    const steps = [{ id: "sub", workflowId: id, arguments: { text: "{{input.text}}" }, ...step }];
    const created = await call("POST", "/api/v1/workflows", {
      key: agent.key,
      body: { name: "outer", steps, ...more },
    });
    return created.body.id as string;
  };
  const id = await calling(await calling(workflowId), { forEach: { items: [1, 2] } }, extra);
  const execute = `/api/v1/workflows/${id}/execute?wait=20`;
  const { body } = await call("POST", execute, { key: agent.key, body: { input: { text: SECRET } } });
  expect(body.status).toBe("success");
  const listed = async () => {
    const { body: page } = await call("GET", "/api/v1/workflow-runs?status=success", { key: agent.key });
    return (page.data as { id: string }[]).map((run) => run.id);
  };
  await vi.waitFor(async () => expect(await listed()).toHaveLength(6), PATIENCE);
  return { alone, outer: body.id as string, all: await listed(), listed };
}

test("the runs that a deleted run's steps started are deleted with it, and those that theirs did; no other is", async () => {
  const agent = await newAgent();
  const { alone, outer, all, listed } = await nested(agent);
  expect((await call("DELETE", `/api/v1/workflow-runs/${outer}`, { key: agent.key })).status).toBe(204);
  expect(await listed()).toEqual([alone]);
  for (const id of all.filter((each) => each !== alone)) {
    expect(await held(agent, id)).toMatchObject({ events: false, runs: 0, lists: 0 });
  }
  expect((await held(agent, alone)).said).toBe(1);
});

test("a run that goes on when it is to be deleted goes on, and is deleted once it has settled", async () => {
  const { key } = await newAgent();
  const steps = [{ id: "wait", wait: { signal: "go" } }];
  const { body: workflow } = await call("POST", "/api/v1/workflows", { key, body: { name: "w", steps } });
  const { body } = await call("POST", `/api/v1/workflows/${workflow.id}/execute`, { key, body: {} });
  const row = () =>
    env.DB.prepare("SELECT status, expires_at FROM workflow_runs WHERE id = ?").bind(body.runId).first();
  await vi.waitFor(async () => expect(await row()).toMatchObject({ status: "running" }), PATIENCE);
  const now = Date.now();
  const at = new Date(now).toISOString();
  await env.DB.prepare("UPDATE workflow_runs SET expires_at = ? WHERE id = ?").bind(at, body.runId).run();
  const sweep = (afterMs: number) =>
    deleteExpiredRuns(openDatabase(env.DB), env, new Date(now + afterMs).toISOString(), 100);
  await sweep(1);
  expect((await call("POST", `/api/v1/workflow-runs/${body.runId}/signals/go`, { key, body: {} })).status).toBe(200);
  await vi.waitFor(async () => expect(await row()).toMatchObject({ status: "success" }), PATIENCE);
  await sweep(2 * 3_600_000);
  expect(await row()).toBeNull();
});

test("no feed tells of a deleted run and its calls any more: not its agent's, nor that of who answered", async () => {
  const [agent, provider] = [await newAgent(), await newAgent()];
  const feeds = await Promise.all([agent, provider].map(({ key }) => listen({ Authorization: `Bearer ${key}` })));
  const tool = await newTool(provider, "/mirror?code=400");
  const steps = [{ id: "say", toolId: tool.id, arguments: { error: "{{input.text}}" } }];
  const { body: workflow } = await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "w", steps } });
  const runs: string[] = [];
  for (const text of [SECRET, "other words"]) {
    const body = { input: { text } };
    const execute = `/api/v1/workflows/${workflow.id}/execute?wait=20`;
    runs.push((await call("POST", execute, { key: agent.key, body })).body.id);
  }
  const heard = async ({ key }: TestAgent) => JSON.stringify(await toldAgain({ Authorization: `Bearer ${key}` }));
  await vi.waitFor(async () => {
    // Of each run and of its call, in whatever order the lists came to show them.
    for (const [of, times] of [[agent, 2] as const, [provider, 1] as const]) {
      const words = await heard(of);
      expect([SECRET, "other words"].map((text) => words.split(text).length - 1)).toEqual([times, times]);
    }
  }, PATIENCE);

  expect((await call("DELETE", `/api/v1/workflow-runs/${runs[0]}`, { key: agent.key })).status).toBe(204);
  for (const of of [agent, provider]) {
    const left = await heard(of);
    expect([left.includes(SECRET), left.includes(runs[0] ?? ""), left.includes("gap")]).toEqual([false, false, false]);
    expect(left).toContain("other words");
  }
  for (const feed of feeds) feed.close();
});

/** The words of all that the archive has of the agent's calls. */
async function archived({ id }: TestAgent): Promise<string> {
  const { objects } = await env.ARCHIVE.list({ prefix: `invocations/${id}/` });
  const texts = objects.map(async ({ key }) => {
    const packed = (await env.ARCHIVE.get(key))?.body.pipeThrough(new DecompressionStream("gzip"));
    return new Response(packed).text();
  });
  return (await Promise.all(texts)).join("");
}

test.each(["put", "get", "batch", null] as const)(
  "what has gone to the archive is read by nobody after DELETE, and taken out of it, also where it breaks off at %s",
  async (step) => {
    const [agent, other] = [await newAgent(), await newAgent()];
    const [runId, kept] = [await told(agent), await told(other)];
    const upkeep = env.UPKEEP.getByName("hub");
    while (await upkeep.sweep(Date.now() + 31 * DAY_MS));
    expect(await held(agent, runId)).toMatchObject({ log: 0 });
    const idOf = async (of: TestAgent) => {
      const row = await env.DB.prepare(
        `SELECT i.id FROM mcp_archived_invocations i JOIN mcp_invocation_archives a ON a.number = i.archive
         WHERE a.caller_agent_id = ?`,
      )
        .bind(of.id)
        .first<{ id: string }>();
      return row?.id;
    };
    const read = async (of: TestAgent) =>
      (await call("GET", `/api/v1/mcp/invocations/${await idOf(of)}`, { key: of.key })).body;
    expect(JSON.stringify(await read(agent))).toContain(SECRET);
    expect(await archived(agent)).toContain(SECRET);

    expect((await call("DELETE", `/api/v1/workflow-runs/${runId}`, { key: agent.key })).status).toBe(204);
    const mute = { status: "success", latencyMs: expect.any(Number), input: null, output: null };
    expect(await read(agent)).toMatchObject(mute);
    if (step !== null) {
      const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
      const broken =
        step === "batch"
          ? vi.spyOn(env.DB, "batch").mockRejectedValue(new Error("broke off"))
          : vi.spyOn(env.ARCHIVE, step).mockRejectedValue(new Error("broke off"));
      await runInDurableObject(upkeep, (object) => object.sweep(Date.now()));
      broken.mockRestore();
      expect(log).toHaveBeenCalled();
      log.mockRestore();
      expect(await read(agent)).toMatchObject(mute);
    }
    while (await upkeep.sweep(Date.now()));
    expect(await archived(agent)).not.toContain(SECRET);
    expect(await read(agent)).toMatchObject(mute);
    expect((await env.ARCHIVE.list({ prefix: `invocations/${agent.id}/` })).objects.length).toBe(1);
    expect(await archived(other)).toContain(SECRET);
    expect(JSON.stringify(await read(other))).toContain(SECRET);
    expect(await held(other, kept)).toMatchObject({ runs: 1, lists: 1 });
  },
);

test("a run that has only just settled is deleted for good: nothing writes of it afterwards", async () => {
  const agent = await newAgent();
  const tool = await newTool(agent);
  const steps = [{ id: "say", toolId: tool.id, arguments: { text: SECRET } }];
  const { id } = (await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "w", steps } })).body;
  const { body } = await call("POST", `/api/v1/workflows/${id}/execute?wait=20`, { key: agent.key, body: {} });
  expect((await call("DELETE", `/api/v1/workflow-runs/${body.id}`, { key: agent.key })).status).toBe(204);
  expect(await held(agent, body.id)).toEqual(GONE);
  await scheduler.wait(3_000);
  expect(await held(agent, body.id)).toEqual(GONE);
});

test("a run that goes on is not deleted, and another agent's is not there", async () => {
  const agent = await newAgent();
  const steps = [{ id: "ask", wait: { signal: "go" } }];
  const { id } = (await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "w", steps } })).body;
  const { runId } = (await call("POST", `/api/v1/workflows/${id}/execute`, { key: agent.key, body: {} })).body;
  const run = `/api/v1/workflow-runs/${runId}`;
  const refused = await call("DELETE", run, { key: agent.key });
  expect([refused.status, refused.body.code]).toEqual([409, "run_unsettled"]);
  await call("POST", `${run}/cancel`, { key: agent.key });
  expect((await call("DELETE", run, { key: (await newAgent()).key })).status).toBe(404);
  expect((await call("DELETE", run, { key: agent.key })).status).toBe(204);
});

test("retentionDays: a run is deleted so many days after its end, and not before; without it, it is kept", async () => {
  const [agent, other] = [await newAgent(), await newAgent()];
  const brief = await told(agent, { retentionDays: 2 });
  const kept = await told(other);
  const upkeep = env.UPKEEP.getByName("hub");
  await upkeep.sweep(Date.now() + 2 * DAY_MS - 600_000);
  expect(await held(agent, brief)).toMatchObject({ lists: 1, runs: 1, said: 1 });
  await upkeep.sweep(Date.now() + 2 * DAY_MS + 600_000);
  expect(await held(agent, brief)).toEqual(GONE);
  expect(await held(other, kept)).toMatchObject({ lists: 1, runs: 1, said: 1 });
});

test("retentionDays: the runs that a run's steps started go with it, and those that theirs did, whose own workflows keep them", async () => {
  const agent = await newAgent();
  const { alone, all, listed } = await nested(agent, { retentionDays: 2 });
  const upkeep = env.UPKEEP.getByName("hub");
  while (await upkeep.sweep(Date.now() + 2 * DAY_MS - 600_000));
  expect(await listed()).toEqual(all);
  while (await upkeep.sweep(Date.now() + 2 * DAY_MS + 600_000));
  expect(await listed()).toEqual([alone]);
  for (const id of all.filter((each) => each !== alone)) {
    expect(await held(agent, id)).toMatchObject({ events: false, runs: 0, lists: 0 });
  }
});

test("a run that the lists show only after the run whose step started it is deleted goes as well", async () => {
  const agent = await newAgent();
  const alone = await told(agent);
  const shard = (runId: string) => shardOf(env, { agentId: agent.id, runId });
  const view = await call("GET", `/api/v1/workflow-runs/${alone}`, { key: agent.key });
  const { workflowId, workflowVersion } = view.body;
  const plan = await findPlan(openDatabase(env.DB), workflowId, workflowVersion);
  if (plan === null) throw new Error("no plan");
  const record = {
    agentId: agent.id,
    workflowId,
    workflowVersion,
    plan,
    input: { text: SECRET },
    createdAt: Date.now(),
  };
  const start = async (parentRunId: string) => {
    const runId = newId("run");
    const parent = { runId: parentRunId, step: 0, item: null, attempt: 1 };
    await shard(runId).startOnce({ ...record, runId, parent });
    await vi.waitFor(async () => expect(await held(agent, runId)).toMatchObject({ lists: 1 }), PATIENCE);
    return runId;
  };
  // Its parent has settled, and is there.
  const kept = await start(alone);
  const orphan = await start(newId("run"));
  const upkeep = env.UPKEEP.getByName("hub");
  await vi.waitFor(async () => {
    await upkeep.sweep(Date.now() + 1);
    expect(await held(agent, orphan)).toMatchObject({ events: false, runs: 0, lists: 0 });
  }, PATIENCE);
  await vi.waitFor(async () => expect(await shard(kept).read(kept)).toMatchObject({ status: "success" }), PATIENCE);
  await scheduler.wait(2_000);
  await upkeep.sweep(Date.now() + 1);
  expect(await held(agent, kept)).toMatchObject({ runs: 1, lists: 1 });
});

test("retentionDays: a run that cannot be deleted keeps no other, nor the sweep busy, and is tried again later", async () => {
  const [agent, other] = [await newAgent(), await newAgent()];
  const [stuck, free] = [await told(agent, { retentionDays: 1 }), await told(other, { retentionDays: 1 })];
  const away = { remove: () => Promise.reject(new Error("the shard is away")) };
  const getByName = (name: string) => (name.startsWith(agent.id) ? away : env.RUN_SHARD.getByName(name));
  const broken = { ...env, RUN_SHARD: { getByName } as unknown as Env["RUN_SHARD"] };
  const sweep = (hub: Env, afterMs: number) =>
    deleteExpiredRuns(openDatabase(env.DB), hub, new Date(Date.now() + DAY_MS + afterMs).toISOString(), 1);
  expect([await sweep(broken, 60_000), await sweep(broken, 60_000)]).toEqual([false, true]);
  expect(await held(other, free)).toEqual(GONE);
  expect(await held(agent, stuck)).toMatchObject({ lists: 1, runs: 1, said: 1 });
  await sweep(env, 2 * 3_600_000);
  expect(await held(agent, stuck)).toEqual(GONE);
});

test.each([0, 1.5, 3_651, "7"])("422 for retentionDays of %s", async (retentionDays) => {
  const { key } = await newAgent();
  const body = { name: "w", steps: [{ id: "a", transform: 1 }], retentionDays };
  const { status, body: answer } = await call("POST", "/api/v1/workflows", { key, body });
  expect([status, answer.errors[0].pointer]).toEqual([422, "/retentionDays"]);
});
