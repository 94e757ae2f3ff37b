// Real MCP servers behind the hub: reference servers over stdio, as others run them, called over REST and over MCP.

import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as HttpV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askHub } from "../harness/ask-hub.ts";
import { type Child, startChild } from "../harness/child.ts";
import { ROOT } from "../harness/command.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";

const UPSTREAM = join(import.meta.dirname, "../upstream");

let hub: HubProcess;
let folder: string;
let key = "";
const upstreams: Child[] = [];

beforeAll(async () => {
  [hub, folder] = await Promise.all([startHubProcess(), mkdtemp(join(tmpdir(), "nexuscall-files-"))]);
  folder = await realpath(folder);
  key = (await post("/api/v1/agents", { name: "A" })).apiKey;
});

afterAll(async () => {
  await Promise.all([hub?.stop(), ...upstreams.map((upstream) => upstream.stop())]);
  await rm(folder, { recursive: true, force: true });
});

const post = (path: string, body: object) => askHub(hub.url, "POST", path, key, body);

async function registered(name: string, args: string[], path: string, env: Record<string, string> = {}) {
  const upstream = await startChild(args, env);
  upstreams.push(upstream);
  return (await post("/api/v1/mcp/servers", { name, url: upstream.url + path })) as {
    id: string;
    problems: object[];
    counts: { tools: number };
  };
}

function overStdio(name: string, args: string[], env: Record<string, string> = {}) {
  const command = [
    process.execPath,
    join(ROOT, `node_modules/@modelcontextprotocol/server-${name}/dist/index.js`),
    ...args,
  ];
  return registered(name, [join(UPSTREAM, "stdio-bridge.ts"), JSON.stringify(command), "--with-parent"], "", env);
}

const at = (id: string) => new URL(`/mcp/v1/servers/${id}`, hub.url);
const authorized = () => ({ requestInit: { headers: { Authorization: `Bearer ${key}` } } });

async function clientV1(id: string): Promise<ClientV1> {
  const client = new ClientV1({ name: "v1", version: "1.0.0" });
  const transport: Transport = new HttpV1(at(id), authorized());
  await client.connect(transport);
  return client;
}

async function clientV2(id: string): Promise<ClientV2> {
  const client = new ClientV2({ name: "v2", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
  await client.connect(new HttpV2(at(id), authorized()));
  return client;
}

/** Over REST: the hub's id of the tool, then a call of it. */
async function invoked(serverId: string, name: string, args: object) {
  const headers = { Authorization: `Bearer ${key}` };
  const answer = await fetch(`${hub.url}/api/v1/mcp/servers/${serverId}/definitions?limit=100`, { headers });
  const { data } = (await answer.json()) as { data: { toolId: string; definition: { name: string } }[] };
  const tool = data.find(({ definition }) => definition.name === name);
  return post(`/api/v1/mcp/invoke/${tool?.toolId}`, { arguments: args });
}

describe("server-filesystem, over stdio", () => {
  let id: string;

  beforeAll(async () => {
    await writeFile(join(folder, "hello.txt"), "hello from a file");
    ({ id } = await overStdio("filesystem", [folder]));
  });

  test("a file is read over REST, written over MCP, and nothing outside its folder is shown", async () => {
    const path = join(folder, "hello.txt");
    const read = await invoked(id, "read_text_file", { path });
    expect(JSON.stringify(read.result)).toContain("hello from a file");
    const client = await clientV2(id);
    const written = join(folder, "written.txt");
    await client.callTool({ name: "write_file", arguments: { path: written, content: "from an agent" } });
    expect(await readFile(written, "utf8")).toBe("from an agent");
    const outside = await client.callTool({ name: "read_text_file", arguments: { path: "/etc/hostname" } });
    expect(outside).toMatchObject({ isError: true });
    await client.close();
  });
});

test("a server of 2024-11-05 that speaks HTTP+SSE alone is told apart, with what to do", async () => {
  const old = createServer((request, response) => {
    if (request.method !== "GET") response.writeHead(404).end("There is only a stream here.");
    else void new SSEServerTransport("/messages", response).start();
  });
  old.listen(0, "127.0.0.1");
  await once(old, "listening");
  const url = `http://127.0.0.1:${(old.address() as AddressInfo).port}/sse`;
  const registering = post("/api/v1/mcp/servers", { name: "old", url });
  await expect(registering).rejects.toThrow(/answered 424: .*HTTP\+SSE.*Streamable HTTP/);
  old.closeAllConnections();
  old.close();
});

describe("server-memory, over stdio", () => {
  test("what one client has it remember, a call over REST finds", async () => {
    const { id } = await overStdio("memory", [], { MEMORY_FILE_PATH: join(folder, "memory.jsonl") });
    const client = await clientV1(id);
    const entities = [{ name: "hub", entityType: "gateway", observations: ["speaks MCP"] }];
    expect(await client.callTool({ name: "create_entities", arguments: { entities } })).not.toHaveProperty("isError");
    await client.close();
    const found = await invoked(id, "search_nodes", { query: "hub" });
    expect(found).toMatchObject({ status: "success", result: { entities: [{ name: "hub" }] } });
  });
});
