// What a handoff holds goes with time, and with the run that sent it: rows, events, result, and a context in R2.

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import type { Env } from "../../../api/env.ts";
import { deleteSettledHandoffs } from "../../../api/handoffs/delete-handoffs.ts";
import { openDatabase } from "../../../api/platform/database.ts";
import type { RunShard } from "../../../api/runtime/run-shard.ts";
import { shardOf } from "../../../api/runtime/shards.ts";
import { call, newAgent, type TestAgent } from "../api/hub.ts";
import { listen, toldAgain } from "../feed/listen.ts";
import { act, inbox, send } from "./agents.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };
const DAY_MS = 86_400_000;
/** In bytes twice as long as in characters, which is what a run's values may have. */
const TEXT = "é".repeat(300_000);
/** Too large for a row. */
const LARGE = { one: TEXT, two: TEXT };

const bearer = ({ key }: TestAgent) => ({ Authorization: `Bearer ${key}` });

async function sweep(now: number): Promise<void> {
  while (await env.UPKEEP.getByName("hub").sweep(now));
}

/** In how many places something of the handoff is. */
async function held(id: string) {
  const [row] = (
    await env.DB.prepare(
      `SELECT (SELECT count(*) FROM handoffs WHERE id = ?1) AS rows,
        (SELECT count(*) > 0 FROM handoff_events WHERE handoff_id = ?1) AS events,
        (SELECT count(*) FROM handoff_results WHERE handoff_id = ?1) AS results`,
    )
      .bind(id)
      .all<{ rows: number; events: number; results: number }>()
  ).results;
  return { ...row, objects: (await env.ARCHIVE.list({ prefix: `handoffs/${id}/` })).objects.length };
}

const GONE = { rows: 0, events: 0, results: 0, objects: 0 };
const WHOLE = { rows: 1, events: 1, results: 1, objects: 1 };

/** A handoff that is completed; all know of it. */
async function completed(from: TestAgent, to: TestAgent, context: object = LARGE): Promise<string> {
  const id = await send(from, { toAgentId: to.id, context });
  await complete(to, id);
  return id;
}

async function complete(agent: TestAgent, id: string): Promise<void> {
  await act(agent, id, "accept");
  expect((await act(agent, id, "complete", { result: { done: true } })).status).toBe(200);
  await env.HANDOFF_KEEPER.getByName(id).follow();
}

/** Handoffs of a run that has ended: one after the other, each with a context in R2. */
async function sentByRun(from: TestAgent, to: TestAgent) {
  const handoff = { toAgentId: to.id, context: { one: "{{input.text}}", two: "{{input.text}}" } };
  const steps = [
    { id: "first", handoff },
    { id: "second", handoff, dependsOn: ["first"] },
  ];
  const { body } = await call("POST", "/api/v1/workflows", { key: from.key, body: { name: "w", steps } });
  const execute = `/api/v1/workflows/${body.id}/execute`;
  const { runId } = (await call("POST", execute, { key: from.key, body: { input: { text: TEXT } } })).body;
  const ids: string[] = [];
  for (const count of [1, 2]) {
    await vi.waitFor(async () => expect(await inbox(to, "status=pending")).toHaveLength(1), PATIENCE);
    ids.push(...(await inbox(to, "status=pending")));
    await complete(to, ids[count - 1] ?? "");
  }
  const run = `/api/v1/workflow-runs/${runId}`;
  const status = async () => (await call("GET", run, { key: from.key })).body.status;
  await vi.waitFor(async () => expect(await status()).toBe("success"), PATIENCE);
  expect(await Promise.all(ids.map(held))).toEqual([WHOLE, WHOLE]);
  return { run, runId: runId as string, ids };
}

test("a handoff is kept for 90 days after its end, and is gone then; one that is open stays", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const ids = [await completed(a, b), await completed(a, b, { task: "small" })];
  const open = await send(a, { toAgentId: b.id, context: LARGE });
  await act(b, open, "accept");
  await sweep(Date.now() + 90 * DAY_MS - 600_000);
  expect(await Promise.all(ids.map(held))).toEqual([WHOLE, { ...WHOLE, objects: 0 }]);
  await sweep(Date.now() + 90 * DAY_MS + 600_000);
  expect(await Promise.all(ids.map(held))).toEqual([GONE, GONE]);
  expect(await held(open)).toEqual({ ...WHOLE, results: 0 });
  for (const agent of [a, b]) {
    expect((await call("GET", `/api/v1/handoffs/${ids[0]}`, { key: agent.key })).status).toBe(404);
    expect((await call("GET", `/api/v1/handoffs/${open}`, { key: agent.key })).status).toBe(200);
  }
});

test("a handoff of whose end somebody has yet to be told is kept until that is done", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const id = await completed(a, b);
  const setTold = (told: 0 | 1) =>
    env.DB.prepare("UPDATE handoff_events SET told = ?2 WHERE handoff_id = ?1 AND type = 'completed'")
      .bind(id, told)
      .run();
  await setTold(0);
  await sweep(Date.now() + 91 * DAY_MS);
  expect(await held(id)).toEqual(WHOLE);
  await setTold(1);
  await sweep(Date.now() + 91 * DAY_MS);
  expect(await held(id)).toEqual(GONE);
});

test.each([
  ["before the contexts are gone", false],
  ["after the contexts are gone", true],
])("what breaks off %s is done by the next sweep, and nothing stays", async (_, isGone) => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const ids = [await completed(a, b), await completed(a, b)];
  const breaking = async (keys: string[]) => {
    if (isGone) await env.ARCHIVE.delete(keys);
    throw new Error("broke off");
  };
  const broken = { ...env, ARCHIVE: { delete: breaking } as unknown as R2Bucket } satisfies Env;
  const later = new Date(Date.now() + 600_000).toISOString();
  await expect(deleteSettledHandoffs(openDatabase(env.DB), broken, later)).rejects.toThrow("broke off");
  const objects = isGone ? 0 : 1;
  expect(await Promise.all(ids.map(held))).toEqual([
    { ...WHOLE, objects },
    { ...WHOLE, objects },
  ]);
  // Whoever looks meanwhile sees it, or that it is gone.
  const { status } = await call("GET", `/api/v1/handoffs/${ids[0]}`, { key: a.key });
  expect(status).toBe(isGone ? 404 : 200);
  await sweep(Date.now() + 91 * DAY_MS);
  expect(await Promise.all(ids.map(held))).toEqual([GONE, GONE]);
});

test("more than one slice holds goes in one sweep", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const model = await completed(a, b, { task: "one of many" });
  const { results } = await env.DB.prepare("SELECT name FROM pragma_table_info('handoffs') WHERE name <> 'id'").all<{
    name: string;
  }>();
  const names = results.map(({ name }) => `"${name}"`).join(", ");
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
     INSERT INTO handoffs (id, ${names}) SELECT printf('%s_%d', ?1, i), ${names} FROM handoffs, n WHERE id = ?1`,
  )
    .bind(model)
    .run();
  const count = async () =>
    (
      await env.DB.prepare("SELECT count(*) AS n FROM handoffs WHERE from_agent_id = ?")
        .bind(a.id)
        .first<{ n: number }>()
    )?.n;
  expect(await count()).toBe(251);
  await env.UPKEEP.getByName("hub").sweep(Date.now() + 91 * DAY_MS);
  expect(await count()).toBe(0);
});

test("a run that is deleted takes all its handoffs with it, out of the feeds too, and no other's", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const feeds = await Promise.all([a, b].map((agent) => listen(bearer(agent))));
  const { run, ids } = await sentByRun(a, b);
  const kept = [...(await sentByRun(a, b)).ids, await completed(a, b)];
  const toldOf = async (agent: TestAgent) =>
    new Set((await toldAgain(bearer(agent))).flatMap(({ type, data }) => (type.startsWith("handoff") ? data.id : [])));
  for (const agent of [a, b]) expect(await toldOf(agent)).toEqual(new Set([...ids, ...kept]));
  expect((await call("DELETE", run, { key: a.key })).status).toBe(204);
  for (const agent of [a, b]) expect(await toldOf(agent)).toEqual(new Set(kept));
  for (const feed of feeds) feed.close();
  expect(await Promise.all(ids.map(held))).toEqual([GONE, GONE]);
  expect(await Promise.all(kept.map(held))).toEqual([WHOLE, WHOLE, WHOLE]);
  expect((await inbox(b)).toSorted()).toEqual(kept.toSorted());
});

test("a deletion of a run that breaks off at its handoffs leaves the run, and is made again", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const { run, runId, ids } = await sentByRun(a, b);
  const shard = shardOf(env, { agentId: a.id, runId }) as unknown as DurableObjectStub<RunShard>;
  const broken = vi.spyOn(env.ARCHIVE, "delete").mockRejectedValue(new Error("broke off"));
  await expect(runInDurableObject(shard, (object) => object.remove(runId))).rejects.toThrow("broke off");
  broken.mockRestore();
  expect((await call("GET", run, { key: a.key })).status).toBe(200);
  expect(await Promise.all(ids.map(held))).toEqual([WHOLE, WHOLE]);
  expect((await call("DELETE", run, { key: a.key })).status).toBe(204);
  expect((await call("GET", run, { key: a.key })).status).toBe(404);
  expect(await Promise.all(ids.map(held))).toEqual([GONE, GONE]);
});
