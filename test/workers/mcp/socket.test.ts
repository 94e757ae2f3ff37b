import { SELF } from "cloudflare:test";
import { beforeAll, describe, expect, test } from "vitest";
import { call, newAgent, newKey, newTool } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";
import { newGrant } from "../oauth/flow.ts";
import { CURRENT, untilTold } from "./client.ts";
import { connect, hibernate, initialize, modern, Socket } from "./socket-client.ts";

let a: TestAgent;
let tool: { id: string };

beforeAll(async () => {
  a = await newAgent();
  tool = await newTool(a);
});

const callEcho = { name: "", arguments: { n: 1 } };

describe.each(["2025-11-25", "2025-06-18", "2025-03-26"])("%s over a socket", (revision) => {
  test("a client begins, calls, and goes on after hibernation without noticing", async () => {
    const socket = await connect(a.key);
    socket.send(initialize(revision));
    expect((await socket.next()).result).toMatchObject({ protocolVersion: revision });
    socket.send({ jsonrpc: "2.0", method: "notifications/initialized" });
    await hibernate();
    socket.send({ jsonrpc: "2.0", id: 2, method: "tools/call", params: { ...callEcho, name: tool.id } });
    const { id, result } = await socket.next();
    expect({ id, text: JSON.parse(result.content[0].text) }).toMatchObject({ id: 2, text: { echo: { n: 1 } } });
    expect(socket.waiting).toBe(0);
  });
});

describe("2026-07-28 over a socket", () => {
  test("a client calls without a handshake, before and after hibernation, and is told of changes", async () => {
    const socket = await connect(a.key);
    socket.send(modern(1, "tools/call", { ...callEcho, name: tool.id }));
    expect((await socket.next()).result).toMatchObject({ resultType: "complete" });
    await hibernate();
    socket.send(modern(3, "server/discover"));
    expect(await socket.next()).toMatchObject({ id: 3, result: { supportedVersions: [CURRENT] } });
    socket.send(modern(2, "subscriptions/listen", { notifications: { toolsListChanged: true } }));
    expect(await socket.next()).toMatchObject({ method: "notifications/subscriptions/acknowledged" });
    const told = await untilTold(socket.next(), () => newTool(a));
    expect(told).toMatchObject({ method: "notifications/tools/list_changed" });
  });
});

test.each([CURRENT, "2025-11-25"])(
  "what a provider streams comes as progress over a socket of %s",
  async (revision) => {
    const streaming = await newTool(a, "/stream?format=events&count=2");
    const socket = await connect(a.key);
    const asked = modern(2, "tools/call", { name: streaming.id, arguments: {} });
    const _meta = { ...(revision === CURRENT && asked.params._meta), progressToken: "p" };
    if (revision !== CURRENT) {
      socket.send(initialize(revision));
      await socket.next();
      socket.send({ jsonrpc: "2.0", method: "notifications/initialized" });
    }
    socket.send({ ...asked, params: { ...asked.params, _meta } });
    for (const n of [1, 2]) {
      const { method, params } = await socket.next();
      expect({ method, params }).toMatchObject({
        method: "notifications/progress",
        params: { progressToken: "p", progress: n, _meta: { "nxscall.com/partial": { n } } },
      });
    }
    expect(JSON.parse((await socket.next()).result.content[0].text)).toEqual([{ n: 1 }, { n: 2 }]);
  },
);

test("what is no JSON-RPC message is answered as such, and the connection stays", async () => {
  const socket = await connect(a.key);
  socket.send("{");
  expect(await socket.next()).toMatchObject({ id: null, error: { code: -32_700 } });
  socket.send({ id: 7, hello: "world" });
  expect(await socket.next()).toMatchObject({ id: 7, error: { code: -32_600 } });
  socket.send(`{"a":${"[".repeat(100)}${"]".repeat(100)}}`);
  expect(await socket.next()).toMatchObject({ error: { code: -32_700 } });
  socket.send(modern(1, "server/discover"));
  expect(await socket.next()).toMatchObject({ id: 1, result: {} });
});

describe("a client that can set no headers", () => {
  const upgrade = (url: string, protocols = "mcp") =>
    SELF.fetch(url.replace(/^ws/, "http"), {
      headers: { Upgrade: "websocket", "Sec-WebSocket-Protocol": protocols },
    });

  async function token(expiresIn = 60): Promise<string> {
    return (await call("POST", "/api/v1/auth/token", { key: a.key, body: { expiresIn } })).body.token;
  }

  test("shows a token as a subprotocol, which is not echoed; a key is not taken there", async () => {
    const response = await upgrade("https://hub.example/mcp/v1/ws", `mcp, bearer.${await token()}`);
    expect(response.status).toBe(101);
    expect(response.headers.get("Sec-WebSocket-Protocol")).toBe("mcp");
    response.webSocket?.accept();
    response.webSocket?.close();
    expect((await upgrade("https://hub.example/mcp/v1/ws", `mcp, bearer.${a.key}`)).status).toBe(401);
  });

  test("opens one socket with a ticket, as the agent that asked for it and with no more scopes", async () => {
    const key = await newKey(a, { scopes: ["workflows:write"] });
    const { status, body } = await call("POST", "/api/v1/mcp/ws-tickets", { key });
    expect(status).toBe(201);
    const response = await upgrade(body.url);
    if (response.webSocket === null) throw new Error(`refused: ${response.status}`);
    const socket = new Socket(response.webSocket);
    socket.send(modern(1, "tools/call", { ...callEcho, name: tool.id }));
    expect((await socket.next()).error).toMatchObject({ data: { code: "insufficient_scope" } });
    expect((await upgrade(body.url)).status).toBe(401);
    const made = `${body.ticket.slice(0, -1)}${body.ticket.endsWith("A") ? "B" : "A"}`;
    expect((await upgrade(body.url.replace(body.ticket, made))).status).toBe(401);
  });

  test("a ticket that several show at once opens one socket", async () => {
    const { body } = await call("POST", "/api/v1/mcp/ws-tickets", { key: a.key });
    const answers = await Promise.all(Array.from({ length: 5 }, () => upgrade(body.url)));
    expect(answers.filter(({ status }) => status === 101)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(4);
    for (const { webSocket } of answers) {
      webSocket?.accept();
      webSocket?.close();
    }
  });

  test("a socket that was opened with a token, or its ticket, ends with the token", async () => {
    const shortLived = await token(3);
    const { body } = await call("POST", "/api/v1/mcp/ws-tickets", { key: shortLived });
    for (const [url, protocols] of [
      [body.url as string, "mcp"],
      ["https://hub.example/mcp/v1/ws", `mcp, bearer.${await token(3)}`],
    ] as const) {
      const response = await upgrade(url, protocols);
      if (response.webSocket === null) throw new Error(`refused: ${response.status}`);
      expect(await new Socket(response.webSocket).ended()).toBe(1008);
    }
  });
});

test("without a key there is no socket, and without a socket a word on how to get one", async () => {
  const headers = { Upgrade: "websocket", "Sec-WebSocket-Protocol": "mcp" };
  expect((await call("GET", "/mcp/v1/ws", { headers })).status).toBe(401);
  const { status, body } = await call("GET", "/mcp/v1/ws", { key: a.key });
  expect({ status, code: body.error.data.code }).toEqual({ status: 426, code: "upgrade_needed" });
});

test("a key that is revoked ends the connection at the next message, within 5 seconds", async () => {
  const key = await newKey(a);
  const socket = await connect(key);
  const { body } = await call("GET", "/api/v1/keys", { key });
  const [newest] = body.data;
  await call("DELETE", `/api/v1/keys/${newest.id}`, { key: a.key });
  await new Promise((resolve) => setTimeout(resolve, 5_500));
  socket.send(modern(1, "server/discover"));
  expect(await socket.ended()).toBe(1008);
});

test("a grant that is revoked ends the connection at the next message, within 5 seconds", async () => {
  const { agent, tokens } = await newGrant();
  const socket = await connect(tokens.access_token);
  socket.send(modern(1, "tools/list"));
  expect((await socket.next()).result.tools.length).toBeGreaterThan(0);
  const { body } = await call("GET", "/api/v1/oauth/grants", { key: agent.key });
  await call("DELETE", `/api/v1/oauth/grants/${body.data[0].id}`, { key: agent.key });
  await new Promise((resolve) => setTimeout(resolve, 5_500));
  socket.send(modern(2, "tools/list"));
  expect(await socket.ended()).toBe(1008);
});

test("a key without tools:invoke lists tools but calls none", async () => {
  const socket = await connect(await newKey(a, { scopes: ["workflows:write"] }));
  socket.send(modern(1, "tools/call", { ...callEcho, name: tool.id }));
  expect((await socket.next()).error).toMatchObject({ code: -32_000, data: { code: "insufficient_scope" } });
  socket.send(modern(2, "tools/list"));
  expect((await socket.next()).result.tools.length).toBeGreaterThan(0);
});
