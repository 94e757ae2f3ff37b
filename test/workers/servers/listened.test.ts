// A server that says of itself that its lists have changed, while nobody calls it: heard for as long as somebody watches.

import { runDurableObjectAlarm, runInDurableObject, SELF } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ServerKeeper } from "../../../api/servers/server-keeper.ts";
import { ServerListener } from "../../../api/servers/server-listener.ts";
import { call, newAgent } from "../api/hub.ts";
import { Listening, OldClient, result, stream } from "../mcp/client.ts";
import { aTool, changesOf, changingServer, newServer, refresh, SERVERS, toolIdOf } from "./upstream.ts";

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

async function nextOf(told: Listening, method: string) {
  for (;;) {
    const message = await told.next();
    if (message === undefined) throw new Error(`the stream ended before ${method}`);
    if (message.method === method) return message.params;
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
    const [before, since] = [(await listed(upstream)).length, Date.now()];
    await upstream.has({ tools: [aTool("first"), aTool("more")], tells: 300 });
    await expect.poll(() => changesOf(agent, server.id), { timeout: 20_000 }).toHaveLength(1);
    // Once in 5 s, however long this took here, and what may have been under way.
    expect((await listed(upstream)).length - before).toBeLessThan(4 + (Date.now() - since) / 5_000);
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

const keptBy = (id: string) =>
  runInDurableObject(listenerOf(id), async (_, { storage }) => ({
    ...storage.kv.get<{ failures: number }>("kept"),
    retryAt: await storage.getAlarm(),
  }));

describe("a stream that breaks off", () => {
  test("goes on, in a session, from the last event: what was told meanwhile is heard", async () => {
    const { agent, upstream, server } = await registered("oldPath");
    await watching(agent.key, `/mcp/v1/servers/${server.id}`);
    await heard({ upstream, server });
    await upstream.has({ tools: [aTool("first")], prompts: [{ name: "first" }], tells: 1 });
    await upstream.has({ tools: [aTool("first"), aTool("second")], breaks: true, tells: 1 });
    // Two notices before it broke off, each an event, after the one that a stream begins with.
    await expect.poll(async () => (await upstream.state()).resumedFrom, { timeout: 20_000 }).toHaveLength(1);
    expect(await upstream.listening()).toBe(1);
    expect(Number((await upstream.state()).resumedFrom[0])).toBeGreaterThan(1);
    expect((await keptBy(server.id)).failures).toBe(0);
    const changes = async () => (await runDurableObjectAlarm(keeperOf(server.id)), changesOf(agent, server.id));
    await expect.poll(changes, { timeout: 20_000 }).toHaveLength(1);
  });

  test("is asked for again, each time later while the server is down, and is there when it is back", async () => {
    const { agent, upstream, server } = await registered("path");
    await watching(agent.key, `/mcp/v1/servers/${server.id}`);
    await heard({ upstream, server });
    await upstream.has({ breaks: true, down: true });
    await expect
      .poll(async () => (await runDurableObjectAlarm(listenerOf(server.id)), (await keptBy(server.id)).failures), {
        timeout: 20_000,
      })
      .toBeGreaterThan(3);
    const { failures = 0, retryAt } = await keptBy(server.id);
    expect(Math.round(((retryAt ?? 0) - Date.now()) / 1_000 / 2 ** (failures - 1))).toBe(5);
    await upstream.has({ tools: [aTool("first")] });
    void runDurableObjectAlarm(listenerOf(server.id));
    await expect.poll(() => upstream.listening(), { timeout: 20_000 }).toBe(1);
  });

  test.each(["path", "oldPath"] as const)(
    "by the hub, for it has brought too much, is not asked for at once: %s",
    async (era) => {
      const { agent, upstream, server } = await registered(era);
      await watching(agent.key, `/mcp/v1/servers/${server.id}`);
      await heard({ upstream, server });
      await upstream.has({ floods: 2_000_000 });
      await expect.poll(async () => (await keptBy(server.id)).failures, { timeout: 20_000 }).toBe(1);
      expect((await upstream.state()).resumedFrom).toEqual([]);
    },
  );
});

test("a server that says at every session that its lists have changed is read less and less, until they have", async () => {
  const { agent, upstream, server } = await registered("oldPath", { tellsAtSessions: true });
  await watching(agent.key, `/mcp/v1/servers/${server.id}`);
  await expect.poll(() => upstream.listening(), { timeout: 20_000 }).toBe(1);
  const keeper = () =>
    runInDurableObject(keeperOf(server.id), async (_, { storage }) => {
      const { inVain = 0, readAt = 0 } = (await storage.get<{ inVain?: number; readAt?: number }>("schedule")) ?? {};
      return { inVain, putOffMs: ((await storage.getAlarm()) ?? 0) - readAt };
    });
  const reads = async () => (await runDurableObjectAlarm(keeperOf(server.id)), (await keeper()).inVain);
  await expect.poll(reads, { timeout: 30_000 }).toBeGreaterThan(3);
  const doubled = async () => {
    const { inVain, putOffMs } = await keeper();
    return putOffMs / 2 ** (inVain - 1);
  };
  // It says so while it is read, or just after.
  await expect.poll(doubled, { timeout: 20_000 }).toBe(5_000);
  await upstream.has({ tools: [aTool("other")], tellsAtSessions: true });
  await refresh(agent, server.id);
  expect((await keeper()).inVain).toBe(0);
});

test("who watches a toolbox has the servers listened to whose tools are in it", async () => {
  const { agent, upstream, server } = await registered("path");
  const tools = [await toolIdOf(agent, server.id, "first")];
  const { body: box } = await call("POST", "/api/v1/mcp/boxes", {
    key: agent.key,
    body: { name: "of a server", tools },
  });
  await watching(agent.key, `/mcp/v1/boxes/${box.id}`);
  await expect.poll(() => upstream.listening(), { timeout: 20_000 }).toBe(1);
});

describe("a resource that its server says was updated", () => {
  async function allTold(told: Listening, uris: readonly string[]): Promise<void> {
    const left = new Set(uris);
    while (left.size > 0) left.delete((await nextOf(told, "notifications/resources/updated")).uri);
  }

  /** Resolves once who subscribed to it was told so, at the server and at the hub, in both eras. */
  async function isTold(era: "path" | "oldPath"): Promise<void> {
    const [uri, unlisted] = [`test://${crypto.randomUUID()}`, `of:${crypto.randomUUID()}`];
    const has = {
      resources: [
        { uri, name: "one" },
        { uri: `${uri}/other`, name: "other" },
      ],
      templates: [{ uriTemplate: "of:{id}", name: "any" }],
    };
    const { agent, upstream, server } = await registered(era, has);
    const [key, path] = [agent.key, `/mcp/v1/servers/${server.id}`];
    const notifications = { resourceSubscriptions: [uri] };
    const now = new Listening(await stream("subscriptions/listen", { notifications }, { key, path }));
    started.push({ stop: () => now.close() });
    const session = new OldClient(agent, "2025-06-18");
    await session.initialize();
    const atHub = [uri, `nexus://servers/${server.id}/resources/${encodeURIComponent(unlisted)}`];
    for (const one of atHub) await session.result("resources/subscribe", { uri: one });
    const missing = await session.ask("resources/subscribe", { uri: `nexus://servers/${server.id}/resources/none` });
    expect(missing.body.error.code).toBe(-32_602);
    const headers = { ...session.headers(), Authorization: `Bearer ${key}`, Accept: "text/event-stream" };
    const before = new Listening(await SELF.fetch("https://hub.example/mcp/v1", { headers }));
    started.push({ stop: () => before.close() });
    // From when on its server tells of it, what it said before may have been missed.
    await Promise.all([allTold(now, [uri]), allTold(before, atHub)]);
    expect((await upstream.state()).subscribed.toSorted()).toEqual([unlisted, uri].toSorted());
    await upstream.has({ ...has, updates: [`${uri}/other`, uri, unlisted] });
    await Promise.all([allTold(now, [uri]), allTold(before, atHub)]);
  }

  test("is told as updated to who subscribed to it, at the server and at the hub, in all combinations of eras", async () => {
    await Promise.all([isTold("path"), isTold("oldPath")]);
  });
});

test("a server that tells of its resources alone is listened to as soon as one is subscribed to", async () => {
  const uri = `test://${crypto.randomUUID()}`;
  const has = { resources: [{ uri, name: "one" }], keepsLists: true };
  const { agent, upstream, server } = await registered("path", has);
  await watching(agent.key, `/mcp/v1/servers/${server.id}`);
  const hasNone = () =>
    runInDurableObject(listenerOf(server.id), (_, { storage }) => storage.kv.get("noneUntil") !== undefined);
  await expect.poll(hasNone, { timeout: 20_000 }).toBe(true);
  const asked = { key: agent.key, path: `/mcp/v1/servers/${server.id}` };
  const notifications = { resourceSubscriptions: [uri] };
  const told = new Listening(await stream("subscriptions/listen", { notifications }, asked));
  started.push({ stop: () => told.close() });
  await expect.poll(async () => (await upstream.state()).subscribed, { timeout: 20_000 }).toEqual([uri]);
  expect(await upstream.listening()).toBe(1);
});

test("a server is removed or changed though its listener and its keeper cannot be told; they find out", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const fail = () => Promise.reject(new Error("The object is lost."));
  const spies = [
    vi.spyOn(ServerListener.prototype, "stop").mockImplementation(fail),
    vi.spyOn(ServerListener.prototype, "moved").mockImplementation(fail),
    vi.spyOn(ServerKeeper.prototype, "stop").mockImplementation(fail),
  ];
  try {
    const { agent, upstream, server } = await registered("path");
    await watching(agent.key, "/mcp/v1");
    await heard({ upstream, server });
    const path = `${SERVERS}/${server.id}`;
    const credentials = { authType: "bearer", authConfig: { token: "12345678" } };
    expect((await call("PUT", path, { key: agent.key, body: credentials })).status).toBe(200);
    expect((await call("DELETE", path, { key: agent.key })).status).toBe(204);
    expect((await call("GET", path, { key: agent.key })).status).toBe(404);
    expect(
      logged.mock.calls
        .flat()
        .join("\n")
        .match(/server_change_not_told/g),
    ).toHaveLength(3);
    for (const spy of spies) spy.mockRestore();
    await upstream.has({ breaks: true });
    await expect
      .poll(async () => (await runDurableObjectAlarm(listenerOf(server.id)), keptBy(server.id)), { timeout: 20_000 })
      .toEqual({ retryAt: null });
    await runDurableObjectAlarm(keeperOf(server.id));
    const keptOf = () => runInDurableObject(keeperOf(server.id), (_, { storage }) => storage.getAlarm());
    expect(await keptOf()).toBeNull();
  } finally {
    vi.restoreAllMocks();
  }
});

test("a server that is removed is heard no longer", async () => {
  const { agent, upstream, server } = await registered("path");
  await watching(agent.key, "/mcp/v1");
  await expect.poll(() => upstream.listening(), { timeout: 20_000 }).toBe(1);
  expect((await call("DELETE", `${SERVERS}/${server.id}`, { key: agent.key })).status).toBe(204);
  await expect.poll(() => upstream.listening(), { timeout: 20_000 }).toBe(0);
});
