// Real MCP clients against a hub of its own: each finds out by itself where to ask, and gets in.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import {
  Client,
  IssuerMismatchError,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from "@modelcontextprotocol/client";
import type {
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from "@modelcontextprotocol/client";
import { UnauthorizedError as UnauthorizedV1 } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as TransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HubClient } from "../../scripts/hub-client.ts";
import { type Child, startChild } from "../harness/child.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { consent } from "../harness/oauth-person.ts";

let hub: HubProcess;
let provider: Child;
let apiKey: string;

beforeAll(async () => {
  hub = await startHubProcess();
  provider = await startChild([join(import.meta.dirname, "../provider/provider.ts"), "0", "--with-parent"]);
  const { agent } = await new HubClient(hub.url).register("person");
  ({ apiKey } = agent);
});

afterAll(async () => {
  await hub.stop();
  await provider.stop();
});

/** Where a client keeps what it knows; the browser that it opens is remembered for the person. */
class Keeping implements OAuthClientProvider {
  readonly redirectUrl = "http://127.0.0.1:41999/callback";
  readonly clientMetadata = {
    client_name: "A real client",
    redirect_uris: [this.redirectUrl],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  };
  information: StoredOAuthClientInformation | undefined;
  saved: StoredOAuthTokens | undefined;
  opened: URL | undefined;
  #verifier = "";
  #discovered: OAuthDiscoveryState | undefined;

  constructor(clientId?: string) {
    if (clientId !== undefined) this.information = { client_id: clientId };
  }

  state = () => "state-of-the-client";
  clientInformation = () => this.information;
  saveClientInformation = (information: StoredOAuthClientInformation) => {
    this.information = information;
  };
  tokens = () => this.saved;
  saveTokens = (tokens: StoredOAuthTokens) => {
    this.saved = tokens;
  };
  redirectToAuthorization = (url: URL) => {
    this.opened = url;
  };
  saveCodeVerifier = (verifier: string) => {
    this.#verifier = verifier;
  };
  codeVerifier = () => this.#verifier;
  saveDiscoveryState = (state: OAuthDiscoveryState) => {
    this.#discovered = state;
  };
  discoveryState = () => this.#discovered;
}

async function personAllows(keeping: Keeping): Promise<URLSearchParams> {
  if (keeping.opened === undefined) throw new Error("the client opened no browser");
  const sentTo = await consent(keeping.opened, apiKey);
  expect(sentTo.searchParams.get("state")).toBe("state-of-the-client");
  return sentTo.searchParams;
}

const endpoint = () => new URL(`${hub.url}/mcp/v1`);
const info = { name: "client", version: "1.0.0" };

async function signInV2(keeping: Keeping) {
  const first = new StreamableHTTPClientTransport(endpoint(), { authProvider: keeping });
  await expect(new Client(info).connect(first)).rejects.toThrow(UnauthorizedError);
  await first.finishAuth(await personAllows(keeping));
  const client = new Client(info);
  const transport = new StreamableHTTPClientTransport(endpoint(), { authProvider: keeping });
  await client.connect(transport);
  return { client, transport };
}

test("the SDK's client of 2026 registers, asks, is let in and calls a tool", async () => {
  const keeping = new Keeping();
  const { client } = await signInV2(keeping);
  expect(keeping.information?.client_id).toMatch(/^client_/);
  expect(keeping.opened?.searchParams.get("resource")).toBe(endpoint().href);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toContain("search_tools");
  const { content } = await client.callTool({ name: "search_tools", arguments: { query: "hash" } });
  expect(JSON.stringify(content)).toContain("tool_nexus_hash");
  await client.close();
});

test("the SDK's client of 2025 registers, asks, is let in and lists tools", async () => {
  const keeping = new Keeping();
  const first = new TransportV1(endpoint(), { authProvider: keeping });
  await expect(new ClientV1(info).connect(first)).rejects.toThrow(UnauthorizedV1);
  await first.finishAuth((await personAllows(keeping)).get("code") ?? "");
  const client = new ClientV1(info);
  await client.connect(new TransportV1(endpoint(), { authProvider: keeping }));
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain("search_tools");
  await client.close();
});

test("a client whose id is its document's URL needs no registration", async () => {
  const id = `${provider.url}/client/good/sdk`;
  const keeping = new Keeping(id);
  const { client } = await signInV2(keeping);
  expect((await client.listTools()).tools.length).toBeGreaterThan(0);
  expect(keeping.opened?.searchParams.get("client_id")).toBe(id);
  await client.close();
});

test("a client refreshes a token that is no longer taken, without the person", async () => {
  const keeping = new Keeping();
  await (await signInV2(keeping)).client.close();
  const { saved } = keeping;
  if (saved === undefined) throw new Error("the client has no tokens");
  keeping.opened = undefined;
  keeping.saved = { ...saved, access_token: `${saved.access_token}x` };
  const client = new Client(info);
  await client.connect(new StreamableHTTPClientTransport(endpoint(), { authProvider: keeping }));
  expect((await client.listTools()).tools.length).toBeGreaterThan(0);
  expect(keeping.opened).toBeUndefined();
  expect(keeping.saved.refresh_token).not.toBe(saved.refresh_token);
  await client.close();
});

test("a client that needs a scope more is told which, asks the person for it, and can go on", async () => {
  const keeping = new Keeping();
  const { client, transport } = await signInV2(keeping);
  const steps = [{ id: "only", toolId: "tool_nexus_hash", arguments: { text: "a" } }];
  const create = { name: "workflow_create", arguments: { definition: { name: "w", steps } } };
  await expect(client.callTool(create)).rejects.toThrow(UnauthorizedError);
  expect(keeping.opened?.searchParams.get("scope")?.split(" ")).toEqual(
    expect.arrayContaining(["tools:invoke", "workflows:write"]),
  );
  await transport.finishAuth(await personAllows(keeping));
  expect((await client.callTool(create)).isError ?? false).toBe(false);
  await client.close();
});

test("a client takes no answer that another authorization server gives itself out to have given", async () => {
  const keeping = new Keeping();
  const first = new StreamableHTTPClientTransport(endpoint(), { authProvider: keeping });
  await expect(new Client(info).connect(first)).rejects.toThrow(UnauthorizedError);
  const answer = await personAllows(keeping);
  expect(answer.get("iss")).toBe(hub.url);
  for (const iss of ["https://evil.example", null]) {
    const mixedUp = new URLSearchParams(answer);
    if (iss === null) mixedUp.delete("iss");
    else mixedUp.set("iss", iss);
    await expect(first.finishAuth(mixedUp)).rejects.toThrow(IssuerMismatchError);
  }
  await first.finishAuth(answer);
  expect(keeping.saved?.access_token).toBeDefined();
});

test("the official suite finds the authorization server as MCP asks", async () => {
  const port = await freePort();
  const redirectUri = `http://127.0.0.1:${port}/callback`;
  const registered = await fetch(`${hub.url}/oauth/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ client_name: "suite", redirect_uris: [redirectUri] }),
  });
  const { client_id: clientId } = (await registered.json()) as { client_id: string };

  const suite = join(import.meta.dirname, "../../node_modules/@modelcontextprotocol/conformance/dist/index.js");
  const args = ["authorization", "--url", hub.url, "--client-id", clientId, "--resource", endpoint().href];
  const child = spawn(process.execPath, [suite, ...args, "--port", String(port)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let allowed: Promise<unknown> | undefined;
  const listen = (chunk: Buffer) => {
    said += chunk.toString();
    const [url] = /http:\S+\/oauth\/authorize\?\S+(?=\s)/.exec(said) ?? [];
    if (url === undefined) return;
    allowed ??= consent(url, apiKey).then(fetch, (error: unknown) => {
      child.kill();
      throw error;
    });
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const [code] = await once(child, "exit");
  await allowed;
  expect(allowed).toBeDefined();
  expect(said).not.toMatch(/skipped/i);
  expect({ code, said }).toMatchObject({ code: 0 });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
