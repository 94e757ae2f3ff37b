// Two hubs: an agent of one brings the other as a registry, adds a server that it finds there, and calls its tool. Both are
// behind the call: each asks for a key of its own and keeps its own log.

import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askHub } from "../harness/ask-hub.ts";
import type { Child } from "../harness/child.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { startUpstreamProcess } from "../harness/upstream-process.ts";

/** An agent of a hub. */
interface Agent {
  readonly hub: HubProcess;
  readonly id: string;
  readonly key: string;
}

let hubs: [HubProcess, HubProcess];
let upstream: Child;
/** Who publishes on the first hub, and who calls on both. */
let publisher: Agent;
let guest: Agent;
let caller: Agent;

beforeAll(async () => {
  // One after the other: each builds itself first.
  const a = await startHubProcess();
  const b = await startHubProcess();
  hubs = [a, b];
  upstream = await startUpstreamProcess();
  publisher = await newAgent(a, "publisher");
  guest = await newAgent(a, "guest");
  caller = await newAgent(b, "caller");
});

afterAll(async () => {
  await Promise.all([...(hubs ?? []).map((hub) => hub.stop()), upstream?.stop()]);
});

async function newAgent(hub: HubProcess, name: string): Promise<Agent> {
  const { id, apiKey } = await askHub(hub.url, "POST", "/api/v1/agents", "", { name });
  return { hub, id, key: apiKey };
}

const as = ({ hub, key }: Agent, method: string, path: string, body?: object) =>
  askHub(hub.url, method, path, key, body);

async function connected({ hub, key }: Agent): Promise<Client> {
  const client = new Client({ name: "caller", version: "1.0.0" });
  const requestInit = { headers: { Authorization: `Bearer ${key}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL("/mcp/v1", hub.url), { requestInit }));
  return client;
}

const SERVERS = "/api/v1/mcp/servers";
const REGISTRIES = "/api/v1/mcp/registries";

test("a public server of one hub is found, added and called on the other, and is gone there once it is private", async () => {
  const add = (name: string, isPublic: boolean) =>
    as(publisher, "POST", SERVERS, { name, url: `${upstream.url}/modern/mcp`, isPublic });
  const [shared, hidden] = [await add("shared", true), await add("hidden", false)];

  const registry = await as(caller, "POST", REGISTRIES, { url: hubs[0].url, name: "the-other-hub" });
  expect(registry).toMatchObject({ isWalking: false, lastError: null });
  const entries = `${REGISTRIES}/${registry.id}/servers`;
  const { data: listed } = await as(caller, "GET", entries);
  const ids = listed.map(({ name }: { name: string }) => name.split("/")[1]) as string[];
  expect(new Set(ids)).toEqual(new Set(["hub", shared.id]));
  expect(JSON.stringify(listed)).not.toContain(hidden.id);
  const { data: found } = await as(caller, "GET", `${entries}?search=shared`);
  expect(found).toMatchObject([{ status: "active", reachable: true }]);
  const entry = `${entries}/${encodeURIComponent(found[0].name)}`;

  // It asks for a key of the first hub, and says so.
  await expect(as(caller, "POST", `${entry}/import`, {})).rejects.toThrow(/ 422: .*api_key/);
  const server = await as(caller, "POST", `${entry}/import`, { variables: { api_key: guest.key }, name: "from-a" });
  expect(server).toMatchObject({ stale: false, counts: { tools: shared.counts.tools, prompts: 5 } });

  const client = await connected(caller);
  const called = await client.callTool({ name: "add", arguments: { a: 2, b: 3 } });
  expect(called.structuredContent).toEqual({ sum: 5 });
  // One call, in the log of each hub, of the agent that showed that hub a key.
  const logOf = async (agent: Agent) => (await as(agent, "GET", "/api/v1/mcp/invocations")).data;
  await expect.poll(() => logOf(caller), { timeout: 30_000 }).toMatchObject([{ status: "success" }]);
  await expect
    .poll(() => logOf(guest), { timeout: 30_000 })
    .toMatchObject([{ status: "success", callerAgentId: guest.id, providerAgentId: publisher.id }]);
  const { prompts } = await client.listPrompts();
  expect(prompts.map(({ name }) => name)).toContain("test_simple_prompt");

  await as(publisher, "PUT", `${SERVERS}/${shared.id}`, { isPublic: false });
  await as(caller, "POST", `${REGISTRIES}/${registry.id}/refresh`, {});
  const { data: after } = await as(caller, "GET", `${entries}?status=deleted`);
  expect(after).toMatchObject([{ name: found[0].name, status: "deleted", reachable: false }]);
  expect(JSON.stringify(after)).not.toContain("shared");
  await expect(as(caller, "POST", `${entry}/import`, { name: "again" })).rejects.toThrow(/ 409: .*entry_not_usable/);
  // What was added is called no more, and its owner is told why.
  await expect(as(caller, "POST", `${SERVERS}/${server.id}/refresh`, {})).rejects.toThrow(/ 424: .*upstream_failed/s);
  expect(await as(caller, "GET", `${SERVERS}/${server.id}`)).toMatchObject({
    stale: true,
    lastError: expect.any(String),
  });
  const refused = await client.callTool({ name: "add", arguments: { a: 2, b: 3 } });
  expect(refused).toMatchObject({ isError: true });
  await client.close();
});
