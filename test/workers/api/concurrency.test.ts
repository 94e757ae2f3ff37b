// A workflow's concurrency: how many of its runs are under way, and what becomes of the others.

import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { digestOf } from "../../../api/platform/secrets.ts";
import { call, newAgent, type TestAgent } from "./hub.ts";

const PATIENCE = { timeout: 50_000, interval: 100 };

/** A workflow whose runs last until they get the signal `go`. */
async function bounded(agent: TestAgent, concurrency: Record<string, unknown>, extra: Record<string, unknown> = {}) {
  const body = { name: "bounded", steps: [{ id: "go", wait: { signal: "go" } }], concurrency, ...extra };
  const answer = await call("POST", "/api/v1/workflows", { key: agent.key, body });
  expect([answer.status, answer.body.warnings]).toEqual([201, []]);
  return `/api/v1/workflows/${answer.body.id}/execute`;
}

async function begin({ key }: TestAgent, path: string, input: unknown = {}): Promise<{ id: string; status: string }> {
  const { status, body } = await call("POST", path, { key, body: { input } });
  expect([status, body.code]).toEqual([202, undefined]);
  return { id: body.runId, status: body.status };
}

async function read({ key }: TestAgent, id: string) {
  return (await call("GET", `/api/v1/workflow-runs/${id}`, { key })).body;
}

async function finish(agent: TestAgent, id: string): Promise<void> {
  await call("POST", `/api/v1/workflow-runs/${id}/signals/go`, { key: agent.key, body: {} });
  await becomes(agent, id, "success");
}

async function becomes(agent: TestAgent, id: string, status: string): Promise<void> {
  await vi.waitFor(async () => expect((await read(agent, id)).status).toBe(status), PATIENCE);
}

test(
  "runs over the limit are pending, show their place, and begin in order as places come free",
  { timeout: 120_000 },
  async () => {
    const agent = await newAgent();
    const path = await bounded(agent, { limit: 2 });
    const runs = [];
    for (let n = 0; n < 5; n++) runs.push(await begin(agent, path, { n }));
    expect(runs.map(({ status }) => status)).toEqual(["running", "running", "pending", "pending", "pending"]);
    const places = await Promise.all(runs.map(async ({ id }) => (await read(agent, id)).queuePosition));
    expect(places).toEqual([null, null, 1, 2, 3]);
    const [a, b, c, d, e] = runs.map(({ id }) => id) as [string, string, string, string, string];
    expect(await read(agent, c)).toMatchObject({ status: "pending", startedAt: null });
    await finish(agent, b);
    await becomes(agent, c, "running");
    expect([(await read(agent, d)).queuePosition, (await read(agent, e)).queuePosition]).toEqual([1, 2]);
    await finish(agent, a);
    await becomes(agent, d, "running");
    expect((await read(agent, e)).status).toBe("pending");
    for (const id of [c, d]) await finish(agent, id);
    await becomes(agent, e, "running");
    await finish(agent, e);
  },
);

test("once the last run of a key has settled its queue keeps nothing, and the next run finds a place there", async () => {
  const agent = await newAgent();
  const path = await bounded(agent, { limit: 1 });
  const queue = env.RUN_QUEUE.getByName(`${agent.id}/${path.split("/").at(-2)}/${await digestOf("")}`);
  const kept = () =>
    runInDurableObject(queue, async (_, { storage }) => ({
      alarm: await storage.getAlarm(),
      keys: [...storage.kv.list()].length,
      tables: storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'entries'").toArray().length,
    }));
  const runs = [await begin(agent, path), await begin(agent, path)];
  expect(await kept()).toMatchObject({ tables: 1 });
  for (const { id } of runs) await finish(agent, id);
  await vi.waitFor(async () => expect(await kept()).toEqual({ alarm: null, keys: 0, tables: 0 }), PATIENCE);
  expect((await begin(agent, path)).status).toBe("running");
  expect((await begin(agent, path)).status).toBe("pending");
});

test("the limit counts for each key by itself; an input that gives none is refused and starts nothing", async () => {
  const agent = await newAgent();
  const path = await bounded(agent, { key: "{{input.customer}}", limit: 1 });
  const [one, two, other] = [
    await begin(agent, path, { customer: "a" }),
    await begin(agent, path, { customer: "a" }),
    await begin(agent, path, { customer: "b" }),
  ];
  expect([one.status, two.status, other.status]).toEqual(["running", "pending", "running"]);
  const { status, body } = await call("POST", path, { key: agent.key, body: { input: {} } });
  expect([status, body.code, body.errors[0].pointer]).toEqual([422, "invalid_input", "/input"]);
  for (const { id } of [one, two, other]) await finish(agent, id);
});

test("a run that waits can be cancelled and paused, and keeps what it is sent; it never held a place", async () => {
  const agent = await newAgent();
  const path = await bounded(agent, { limit: 1 });
  const [first, second, third] = [await begin(agent, path), await begin(agent, path), await begin(agent, path)];
  const cancelled = await call("POST", `/api/v1/workflow-runs/${second.id}/cancel`, { key: agent.key });
  expect(cancelled.body).toMatchObject({ status: "cancelled", startedAt: null, error: { code: "cancelled" } });
  expect((await read(agent, third.id)).queuePosition).toBe(1);
  await call("POST", `/api/v1/workflow-runs/${third.id}/signals/go`, { key: agent.key, body: { payload: 7 } });
  await call("POST", `/api/v1/workflow-runs/${third.id}/pause`, { key: agent.key });
  expect(await read(agent, third.id)).toMatchObject({ status: "pending", paused: true });
  await call("POST", `/api/v1/workflow-runs/${third.id}/resume`, { key: agent.key });
  await finish(agent, first.id);
  await becomes(agent, third.id, "success");
  expect((await read(agent, third.id)).output).toEqual({ go: 7 });
});

test("skip cancels the run that finds no place, and says so", async () => {
  const agent = await newAgent();
  const path = await bounded(agent, { limit: 1, onConflict: "skip" });
  const first = await begin(agent, path);
  const second = await begin(agent, path);
  expect(await read(agent, second.id)).toMatchObject({ status: "cancelled", error: { code: "skipped" } });
  await finish(agent, first.id);
  await vi.waitFor(async () => expect((await begin(agent, path)).status).toBe("running"), PATIENCE);
});

test("cancel_running ends the oldest run for the newest", async () => {
  const agent = await newAgent();
  const path = await bounded(agent, { limit: 1, onConflict: "cancel_running" });
  const [first, second, third] = [await begin(agent, path), await begin(agent, path), await begin(agent, path)];
  await becomes(agent, third.id, "running");
  expect(await read(agent, first.id)).toMatchObject({ status: "cancelled", error: { code: "superseded" } });
  expect(await read(agent, second.id)).toMatchObject({ status: "cancelled", error: { code: "superseded" } });
  await finish(agent, third.id);
});

test("a sub-workflow waits for its place as well", async () => {
  const agent = await newAgent();
  const path = await bounded(agent, { limit: 1 });
  const first = await begin(agent, path);
  const workflowId = path.split("/").at(-2);
  const outer = await call("POST", "/api/v1/workflows", {
    key: agent.key,
    body: { name: "outer", steps: [{ id: "inner", workflowId }] },
  });
  const parent = await begin(agent, `/api/v1/workflows/${outer.body.id}/execute`);
  await becomes(agent, parent.id, "running");
  const runs = await vi.waitFor(async () => {
    const { body } = await call("GET", `/api/v1/workflows/${workflowId}/runs`, { key: agent.key });
    expect(body.data).toHaveLength(2);
    return body.data as { id: string; status: string }[];
  }, PATIENCE);
  const child = runs.find(({ id }) => id !== first.id)?.id ?? "";
  expect((await read(agent, child)).status).toBe("pending");
  await finish(agent, first.id);
  await becomes(agent, child, "running");
  await finish(agent, child);
  await becomes(agent, parent.id, "success");
});

test(
  "all objects die while runs hold places and wait: none is lost, no more than the limit are under way",
  { timeout: 180_000 },
  async () => {
    const agent = await newAgent();
    const path = await bounded(agent, { limit: 3 });
    const runs = await Promise.all(Array.from({ length: 12 }, (_, n) => begin(agent, path, { n })));
    const open = new Set(runs.map(({ id }) => id));
    while (open.size > 0) {
      await abortAllDurableObjects();
      const running = await vi.waitFor(async () => {
        const views = await Promise.all([...open].map((id) => read(agent, id)));
        const held = views.filter(({ status }) => status === "running").map(({ id }) => id as string);
        expect(held.length).toBeLessThanOrEqual(3);
        expect(held.length).toBe(Math.min(3, open.size));
        return held;
      }, PATIENCE);
      for (const id of running) {
        await finish(agent, id);
        open.delete(id);
      }
    }
  },
);
