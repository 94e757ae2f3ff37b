// `callbackUrl`: the outcome is brought to a receiver in a process of its own, which verifies it with the public
// library of Standard Webhooks.

import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { CallbackOutbox } from "../../../api/callbacks/callback-outbox.ts";
import { insertCallbackCounts } from "../../../api/callbacks/insert-counts.ts";
import { call, callsAt, newAgent, newTool } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

let agent: TestAgent;
let secret: string;
let hook: string;

beforeEach(async () => {
  agent = await newAgent();
  secret = await newSecret();
  hook = crypto.randomUUID();
});

afterEach(() => vi.restoreAllMocks());

async function newSecret(): Promise<string> {
  const { status, body } = await call("POST", "/api/v1/mcp/callbacks/secret", { key: agent.key });
  expect(status).toBe(201);
  return body.secret;
}

function urlOf(query = ""): string {
  return `${inject("providerUrl")}/hook/${hook}${query}`;
}

async function start(query = "", args: unknown = { n: 1 }, path = "/mirror"): Promise<string> {
  const tool = await newTool(agent, path);
  const body = { arguments: args, callbackUrl: urlOf(query) };
  const answer = await call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: agent.key, body });
  expect([answer.status, answer.body.status]).toEqual([202, "pending"]);
  return answer.body.invocationId;
}

async function received(): Promise<Received[]> {
  return (await fetch(`${inject("providerUrl")}/_hooks/${hook}`)).json();
}

async function arrivals(count: number): Promise<Received[]> {
  return vi.waitFor(async () => {
    const all = await received();
    expect(all.length).toBeGreaterThanOrEqual(count);
    return all;
  }, PATIENCE);
}

async function list(query = "") {
  const { status, body } = await call("GET", `/api/v1/mcp/callbacks${query}`, { key: agent.key });
  expect(status).toBe(200);
  return body.data;
}

async function listed(expected: Record<string, unknown>) {
  return vi.waitFor(async () => {
    const [callback] = await list();
    expect(callback).toMatchObject(expected);
    return callback;
  }, PATIENCE);
}

function passTime(ms: number): void {
  const then = Date.now() + ms;
  vi.spyOn(Date, "now").mockImplementation(() => then);
}

const outbox = () => env.CALLBACK_OUTBOX.getByName(agent.id);

test("the outcome arrives, signed, as the invocation that it is", async () => {
  const invocationId = await start("", { text: "ä€😀" });
  const [message] = await arrivals(1);
  const { headers, body } = message ?? { headers: {}, body: "" };
  const verified = new Webhook(secret).verify(body, headers) as Record<string, unknown>;
  expect(verified).toEqual({
    type: "invocation.completed",
    timestamp: expect.stringMatching(/Z$/),
    data: {
      invocationId,
      toolId: expect.any(String),
      status: "success",
      result: { text: "ä€😀" },
      latencyMs: expect.any(Number),
      callerAgentId: agent.id,
      providerAgentId: agent.id,
      timestamp: expect.stringMatching(/Z$/),
    },
  });
  expect(headers["webhook-id"]).toBe(invocationId.replace("inv_", "cb_"));
  expect(headers["content-type"]).toBe("application/json");
  expect(() => new Webhook(secret).verify(body.replace("success", "failure"), headers)).toThrow(
    "No matching signature",
  );
  expect(await listed({ status: "delivered" })).toEqual({
    id: headers["webhook-id"],
    invocationId,
    handoffId: null,
    url: urlOf(),
    status: "delivered",
    attempts: 1,
    lastError: null,
    createdAt: expect.any(String),
    nextAttemptAt: null,
    completedAt: expect.any(String),
  });
});

test("a failure arrives as one", async () => {
  await start("", {}, "/status?code=400");
  const [message] = await arrivals(1);
  expect(JSON.parse(message?.body ?? "")).toMatchObject({
    data: { status: "error", result: null, error: { code: "provider_error", retryable: false } },
  });
});

test("the outcome is brought even if the hub dies before it is there", { timeout: 90_000 }, async () => {
  const invocationId = await start("", { n: 1 }, "/mirror?ms=1500");
  await abortAllDurableObjects();
  const [message] = await arrivals(1);
  expect(JSON.parse(message?.body ?? "")).toMatchObject({ data: { invocationId, status: "success" } });
});

describe("a receiver that does not take it", () => {
  test("gets it again, under the same id, until it does", { timeout: 90_000 }, async () => {
    await start("?fails=1");
    expect(await listed({ attempts: 1 })).toMatchObject({
      status: "pending",
      lastError: "The receiver answered 503; only 2xx counts.",
      nextAttemptAt: expect.any(String),
    });
    passTime(5_000);
    await runDurableObjectAlarm(outbox());
    expect(await listed({ attempts: 2 })).toMatchObject({ status: "delivered", lastError: null });
    const all = await received();
    expect(all).toHaveLength(2);
    expect(new Set(all.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  test("is asked less and less often, at least hourly, for a day; then the callback is dead", async () => {
    await start("?code=500");
    let callback = await listed({ attempts: 1 });
    const createdAt = Date.parse(callback.createdAt);
    const waits: number[] = [];
    while (callback.status === "pending") {
      const now = Date.now();
      waits.push(Date.parse(callback.nextAttemptAt) - now);
      vi.spyOn(Date, "now").mockReturnValue(Date.parse(callback.nextAttemptAt));
      await runDurableObjectAlarm(outbox());
      [callback] = await list();
    }
    expect(callback).toMatchObject({ status: "dead", nextAttemptAt: null, attempts: waits.length + 1 });
    expect(Date.parse(callback.completedAt) - createdAt).toBe(24 * HOUR_MS);
    expect(waits.slice(1, 5)).toEqual([10_000, 20_000, 40_000, 80_000]);
    expect(Math.max(...waits)).toBe(HOUR_MS);
    expect(await received()).toHaveLength(callback.attempts);
    expect(await list("?status=dead")).toHaveLength(1);
    expect(await list("?status=pending")).toEqual([]);
  });

  test("and redirects is not followed", async () => {
    await start("?code=307");
    expect(await listed({ attempts: 1 })).toMatchObject({ lastError: "The receiver answered 307; only 2xx counts." });
  });
});

describe("POST /api/v1/mcp/callbacks/:id/redeliver", () => {
  const redeliver = (id: string, key = agent.key) => call("POST", `/api/v1/mcp/callbacks/${id}/redeliver`, { key });

  test("202: brings one that was delivered again, under the same id", async () => {
    await start();
    const { id } = await listed({ status: "delivered" });
    const { status, body } = await redeliver(id);
    expect([status, body]).toMatchObject([202, { id, status: "pending" }]);
    await arrivals(2);
    await listed({ status: "delivered", attempts: 2 });
  });

  test("404 for one of another agent, as for none", async () => {
    await start();
    const { id } = await listed({ status: "delivered" });
    const stranger = await newAgent();
    expect((await redeliver(id, stranger.key)).status).toBe(404);
    expect((await redeliver("cb_doesNotExist")).status).toBe(404);
    expect(await received()).toHaveLength(1);
  });
});

test("for a day after a new secret both verify, and then the new one alone", async () => {
  const next = await newSecret();
  expect(next).not.toBe(secret);
  await start();
  const [message] = await arrivals(1);
  const { id } = await listed({ status: "delivered" });
  for (const each of [secret, next]) new Webhook(each).verify(message?.body ?? "", message?.headers ?? {});
  const latest = await newSecret();
  await redeliverAndExpect(id, 2, [next, latest], [secret]);
  passTime(24 * HOUR_MS);
  await redeliverAndExpect(id, 3, [latest], [secret, next]);
});

async function redeliverAndExpect(id: string, count: number, good: readonly string[], bad: readonly string[]) {
  await call("POST", `/api/v1/mcp/callbacks/${id}/redeliver`, { key: agent.key });
  await runDurableObjectAlarm(outbox());
  const { headers, body } = (await arrivals(count)).at(-1) ?? { headers: {}, body: "" };
  const verify = (each: string) => new Webhook(each).verify(body, headers);
  for (const each of good) expect(() => verify(each)).not.toThrow();
  for (const each of bad) expect(() => verify(each)).toThrow("No matching signature");
}

test("a secret is shown to nobody again", async () => {
  await start();
  const callback = await listed({ status: "delivered" });
  expect(JSON.stringify(callback)).not.toContain("whsec_");
  const [message] = await arrivals(1);
  expect(JSON.stringify(message)).not.toContain(secret.slice("whsec_".length));
});

test("callbacks are listed by pages, newest first, and only to their agent", async () => {
  for (let n = 0; n < 3; n++) await start();
  const ids = await vi.waitFor(async () => {
    const all = await list();
    expect(all).toHaveLength(3);
    return all.map(({ id }: { id: string }) => id);
  }, PATIENCE);
  const first = (await call("GET", "/api/v1/mcp/callbacks?limit=2", { key: agent.key })).body;
  const rest = (await call("GET", `/api/v1/mcp/callbacks?limit=2&cursor=${first.nextCursor}`, { key: agent.key })).body;
  expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(ids);
  expect(rest.nextCursor).toBeNull();
  expect((await call("GET", "/api/v1/mcp/callbacks", { key: (await newAgent()).key })).body.data).toEqual([]);
});

test("what is done is forgotten after 30 days", async () => {
  await start();
  await listed({ status: "delivered" });
  passTime(30 * 24 * HOUR_MS);
  await runDurableObjectAlarm(outbox());
  const left = await runInDurableObject(outbox(), (_, { storage }) =>
    storage.sql.exec("SELECT count(*) AS n FROM callbacks").one(),
  );
  expect(left).toEqual({ n: 0 });
});

describe("the hub's numbers", () => {
  /** Other outboxes of this file may be at work: what this one told. */
  const told = (id = env.CALLBACK_OUTBOX.idFromName(agent.id).toString()) =>
    env.DB.prepare("SELECT delivered, retried, dead, pending FROM mcp_callback_counts WHERE outbox_id = ?")
      .bind(id)
      .first();
  /** By label: how far the total is from what the outboxes told, all in one read. */
  const strays = async () => {
    const sums = ["delivered", "retried", "dead", "pending"].map(
      (label) => `SELECT '${label}' AS label, sum(${label}) AS value FROM mcp_callback_counts`,
    );
    const { results } = await env.DB.prepare(
      `SELECT label, sums.value - hub_totals.value AS off FROM (${sums.join(" UNION ALL ")}) AS sums
       LEFT JOIN hub_totals USING (label) WHERE name = 'callbacks'`,
    ).all();
    return Object.fromEntries(results.map(({ label, off }) => [String(label), off]));
  };
  const NONE = { delivered: 0, retried: 0, dead: 0, pending: 0 };

  test("have every attempt once, and what waits, from the first failure to the end", { timeout: 90_000 }, async () => {
    await start();
    await vi.waitFor(async () => expect(await told()).toEqual({ ...NONE, delivered: 1 }), PATIENCE);
    await start("?fails=1");
    const waiting = { delivered: 1, retried: 1, dead: 0, pending: 1 };
    await vi.waitFor(async () => expect(await told()).toEqual(waiting), PATIENCE);
    await runInDurableObject(outbox(), (_, { storage }) => {
      storage.sql.exec("UPDATE callbacks SET url = 'http://127.0.0.1:9/' WHERE status = 'pending'");
    });
    passTime(24 * HOUR_MS);
    await runDurableObjectAlarm(outbox());
    const ended = { delivered: 1, dead: 1, pending: 0 };
    await vi.waitFor(async () => expect(await told()).toMatchObject(ended), PATIENCE);
    const { retried } = (await told()) ?? {};
    // On a busy machine its second attempt may have come by itself.
    expect(retried).toBeGreaterThanOrEqual(1);
    await evictDurableObject(outbox());
    await runDurableObjectAlarm(outbox());
    expect(await told()).toEqual({ retried, ...ended });
    expect(await strays()).toEqual(NONE);
  });

  test("are told beside the callbacks: none waits for D1", { timeout: 60_000 }, async () => {
    await start();
    await listed({ status: "delivered" });
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const asked: unknown[] = [];
    const batch = (statements: unknown[]) => (asked.push(statements), answered);
    const DB = { prepare: () => ({ bind: () => null }), batch } as unknown as D1Database;
    await runInDurableObject(outbox(), async (_, state) => {
      state.storage.sql.exec("UPDATE attempted SET told = 0");
      const alarm = new CallbackOutbox(state, { ...env, DB }).alarm().then(() => "gone through");
      expect(await Promise.race([alarm, scheduler.wait(30_000)])).toBe("gone through");
      expect(asked).toHaveLength(1);
      answer();
      await alarm;
    });
  });

  test("are the same however often an outbox tells them, and none counts that comes late", async () => {
    const [earlier, later] = [
      { delivered: 1, retried: 2, dead: 0, pending: 3 },
      { delivered: 4, retried: 2, dead: 1, pending: 0 },
    ];
    const id = `outbox-${hook}`;
    for (const counts of [earlier, earlier, later, earlier, later]) await insertCallbackCounts(env.DB, id, counts);
    expect(await told(id)).toEqual(later);
    expect(await strays()).toEqual(NONE);
  });
});

describe("what is refused, before anything is called", () => {
  const ask = async (callbackUrl: unknown, key = agent.key) => {
    const tool = await newTool(agent, `/${hook}`);
    return call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key, body: { callbackUrl } });
  };

  test.each(["http://example.com/hook", "https://10.0.0.1/hook", "https://user:pw@example.com/", "ftp://x.y", "hook"])(
    "422 for a callbackUrl of %s",
    async (url) => {
      const { status, body } = await ask(url);
      expect([status, body.errors]).toMatchObject([422, [{ code: "egress_refused", pointer: "/callbackUrl" }]]);
    },
  );

  test("409 where there is no secret to sign with", async () => {
    const { status, body } = await ask(urlOf(), (await newAgent()).key);
    expect([status, body.code]).toEqual([409, "callback_secret_missing"]);
  });
});

describe("an agent whose callbacks take all their room", () => {
  /** Callbacks of an earlier time, and outcomes that are still to come. */
  const fill = async ({ callbacks = 0, awaited = 0, status = "pending", bytes = 2 }) => {
    await runInDurableObject(outbox(), (_, { storage }) => {
      const now = Date.now();
      const numbers = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?)";
      if (callbacks > 0) {
        storage.sql.exec(
          `INSERT INTO callbacks (id, invocation_id, url, body, status, created_at, next_at, completed_at, give_up_at)
           ${numbers} SELECT 'old' || n, 'old' || n, ?2, hex(zeroblob(?3 / 2)), ?4, ?5,
             iif(?4 = 'pending', ?5 + 3600000, NULL), iif(?4 = 'pending', NULL, ?5), ?5 + 86400000 FROM n`,
          callbacks,
          urlOf(),
          bytes,
          status,
          now - HOUR_MS,
        );
      }
      if (awaited > 0) {
        storage.sql.exec(
          `INSERT INTO awaited (invocation_id, expires_at) ${numbers} SELECT 'awaited' || n, ? FROM n`,
          awaited,
          now + HOUR_MS,
        );
      }
    });
    await evictDurableObject(outbox());
  };

  const ask = async () => {
    const path = `/${crypto.randomUUID()}`;
    const tool = await newTool(agent, path);
    const body = { callbackUrl: urlOf() };
    const answer = await call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: agent.key, body });
    return { ...answer, path };
  };

  test.each([
    ["pending ones, by their number", { held: { callbacks: 100_000 } }],
    ["dead ones, by their number", { held: { callbacks: 100_000 }, status: "dead" }],
    ["pending ones, by their size", { held: { callbacks: 8, awaited: 2_040 }, bytes: 1024 ** 2 }],
    ["outcomes to come", { held: { awaited: 2_048 } }],
  ])("%s: 429 before anything is called", { timeout: 120_000 }, async (_what, { held, ...as }) => {
    await fill({ ...held, ...as });
    const { status, body, headers, path } = await ask();
    expect([status, body.code]).toEqual([429, "callbacks_full"]);
    expect(Number(headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(await callsAt(path)).toBe(0);
    const left = await runInDurableObject(outbox(), (_, { storage }) =>
      storage.sql
        .exec("SELECT (SELECT count(*) FROM callbacks) AS callbacks, (SELECT count(*) FROM awaited) AS awaited")
        .one(),
    );
    expect(left).toEqual({ callbacks: 0, awaited: 0, ...held });
  });

  test(
    "delivered ones make room, the oldest first, and no more of them than it takes",
    { timeout: 120_000 },
    async () => {
      await fill({ callbacks: 100_000, status: "delivered" });
      expect((await ask()).status).toBe(202);
      await arrivals(1);
      const delivered = await runInDurableObject(outbox(), (_, { storage }) =>
        storage.sql.exec("SELECT count(*) AS n FROM callbacks WHERE invocation_id LIKE 'old%'").one(),
      );
      expect(delivered).toEqual({ n: 99_900 });
    },
  );

  test("what was accepted before is brought all the same", { timeout: 120_000 }, async () => {
    const invocationId = await start("", { n: 1 }, "/mirror?ms=1500");
    await fill({ callbacks: 100_000, status: "dead" });
    expect((await ask()).status).toBe(429);
    const [message] = await arrivals(1);
    expect(JSON.parse(message?.body ?? "")).toMatchObject({ data: { invocationId } });
  });

  test("a call over its limit keeps no room, and an outcome that came gives its own back", async () => {
    const tool = await newTool(agent, "/mirror", { rateLimit: { maxPerMinute: 1 } });
    const invoke = () =>
      call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: agent.key, body: { callbackUrl: urlOf() } });
    expect((await invoke()).status).toBe(202);
    expect((await invoke()).body.code).toBe("rate_limited");
    await listed({ status: "delivered" });
    const awaited = await runInDurableObject(outbox(), (_, { storage }) =>
      storage.sql.exec("SELECT count(*) AS n FROM awaited").one(),
    );
    expect(awaited).toEqual({ n: 0 });
  });
});
