// Agents that connect to the hub and serve tools over their own socket.

import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { call, newAgent, newKey, type TestAgent } from "../api/hub.ts";
import { messagesOf, result, send } from "../mcp/client.ts";
import { away, endOf, newName, serveByHand, served, servedTool, serveSdk, SILENT, upgrade } from "./serving.ts";
import { aTool, changesOf, invoke, newServer, SERVERS, toolIdOf } from "./upstream.ts";

const hangUp = async (agent: TestAgent, serverId: string, socket: WebSocket) => {
  socket.close(1000);
  await away(agent, serverId);
};

describe.each(["2026-07-28", "2025-11-25"] as const)("an agent of %s that serves", (era) => {
  test("has its tools found, listed and called in every way", async () => {
    const [a, b] = await Promise.all([newAgent(), newAgent()]);
    const name = newName();
    const metas: Record<string, unknown>[] = [];
    await serveSdk(era, b, name, async (args, { meta }) => {
      metas.push(meta);
      return `did ${JSON.stringify(args)}`;
    });
    const { server, toolId } = await servedTool(b, name);
    expect(server).toMatchObject({ revision: era, counts: { tools: 1 }, connection: { since: expect.any(String) } });

    const { body: tool } = await call("GET", `/api/v1/mcp/tools/${toolId}`, { key: a.key });
    expect(tool).toMatchObject({ protocol: "agent", serverId: server.id, connection: { connected: true } });
    const { body: found } = await call("GET", `/api/v1/mcp/agents/${b.id}/tools`, { key: a.key });
    expect(found.data.map(({ id }: { id: string }) => id)).toEqual([toolId]);

    const content = [{ type: "text", text: 'did {"n":1}' }];
    const asked = { arguments: { n: 1 } };
    expect(await invoke(a, toolId, asked)).toMatchObject({ status: "success", result: content });
    expect((await result("tools/call", { name: toolId, ...asked }, a)).content).toEqual(content);

    const batch = { calls: [{ toolId, ...asked }] };
    const { body: batched } = await call("POST", "/api/v1/mcp/invoke/batch", { key: a.key, body: batch });
    expect(JSON.stringify(batched)).toContain("did ");

    const started = await invoke(a, toolId, { ...asked, async: true });
    expect(await settled(a, started.invocationId)).toMatchObject({ status: "success", output: content });

    const definition = { name: "w", steps: [{ id: "s", toolId, ...asked }] };
    const { body: workflow } = await call("POST", "/api/v1/workflows", { key: a.key, body: definition });
    const { body: run } = await call("POST", `/api/v1/workflows/${workflow.id}/execute?wait=30`, {
      key: a.key,
      body: { input: {} },
    });
    expect(run).toMatchObject({ status: "success", output: { s: content } });

    expect(metas).toHaveLength(5);
    for (const meta of metas) expect(meta["nxscall.com/idempotencyKey"]).toMatch(/:/);
    expect(metas[0]?.["nxscall.com/invocationId"]).toMatch(/^inv_/);
  });

  test("tells a caller that speaks MCP of its progress", async () => {
    const [a, b] = await Promise.all([newAgent(), newAgent()]);
    const name = newName();
    await serveSdk(era, b, name, async (_args, { progress }) => {
      await progress(1);
      await progress(2);
      return "done";
    });
    const { toolId } = await servedTool(b, name);
    const { body } = await send("tools/call", { name: toolId, arguments: {} }, { ...a, meta: { progressToken: "p" } });
    const told = messagesOf(String(body)).filter(({ method }) => method === "notifications/progress");
    expect(told.map(({ params }) => [params.progressToken, params.message])).toEqual([
      ["p", "step 1"],
      ["p", "step 2"],
    ]);
  });

  test("is told when a call is given up", async () => {
    const b = await newAgent();
    const name = newName();
    const gaveUp = Promise.withResolvers<void>();
    await serveSdk(era, b, name, async (_args, { signal }) => {
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      gaveUp.resolve();
      return "late";
    });
    const { toolId } = await servedTool(b, name);
    expect(await invoke(b, toolId, { timeout: 300 })).toMatchObject({ status: "timeout" });
    await gaveUp.promise;
  });

  test("serves on after its object slept", async () => {
    const b = await newAgent();
    const name = newName();
    await serveSdk(era, b, name, async () => "awake");
    const { server, toolId } = await servedTool(b, name);
    await evictDurableObject(env.CONNECTED_AGENT.getByName(server.id));
    expect(await invoke(b, toolId)).toMatchObject({ result: [{ text: "awake" }] });
    const refreshed = await call("POST", `${SERVERS}/${server.id}/refresh`, { key: b.key, body: {} });
    expect(refreshed.body).toMatchObject({ stale: false, revision: era });
  });

  test("may come back in the other era", async () => {
    const b = await newAgent();
    const name = newName();
    const first = await serveSdk(era, b, name, async () => era);
    const { server, toolId } = await servedTool(b, name);
    expect(await invoke(b, toolId)).toMatchObject({ result: [{ text: era }] });
    await hangUp(b, server.id, first);
    const other = era === "2026-07-28" ? "2025-11-25" : "2026-07-28";
    await serveSdk(other, b, name, async () => other);
    await served(b, name);
    expect(await invoke(b, toolId)).toMatchObject({ result: [{ text: other }] });
  });
});

async function settled(agent: TestAgent, invocationId: string) {
  for (;;) {
    const { body } = await call("GET", `/api/v1/mcp/invocations/${invocationId}`, { key: agent.key });
    if (!["pending", "running"].includes(body.status)) return body;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("many calls at once", () => {
  test("each caller gets its own answer, in whatever order the agent gives them", async () => {
    const b = await newAgent();
    const name = newName();
    const waiting: { id: string | number | undefined; n: unknown }[] = [];
    const agent = await serveByHand(b, name, ({ id, method, params }) => {
      if (method !== "tools/call") return undefined;
      waiting.push({ id, n: params.arguments.n });
      if (waiting.length === 20) {
        for (const asked of waiting.toReversed()) agent.send({ id: asked.id, result: answer(asked.n) });
      }
      return SILENT;
    });
    const { toolId } = await servedTool(b, name);
    const calls = Array.from({ length: 20 }, (_, n) => invoke(b, toolId, { arguments: { n } }));
    const texts = (await Promise.all(calls)).map(({ result: [block] }) => block.text);
    expect(texts).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
  });
});

const answer = (text: unknown) => ({ resultType: "complete", content: [{ type: "text", text: String(text) }] });

describe("an agent that is away", () => {
  test("a call ends with provider_offline, and says what to do", async () => {
    const b = await newAgent();
    const name = newName();
    const agent = await serveByHand(b, name);
    const { server, toolId } = await servedTool(b, name);
    await hangUp(b, server.id, agent.socket);
    const { status, error } = await invoke(b, toolId, { timeout: 3_000 });
    expect({ status, error }).toMatchObject({ status: "error", error: { code: "provider_offline", retryable: true } });
    const { body: tool } = await call("GET", `/api/v1/mcp/tools/${toolId}`, { key: b.key });
    expect(tool.connection).toEqual({ connected: false, since: null });
    const refreshed = await call("POST", `${SERVERS}/${server.id}/refresh`, { key: b.key, body: {} });
    expect([refreshed.status, refreshed.body.code]).toEqual([424, "upstream_failed"]);
  });

  test("a call that waits goes out when the agent is back", async () => {
    const b = await newAgent();
    const name = newName();
    const agent = await serveByHand(b, name);
    const { server, toolId } = await servedTool(b, name);
    await hangUp(b, server.id, agent.socket);
    const called = invoke(b, toolId);
    await serveByHand(b, name, ({ method }) => (method === "tools/call" ? answer("back") : undefined));
    expect(await called).toMatchObject({ status: "success", result: [{ text: "back" }] });
  });

  test("a call in the background waits longer than one that is waited for", async () => {
    const b = await newAgent();
    const name = newName();
    const agent = await serveByHand(b, name);
    const { server, toolId } = await servedTool(b, name);
    await hangUp(b, server.id, agent.socket);
    const { invocationId } = await invoke(b, toolId, { async: true, timeout: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    await serveByHand(b, name);
    expect(await settled(b, invocationId)).toMatchObject({ status: "success" });
  });
});

describe("a connection that breaks in the middle of a call", () => {
  const breaking = async (tool: object) => {
    const b = await newAgent();
    const name = newName();
    const keys: unknown[] = [];
    const first = await serveByHand(
      b,
      name,
      ({ method, params }, { socket }) => {
        if (method !== "tools/call") return undefined;
        keys.push(params._meta["nxscall.com/idempotencyKey"]);
        socket.close(1011);
        return SILENT;
      },
      [tool],
    );
    const { toolId } = await servedTool(b, name);
    const called = invoke(b, toolId);
    await first.ended;
    await serveByHand(
      b,
      name,
      ({ method, params }) => {
        if (method === "tools/call") keys.push(params._meta["nxscall.com/idempotencyKey"]);
        return undefined;
      },
      [tool],
    );
    return { called: await called, keys };
  };

  test("is told to the caller, and the call is not made again", async () => {
    const { called, keys } = await breaking(aTool("act"));
    expect(called).toMatchObject({ status: "error", error: { code: "connection_lost", retryable: true } });
    expect(keys).toHaveLength(1);
  });

  test.each(["idempotentHint", "readOnlyHint"])("a tool with %s is called again, under the same key", async (hint) => {
    const { called, keys } = await breaking(aTool("act", { annotations: { [hint]: true } }));
    expect(called).toMatchObject({ status: "success" });
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  test("a step is made again as its retry says", async () => {
    const b = await newAgent();
    const name = newName();
    let calls = 0;
    const serve = () =>
      serveByHand(b, name, ({ method }, { socket }) => {
        if (method !== "tools/call" || ++calls > 1) return undefined;
        socket.close(1011);
        void serve();
        return SILENT;
      });
    await serve();
    const { toolId } = await servedTool(b, name);
    const steps = [{ id: "s", toolId, retry: { maxAttempts: 2, initialDelayMs: 10 } }];
    const { body: workflow } = await call("POST", "/api/v1/workflows", { key: b.key, body: { name: "w", steps } });
    const path = `/api/v1/workflows/${workflow.id}/execute?wait=30`;
    const { body: run } = await call("POST", path, { key: b.key, body: { input: {} } });
    expect(run).toMatchObject({ status: "success" });
    expect(calls).toBe(2);
  });
});

test("a newer connection takes new calls; the older one finishes its own and is told that it is replaced", async () => {
  const b = await newAgent();
  const name = newName();
  const goOn = Promise.withResolvers<void>();
  const older = await serveByHand(b, name, async ({ method }) => {
    if (method !== "tools/call") return undefined;
    await goOn.promise;
    return answer("older");
  });
  const { toolId } = await servedTool(b, name);
  const first = invoke(b, toolId);
  await older.hears(({ method }) => method === "tools/call");
  const newer = await serveByHand(b, name, ({ method }) => (method === "tools/call" ? answer("newer") : undefined));
  // It listens once it serves.
  await newer.hears(({ method }) => method === "subscriptions/listen");
  expect(await invoke(b, toolId)).toMatchObject({ result: [{ text: "newer" }] });
  goOn.resolve();
  expect(await first).toMatchObject({ result: [{ text: "older" }] });
  expect(await older.ended).toMatchObject({ code: 4001 });
  expect(await served(b, name)).toMatchObject({ connection: { connected: true } });
});

describe("what an agent changes", () => {
  test("a changed and a new tool wait for approval, whether it says so or comes back with them", async () => {
    const b = await newAgent();
    const name = newName();
    const agent = await serveByHand(b, name);
    const { server, toolId } = await servedTool(b, name);
    agent.socket.close(1000);
    await away(b, server.id);
    await serveByHand(b, name, () => undefined, [aTool("act", { description: "Does something else" }), aTool("more")]);
    await expect.poll(() => changesOf(b, server.id), { timeout: 20_000 }).toHaveLength(2);
    const { body: tool } = await call("GET", `/api/v1/mcp/tools/${toolId}`, { key: b.key });
    expect(tool.description).toBe("Does act");
    const path = `${SERVERS}/${server.id}/changes/approve`;
    expect((await call("POST", path, { key: b.key, body: {} })).body).toMatchObject({ decided: 2 });
    const { toolId: more } = await servedTool(b, name, "more");
    expect(await invoke(b, more)).toMatchObject({ status: "success" });
    const { body: after } = await call("GET", `/api/v1/mcp/tools/${more}`, { key: b.key });
    expect(after.protocol).toBe("agent");
  });

  test("list_changed has its lists read again", async () => {
    const b = await newAgent();
    const name = newName();
    const agent = await serveByHand(b, name);
    const { server } = await servedTool(b, name);
    agent.tools = [aTool("act"), aTool("more")];
    agent.send({ method: "notifications/tools/list_changed" });
    await expect
      .poll(
        async () => {
          await runDurableObjectAlarm(env.SERVER_KEEPER.getByName(server.id));
          return changesOf(b, server.id);
        },
        { timeout: 30_000 },
      )
      .toHaveLength(1);
  });
});

describe("who may serve", () => {
  const serve = (path: string, key?: string) =>
    upgrade(path, key === undefined ? {} : { Authorization: `Bearer ${key}` });

  /** Why the hub closes the socket: with 1008, after which an agent does not come back. */
  const whyNot = async (response: Response) => {
    expect([response.status, response.headers.get("Sec-WebSocket-Protocol")]).toEqual([101, "mcp"]);
    const { webSocket } = response;
    if (webSocket === null) throw new Error("there is no socket");
    const ended = endOf(webSocket);
    webSocket.accept();
    const { code, reason } = await ended;
    expect(code).toBe(1008);
    return reason;
  };

  test("it takes the scope tools:write", async () => {
    const b = await newAgent();
    const key = await newKey(b, { scopes: ["tools:invoke"] });
    expect(await whyNot(await serve("/mcp/v1/ws?serve=x", key))).toContain('the scope "tools:write"');
    expect((await serve("/mcp/v1/ws?serve=x")).status).toBe(401);
  });

  test("a name that is none, and one that has a URL, are refused for good", async () => {
    const b = await newAgent();
    expect(await whyNot(await serve("/mcp/v1/ws?serve=a%20b", b.key))).toContain("1 to 64 of");
    const { name } = await newServer(b, "/modern/mcp");
    expect(await whyNot(await serve(`/mcp/v1/ws?serve=${name}`, b.key))).toContain("Serve under another name");
  });

  test("the same name of another agent is another server", async () => {
    const [a, b] = await Promise.all([newAgent(), newAgent()]);
    const name = newName();
    await serveByHand(a, name, ({ method }) => (method === "tools/call" ? answer("a's") : undefined));
    await serveByHand(b, name, ({ method }) => (method === "tools/call" ? answer("b's") : undefined));
    const [ofA, ofB] = await Promise.all([servedTool(a, name), servedTool(b, name)]);
    expect(ofA.server.id).not.toBe(ofB.server.id);
    expect(await invoke(a, ofB.toolId)).toMatchObject({ result: [{ text: "b's" }] });
    expect(await invoke(b, ofA.toolId)).toMatchObject({ result: [{ text: "a's" }] });
  });

  test("what is served is its owner's alone until that makes it public", async () => {
    const [a, b] = await Promise.all([newAgent(), newAgent()]);
    const name = newName();
    await serveByHand(b, name);
    const { id } = await served(b, name);
    const toolId = await toolIdOf(b, id, "act");
    expect(await invoke(b, toolId)).toMatchObject({ status: "success" });
    expect((await call("GET", `${SERVERS}/${id}`, { key: a.key })).status).toBe(404);
    expect((await call("POST", `/api/v1/mcp/invoke/${toolId}`, { key: a.key, body: {} })).status).toBe(404);
    await servedTool(b, name);
    await expect.poll(() => invoke(a, toolId), { timeout: 20_000 }).toMatchObject({ status: "success" });
  });

  test("a ticket opens such a socket once, with the scopes that it was asked for with", async () => {
    const b = await newAgent();
    const ticket = async (key: string) =>
      new URL((await call("POST", "/api/v1/mcp/ws-tickets", { key })).body.url as string).search;
    const search = await ticket(b.key);
    const opened = await serve(`/mcp/v1/ws${search}&serve=ticketed`);
    expect(opened.status).toBe(101);
    opened.webSocket?.accept();
    expect((await serve(`/mcp/v1/ws${search}&serve=ticketed`)).status).toBe(401);
    const lesser = await newKey(b, { scopes: ["tools:invoke"] });
    expect(await whyNot(await serve(`/mcp/v1/ws${await ticket(lesser)}&serve=ticketed`))).toContain("tools:write");
  });

  test("a revoked key ends the socket, and its tools are away", async () => {
    const b = await newAgent();
    const { body: key } = await call("POST", "/api/v1/keys", { key: b.key, body: { scopes: ["tools:write"] } });
    const name = newName();
    const agent = await serveByHand({ key: key.apiKey }, name);
    const { server, toolId } = await servedTool(b, name);
    expect((await call("DELETE", `/api/v1/keys/${key.id}`, { key: b.key })).status).toBe(204);
    await new Promise((resolve) => setTimeout(resolve, 5_100));
    expect(await invoke(b, toolId, { timeout: 3_000 })).toMatchObject({ error: { code: "provider_offline" } });
    expect(await agent.ended).toMatchObject({ code: 1008 });
    await away(b, server.id);
  });

  test("the key of an idle socket is looked at by the minute, and an agent that answers no ping is away", async () => {
    const b = await newAgent();
    const name = newName();
    let isSilent = false;
    const agent = await serveByHand(b, name, ({ method }) =>
      isSilent && method === "server/discover" ? SILENT : undefined,
    );
    const { server } = await servedTool(b, name);
    const object = env.CONNECTED_AGENT.getByName(server.id);
    await evictDurableObject(object);
    await runDurableObjectAlarm(object);
    expect(await served(b, name)).toMatchObject({ connection: { connected: true } });
    isSilent = true;
    await evictDurableObject(object);
    await runDurableObjectAlarm(object);
    expect(await agent.ended).toMatchObject({ code: 4003 });
    await away(b, server.id);
  });
});

describe("the server's owner", () => {
  test("removes it: its tools are gone, its socket is told", async () => {
    const b = await newAgent();
    const name = newName();
    const agent = await serveByHand(b, name);
    const { server, toolId } = await servedTool(b, name);
    expect((await call("DELETE", `${SERVERS}/${server.id}`, { key: b.key })).status).toBe(204);
    expect(await agent.ended).toMatchObject({ code: 4002 });
    expect((await call("POST", `/api/v1/mcp/invoke/${toolId}`, { key: b.key, body: {} })).status).toBe(410);
    await serveByHand(b, name);
    expect((await served(b, name)).id).not.toBe(server.id);
  });

  test("gives it no other name than it connects as, and no address", async () => {
    const b = await newAgent();
    const name = newName();
    await serveByHand(b, name);
    const { server, toolId } = await servedTool(b, name);
    const path = `${SERVERS}/${server.id}`;
    const { status, body } = await call("PUT", path, { key: b.key, body: { url: "https://example.com/mcp" } });
    expect([status, body.errors[0]]).toMatchObject([422, { code: "not_supported", pointer: "/url" }]);
    const renamed = await call("PUT", path, { key: b.key, body: { name: "renamed" } });
    expect([renamed.status, renamed.body.errors[0]]).toMatchObject([422, { code: "not_supported", pointer: "/name" }]);
    expect((await call("PUT", path, { key: b.key, body: { name } })).body).toMatchObject({ name });
    expect(await invoke(b, toolId)).toMatchObject({ status: "success" });
  });

  test("sees no URL, and hears of its coming and going in the feed", async () => {
    const b = await newAgent();
    const name = newName();
    const feed = await upgrade("/api/v1/feed?types=server.connected,server.disconnected", {
      Authorization: `Bearer ${b.key}`,
    });
    const told: string[] = [];
    feed.webSocket?.addEventListener("message", ({ data }) => {
      const { type, data: what } = JSON.parse(String(data)) as { type: string; data?: { name: string } };
      told.push(`${type} ${what?.name ?? ""}`.trim());
    });
    feed.webSocket?.accept();
    const agent = await serveByHand(b, name);
    const { server } = await servedTool(b, name);
    expect(server).not.toHaveProperty("url");
    await hangUp(b, server.id, agent.socket);
    await expect
      .poll(() => told, { timeout: 20_000 })
      .toEqual(["ready", `server.connected ${name}`, `server.disconnected ${name}`]);
  });
});

test("an agent that the hub cannot understand is told why, and leaves nothing behind", async () => {
  const b = await newAgent();
  const name = newName();
  const agent = await serveByHand(b, name, ({ method }) => (method === "tools/list" ? { tools: "none" } : undefined));
  expect(await agent.ended).toMatchObject({ code: 4000, reason: expect.stringMatching(/./) });
  const { body } = await call("GET", SERVERS, { key: b.key });
  expect(body.data).toEqual([]);
});

test("a server that connects over and over is refused for a while", async () => {
  const b = await newAgent();
  const name = newName();
  await serveByHand(b, name);
  await served(b, name);
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => upgrade(`/mcp/v1/ws?serve=${name}`, { Authorization: `Bearer ${b.key}` })),
  );
  for (const { webSocket } of answers) webSocket?.accept();
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.headers.get("Retry-After")).toBe("60");
});
