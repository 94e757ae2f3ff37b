// Schedules as their users meet them.

import { env } from "cloudflare:workers";
import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { call, newAgent, newKey, type TestAgent } from "../api/hub.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };

async function workflowOf({ key }: TestAgent, extra: Record<string, unknown> = {}): Promise<string> {
  const body = { name: "w", steps: [{ id: "said", transform: "{{input.day}}" }], ...extra };
  const answer = await call("POST", "/api/v1/workflows", { key, body });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

/** The schedule's time has come: its last tick so many minutes ago. */
async function comeDue({ id }: TestAgent, minutesAgo = 0): Promise<void> {
  const scheduler = env.SCHEDULER.getByName(id);
  const handled = Date.now() - (minutesAgo + 1) * 60_000 - 1;
  await runInDurableObject(scheduler, (_, { storage }) => {
    storage.sql.exec("UPDATE schedules SET handled_until = ?, next_at = ? WHERE paused = 0", handled, handled + 1);
  });
  await runDurableObjectAlarm(scheduler);
}

async function runsOf({ key }: TestAgent, workflowId: string) {
  return (await call("GET", `/api/v1/workflows/${workflowId}/runs`, { key })).body.data as {
    id: string;
    status: string;
  }[];
}

test("a schedule shows its next five ticks, is paused, resumed, replaced and deleted", async () => {
  const agent = await newAgent();
  const path = `/api/v1/workflows/${await workflowOf(agent)}/schedules`;
  const created = await call("POST", path, {
    key: agent.key,
    body: { cron: "0 9 * * MON", timezone: "Europe/Berlin" },
  });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    catchUp: "last",
    overlap: "allow",
    paused: false,
    lastOutcome: null,
    version: null,
  });
  expect(created.body.nextTimes).toHaveLength(5);
  for (const at of created.body.nextTimes) expect(new Date(at).getUTCDay()).toBe(1);
  const one = created.headers.get("Location") ?? "";
  expect(one).toBe(`${path}/${created.body.id}`);
  expect((await call("POST", `${one}/pause`, { key: agent.key })).body).toMatchObject({ paused: true, nextTimes: [] });
  const replaced = await call("PUT", one, { key: agent.key, body: { cron: "@hourly", name: "hourly" } });
  expect(replaced.body).toMatchObject({ cron: "@hourly", name: "hourly", paused: true });
  expect((await call("POST", `${one}/resume`, { key: agent.key })).body.nextTimes).toHaveLength(5);
  const ends = new Date(Date.now() + 30 * 60 * 60_000).toISOString();
  const second = await call("POST", path, { key: agent.key, body: { cron: "@daily", endAt: ends } });
  expect([1, 2]).toContain(second.body.nextTimes.length);
  const page = await call("GET", `${path}?limit=1`, { key: agent.key });
  expect(page.body.data.map(({ id }: { id: string }) => id)).toEqual([second.body.id]);
  const next = await call("GET", `${path}?cursor=${page.body.nextCursor}`, { key: agent.key });
  expect([next.body.data.length, next.body.nextCursor]).toEqual([1, null]);
  expect((await call("DELETE", one, { key: agent.key })).status).toBe(204);
  expect((await call("GET", one, { key: agent.key })).status).toBe(404);
});

test("the schedules of all workflows are one list, page by page, and nobody else's", async () => {
  const agent = await newAgent();
  const made: string[] = [];
  for (const workflowId of [await workflowOf(agent), await workflowOf(agent)]) {
    const path = `/api/v1/workflows/${workflowId}/schedules`;
    made.unshift((await call("POST", path, { key: agent.key, body: { cron: "@daily" } })).body.id);
  }
  const list = async (key: string, query = "") => (await call("GET", `/api/v1/schedules${query}`, { key })).body;
  const first = await list(agent.key, "?limit=1");
  const next = await list(agent.key, `?limit=1&cursor=${first.nextCursor}`);
  expect([...first.data, ...next.data].map(({ id }: { id: string }) => id).toSorted()).toEqual(made.toSorted());
  expect(next.nextCursor).toBeNull();
  expect((await list((await newAgent()).key)).data).toEqual([]);
});

test("a tick starts one run of its input, under an id that follows from it, and says so", async () => {
  const agent = await newAgent();
  const workflowId = await workflowOf(agent);
  const path = `/api/v1/workflows/${workflowId}/schedules`;
  const body = { cron: "* * * * *", input: { day: "{{input.scheduledAt}}" } };
  const { id } = (await call("POST", path, { key: agent.key, body })).body;
  await comeDue(agent);
  const { lastOutcome } = (await call("GET", `${path}/${id}`, { key: agent.key })).body;
  expect(lastOutcome).toMatchObject({ status: "started", message: null });
  const read = () => call("GET", `/api/v1/workflow-runs/${lastOutcome.runId}`, { key: agent.key });
  await vi.waitFor(async () => expect((await read()).body.status).toBe("success"), PATIENCE);
  expect((await read()).body).toMatchObject({
    trigger: { type: "schedule", id, at: lastOutcome.scheduledAt },
    output: { said: lastOutcome.scheduledAt },
  });
  await vi.waitFor(async () => {
    const { body: list } = await call("GET", `/api/v1/workflow-runs?triggerId=${id}&status=success`, {
      key: agent.key,
    });
    expect(list.data).toMatchObject([{ id: lastOutcome.runId, trigger: { type: "schedule", id } }]);
  }, PATIENCE);
  // The same tick again, as after a crash before it was noted.
  await runInDurableObject(env.SCHEDULER.getByName(agent.id), (_, { storage }) => {
    storage.sql.exec(
      "INSERT INTO ticks (schedule_id, at, retry_at) VALUES (?, ?, 0)",
      id,
      Date.parse(lastOutcome.scheduledAt),
    );
  });
  await runDurableObjectAlarm(env.SCHEDULER.getByName(agent.id));
  await vi.waitFor(async () => expect(await runsOf(agent, workflowId)).toHaveLength(1), PATIENCE);
});

test("what can no longer become a run is refused and says why, and the schedule goes on", async () => {
  const agent = await newAgent();
  const inputSchema = { type: "object", properties: { day: { type: "integer" } }, required: ["day"] };
  const path = `/api/v1/workflows/${await workflowOf(agent, { inputSchema })}/schedules`;
  const body = { cron: "* * * * *", input: { day: 1 } };
  const { id } = (await call("POST", path, { key: agent.key, body })).body;
  const outcomeOf = async (change: Record<string, unknown>) => {
    await runInDurableObject(env.SCHEDULER.getByName(agent.id), (_, { storage }) => {
      const said = JSON.stringify(change);
      storage.sql.exec("UPDATE schedules SET timetable = json_patch(timetable, ?)", said);
    });
    await comeDue(agent);
    const { lastOutcome, nextTimes } = (await call("GET", `${path}/${id}`, { key: agent.key })).body;
    expect(nextTimes).toHaveLength(5);
    return lastOutcome;
  };
  expect(await outcomeOf({ input: { day: "x" } })).toMatchObject({
    status: "refused",
    runId: null,
    message: /\/input/,
  });
  expect(await outcomeOf({ input: { day: "{{input.nope}}" } })).toMatchObject({ status: "refused", message: /nope/ });
  expect(await outcomeOf({ input: { day: 1 }, version: 7 })).toMatchObject({ status: "refused", message: /version 7/ });
  expect(await outcomeOf({ version: 1 })).toMatchObject({ status: "started" });
});

test("what would be refused at every tick is refused when it is written", async () => {
  const agent = await newAgent();
  const inputSchema = {
    type: "object",
    properties: { day: { type: "string", format: "date-time" } },
    required: ["day"],
  };
  const path = `/api/v1/workflows/${await workflowOf(agent, { inputSchema })}/schedules`;
  const fits = { cron: "@daily", input: { day: "{{input.scheduledAt}}" } };
  const { id } = (await call("POST", path, { key: agent.key, body: fits })).body;
  for (const [method, at] of [
    ["POST", path],
    ["PUT", `${path}/${id}`],
  ] as const) {
    const faultOf = async (change: Record<string, unknown>) => {
      const { status, body } = await call(method, at, { key: agent.key, body: { ...fits, ...change } });
      return [status, body.code, body.errors?.[0].pointer];
    };
    expect(await faultOf({ input: {} })).toEqual([422, "invalid_input", "/input"]);
    expect(await faultOf({ input: { day: 7 } })).toEqual([422, "invalid_input", "/input/day"]);
    expect(await faultOf({ input: { day: "{{input.nope}}" } })).toEqual([422, "invalid_request", "/input/day"]);
    expect(await faultOf({ input: { day: "{{input.nope" } })).toEqual([422, "invalid_request", "/input/day"]);
    expect(await faultOf({ input: { day: "{{steps.a.result}}" } })).toEqual([422, "invalid_request", "/input/day"]);
    expect(await faultOf({ version: 2 })).toEqual([422, "invalid_request", "/version"]);
    expect(await faultOf({ endAt: "2020-01-01T00:00:00Z" })).toEqual([422, "invalid_request", "/endAt"]);
    expect(await faultOf({ startAt: "9999-12-31T00:00:01Z" })).toEqual([422, "invalid_request", "/startAt"]);
    expect((await faultOf({ version: 1, startAt: "2030-01-01T00:00:00Z" }))[1]).toBeUndefined();
  }
});

test("a scheduler that fails comes back after a while, not at once, and goes on once it can", async () => {
  const agent = await newAgent();
  const path = `/api/v1/workflows/${await workflowOf(agent)}/schedules`;
  const { id } = (await call("POST", path, { key: agent.key, body: { cron: "* * * * *" } })).body;
  const scheduler = env.SCHEDULER.getByName(agent.id);
  const timetable = await runInDurableObject(scheduler, (_, { storage }) => {
    const [kept] = storage.sql.exec<{ timetable: string }>("SELECT timetable FROM schedules").toArray();
    storage.sql.exec("UPDATE schedules SET timetable = 'unreadable'");
    return kept?.timetable ?? "";
  });
  const before = Date.now();
  await comeDue(agent);
  await runInDurableObject(scheduler, async (_, { storage }) => {
    expect(await storage.getAlarm()).toBeGreaterThanOrEqual(before + 5_000);
    storage.sql.exec("UPDATE schedules SET timetable = ?", timetable);
  });
  await runDurableObjectAlarm(scheduler);
  expect((await call("GET", `${path}/${id}`, { key: agent.key })).body.lastOutcome.status).toBe("started");
});

test("overlap skip leaves a tick out while the run before goes on; cancel_running ends that run", async () => {
  const agent = await newAgent();
  const workflowId = await workflowOf(agent, { steps: [{ id: "go", wait: { signal: "go" } }] });
  const path = `/api/v1/workflows/${workflowId}/schedules`;
  const body = { cron: "* * * * *", overlap: "skip" };
  const { id } = (await call("POST", path, { key: agent.key, body })).body;
  const lastOutcome = async () => (await call("GET", `${path}/${id}`, { key: agent.key })).body.lastOutcome;
  await comeDue(agent, 1);
  const first = await lastOutcome();
  expect(first.status).toBe("started");
  await runInDurableObject(env.SCHEDULER.getByName(agent.id), (_, { storage }) => {
    storage.sql.exec("INSERT INTO ticks (schedule_id, at, retry_at) VALUES (?, ?, 0)", id, Date.now() - 1);
  });
  await runDurableObjectAlarm(env.SCHEDULER.getByName(agent.id));
  expect(await lastOutcome()).toMatchObject({ status: "skipped", runId: null });
  await call("PUT", `${path}/${id}`, { key: agent.key, body: { ...body, overlap: "cancel_running" } });
  await runInDurableObject(env.SCHEDULER.getByName(agent.id), (_, { storage }) => {
    storage.sql.exec("INSERT INTO ticks (schedule_id, at, retry_at) VALUES (?, ?, 0)", id, Date.now() - 2);
  });
  await runDurableObjectAlarm(env.SCHEDULER.getByName(agent.id));
  expect(await lastOutcome()).toMatchObject({ status: "started" });
  const before = await call("GET", `/api/v1/workflow-runs/${first.runId}`, { key: agent.key });
  expect(before.body).toMatchObject({ status: "cancelled", error: { code: "superseded" } });
});

test("faults are found when it is written; without the scope it is not", async () => {
  const agent = await newAgent();
  const path = `/api/v1/workflows/${await workflowOf(agent)}/schedules`;
  const faultOf = async (body: Record<string, unknown>) => (await call("POST", path, { key: agent.key, body })).body;
  expect((await faultOf({ cron: "every day" })).errors[0].pointer).toBe("/cron");
  expect((await faultOf({ cron: "@daily", timezone: "Nowhere" })).errors[0].pointer).toBe("/timezone");
  expect((await faultOf({ cron: "@daily", maxCatchUp: 1_000 })).errors[0].pointer).toBe("/maxCatchUp");
  const order = { startAt: "2030-01-02T00:00:00Z", endAt: "2030-01-01T00:00:00+00:00" };
  expect((await faultOf({ cron: "@daily", ...order })).errors[0].pointer).toBe("/endAt");
  const key = await newKey(agent, { scopes: ["workflows:write"] });
  expect((await call("POST", path, { key, body: { cron: "@daily" } })).status).toBe(403);
  const nowhere = await call("POST", "/api/v1/workflows/wf_nowhere/schedules", {
    key: agent.key,
    body: { cron: "@daily" },
  });
  expect(nowhere.status).toBe(404);
});

test("another agent's schedule is as one that is not there", async () => {
  const [owner, stranger] = [await newAgent(), await newAgent()];
  const path = `/api/v1/workflows/${await workflowOf(owner)}/schedules`;
  const { id } = (await call("POST", path, { key: owner.key, body: { cron: "@daily" } })).body;
  const one = `${path}/${id}`;
  for (const [method, at] of [
    ["GET", one],
    ["DELETE", one],
    ["POST", `${one}/pause`],
  ] as const) {
    expect((await call(method, at, { key: stranger.key })).status).toBe(404);
  }
  expect((await call("PUT", one, { key: stranger.key, body: { cron: "@hourly" } })).status).toBe(404);
  expect((await call("GET", one, { key: owner.key })).body).toMatchObject({ cron: "@daily", paused: false });
});

test("a deleted workflow takes its schedules along; a lost object forgets none", async () => {
  const agent = await newAgent();
  const workflowId = await workflowOf(agent);
  const path = `/api/v1/workflows/${workflowId}/schedules`;
  const { id } = (await call("POST", path, { key: agent.key, body: { cron: "@daily" } })).body;
  await abortAllDurableObjects();
  expect((await call("GET", `${path}/${id}`, { key: agent.key })).status).toBe(200);
  await call("DELETE", `/api/v1/workflows/${workflowId}`, { key: agent.key });
  expect((await call("GET", `${path}/${id}`, { key: agent.key })).status).toBe(404);
});
