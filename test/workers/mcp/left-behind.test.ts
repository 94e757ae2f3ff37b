// What objects that anybody may name, or that have ended, leave in storage: nothing.

import { listDurableObjectIds, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { SessionJournal } from "../../../api/mcp/session-journal.ts";
import { SocketJournal } from "../../../api/mcp/socket-journal.ts";
import { eventually } from "../../harness/eventually.ts";
import { call, newAgent, newKey } from "../api/hub.ts";
import { newName, served, serveByHand, upgrade } from "../servers/serving.ts";
import { SERVERS } from "../servers/upstream.ts";
import { OldClient } from "./client.ts";

/** What the object of this stub keeps. */
function keptBy(stub: DurableObjectStub): Promise<string[]> {
  return runInDurableObject(stub, async (_, { storage }) => {
    const tables = storage.sql.exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'",
    );
    const alarm = await storage.getAlarm();
    return [...tables.toArray().map(({ name }) => name), ...(alarm === null ? [] : ["an alarm"])];
  });
}

/** Those of sockets that other tests left open may come back meanwhile. */
async function idsIn(namespace: DurableObjectNamespace): Promise<Set<string>> {
  return new Set((await listDurableObjectIds(namespace)).map(String));
}

/** The objects that were not there before. */
async function newIn(namespace: DurableObjectNamespace, before: ReadonlySet<string>): Promise<DurableObjectId[]> {
  return (await listDurableObjectIds(namespace)).filter((id) => !before.has(String(id)));
}

const session = (id: string) => env.MCP_SESSION.getByName(id);

test("a session id that the hub never gave leaves nothing, whoever asks under it how often", async () => {
  const client = new OldClient(await newAgent(), "2025-11-25");
  client.sessionId = crypto.randomUUID();
  expect((await client.ask("tools/list")).status).toBe(404);
  expect((await client.send(null, "DELETE")).status).toBe(404);
  expect(await keptBy(session(client.sessionId))).toEqual([]);
});

test("a session that its client ends leaves nothing", async () => {
  const client = new OldClient(await newAgent(), "2025-11-25");
  await client.initialize();
  expect(await keptBy(session(client.sessionId))).toContain("opening");
  expect((await client.send(null, "DELETE")).status).toBe(200);
  expect(await keptBy(session(client.sessionId))).toEqual([]);
  expect((await client.ask("tools/list")).status).toBe(404);
});

test("a session that could not be opened leaves nothing", async () => {
  const client = new OldClient(await newAgent(), "2025-11-25", "/mcp/v1/servers/srv_missing");
  client.sessionId = crypto.randomUUID();
  const { sessionId } = client;
  expect((await client.initialize()).status).toBe(404);
  expect(await keptBy(session(sessionId))).toEqual([]);
});

test("a socket that its client closes leaves nothing", async () => {
  const { key } = await newAgent();
  const before = await idsIn(env.MCP_SOCKET);
  const { webSocket } = await upgrade("/mcp/v1/ws", { Authorization: `Bearer ${key}` });
  webSocket?.accept();
  const [id] = await newIn(env.MCP_SOCKET, before);
  if (id === undefined) throw new Error("no object has the socket");
  const socket = env.MCP_SOCKET.get(id);
  expect(await keptBy(socket)).toContain("visit");
  webSocket?.close(1000);
  await eventually(() => keptBy(socket)).toEqual([]);
});

test("of ever so many tasks and subscriptions the newest are kept", async () => {
  const numbers = Array.from({ length: 250 }, (_, i) => i);
  const newest = numbers.slice(-100).toReversed();
  await runInDurableObject(session(crypto.randomUUID()), async (_, { storage }) => {
    const journal = new SessionJournal(storage);
    journal.open({ agentId: "agent_x", endpoint: "/mcp/v1", initialize: {} }, 0);
    for (const i of numbers) {
      journal.follow(`run_${i}`);
      journal.subscribe(`nexus://runs/${i}`);
    }
    expect(journal.followed(1_000)).toEqual(newest.map((i) => `run_${i}`));
    expect(journal.subscriptions(1_000)).toEqual(newest.map((i) => `nexus://runs/${i}`));
    await journal.end();
  });
  await runInDurableObject(env.MCP_SOCKET.getByName(crypto.randomUUID()), async (_, { storage }) => {
    const journal = new SocketJournal(storage);
    journal.wish({ task: "run_before_there_is_anything" });
    const caller = { agentId: "agent_x", keyId: "key_x", scopes: [], rateLimitPerMin: 1 };
    journal.open({ caller, endpoint: { kind: "hub", tools: "auto" }, id: "x", shownUntil: null });
    for (const i of numbers) journal.wish({ task: `run_${i}` });
    expect(journal.wishes(1_000)).toEqual(newest.map((i) => ({ task: `run_${i}` })));
    await journal.end();
  });
});

test("an agent that could not be greeted, and one whose server is removed, leave nothing", async () => {
  const agent = await newAgent();
  const before = await idsIn(env.CONNECTED_AGENT);
  const failing = await serveByHand(agent, newName(), ({ method }) =>
    method === "tools/list" ? { tools: 1 } : undefined,
  );
  expect(await failing.ended).toMatchObject({ code: 4000 });
  const [id] = await newIn(env.CONNECTED_AGENT, before);
  if (id === undefined) throw new Error("no object had the socket");
  const object = env.CONNECTED_AGENT.get(id);
  expect(await keptBy(object)).toContain("facts");
  expect(await runDurableObjectAlarm(object)).toBe(true);
  expect(await keptBy(object)).toEqual([]);

  const name = newName();
  await serveByHand(agent, name);
  const server = await served(agent, name);
  const serving = env.CONNECTED_AGENT.getByName(server.id);
  expect(await keptBy(serving)).toContain("facts");
  await call("DELETE", `${SERVERS}/${server.id}`, { key: agent.key });
  await eventually(() => keptBy(serving)).toEqual([]);
});

test("whoever connects under ever new names to serve is stopped by the limit of the key, before there is an object", async () => {
  const key = await newKey(await newAgent(), { scopes: ["tools:write"], rateLimitPerMin: 2 });
  const before = await idsIn(env.CONNECTED_AGENT);
  const headers = { Authorization: `Bearer ${key}` };
  const answers = [1, 2, 3, 4].map(() => upgrade(`/mcp/v1/ws?serve=${newName()}`, headers));
  const statuses = (await Promise.all(answers)).map(({ status, webSocket }) => (webSocket?.accept(), status));
  expect(statuses.toSorted((one, other) => one - other)).toEqual([101, 101, 429, 429]);
  expect(await newIn(env.CONNECTED_AGENT, before)).toHaveLength(2);
});
