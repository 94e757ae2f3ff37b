// SIGKILL over a tick, and in the very moment of one: each tick has one run.

import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HubClient } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";

const MINUTE_MS = 60_000;

let hub: HubProcess;

beforeAll(async () => {
  hub = await startHubProcess();
});

afterAll(() => hub?.stop());

test("ticks that come while the hub is dead, or is dying, have one run each", async () => {
  const { key, workflowId } = await prepare();
  const path = `/api/v1/workflows/${workflowId}/schedules`;
  const created = await ask(key, "POST", path, {
    cron: "* * * * *",
    catchUp: "all",
    input: { at: "{{input.scheduledAt}}" },
  });
  expect(created.status).toBe(201);
  // Dead over the first tick.
  await delay(msToTick() - 2_000);
  await hub.kill();
  await delay(msToTick() + 1_000);
  await hub.restart();
  // Killed in the moment of the second.
  await delay(msToTick() + 30);
  await hub.kill();
  await hub.restart();
  const ticks =
    Math.floor(Date.now() / MINUTE_MS) - Math.floor(Date.parse(created.body.createdAt as string) / MINUTE_MS);
  expect(ticks).toBeGreaterThanOrEqual(2);
  const deadline = Date.now() + 30_000;
  let runs: string[] = [];
  while (runs.length < ticks && Date.now() < deadline) {
    await delay(500);
    const { body } = await ask(key, "GET", `/api/v1/workflows/${workflowId}/runs?status=success`);
    runs = (body.data as { id: string }[]).map(({ id }) => id);
  }
  const inputs = await Promise.all(
    runs.map(async (id) => ((await ask(key, "GET", `/api/v1/workflow-runs/${id}`)).body.input as { at: string }).at),
  );
  expect(new Set(inputs).size).toBe(inputs.length);
  expect(inputs.length).toBeGreaterThanOrEqual(ticks);
}, 300_000);

function msToTick(): number {
  return MINUTE_MS - (Date.now() % MINUTE_MS);
}

async function prepare(): Promise<{ key: string; workflowId: string }> {
  const { agent, client } = await new HubClient(hub.url).register("A");
  const workflowId = await client.define({ name: "tick", steps: [{ id: "at", transform: "{{input.at}}" }] });
  return { key: agent.apiKey, workflowId };
}

async function ask(key: string, method: string, path: string, body?: unknown) {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const response = await fetch(hub.url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
