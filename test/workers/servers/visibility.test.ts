// Whom an MCP server is there for: its owner, or everybody.

import { beforeAll, describe, expect, test } from "vitest";
import { call, newAgent, type TestAgent } from "../api/hub.ts";
import { ask, OldClient, result } from "../mcp/client.ts";
import { aTool, changesOf, changingServer, invoke, newServer, refresh, SERVERS, toolIdOf } from "./upstream.ts";

const REGISTRY = "/v0.1/servers";
let owner: TestAgent;
let other: TestAgent;

beforeAll(async () => {
  [owner, other] = [await newAgent("Owner"), await newAgent("Other")];
});

let words = 0;

/** A server with one tool of a name that nothing else has. */
async function served(extra: object) {
  const upstream = changingServer();
  const name = `quokka${++words}x${Date.now()}`;
  await upstream.has({ tools: [aTool(name)] });
  const server = await newServer(owner, upstream.path, extra);
  return { upstream, server, name, toolId: await toolIdOf(owner, server.id, name) };
}

type Served = Awaited<ReturnType<typeof served>>;

/** Every way in which an agent could come to know of the server or its tool: those in which it does. */
async function knownTo({ key }: TestAgent, { server, name, toolId }: Served): Promise<string[]> {
  const get = (path: string) => call("GET", path, { key });
  const post = (path: string, body: object) => call("POST", path, { key, body });
  const mcp = async (method: string, params: Record<string, unknown>, path = "/mcp/v1") =>
    JSON.stringify((await ask(method, params, { key, path })).body);
  const tool = (tools: string, args: object) => mcp("tools/call", { name: tools, arguments: args });
  const says = (text: unknown, word: string) => JSON.stringify(text).includes(word);
  const steps = [{ id: "a", toolId, arguments: {} }];
  const ways: Record<string, boolean> = {
    "the server": (await get(`${SERVERS}/${server.id}`)).status === 200,
    "its definitions": (await get(`${SERVERS}/${server.id}/definitions`)).status === 200,
    "its endpoint": (await ask("tools/list", {}, { key, path: `/mcp/v1/servers/${server.id}` })).status === 200,
    "its endpoint, before 2026":
      (await new OldClient({ key }, "2025-11-25", `/mcp/v1/servers/${server.id}`).initialize()).status === 200,
    "the tool": (await get(`/api/v1/mcp/tools/${toolId}`)).status === 200,
    "its schema": (await get(`/api/v1/mcp/tools/${toolId}/schema`)).status === 200,
    "its numbers": (await get(`/api/v1/mcp/tools/${toolId}/stats`)).status === 200,
    "a search": says((await get(`/api/v1/mcp/tools?q=${name}`)).body.data, toolId),
    "a search by name": says((await get(`/api/v1/mcp/tools?name=${name}`)).body.data, toolId),
    versions: says((await get(`/api/v1/mcp/tools?name=${name}&version=latest`)).body.data, toolId),
    "the agent's tools": says((await get(`/api/v1/mcp/agents/${owner.id}/tools?limit=100`)).body.data, toolId),
    "a call": (await invoke({ id: "", key }, toolId)).status === "success",
    "a batch": JSON.stringify(
      (await post("/api/v1/mcp/invoke/batch", { calls: [{ toolId, arguments: {} }] })).body,
    ).includes('"status":"success"'),
    "a workflow": (await post("/api/v1/workflows/check", { name: "w", steps })).body.ok === true,
    "a workflow, by name":
      (await post("/api/v1/workflows/check", { name: "w", steps: [{ id: "a", tool: `${owner.id}/${name}` }] })).body
        .ok === true,
    "tools/list": says(await result("tools/list", {}, { key, path: "/mcp/v1?tools=all" }), toolId),
    "tools/call": says(await tool(name, {}), "invocationId"),
    "tools/call by id": says(await tool(toolId, {}), "invocationId"),
    "tools/call of the agent's": says(await tool(`${owner.id}/${name}`, {}), "invocationId"),
    search_tools: says(await tool("search_tools", { query: name }), toolId),
    describe_tool: says(await tool("describe_tool", { tool: toolId }), name),
    "a resource": says(await mcp("resources/read", { uri: `nexus://tools/${toolId}` }), name),
    completion: says(
      await mcp("completion/complete", {
        ref: { type: "ref/resource", uri: "nexus://tools/{toolId}" },
        argument: { name: "toolId", value: name },
      }),
      toolId,
    ),
    "a toolbox": (await post("/api/v1/mcp/boxes", { name: "box", tools: [toolId] })).status === 201,
  };
  return Object.keys(ways).filter((way) => ways[way]);
}

test("a server is private unless it is said to be for all, and to others neither it nor its tools exist in any way", async () => {
  const it = await served({ isPublic: undefined });
  expect(await knownTo(other, it)).toEqual([]);
  const all = await knownTo(owner, it);
  expect(all).toHaveLength(24);
  expect((await call("GET", `${SERVERS}/${it.server.id}`, { key: owner.key })).body).toMatchObject({ isPublic: false });
  expect(JSON.stringify((await call("GET", `${REGISTRY}?limit=100&search=${it.server.id}`)).body)).not.toContain(
    "srv_",
  );
  const open = await served({ isPublic: true });
  // A list that was read before may be some seconds old.
  expect(await knownTo(await newAgent("Later"), open)).toEqual(all);
});

test("a tool that comes later, and a refresh, leave it as it is", async () => {
  const it = await served({ isPublic: false });
  await it.upstream.has({ tools: [aTool(it.name), aTool(`${it.name}b`)] });
  await refresh(owner, it.server.id);
  expect(await changesOf(owner, it.server.id)).toHaveLength(1);
  await call("POST", `${SERVERS}/${it.server.id}/changes/approve`, { key: owner.key, body: {} });
  const second = await toolIdOf(owner, it.server.id, `${it.name}b`);
  expect(await invoke(owner, second)).toMatchObject({ status: "success" });
  expect(await invoke(other, second)).toMatchObject({ code: "not_found" });
});

describe("a public toolbox", () => {
  test("shows and calls the tool of a private server for the server's owner alone", async () => {
    const { toolId, name } = await served({ isPublic: false });
    const body = { name: "box", tools: [toolId, "uuid"], isPublic: true };
    const { body: box } = await call("POST", "/api/v1/mcp/boxes", { key: owner.key, body });
    const namesFor = async ({ key }: TestAgent) => {
      const { tools } = await result("tools/list", {}, { key, path: box.mcpPath });
      return tools.map((tool: { name: string }) => tool.name);
    };
    expect(await namesFor(owner)).toEqual([name, "uuid"]);
    expect(await namesFor(other)).toEqual(["uuid"]);
    const called = await ask("tools/call", { name, arguments: {} }, { key: other.key, path: box.mcpPath });
    expect(called.body.error).toMatchObject({ code: -32_602 });
  });
});

test("a name that only a private server of another agent has too, is not ambiguous", async () => {
  const { name } = await served({ isPublic: false });
  const third = await newAgent("Third");
  const upstream = changingServer();
  await upstream.has({ tools: [aTool(name)] });
  await newServer(third, upstream.path);
  const called = await result("tools/call", { name, arguments: {} }, { key: other.key });
  expect(called._meta["nxscall.com/invocationId"]).toMatch(/^inv_/);
  const { tools } = await result("tools/list", {}, { key: (await newAgent("Later")).key, path: "/mcp/v1?tools=all" });
  expect(tools.map((tool: { name: string }) => tool.name)).toContain(name);
});

test("a server that is opened and closed again is there for others in between, is listed in /v0.1/servers, and is gone there", async () => {
  const it = await served({ isPublic: false });
  const show = (isPublic: boolean) => call("PUT", `${SERVERS}/${it.server.id}`, { key: owner.key, body: { isPublic } });
  const listed = async (query = "") =>
    (await call("GET", `${REGISTRY}?search=${it.server.id}${query}`)).body.servers as object[];
  expect((await show(true)).body).toMatchObject({ isPublic: true });
  expect(await invoke(other, it.toolId)).toMatchObject({ status: "success" });
  const remotes = [{ type: "streamable-http", url: `https://hub.example/mcp/v1/servers/${it.server.id}` }];
  expect(await listed()).toMatchObject([{ server: { title: it.server.name, remotes } }]);
  expect((await show(false)).body).toMatchObject({ isPublic: false });
  expect(await knownTo(other, it)).toEqual([]);
  expect(await listed()).toEqual([]);
  const gone = await listed("&updated_since=2020-01-01T00:00:00Z");
  expect(gone).toMatchObject([{ _meta: { "io.modelcontextprotocol.registry/official": { status: "deleted" } } }]);
  expect(JSON.stringify(gone)).not.toMatch(new RegExp(`remotes|"${it.server.name}"`));
  const deleted = await served({ isPublic: true });
  await call("DELETE", `${SERVERS}/${deleted.server.id}`, { key: owner.key });
  expect(await knownTo(other, deleted)).toEqual([]);
});
