import { evictDurableObject, runDurableObjectAlarm, runInDurableObject, SELF } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, inject, test, vi } from "vitest";
import { newId } from "../../../api/platform/ids.ts";
import type { NewFeedEvent } from "../../../api/feed/event.ts";
import { publish } from "../../../api/feed/publish.ts";
import { call, newAgent, newKey, newSession, newToken, newTool, newWorkflow } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";
import { listen, streamed } from "./listen.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };

const bearer = ({ key }: TestAgent) => ({ Authorization: `Bearer ${key}` });
const invoke = (agent: TestAgent, toolId: string, body: unknown = {}) =>
  call("POST", `/api/v1/mcp/invoke/${toolId}`, { key: agent.key, body });
const feedOf = (agent: TestAgent) => env.FEED.getByName(agent.id);

function change(name: string, toolId = "tool_x"): NewFeedEvent {
  const timestamp = "2030-01-01T00:00:00.000Z";
  return { type: "tool.changed", key: name, toolId, timestamp, data: { toolId: name, change: "updated" } };
}

function changes(first: number, last: number): NewFeedEvent[] {
  return Array.from({ length: last - first + 1 }, (_, i) => change(`${first + i}`));
}

describe("what a feed tells", () => {
  test("a call's outcome, to who made it and to who answered it, without input and output", async () => {
    const [a, b, stranger] = [await newAgent("A"), await newAgent("B"), await newAgent("C")];
    const tool = await newTool(b);
    const [ofA, ofB, ofC] = [await listen(bearer(a)), await listen(bearer(b)), await listen(bearer(stranger))];
    expect(await ofA.next()).toEqual({ id: "0", type: "ready" });
    const { body } = await invoke(a, tool.id, { arguments: { secret: 1 } });
    const told = await ofA.told();
    const row = {
      id: body.invocationId,
      toolId: tool.id,
      callerAgentId: a.id,
      providerAgentId: b.id,
      status: "success",
      error: null,
      latencyMs: expect.any(Number),
      createdAt: body.timestamp,
      completedAt: expect.any(String),
    };
    expect(told).toEqual({ id: "1", type: "invocation.settled", timestamp: told.data.completedAt, data: row });
    expect(await ofB.told()).toEqual({ ...told, id: expect.any(String) });
    await publish(env, stranger.id, [change("last")]);
    expect((await ofC.told()).data.toolId).toBe("last");
  });

  test("calls in a batch, calls in the background, and a change of one's own tool", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    const feed = await listen(bearer(a), "?types=invocation.settled,tool.changed");
    const calls = [1, 2, 3].map((n) => ({ toolId: tool.id, arguments: { n } }));
    const batch = await call("POST", "/api/v1/mcp/invoke/batch", { key: a.key, body: { calls } });
    const background = await invoke(a, tool.id, { async: true });
    const ids = [
      background.body.invocationId,
      ...batch.body.results.map((one: { invocation: { invocationId: string } }) => one.invocation.invocationId),
    ];
    const told = [];
    for (const _ of ids) told.push((await feed.told()).data.id);
    expect(new Set(told)).toEqual(new Set(ids));
    await call("PUT", `/api/v1/mcp/tools/${tool.id}`, { key: a.key, body: { description: "Another one" } });
    expect(await feed.told()).toMatchObject({ type: "tool.changed", data: { toolId: tool.id, change: "updated" } });
    await call("DELETE", `/api/v1/mcp/tools/${tool.id}`, { key: a.key });
    expect((await feed.told()).data).toEqual({ toolId: tool.id, change: "deregistered" });
  });

  test("a run that lasts, when it begins and when it settles, once the lists show it so; to nobody but who started it", async () => {
    const [a, stranger] = [await newAgent("A"), await newAgent("B")];
    const steps = [{ id: "go", wait: { signal: "go", timeoutMs: 60_000 } }];
    const { id: workflowId } = await newWorkflow(a, "", { steps });
    const feed = await listen(bearer(a), "?types=run.started,run.settled");
    const ofStranger = await listen(bearer(stranger));
    const { body } = await call("POST", `/api/v1/workflows/${workflowId}/execute`, {
      key: a.key,
      body: { input: { a: 1 } },
    });
    const listed = async () => (await call("GET", "/api/v1/workflow-runs", { key: a.key })).body.data[0];
    const started = await feed.told();
    expect(started).toMatchObject({ type: "run.started", data: { id: body.runId, status: "running" } });
    expect(started.data).toEqual(await listed());
    await call("POST", `/api/v1/workflow-runs/${body.runId}/cancel`, { key: a.key, body: {} });
    const settled = await feed.told();
    expect(settled).toMatchObject({ type: "run.settled", data: { id: body.runId, status: "cancelled" } });
    expect(settled.data).toEqual(await listed());
    await publish(env, stranger.id, [change("last")]);
    expect((await ofStranger.told()).data.toolId).toBe("last");
  });

  test("a callback that is given up", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    await call("POST", "/api/v1/mcp/callbacks/secret", { key: a.key });
    const feed = await listen(bearer(a), "?types=callback.dead");
    const { body } = await invoke(a, tool.id, {
      callbackUrl: `${inject("providerUrl")}/hook/refuse-${newId("run")}?code=500`,
    });
    const outbox = env.CALLBACK_OUTBOX.getByName(a.id);
    while ((await outbox.list("pending", 1, null))[0]?.attempts !== 1) await scheduler.wait(100);
    await runInDurableObject(outbox, (_, { storage }) => {
      storage.sql.exec("UPDATE callbacks SET give_up_at = 0, next_at = 0");
    });
    await runDurableObjectAlarm(outbox);
    expect(await feed.told()).toMatchObject({
      type: "callback.dead",
      data: { invocationId: body.invocationId, status: "dead" },
    });
  });

  test("only what the filter wants, and nothing twice", async () => {
    const a = await newAgent();
    const feed = await listen(bearer(a), "?types=tool.changed&toolId=tool_y");
    await publish(env, a.id, [change("1"), change("2", "tool_y")]);
    await publish(env, a.id, [change("2", "tool_y"), change("3", "tool_y")]);
    expect([await feed.told(), await feed.told()]).toMatchObject([
      { id: "2", data: { toolId: "2" } },
      { id: "3", data: { toolId: "3" } },
    ]);
  });
});

describe("who comes back", () => {
  test("gets everything since its last event, then what happens, over the socket and over the stream", async () => {
    const a = await newAgent();
    const first = await listen(bearer(a));
    await publish(env, a.id, changes(1, 3));
    expect((await first.told()).id).toBe("1");
    first.close();
    const again = await listen(bearer(a), "?lastEventId=1");
    const stream = streamed({ ...bearer(a), "Last-Event-ID": "1" });
    expect((await again.next()).type).toBe("ready");
    expect((await stream.next()).value).toEqual({ id: "1", type: "ready" });
    await publish(env, a.id, changes(4, 4));
    for (const id of ["2", "3", "4"]) {
      expect((await again.next()).id).toBe(id);
      expect((await stream.next()).value).toMatchObject({ id, data: { toolId: id } });
    }
    again.say({ type: "resume", lastEventId: "2" });
    expect([(await again.next()).id, (await again.next()).id]).toEqual(["3", "4"]);
    await stream.return(undefined);
  });

  test("gets it though the object slept meanwhile, and its socket lives on", async () => {
    const a = await newAgent();
    const feed = await listen(bearer(a));
    await feed.next();
    await evictDurableObject(feedOf(a));
    await publish(env, a.id, changes(1, 2));
    expect([(await feed.next()).id, (await feed.next()).id]).toEqual(["1", "2"]);
    feed.say("ping");
    expect((await feed.next()).type).toBe("pong");
  });

  test("is told of the gap where events are no longer kept, and gets the rest", async () => {
    const a = await newAgent();
    (await listen(bearer(a))).close();
    await publish(env, a.id, changes(1, 10));
    await runInDurableObject(feedOf(a), (_, { storage }) => storage.sql.exec("DELETE FROM events WHERE number < 9"));
    const feed = await listen(bearer(a), "?lastEventId=3");
    expect(await feed.next()).toEqual({ id: "8", type: "gap", lastEventId: "3" });
    expect([(await feed.next()).id, (await feed.next()).id]).toEqual(["9", "10"]);
  });

  test("is told of the gap where nobody listened for a day, and where the id is from elsewhere", async () => {
    const a = await newAgent();
    (await listen(bearer(a))).close();
    await publish(env, a.id, changes(1, 1));
    const feed = feedOf(a);
    await vi.waitFor(async () => {
      expect(await runInDurableObject(feed, (_, state) => state.getWebSockets().length)).toBe(0);
    }, PATIENCE);
    await runInDurableObject(feed, (_, { storage }) => storage.kv.put("keepsUntil", 1));
    await publish(env, a.id, changes(2, 5));
    const back = await listen(bearer(a), "?lastEventId=1");
    expect(await back.next()).toEqual({ id: "2", type: "gap", lastEventId: "1" });
    await publish(env, a.id, changes(6, 6));
    expect(await back.next()).toMatchObject({ id: "3", data: { toolId: "6" } });
    const foreign = await listen(bearer(a), "?lastEventId=999");
    expect(await foreign.next()).toEqual({ id: "3", type: "gap", lastEventId: "999" });
  });

  test("an object keeps 10,000 events, and none where nobody ever listened", async () => {
    const [a, unheard] = [await newAgent(), await newAgent()];
    (await listen(bearer(a))).close();
    for (let i = 0; i < 11; i++) await publish(env, a.id, changes(i * 1_000 + 1, (i + 1) * 1_000));
    const kept = await runInDurableObject(feedOf(a), (_, { storage }) =>
      storage.sql.exec<{ n: number; first: number }>("SELECT count(*) AS n, min(number) AS first FROM events").one(),
    );
    expect(kept).toEqual({ n: 10_000, first: 1_001 });
    await publish(env, unheard.id, changes(1, 5));
    await runInDurableObject(feedOf(unheard), (_, { storage }) => {
      expect(storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'events'").toArray()).toEqual([]);
    });
  });
});

describe("a subscriber that is slow", () => {
  test("gets 500 events ahead of what it confirms, the rest once it does, and holds up nobody", async () => {
    const a = await newAgent();
    const [slow, quick] = [await listen(bearer(a)), await listen(bearer(a))];
    await publish(env, a.id, changes(1, 700));
    let id = "";
    while (id !== "500") ({ id } = await quick.next());
    quick.say({ type: "ack", lastEventId: "500" });
    while (id !== "700") ({ id } = await quick.next());
    while (id !== "500") ({ id } = await slow.next());
    slow.say({ type: "resume", lastEventId: "499" });
    expect((await slow.next()).id).toBe("500");
    expect((await slow.next()).id).toBe("501");
  });

  test("is closed with a code that says to come back, and misses nothing then", async () => {
    const a = await newAgent();
    const slow = await listen(bearer(a));
    await publish(env, a.id, changes(1, 501));
    await runInDurableObject(feedOf(a), (_, state) => {
      for (const socket of state.getWebSockets()) {
        socket.serializeAttachment({ ...(socket.deserializeAttachment() as object), stalledAt: 1 });
      }
    });
    await runDurableObjectAlarm(feedOf(a));
    expect(await slow.closed).toBe(4408);
    const again = await listen(bearer(a), "?lastEventId=500");
    expect((await again.told()).id).toBe("501");
  });

  test("a stream's reader that reads on gets all, however many there are", async () => {
    const a = await newAgent();
    const stream = streamed(bearer(a));
    await stream.next();
    await publish(env, a.id, changes(1, 1_500));
    for (let n = 1; n <= 1_500; n++) expect((await stream.next()).value).toMatchObject({ id: String(n) });
    await stream.return(undefined);
  });
});

describe("who may listen", () => {
  test("a token in the subprotocol is as good as one in a header; a key there is none", async () => {
    const a = await newAgent();
    const open = (protocol: string) =>
      SELF.fetch("https://hub.example/api/v1/feed", {
        headers: { Upgrade: "websocket", "Sec-WebSocket-Protocol": protocol },
      });
    const opened = await open(`nexuscall, bearer.${await newToken(a)}`);
    expect([opened.status, opened.headers.get("Sec-WebSocket-Protocol")]).toEqual([101, "nexuscall"]);
    opened.webSocket?.accept();
    opened.webSocket?.close();
    expect((await open(`nexuscall, bearer.${a.key}`)).status).toBe(401);
    expect((await open("nexuscall, bearer.a.b.c")).status).toBe(401);
  });

  test("a session may listen from the hub's own pages alone", async () => {
    const { Cookie } = await newSession(await newAgent());
    (await listen({ Cookie, Origin: "https://hub.example" })).close();
    const foreign = await call("GET", "/api/v1/feed", {
      headers: { Cookie, Origin: "https://evil.example", Upgrade: "websocket" },
    });
    expect([foreign.status, foreign.body.code]).toEqual([403, "forgery_suspected"]);
  });

  test("what listens on a key, a token of it or a session ends with it", async () => {
    const a = await newAgent();
    const key = await newKey(a, { scopes: ["keys:write"] });
    const session = await newSession({ ...a, key });
    const listeners = [
      await listen({ Authorization: `Bearer ${key}` }),
      await listen({ Authorization: `Bearer ${await newToken({ ...a, key })}` }),
    ];
    const ofSession = await listen({ Cookie: session.Cookie });
    await call("DELETE", "/api/v1/auth/session", { headers: session });
    expect(await ofSession.closed).toBe(4401);
    const other = await listen(bearer(a));
    const { body } = await call("GET", "/api/v1/auth/session", { key });
    await call("DELETE", `/api/v1/keys/${body.keyId}`, { key: a.key });
    expect(await Promise.all(listeners.map(({ closed }) => closed))).toEqual([4401, 4401]);
    await publish(env, a.id, changes(1, 1));
    expect((await other.told()).id).toBe("1");
  });

  test("nothing is sent on a key whose end nobody told the feed of", async () => {
    const a = await newAgent();
    const key = await newKey(a);
    const feed = await listen({ Authorization: `Bearer ${key}` });
    expect((await feed.next()).type).toBe("ready");
    await env.DB.prepare("UPDATE mcp_api_keys SET status = 'revoked' WHERE agent_id = ? AND name IS NULL")
      .bind(a.id)
      .run();
    await publish(env, a.id, changes(1, 1));
    expect(await feed.closed).toBe(4401);
  });

  test("what listens on a token ends when the token does", async () => {
    const a = await newAgent();
    const feed = await listen({ Authorization: `Bearer ${await newToken(a, { expiresIn: 1 })}` });
    expect(await feed.closed).toBe(4401);
  });
});

describe("400, 406 and 429", () => {
  test.each([
    ["lastEventId", "?lastEventId=abc"],
    ["types", "?types=invocation"],
    ["toolId", `?toolId=${"x".repeat(65)}`],
  ])("400 that points at `%s`", async (name, query) => {
    const { status, body } = await call("GET", `/api/v1/feed${query}`, { key: (await newAgent()).key });
    expect([status, body.errors[0].pointer]).toEqual([400, `/query/${name}`]);
  });

  test("406 for who accepts no stream; HEAD opens none", async () => {
    const a = await newAgent();
    const refused = await call("GET", "/api/v1/feed", { key: a.key, headers: { Accept: "application/json" } });
    expect([refused.status, refused.body.code]).toEqual([406, "not_acceptable"]);
    expect((await call("HEAD", "/api/v1/feed", { key: a.key })).status).toBe(200);
    expect(await runInDurableObject(feedOf(a), (_, state) => state.getWebSockets().length)).toBe(0);
  });

  test("429 for the 101st subscriber", async () => {
    const a = await newAgent();
    const listeners = await Promise.all(Array.from({ length: 100 }, () => listen(bearer(a))));
    const { status, body } = await call("GET", "/api/v1/feed", { key: a.key });
    expect([status, body.code]).toEqual([429, "too_many_subscribers"]);
    for (const listener of listeners) listener.close();
  });

  test("a message that the feed does not know closes the socket", async () => {
    const feed = await listen(bearer(await newAgent()));
    feed.say("hello");
    expect(await feed.closed).toBe(4400);
  });
});
