// A client of 2025 is asked by requests, in its session, whatever the way in which the server asks.

import { SELF } from "cloudflare:test";
import { Client, type ClientCapabilities, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterEach, describe, expect, test } from "vitest";
import { call, newAgent, type TestAgent } from "../api/hub.ts";
import { newServer } from "../servers/upstream.ts";

const FORM = { elicitation: { form: {} } };
const open: Client[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

async function newEndpoint(upstream: string) {
  const agent = await newAgent();
  return { agent, path: `/mcp/v1/servers/${(await newServer(agent, upstream)).id}` };
}

interface Person {
  readonly capabilities?: ClientCapabilities;
  /** What is said to each question in turn; without it: nothing. */
  readonly says?: readonly object[];
}

async function clientOf(agent: TestAgent, path: string, { capabilities = FORM, says = [] }: Person) {
  const client = new Client({ name: "old", version: "1" }, { capabilities, versionNegotiation: { mode: "legacy" } });
  const asked: string[] = [];
  if (capabilities.elicitation) {
    client.setRequestHandler("elicitation/create", ({ params }) => {
      asked.push(params.message);
      return (says[asked.length - 1] ?? { action: "cancel" }) as { action: "cancel" };
    });
  }
  if (capabilities.sampling) {
    client.setRequestHandler("sampling/createMessage", () => ({
      role: "assistant",
      content: { type: "text", text: "Hi" },
      model: "m",
    }));
  }
  if (capabilities.roots) client.setRequestHandler("roots/list", () => ({ roots: [{ uri: "file:///home" }] }));
  const fetch = (url: string | URL, init?: RequestInit) => {
    const headers = new Headers(init?.headers);
    headers.set("Authorization", `Bearer ${agent.key}`);
    return SELF.fetch(String(url), { ...init, headers });
  };
  await client.connect(new StreamableHTTPClientTransport(new URL(`https://hub.example${path}`), { fetch }));
  open.push(client);
  expect(client.getNegotiatedProtocolVersion()).toBe("2025-11-25");
  return { client, asked };
}

const accept = (content: object) => ({ action: "accept", content });
const textOf = ({ content }: { content?: unknown }) => (content as { text: string }[])[0]?.text;

describe.each(["/modern/mcp", "/legacy/mcp"])("a server at %s", (upstream) => {
  test("asks round after round, and the call goes on with each answer", async () => {
    const { agent, path } = await newEndpoint(upstream);
    const { client, asked } = await clientOf(agent, path, {
      says: [accept({ name: "Ada" }), accept({ color: "blue" })],
    });
    const done = await client.callTool({ name: "test_input_required_result_multi_round", arguments: {} });
    expect(textOf(done)).toBe("Multi-round complete: Ada likes blue");
    expect(asked).toEqual(["What is your name?", "What is your favorite color?"]);
  });

  test("asks several things at once", async () => {
    const { agent, path } = await newEndpoint(upstream);
    const capabilities = { ...FORM, sampling: {}, roots: {} };
    const { client } = await clientOf(agent, path, { capabilities, says: [accept({ name: "Ada" })] });
    const done = await client.callTool({ name: "test_input_required_result_multiple_inputs", arguments: {} });
    expect(textOf(done)).toBe("Hello, Ada");
  });

  test.each(["decline", "cancel"])("hears that the user said %s", async (action) => {
    const { agent, path } = await newEndpoint(upstream);
    const { client } = await clientOf(agent, path, { says: [{ action }] });
    const done = await client.callTool({ name: "test_elicitation", arguments: {} });
    expect(textOf(done)).toContain(`action=${action}`);
  });

  test("asks before a prompt is made, and before a resource is read", async () => {
    const { agent, path } = await newEndpoint(upstream);
    const says = [accept({ context: "tests" }), accept({ name: "Ada" })];
    const { client } = await clientOf(agent, path, { says });
    const { messages } = await client.getPrompt({ name: "test_input_required_result_prompt" });
    expect(JSON.stringify(messages)).toContain("tests");
    const { contents } = await client.readResource({ uri: "test://asked-for" });
    expect(contents).toMatchObject([{ text: "for Ada" }]);
  });

  test("that asks for what the client did not declare has a failed call, not an error that the client cannot read", async () => {
    const { agent, path } = await newEndpoint(upstream);
    const { client } = await clientOf(agent, path, {});
    expect(await client.callTool({ name: "test_missing_capability", arguments: {} })).toMatchObject({ isError: true });
  });

  test("cannot ask a client without a session: the call fails", async () => {
    const { agent, path } = await newEndpoint(upstream);
    const params = { name: "test_elicitation", arguments: {} };
    const { body } = await call("POST", path, {
      key: agent.key,
      body: { jsonrpc: "2.0", id: 1, method: "tools/call", params },
      headers: { Accept: "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25" },
    });
    expect(JSON.stringify(body)).toMatch(/isError\W+true/);
  });
});

test("a server of 2026 that asks on and on is given up, and its client told so", async () => {
  const { agent, path } = await newEndpoint("/modern/mcp");
  const says = Array.from({ length: 50 }, () => accept({ more: "x" }));
  const { client, asked } = await clientOf(agent, path, { says });
  const done = await client.callTool({ name: "test_endless_questions", arguments: {} });
  expect(done.isError).toBe(true);
  expect(asked.length).toBeLessThan(10);
});
