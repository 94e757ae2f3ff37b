// A server that says of itself that its lists have changed, while nobody calls it: heard for as long as somebody watches.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { call, newAgent } from "../api/hub.ts";
import { Listening, result, stream } from "../mcp/client.ts";
import { aTool, changesOf, changingServer, newServer, SERVERS } from "./upstream.ts";

const listenerOf = (id: string) => env.SERVER_LISTENER.getByName(id);
const keeperOf = (id: string) => env.SERVER_KEEPER.getByName(id);

const started: { readonly stop: () => Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map(({ stop }) => stop()));
});

async function registered(era: "path" | "oldPath", has: object = {}) {
  const agent = await newAgent();
  const upstream = changingServer();
  await upstream.has({ tools: [aTool("first")], prompts: [{ name: "first" }], ...has });
  const server = await newServer(agent, upstream[era], { isPublic: false });
  started.push({ stop: async () => listenerOf(server.id).stop() });
  return { agent, upstream, server };
}

/** Somebody who listens for changes at this endpoint. */
async function watching(key: string, path: string): Promise<Listening> {
  const notifications = { toolsListChanged: true, promptsListChanged: true };
  const told = new Listening(await stream("subscriptions/listen", { notifications }, { key, path }));
  started.push({ stop: () => told.close() });
  return told;
}

async function nextOf(told: Listening, method: string): Promise<void> {
  for (;;) {
    const message = (await told.next()) as { method?: string } | undefined;
    if (message === undefined) throw new Error(`the stream ended before ${method}`);
    if (message.method === method) return;
  }
}

type Upstream = ReturnType<typeof changingServer>;

async function heard({ upstream, server }: { upstream: Upstream; server: { id: string } }): Promise<void> {
  await expect.poll(() => upstream.listening(), { timeout: 20_000 }).toBe(1);
  // Each stream begins with a look.
  const { length } = await listed(upstream);
  await expect
    .poll(async () => (await runDurableObjectAlarm(keeperOf(server.id)), (await listed(upstream)).length))
    .toBeGreaterThan(length);
}

const listed = async (upstream: Upstream) => (await upstream.asked()).filter((method) => method === "tools/list");

describe.each([
  ["2026-07-28", "path"],
  ["2025-11-25", "oldPath"],
] as const)("a server of %s that changes while nobody calls it", (_revision, era) => {
  test("is heard by who watches it, and by who watches the hub: the list is the new one, a new tool is held", async () => {
    const { agent, upstream, server } = await registered(era);
    const own = await watching(agent.key, `/mcp/v1/servers/${server.id}`);
    const hub = await watching(agent.key, "/mcp/v1");
    await heard({ upstream, server });
    await upstream.has({
      tools: [aTool("first"), aTool("second")],
      prompts: [{ name: "first" }, { name: `second-${server.id}` }],
      tells: 1,
    });
    await nextOf(own, "notifications/prompts/list_changed");
    const names = async (path: string) =>
      (await result("prompts/list", {}, { key: agent.key, path })).prompts.map(({ name }: { name: string }) => name);
    expect(await names(`/mcp/v1/servers/${server.id}`)).toEqual(["first", `second-${server.id}`]);
    await nextOf(hub, "notifications/prompts/list_changed");
    expect(await names("/mcp/v1")).toContain(`second-${server.id}`);
    expect(await changesOf(agent, server.id)).toMatchObject([{ kind: "new", name: "second" }]);
    const { tools } = await result("tools/list", {}, { key: agent.key, path: `/mcp/v1/servers/${server.id}` });
    expect(tools.map(({ name }: { name: string }) => name)).toEqual(["first"]);
  });

  test("is read now and then however often it says so", async () => {
    const { agent, upstream, server } = await registered(era);
    await watching(agent.key, `/mcp/v1/servers/${server.id}`);
    await heard({ upstream, server });
    const before = (await listed(upstream)).length;
    await upstream.has({ tools: [aTool("first"), aTool("more")], tells: 300 });
    await expect.poll(() => changesOf(agent, server.id), { timeout: 20_000 }).toHaveLength(1);
    expect((await listed(upstream)).length - before).toBeLessThan(4);
  });

  test("is left alone once nobody watches any more", async () => {
    const { agent, upstream, server } = await registered(era);
    const told = await watching(agent.key, `/mcp/v1/servers/${server.id}`);
    await heard({ upstream, server });
    await told.close();
    await runInDurableObject(listenerOf(server.id), (_, { storage }) => {
      storage.kv.put("kept", { ...storage.kv.get<object>("kept"), until: Date.now() });
    });
    await expect.poll(() => upstream.listening(), { timeout: 20_000 }).toBe(0);
    const alarm = () => runInDurableObject(listenerOf(server.id), (_, { storage }) => storage.getAlarm());
    await expect.poll(alarm, { timeout: 20_000 }).toBeNull();
  });

  test("and has no stream to say so is not asked for one again", async () => {
    const { agent, upstream, server } = await registered(era, { silent: true });
    await watching(agent.key, `/mcp/v1/servers/${server.id}`);
    const kept = () =>
      runInDurableObject(listenerOf(server.id), async (_, { storage }) => [
        storage.kv.get<number>("noneUntil") !== undefined,
        await storage.getAlarm(),
      ]);
    await expect.poll(kept, { timeout: 20_000 }).toEqual([true, null]);
    await listenerOf(server.id).watch(server.id);
    expect(await kept()).toEqual([true, null]);
    expect(await upstream.listening()).toBe(0);
  });
});

test("a server that is removed is heard no longer", async () => {
  const { agent, upstream, server } = await registered("path");
  await watching(agent.key, "/mcp/v1");
  await expect.poll(() => upstream.listening(), { timeout: 20_000 }).toBe(1);
  expect((await call("DELETE", `${SERVERS}/${server.id}`, { key: agent.key })).status).toBe(204);
  await expect.poll(() => upstream.listening(), { timeout: 20_000 }).toBe(0);
});
