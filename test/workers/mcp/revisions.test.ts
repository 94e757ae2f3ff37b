import { env } from "cloudflare:workers";
import { evictDurableObject, SELF } from "cloudflare:test";
import { beforeAll, describe, expect, test } from "vitest";
import { call, newAgent, newTool } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";
import { ask, CURRENT, messagesOf, OldClient, readUntil, result, untilTold } from "./client.ts";

let a: TestAgent;
let tool: { id: string; name: string };

beforeAll(async () => {
  a = await newAgent();
  tool = await newTool(a, "/echo", { name: "echo_of_a" });
});

describe("2026-07-28", () => {
  test("server/discover tells revision, capabilities and who answers", async () => {
    const discovered = await result("server/discover", {}, { key: a.key });
    expect(discovered).toMatchObject({
      resultType: "complete",
      supportedVersions: ["2026-07-28"],
      capabilities: { tools: { listChanged: true } },
      _meta: { "io.modelcontextprotocol/serverInfo": { name: "nexuscall" } },
    });
  });

  test("a tool is listed and called without a session", async () => {
    const { tools, ttlMs, cacheScope } = await result("tools/list", {}, { key: a.key, path: "/mcp/v1?tools=all" });
    expect(tools).toContainEqual(expect.objectContaining({ name: "echo_of_a", inputSchema: { type: "object" } }));
    expect({ ttlMs, cacheScope }).toEqual({ ttlMs: expect.any(Number), cacheScope: "private" });
    const called = await result("tools/call", { name: "echo_of_a", arguments: { n: 1 } }, { key: a.key });
    expect(called.isError).toBeUndefined();
    expect(JSON.parse(called.content[0].text)).toMatchObject({ echo: { n: 1 } });
  });

  test.each([
    ["MCP-Protocol-Version", "2025-11-25"],
    ["Mcp-Method", "tools/call"],
    ["Mcp-Method", ""],
    ["Mcp-Name", "uuid"],
    ["Mcp-Name", ""],
  ])("a header %s that contradicts the body (%j) is refused with -32020", async (name, value) => {
    const params = { name: "hash", arguments: { text: "abc" } };
    const method = value === "tools/call" ? "tools/list" : "tools/call";
    const { status, body } = await ask(method, params, { key: a.key, headers: { [name]: value } });
    expect({ status, code: body.error.code }).toEqual({ status: 400, code: -32_020 });
  });

  test("a revision that the hub does not know is refused with -32022 and those that it does", async () => {
    const meta = { "io.modelcontextprotocol/protocolVersion": "2031-01-01" };
    const headers = { "MCP-Protocol-Version": "2031-01-01" };
    const { status, body } = await ask("tools/list", {}, { key: a.key, meta, headers });
    expect({ status, code: body.error.code }).toEqual({ status: 400, code: -32_022 });
    expect(body.error.data.supported).toContain("2026-07-28");
  });
});

describe.each(["2025-11-25", "2025-06-18", "2025-03-26"])("%s", (revision) => {
  test("initialize opens a session, in which tools are listed and called", async () => {
    const client = new OldClient(a, revision, "/mcp/v1?tools=all");
    const { body } = await client.initialize();
    expect(body.result).toMatchObject({ protocolVersion: revision, serverInfo: { name: "nexuscall" } });
    expect(client.sessionId).not.toBe("");
    const { tools, ttlMs } = await client.result("tools/list");
    expect(tools).toContainEqual(expect.objectContaining({ name: "echo_of_a" }));
    expect(ttlMs).toBeUndefined();
    const called = await client.result("tools/call", { name: tool.id, arguments: { n: 2 } });
    expect(JSON.parse(called.content[0].text)).toMatchObject({ echo: { n: 2 } });
    expect(await client.result("ping")).toEqual({});
  });

  test("initialize announces tasks if the revision has them", async () => {
    const { body } = await new OldClient(a, revision).initialize();
    expect(body.result.capabilities).toMatchObject({ tools: { listChanged: true }, completions: {} });
    expect("tasks" in body.result.capabilities).toBe(revision === "2025-11-25");
  });

  test("a session is there again after its object was evicted", async () => {
    const client = new OldClient(a, revision);
    await client.initialize();
    await evictDurableObject(env.MCP_SESSION.getByName(client.sessionId));
    const called = await client.result("tools/call", { name: tool.id, arguments: { n: 3 } });
    expect(JSON.parse(called.content[0].text)).toMatchObject({ echo: { n: 3 } });
  });

  test("to another agent a session does not exist", async () => {
    const client = new OldClient(a, revision);
    await client.initialize();
    const other = new OldClient(await newAgent(), revision);
    other.sessionId = client.sessionId;
    const missing = new OldClient(a, revision);
    missing.sessionId = crypto.randomUUID();
    const answers = await Promise.all([other.ask("tools/list"), missing.ask("tools/list")]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
  });

  test("DELETE ends a session", async () => {
    const client = new OldClient(a, revision);
    await client.initialize();
    expect((await client.send(null, "DELETE")).status).toBe(200);
    expect((await client.ask("ping")).status).toBe(404);
  });
});

test("who never says initialize is answered all the same", async () => {
  const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: tool.id, arguments: { n: 4 } } };
  const answer = await call("POST", "/mcp/v1", { key: a.key, body });
  expect(answer.status).toBe(200);
  expect(String(answer.body)).toContain('"n\\":4');
});

describe("streams of a session", () => {
  async function open(client: OldClient, headers: Record<string, string> = {}): Promise<Response> {
    return SELF.fetch("https://hub.example/mcp/v1", {
      headers: { ...client.headers(), Authorization: `Bearer ${a.key}`, Accept: "text/event-stream", ...headers },
    });
  }

  test("a client that lost its stream gets the rest with Last-Event-ID, even from an object that was evicted", async () => {
    const client = new OldClient(a, "2025-11-25");
    await client.initialize();
    const params = { name: tool.id, arguments: { n: 5 } };
    const { body } = await client.send({ jsonrpc: "2.0", id: "lost", method: "tools/call", params });
    const [first = ""] = /(?<=id: )\d+/.exec(String(body)) ?? [];
    await evictDurableObject(env.MCP_SESSION.getByName(client.sessionId));
    const said = await readUntil(await open(client, { "Last-Event-ID": first }), '"lost"');
    expect(messagesOf(`${said}\n\n`)).toContainEqual(
      expect.objectContaining({ id: "lost", result: expect.anything() }),
    );
  });

  test("a client whose connection broke off in a call resumes at once, though the hub takes that for a good one", async () => {
    const client = new OldClient(a, "2025-11-25");
    await client.initialize();
    const params = { name: "delay", arguments: { ms: 1_500 } };
    const broken = await SELF.fetch("https://hub.example/mcp/v1", {
      method: "POST",
      headers: { ...client.headers(), Authorization: `Bearer ${a.key}`, "Content-Type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: "quiet", method: "tools/call", params }),
    });
    const reader = (broken.body as ReadableStream<Uint8Array>).getReader();
    const begun = new TextDecoder().decode((await reader.read()).value);
    const [first = ""] = /(?<=id: )\d+/.exec(begun) ?? [];
    const resumed = await open(client, { "Last-Event-ID": first });
    expect(resumed.status).toBe(200);
    expect(await readUntil(resumed, '"quiet"')).toContain('{"waitedMs":1500}');
  });

  test("an event that there is not is none to resume at", async () => {
    const client = new OldClient(a, "2025-11-25");
    await client.initialize();
    for (const id of ["999999", "made-up", ""]) {
      expect([id, (await open(client, { "Last-Event-ID": id })).status]).toEqual([id, 400]);
    }
  });

  test("a second GET stream takes the place of the first, which ends", async () => {
    const client = new OldClient(a, "2025-06-18");
    await client.initialize();
    const first = await open(client);
    const second = await open(client);
    expect([first.status, second.status]).toEqual([200, 200]);
    await first.text();
    await second.body?.cancel();
  });

  test("who holds the GET stream open is told when the tools change", async () => {
    const client = new OldClient(a, "2025-06-18");
    await client.initialize();
    const stream = await open(client);
    expect(stream.status).toBe(200);
    const told = await untilTold(readUntil(stream, "list_changed"), () => newTool(a));
    expect(told).toContain("notifications/tools/list_changed");
  });

  test("without a session there is no stream, and a client may go on without one", async () => {
    const { status } = await open(new OldClient(a, "2025-06-18"));
    expect(status).toBe(405);
  });
});

test("who listens in 2026-07-28 is acknowledged, then told when the tools change", async () => {
  const response = await SELF.fetch("https://hub.example/mcp/v1", {
    method: "POST",
    headers: {
      Authorization: `Bearer ${a.key}`,
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      "MCP-Protocol-Version": CURRENT,
      "Mcp-Method": "subscriptions/listen",
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: "ears",
      method: "subscriptions/listen",
      params: {
        notifications: { toolsListChanged: true },
        _meta: {
          "io.modelcontextprotocol/protocolVersion": CURRENT,
          "io.modelcontextprotocol/clientInfo": { name: "test", version: "1.0.0" },
          "io.modelcontextprotocol/clientCapabilities": {},
        },
      },
    }),
  });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let said = decoder.decode((await reader.read()).value);
  expect(said).toContain("notifications/subscriptions/acknowledged");
  const told = async () => {
    while (!said.includes("tools/list_changed")) said += decoder.decode((await reader.read()).value);
  };
  await untilTold(told(), () => newTool(a));
  await reader.cancel();
});
