// Real clients against a hub process: the SDK of both generations, over HTTP and over a socket.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as HttpV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { WebSocketClientTransport } from "@modelcontextprotocol/sdk/client/websocket.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askHub } from "../harness/ask-hub.ts";
import { ROOT } from "../harness/command.ts";
import { type HeaderProxy, startHeaderProxy } from "../harness/header-proxy.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";

let hub: HubProcess;
let provider: ProviderProcess;
let key = "";
let echo: string;
let ids: Record<string, string>;
let keyed: HeaderProxy;

beforeAll(async () => {
  [hub, provider] = await Promise.all([startHubProcess(), startProviderProcess()]);
  key = (await post("/api/v1/agents", { name: "A" })).apiKey;
  const outputSchema = { type: "object", properties: { echo: { type: "object" } }, required: ["echo"] };
  const register = async (name: string, path: string, extra = {}) =>
    (await post("/api/v1/mcp/tools", { name, description: name, endpoint: `${provider.url}${path}`, ...extra })).id;
  echo = await register("echo_back", "/echo", { outputSchema });
  ids = { hang: await register("hang", "/hang"), drip: await register("drip", "/stream?format=events&every=100") };
  keyed = await startHeaderProxy(hub.url, { authorization: `Bearer ${key}` });
});

afterAll(async () => {
  keyed?.stop();
  await Promise.all([hub?.stop(), provider?.stop()]);
});

const post = (path: string, body: object) => askHub(hub.url, "POST", path, key, body);

/** The transport sets no headers, so its URL has a ticket. */
async function socketTransport(): Promise<WebSocketClientTransport> {
  const { url } = await post("/api/v1/mcp/ws-tickets", {});
  return new WebSocketClientTransport(new URL(url));
}

const authorized = () => ({ requestInit: { headers: { Authorization: `Bearer ${key}` } } });
/** A connection that breaks off after the first event of a call, unknown to the hub: its end of it stays open. */
function breaking(kept: unknown[]): typeof fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    const isCall = typeof init?.body === "string" && init.body.includes('"tools/call"');
    if (!isCall || response.body === null) return response;
    const reader = response.body.getReader();
    kept.push(reader);
    const first = await reader.read();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(first.value ?? new Uint8Array()),
      pull: (controller) => controller.error(new Error("The connection broke off.")),
    });
    return new Response(body, response);
  };
}

const endpoint = () => new URL("/mcp/v1", hub.url);

test.each([
  [
    "v1",
    async (fetching: typeof fetch) => {
      const client = new ClientV1({ name: "v1", version: "1.0.0" });
      await client.connect(new HttpV1(endpoint(), { ...authorized(), fetch: fetching }));
      return client;
    },
  ],
  [
    "v2, in 2025-11-25,",
    async (fetching: typeof fetch) => {
      const client = new ClientV2({ name: "v2", version: "1.0.0" }, { versionNegotiation: { mode: "legacy" } });
      await client.connect(new HttpV2(endpoint(), { ...authorized(), fetch: fetching }));
      return client;
    },
  ],
])(
  "SDK %s resumes a call whose connection broke off while nothing was said, and has its answer",
  async (_, connect) => {
    const broken: unknown[] = [];
    const client = await connect(breaking(broken));
    const { structuredContent } = await client.callTool({ name: "delay", arguments: { ms: 2_000 } });
    expect(structuredContent).toEqual({ waitedMs: 2_000 });
    expect(broken).toHaveLength(1);
    await client.close();
  },
);

describe("SDK v1", () => {
  async function connected(transport: Transport): Promise<ClientV1> {
    const client = new ClientV1({ name: "v1", version: "1.0.0" });
    await client.connect(transport);
    return client;
  }

  const overHttp = () => connected(new HttpV1(endpoint(), authorized()));

  const overSocket = async () => connected(await socketTransport());

  test.each([
    ["HTTP", overHttp],
    ["a socket", overSocket],
  ])("lists, calls, reads, completes and pings over %s", async (_over, connect) => {
    const client = await connect();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(["search_tools", "echo_back", "uuid"]));
    const called = await client.callTool({ name: "echo_back", arguments: { n: 1 } });
    expect(called.structuredContent).toMatchObject({ echo: { n: 1 } });
    const { contents } = await client.readResource({ uri: `nexus://tools/${echo}` });
    expect(contents[0]).toMatchObject({ mimeType: "application/json" });
    const ref = { type: "ref/resource" as const, uri: "nexus://tools/{toolId}" };
    const { completion } = await client.complete({ ref, argument: { name: "toolId", value: "echo_b" } });
    expect(completion.values).toEqual([echo]);
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toContain("tpl_nexus_research_and_summarize");
    await client.ping();
    await client.setLoggingLevel("warning");
    await client.close();
  });

  test("a session outlives a SIGKILL of the hub", async () => {
    const client = await overHttp();
    await hub.kill();
    await hub.restart();
    const called = await client.callTool({ name: echo, arguments: { n: 2 } });
    expect(called.structuredContent).toMatchObject({ echo: { n: 2 } });
    await client.close();
  });
});

describe("SDK v2", () => {
  async function connected(mode: "auto" | "legacy"): Promise<ClientV2> {
    const client = new ClientV2({ name: "v2", version: "1.0.0" }, { versionNegotiation: { mode } });
    await client.connect(new HttpV2(endpoint(), authorized()));
    return client;
  }

  test.each([
    ["auto", "2026-07-28"],
    ["legacy", "2025-11-25"],
  ] as const)("in mode %s it speaks %s", async (mode, revision) => {
    const client = await connected(mode);
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain("echo_back");
    const called = await client.callTool({ name: "echo_back", arguments: { n: 3 } });
    expect(called.structuredContent).toMatchObject({ echo: { n: 3 } });
    await client.close();
  });

  test.each(["auto", "legacy"] as const)(
    "in mode %s it sees a toolbox's tools alone, by their names there",
    async (mode) => {
      const tools = [{ tool: "echo_back", as: "say" }, "uuid"];
      const { mcpPath } = await post("/api/v1/mcp/boxes", { name: "two", tools });
      const client = new ClientV2({ name: "v2", version: "1.0.0" }, { versionNegotiation: { mode } });
      await client.connect(new HttpV2(new URL(mcpPath, hub.url), authorized()));
      expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["say", "uuid"]);
      const called = await client.callTool({ name: "say", arguments: { n: 4 } });
      expect(called.structuredContent).toMatchObject({ echo: { n: 4 } });
      await expect(client.callTool({ name: "hash", arguments: {} })).rejects.toThrow(/Unknown tool/);
      await client.close();
    },
  );

  test.each([
    ["auto", "2026-07-28"],
    ["legacy", "2025-11-25"],
  ] as const)("over a socket, in mode %s, it speaks %s", async (mode, revision) => {
    const client = new ClientV2({ name: "v2", version: "1.0.0" }, { versionNegotiation: { mode } });
    await client.connect(await socketTransport());
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    const called = await client.callTool({ name: "echo_back", arguments: { n: 4 } });
    expect(called.structuredContent).toMatchObject({ echo: { n: 4 } });
    await client.close();
  });

  test.each([
    ["auto", "hang"],
    ["auto", "drip"],
    ["legacy", "hang"],
  ] as const)(
    "a call that is given up in mode %s of a tool that %ss ends the provider's call, and the log says so",
    async (mode, name) => {
      const client = await connected(mode);
      const giveUp = new AbortController();
      const options = { signal: giveUp.signal, onprogress: () => undefined };
      const calling = client.callTool({ name, arguments: { mode } }, options);
      const before = Date.now();
      setTimeout(() => giveUp.abort(), 500);
      await expect(calling).rejects.toThrow(/abort/i);
      let logged: { status: string; error?: { code: string }; createdAt: string } | undefined;
      while (logged === undefined) {
        const headers = { Authorization: `Bearer ${key}` };
        const answer = await fetch(`${hub.url}/api/v1/mcp/invocations?toolId=${ids[name]}`, { headers });
        const { data } = (await answer.json()) as { data: (typeof logged & { completedAt: string | null })[] };
        logged = data.find(({ createdAt, completedAt }) => Date.parse(createdAt) >= before && completedAt !== null);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      expect(logged).toMatchObject({ status: "error", error: { code: "caller_gone" } });
      await client.close();
    },
  );
});

describe("the official conformance suite, against the hub's own endpoint", () => {
  /** What does not depend on the suite's own fixtures. */
  const SCENARIOS = [
    "server-initialize",
    "server-session-lifecycle",
    "ping",
    "logging-set-level",
    "tools-list",
    "resources-list",
    "prompts-list",
    "sep-2164-resource-not-found",
    "caching",
    "http-header-validation",
    "dns-rebinding-protection",
  ];

  async function conforms(scenario: string): Promise<{ code: number | null; said: string }> {
    const cli = join(ROOT, "node_modules/@modelcontextprotocol/conformance/dist/index.js");
    const url = `${keyed.url}/mcp/v1`;
    const child = spawn(process.execPath, [cli, "server", "--url", url, "--scenario", scenario], { cwd: ROOT });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    await once(child, "close");
    return { code: child.exitCode, said };
  }

  test.each(SCENARIOS)("%s passes", async (scenario) => {
    const { code, said } = await conforms(scenario);
    expect({ code, said }).toEqual({ code: 0, said });
  });
});
