// Agents without a public address, as processes of their own: stock servers of both generations of the SDK, over a socket
// that they open and open again.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from "@modelcontextprotocol/client";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { WebSocketClientTransport } from "@modelcontextprotocol/sdk/client/websocket.js";
import { afterEach, beforeAll, afterAll, describe, expect, test } from "vitest";
import { serveTools, type SocketTransport } from "../../client/serve.ts";
import { askHub } from "../harness/ask-hub.ts";
import { askingServerV1, askingServerV2, callWithV1, callWithV2, toldTo } from "../harness/asking-servers.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";

const MAIN = join(import.meta.dirname, "../harness/serving-agent.ts");

let hub: HubProcess;
let a: string;
let b: string;
let names = 0;
const agents: Agent[] = [];

beforeAll(async () => {
  hub = await startHubProcess();
  [a, b] = (
    await Promise.all([
      ask("POST", "/api/v1/agents", "", { name: "A" }),
      ask("POST", "/api/v1/agents", "", { name: "B" }),
    ])
  ).map(({ apiKey }) => apiKey) as [string, string];
});
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.kill()));
});
afterAll(() => hub?.stop());

const ask = (method: string, path: string, key: string, body?: object) => askHub(hub.url, method, path, key, body);

/** An agent's process, and what it said of the calls that reached it. */
class Agent {
  readonly #process: ChildProcess;
  #said = "";
  #wake = () => {};

  constructor(name: string, sdk: "v1" | "v2") {
    const options = JSON.stringify({ url: hub.url, key: b, name, sdk });
    this.#process = spawn(process.execPath, [MAIN, options], { stdio: ["pipe", "pipe", "inherit"] });
    this.#process.stdout?.on("data", (chunk: Buffer) => {
      this.#said += chunk.toString();
      this.#wake();
    });
    agents.push(this);
  }

  get calls(): number {
    return this.#said.split('"called"').length - 1;
  }

  async called(times: number): Promise<void> {
    while (this.calls < times) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill("SIGKILL");
    await once(this.#process, "exit");
  }
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The server of this name once it is there, or away. */
function server(name: string, connected: boolean) {
  return until(async () => {
    const { data } = await ask("GET", "/api/v1/mcp/servers?limit=100", b);
    return data.find((one: Server) => one.name === name && one.connection.connected === connected) as
      | Server
      | undefined;
  });
}

interface Server {
  readonly id: string;
  readonly name: string;
  readonly revision: string;
  readonly connection: { readonly connected: boolean };
}

/** The hub's id of a tool of the server, which is everybody's from then on. */
async function toolOf({ id }: Server, name: string): Promise<string> {
  await ask("PUT", `/api/v1/mcp/servers/${id}`, b, { isPublic: true });
  const { data } = await ask("GET", `/api/v1/mcp/servers/${id}/definitions`, b);
  return data.find(({ definition }: { definition: { name: string } }) => definition.name === name).toolId;
}

const invoke = (toolId: string, body: object) => ask("POST", `/api/v1/mcp/invoke/${toolId}`, a, body);
const said = (result: readonly { readonly text: string }[]) => JSON.parse(result[0]?.text ?? "{}");

function startAgent(...how: ConstructorParameters<typeof Agent>): Agent {
  return new Agent(...how);
}

describe.each([
  ["v1", "2025-11-25"],
  ["v2", "2026-07-28"],
] as const)("a stock server of SDK %s", (sdk, revision) => {
  test(`serves in ${revision}, to REST and to a client of MCP`, async () => {
    const name = `stock-${++names}`;
    startAgent(name, sdk);
    const there = await server(name, true);
    expect(there.revision).toBe(revision);
    const toolId = await toolOf(there, "say");
    const { status, result } = await invoke(toolId, { arguments: { text: "hello" } });
    expect({ status, said: said(result) }).toMatchObject({ status: "success", said: { text: "hello", sdk } });
    const client = new ClientV2({ name: "a", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
    const requestInit = { headers: { Authorization: `Bearer ${a}` } };
    await client.connect(new HttpV2(new URL("/mcp/v1", hub.url), { requestInit }));
    const called = await client.callTool({ name: toolId, arguments: { text: "again" } });
    expect(said(called.content as { text: string }[])).toMatchObject({ text: "again" });
    await client.close();
  });

  test("a call in the background outlives a SIGKILL of the hub and one of the agent, and is the same call", async () => {
    const name = `killed-${++names}`;
    const agent = startAgent(name, sdk);
    const toolId = await toolOf(await server(name, true), "wait");
    const asked = { async: true, timeout: 60_000, arguments: { text: "kept", ms: 4_000 } };
    const { invocationId } = await invoke(toolId, asked);
    await agent.called(1);
    await hub.kill();
    await hub.restart();
    // It came back by itself, and was given the call once more.
    const settled = await until(async () => {
      const call = await ask("GET", `/api/v1/mcp/invocations/${invocationId}`, a);
      return ["pending", "running"].includes(call.status) ? undefined : call;
    });
    expect(settled).toMatchObject({ status: "success" });
    const { text, keys } = said(settled.output);
    expect({ text, keys: new Set(keys).size, calls: keys.length }).toEqual({ text: "kept", keys: 1, calls: 2 });
    await server(name, true);

    await agent.kill();
    await server(name, false);
    const waiting = invoke(toolId, { async: true, timeout: 60_000, arguments: { text: "later" } });
    await waiting;
    startAgent(name, sdk);
    const { invocationId: later } = await waiting;
    const done = await until(async () => {
      const call = await ask("GET", `/api/v1/mcp/invocations/${later}`, a);
      return ["pending", "running"].includes(call.status) ? undefined : call;
    });
    expect(done).toMatchObject({ status: "success" });
  });
});

test("a rolling restart loses no call: the older process finishes what it has, the newer one takes the rest", async () => {
  const name = `rolling-${++names}`;
  const older = startAgent(name, "v1");
  const toolId = await toolOf(await server(name, true), "wait");
  const first = invoke(toolId, { arguments: { text: "older", ms: 3_000 } });
  await older.called(1);
  startAgent(name, "v2");
  await until(async () => {
    const { data } = await ask("GET", "/api/v1/mcp/servers?limit=100", b);
    return data.find((one: Server) => one.name === name && one.revision === "2026-07-28") as Server | undefined;
  });
  expect(said((await invoke(toolId, { arguments: { text: "newer" } })).result)).toMatchObject({ sdk: "v2" });
  expect(said((await first).result)).toMatchObject({ text: "older", sdk: "v1" });
});

test("SDK v1's own WebSocket transport serves as it is", async () => {
  const name = `plain-${++names}`;
  const mcp = new McpServer({ name, version: "1.0.0" });
  mcp.registerTool("ping", {}, () => ({ content: [{ type: "text", text: "pong" }] }));
  const { url } = await ask("POST", "/api/v1/mcp/ws-tickets", b);
  await mcp.connect(new WebSocketClientTransport(new URL(`${url}&serve=${name}`)));
  const toolId = await toolOf(await server(name, true), "ping");
  expect(await invoke(toolId, {})).toMatchObject({ status: "success", result: [{ text: "pong" }] });
  await mcp.close();
  await server(name, false);
});

const asCaller = (key: string, name: string) => ({ url: new URL("/mcp/v1", hub.url), key, name });

describe.each([
  ["v1, of 2025-11-25,", (transport: SocketTransport) => askingServerV1().connect(transport)],
  ["v2, of 2026-07-28,", (transport: SocketTransport) => serveStdio(askingServerV2, { transport })],
] as const)("a tool that client/serve.ts serves, with SDK %s", (_sdk, connect) => {
  test("logs to who called it, and asks for input, a sampling and roots: callers of both eras at once, each its own", async () => {
    const name = `asking-${++names}`;
    const ending = new AbortController();
    const serving = serveTools({ url: hub.url, key: b, name, connect, signal: ending.signal });
    const toolId = await toolOf(await server(name, true), "ask");
    const told = await Promise.all([
      callWithV1(asCaller(a, "Ada"), toolId),
      callWithV2(asCaller(b, "Grace"), toolId),
      callWithV2(asCaller(a, "Edsger"), toolId),
    ]);
    expect(told).toEqual(["Ada", "Grace", "Edsger"].map(toldTo));
    ending.abort();
    await serving;
  });
});

test("over SDK v1's own WebSocket transport a tool logs and asks as long as it has had one caller; then it is told how to", async () => {
  const name = `plain-${++names}`;
  const mcp = askingServerV1();
  const { url } = await ask("POST", "/api/v1/mcp/ws-tickets", b);
  await mcp.connect(new WebSocketClientTransport(new URL(`${url}&serve=${name}`)));
  const toolId = await toolOf(await server(name, true), "ask");
  expect(await callWithV1(asCaller(a, "Ada"), toolId)).toEqual(toldTo("Ada"));
  expect(await callWithV2(asCaller(a, "Grace"), toolId)).toEqual(toldTo("Grace"));
  const { logged, answer } = await callWithV2(asCaller(b, "Edsger"), toolId);
  expect(logged).toEqual([]);
  expect(answer).toContain("nxscall.com/relatedRequestId");
  await mcp.close();
});

test("an agent that may not serve, or not under this name, is told why and does not come back", async () => {
  const { apiKey: lesser } = await ask("POST", "/api/v1/keys", b, { scopes: ["tools:invoke"] });
  const serve = (key: string, name: string) => serveTools({ url: hub.url, key, name, connect: (to) => to.start() });
  await expect(serve(lesser, "refused")).rejects.toThrow('This call needs a key with the scope "tools:write"');
  await expect(serve(b, "no name")).rejects.toThrow("A server's name has 1 to 64 of");
});
