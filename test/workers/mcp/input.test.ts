// A surface that asks its client for more, before it answers: in both eras, and for nobody but who was asked.

import { env } from "cloudflare:workers";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { createMcpHandler, InMemoryTransport, inputRequired } from "@modelcontextprotocol/server";
import { afterEach, describe, expect, test, vi } from "vitest";
import { buildServer } from "../../../api/mcp/build-server.ts";
import { sealedSurface } from "../../../api/mcp/sealed-surface.ts";
import type { CallContext, Surface } from "../../../api/mcp/surface.ts";

const KEPT = "asked for a name, was paid nothing yet";

/** Greets whoever says a name; shows what it was given when the request came again. */
const greeter: Surface = {
  serverInfo: { name: "greeter", version: "1.0.0" },
  tools: {
    list: async () => ({ tools: ["greet", "greet_too"].map((name) => ({ name, inputSchema: { type: "object" } })) }),
    call: async ({ requestState, inputResponses }) =>
      requestState === undefined
        ? inputRequired({ inputRequests: { who: inputRequired.elicit(ASKED) }, requestState: KEPT })
        : { content: [{ type: "text", text: JSON.stringify({ requestState, ...inputResponses }) }] },
  },
  stateOf: async () => null,
};

const ASKED = {
  message: "Who are you?",
  requestedSchema: { type: "object" as const, properties: { name: { type: "string" as const } }, required: ["name"] },
};

const openedFor = (agentId: string) =>
  sealedSurface(greeter, env.MASTER_KEYS, { agentId, endpoint: JSON.stringify({ kind: "greeter" }) });

function serve(surface: Surface) {
  return buildServer({
    surface,
    surfaceFor: () => surface,
    waitUntil: () => undefined,
    exporter: null,
    listens: false,
  });
}

function clientOf(mode: "auto" | "legacy"): Client {
  const capabilities = { elicitation: { form: {} } };
  const client = new Client({ name: "test", version: "1.0.0" }, { capabilities, versionNegotiation: { mode } });
  client.setRequestHandler("elicitation/create", ({ params }) => {
    expect(params).toMatchObject(ASKED);
    return { action: "accept", content: { name: "Ada" } };
  });
  return client;
}

afterEach(() => vi.restoreAllMocks());

describe("a client is asked, and its call goes on with what it said", () => {
  test("in 2026-07-28, by a result that it answers with the request again", async () => {
    const handler = createMcpHandler(() => serve(openedFor("agent_a")), { legacy: "reject" });
    const client = clientOf("auto");
    const fetch = (url: string | URL, init?: RequestInit) => handler.fetch(new Request(url, init));
    await client.connect(new StreamableHTTPClientTransport(new URL("https://hub.example/mcp"), { fetch }));
    expect(client.getNegotiatedProtocolVersion()).toBe("2026-07-28");
    const { content } = await client.callTool({ name: "greet", arguments: {} });
    expect(JSON.parse((content[0] as { text: string }).text)).toEqual({
      requestState: KEPT,
      who: { action: "accept", content: { name: "Ada" } },
    });
    await client.close();
  });

  test("in 2025-11-25, by a request to the client while its own is under way", async () => {
    const [near, far] = InMemoryTransport.createLinkedPair();
    await serve(openedFor("agent_a")).connect(far);
    const client = clientOf("legacy");
    await client.connect(near);
    expect(client.getNegotiatedProtocolVersion()).toBe("2025-11-25");
    const { content } = await client.callTool({ name: "greet", arguments: {} });
    expect(JSON.parse((content[0] as { text: string }).text)).toMatchObject({
      requestState: KEPT,
      who: { content: { name: "Ada" } },
    });
    await client.close();
  });
});

describe("what the surface keeps with the client", () => {
  const context = {} as CallContext;
  const call = (agentId: string, name: string, requestState?: string) =>
    openedFor(agentId).tools?.call(
      { name, arguments: {}, meta: {}, task: "never", ...(requestState !== undefined && { requestState }) },
      context,
    );

  async function kept(): Promise<string> {
    const { requestState } = (await call("agent_a", "greet")) as { requestState: string };
    expect(requestState).not.toContain("paid");
    return requestState;
  }

  test("opens for the same caller and the same tool", async () => {
    expect(JSON.stringify(await call("agent_a", "greet", await kept()))).toContain(KEPT);
  });

  test.each([
    ["another caller", "agent_b", "greet", (state: string) => state],
    ["another tool", "agent_a", "greet_too", (state: string) => state],
    ["who changed a character of it", "agent_a", "greet", (state: string) => `${state.slice(0, -3)}AAA`],
    ["who made it up", "agent_a", "greet", () => KEPT],
  ])("does not open for %s", async (_whom, agentId, name, changed) => {
    await expect(call(agentId, name, changed(await kept()))).rejects.toMatchObject({ code: -32_602 });
  });

  test("does not open a quarter of an hour later", async () => {
    const state = await kept();
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 15 * 60_000);
    await expect(call("agent_a", "greet", state)).rejects.toMatchObject({ code: -32_602 });
  });
});
