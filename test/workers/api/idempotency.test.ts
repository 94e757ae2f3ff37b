// `Idempotency-Key`: what may be repeated, and what a repeat gets.

import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { call, callsAt, newAgent, newKey, newTool } from "./hub.ts";
import type { TestAgent } from "./hub.ts";
import { operations, pathOf } from "./routes.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const unused = { name: "once", endpoint: "https://tools.example/once" };

let agent: TestAgent;

beforeEach(async () => {
  agent = await newAgent();
});

afterEach(() => vi.restoreAllMocks());

function post(path: string, idempotencyKey: string, body: unknown = {}, key = agent.key) {
  return call("POST", path, { key, body, headers: { "Idempotency-Key": idempotencyKey } });
}

/** A tool that has a path of its own at the provider, so that its calls can be counted. */
async function countedTool(query = "", extra: Record<string, unknown> = {}) {
  const path = `/${crypto.randomUUID()}`;
  return { ...(await newTool(agent, path + query, extra)), path };
}

function passTime(ms: number): void {
  const then = Date.now() + ms;
  vi.spyOn(Date, "now").mockImplementation(() => then);
}

describe("the same key and the same body", () => {
  test("get the first answer again, and nothing is done twice", async () => {
    const first = await post("/api/v1/mcp/tools", "register-1", unused);
    const again = await post("/api/v1/mcp/tools", "register-1", unused);
    expect(first.status).toBe(201);
    expect(first.headers.get("Idempotency-Replayed")).toBeNull();
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get("Idempotency-Replayed")).toBe("true");
    expect(again.headers.get("Content-Type")).toBe(first.headers.get("Content-Type"));
    expect(again.headers.get("Cache-Control")).toBe("no-store");
  });

  test("a body is the same whatever the order of its fields and the space between them", async () => {
    const first = await post("/api/v1/mcp/tools", "register-1", unused);
    const again = await call("POST", "/api/v1/mcp/tools", {
      key: agent.key,
      raw: `{ "endpoint": "${unused.endpoint}",\n "name": "${unused.name}" }`,
      headers: { "Idempotency-Key": "register-1" },
    });
    expect(again.body).toEqual(first.body);
  });

  test("a refusal is kept too, as the problem that it was", async () => {
    const first = await post("/api/v1/mcp/tools", "refused", { name: "" });
    const again = await post("/api/v1/mcp/tools", "refused", { name: "" });
    expect([first.status, again.status]).toEqual([422, 422]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("Content-Type")).toBe("application/problem+json");
    expect(again.headers.get("Idempotency-Replayed")).toBe("true");
  });

  test("an answer of a megabyte comes back whole", async () => {
    const tool = await newTool(agent, "/echo");
    const body = { arguments: { text: "ä€😀".repeat(80_000) } };
    const first = await post(`/api/v1/mcp/invoke/${tool.id}`, "large", body);
    expect(first.body.status).toBe("success");
    expect((await post(`/api/v1/mcp/invoke/${tool.id}`, "large", body)).body).toEqual(first.body);
  });

  test("a run is started once, and where it is stands in the answer again", async () => {
    const tool = await newTool(agent, "/echo");
    const workflow = await post("/api/v1/workflows", "wf", { name: "w", steps: [{ id: "a", toolId: tool.id }] });
    const path = `/api/v1/workflows/${workflow.body.id}/execute`;
    const first = await post(path, "run");
    const again = await post(path, "run");
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.headers.get("Location")).toBe(first.headers.get("Location"));
    const runs = await vi.waitFor(async () => {
      const { body } = await call("GET", `/api/v1/workflows/${workflow.body.id}/runs`, { key: agent.key });
      expect(body.data).not.toEqual([]);
      return body.data;
    }, 20_000);
    expect(runs).toMatchObject([{ id: first.body.runId }]);
  });

  test("hold across an eviction of the ledger", async () => {
    const first = await post("/api/v1/mcp/tools", "register-1", unused);
    await evictDurableObject(env.IDEMPOTENCY_LEDGER.getByName(agent.id));
    expect((await post("/api/v1/mcp/tools", "register-1", unused)).body).toEqual(first.body);
  });

  test("are kept for 24 hours, and then forgotten", async () => {
    await post("/api/v1/mcp/tools", "register-1", unused);
    passTime(DAY_MS - MINUTE_MS);
    expect((await post("/api/v1/mcp/tools", "register-1", unused)).status).toBe(201);
    passTime(2 * MINUTE_MS);
    const late = await post("/api/v1/mcp/tools", "register-1", unused);
    expect([late.status, late.body.code]).toEqual([409, "tool_exists"]);
  });
});

test("of 32 requests at once under one key, one is let through; the others wait or get its answer", async () => {
  const tool = await countedTool("?ms=200");
  const path = `/api/v1/mcp/invoke/${tool.id}`;
  const answers = await Promise.all(Array.from({ length: 32 }, () => post(path, "burst")));
  expect(await callsAt(tool.path)).toBe(1);
  const refused = answers.filter(({ status }) => status === 409);
  for (const { body, headers } of refused) {
    expect(body.code).toBe("idempotency_in_progress");
    expect(headers.get("Retry-After")).toBe("1");
  }
  const served = answers.filter(({ status }) => status === 200);
  expect(served.length + refused.length).toBe(32);
  expect(new Set(served.map(({ body }) => body.invocationId)).size).toBe(1);
  expect((await post(path, "burst")).body.invocationId).toBe(served[0]?.body.invocationId);
});

describe("422 idempotency_key_reused, and nothing is done", () => {
  test("for another body", async () => {
    await post("/api/v1/mcp/tools", "register-1", unused);
    const { status, body } = await post("/api/v1/mcp/tools", "register-1", { ...unused, name: "twice" });
    expect([status, body.code]).toEqual([422, "idempotency_key_reused"]);
    const { body: mine } = await call("GET", `/api/v1/mcp/agents/${agent.id}/tools`, { key: agent.key });
    expect(mine.data).toHaveLength(1);
  });

  test("for another route, or another query", async () => {
    await post("/api/v1/workflows/check", "one", { name: "x" });
    expect((await post("/api/v1/workflows", "one", { name: "x" })).body.code).toBe("idempotency_key_reused");
    expect((await post("/api/v1/workflows/check?mend=true", "one", { name: "x" })).body.code).toBe(
      "idempotency_key_reused",
    );
  });
});

describe("a key is the agent's", () => {
  test("another agent's same key is another key", async () => {
    const other = await newAgent();
    const mine = await post("/api/v1/mcp/tools", "same", unused);
    const theirs = await post("/api/v1/mcp/tools", "same", unused, other.key);
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.agentId).toBe(other.id);
  });

  test("its other API keys share it, as far as their scopes reach", async () => {
    const writer = await newKey(agent, { scopes: ["tools:write"] });
    const reader = await newKey(agent, { scopes: ["tools:invoke"] });
    const first = await post("/api/v1/mcp/tools", "same", unused);
    expect((await post("/api/v1/mcp/tools", "same", unused, writer)).body).toEqual(first.body);
    expect((await post("/api/v1/mcp/tools", "same", unused, reader)).status).toBe(403);
  });
});

describe("what is not kept", () => {
  test("429: the request may be sent again when there is room", async () => {
    const tool = await newTool(agent, "/echo", { rateLimit: { maxPerMinute: 1 } });
    const path = `/api/v1/mcp/invoke/${tool.id}`;
    await post(path, "first");
    expect((await post(path, "second")).status).toBe(429);
    passTime(MINUTE_MS + 1);
    const { status, headers } = await post(path, "second");
    expect([status, headers.get("Idempotency-Replayed")]).toEqual([200, null]);
  });

  test("500: what failed on our side is done anew", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const prepare = vi.spyOn(env.DB, "prepare").mockImplementation(() => {
      throw new Error("the database is away");
    });
    const failed = await post("/api/v1/mcp/tools", "register-1", unused);
    prepare.mockRestore();
    expect(failed.status).toBe(500);
    expect((await post("/api/v1/mcp/tools", "register-1", unused)).status).toBe(201);
  });
});

describe("a request that never answered", () => {
  test("holds its key for two minutes after it was last heard of, and not longer", async () => {
    const ledger = env.IDEMPOTENCY_LEDGER.getByName(agent.id);
    const first = await ledger.begin("name", "fingerprint");
    passTime(1.5 * MINUTE_MS);
    expect(await ledger.begin("name", "fingerprint")).toEqual({ state: "in_progress" });
    if (first.state === "begun") await ledger.renew("name", first.lease);
    passTime(1.5 * MINUTE_MS);
    expect(await ledger.begin("name", "fingerprint")).toEqual({ state: "in_progress" });
    passTime(0.5 * MINUTE_MS);
    expect(await ledger.begin("name", "fingerprint")).toMatchObject({ state: "begun" });
  });

  test("changes nothing if it answers after another took over", async () => {
    const ledger = env.IDEMPOTENCY_LEDGER.getByName(agent.id);
    const first = await ledger.begin("name", "fingerprint");
    passTime(2 * MINUTE_MS);
    const second = await ledger.begin("name", "fingerprint");
    if (first.state !== "begun" || second.state !== "begun") throw new Error("not let through");
    await ledger.settle("name", first.lease, new Uint8Array([1]));
    await ledger.release("name", first.lease);
    expect(await ledger.begin("name", "fingerprint")).toEqual({ state: "in_progress" });
    await ledger.settle("name", second.lease, new Uint8Array([2]));
    expect(await ledger.begin("name", "fingerprint")).toEqual({ state: "answered", answer: new Uint8Array([2]) });
  });
});

test("what has expired is swept away, and nothing else", async () => {
  const ledger = env.IDEMPOTENCY_LEDGER.getByName(agent.id);
  await post("/api/v1/mcp/tools", "old", unused);
  passTime(DAY_MS - MINUTE_MS);
  await post("/api/v1/workflows/check", "young", {});
  passTime(MINUTE_MS);
  await runDurableObjectAlarm(ledger);
  const rows = await runInDurableObject(ledger, (_, { storage: { sql } }) =>
    ["keys", "answers"].map((table) => sql.exec(`SELECT count(*) AS n FROM ${table}`).one()["n"]),
  );
  expect(rows).toEqual([1, 1]);
  expect((await post("/api/v1/workflows/check", "young", {})).headers.get("Idempotency-Replayed")).toBe("true");
});

test("an answer that holds a secret is nowhere in the ledger, and neither is the key that opens it", async () => {
  const idempotencyKey = crypto.randomUUID();
  const { body } = await post("/api/v1/keys", idempotencyKey);
  expect((await post("/api/v1/keys", idempotencyKey)).body).toEqual(body);
  const ledger = env.IDEMPOTENCY_LEDGER.getByName(agent.id);
  const stored = await runInDurableObject(ledger, (_, { storage: { sql } }) => {
    const bytes = sql.exec<{ bytes: ArrayBuffer }>("SELECT bytes FROM answers").toArray();
    const text = bytes.map((row) => new TextDecoder("latin1").decode(row.bytes)).join("");
    return text + JSON.stringify(sql.exec("SELECT * FROM keys").toArray());
  });
  expect(stored.length).toBeGreaterThan(200);
  for (const secret of [body.apiKey, body.id, "nxc_live_", idempotencyKey]) expect(stored).not.toContain(secret);
});

test("an answer that holds a secret is for the API key alone that asked for it", async () => {
  const narrow = await newKey(agent, { scopes: ["keys:write"] });
  const all = await post("/api/v1/auth/token", "same", {});
  const less = await post("/api/v1/auth/token", "same", {}, narrow);
  expect(less.body.scopes).toEqual(["keys:write"]);
  expect((await post("/api/v1/auth/token", "same", {})).body).toEqual(all.body);
  await post("/api/v1/keys", "same", { scopes: ["tools:write"] });
  expect((await post("/api/v1/keys", "same", { scopes: ["tools:write"] }, narrow)).status).toBe(422);
});

describe("every POST behind a key", () => {
  const posts = operations.filter(({ method, scopes }) => method === "POST" && scopes !== null);

  test.each(posts)("$path: 400 for a key that is none", async (operation) => {
    for (const wrong of ["", "with space", "x".repeat(256), "with\ttab"]) {
      const { status, body } = await post(pathOf(operation), wrong);
      expect([status, body.code]).toEqual([400, "invalid_idempotency_key"]);
    }
  });

  test.each(posts)("$path: answers a repeat, and says so in the document", async (operation) => {
    const first = await post(pathOf(operation), "k".repeat(255));
    const again = await post(pathOf(operation), "k".repeat(255));
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(again.headers.get("Idempotency-Replayed")).toBe("true");
    const { body: document } = await call("GET", "/openapi.json");
    const { parameters, responses } = document.paths[operation.path].post;
    expect(parameters.map(({ name }: { name: string }) => name)).toContain("Idempotency-Key");
    expect(responses[409].description).toContain("idempotency_in_progress");
    expect(responses[422].description).toContain("idempotency_key_reused");
  });
});

test("a request without the header never meets the ledger", async () => {
  const getByName = vi.spyOn(env.IDEMPOTENCY_LEDGER, "getByName");
  await call("POST", "/api/v1/mcp/tools", { key: agent.key, body: unused });
  expect(getByName).not.toHaveBeenCalled();
  await post("/api/v1/workflows/check", "one", {});
  expect(getByName).toHaveBeenCalledOnce();
});

describe("an agent whose keys take all their room", () => {
  const ledgerOf = () => env.IDEMPOTENCY_LEDGER.getByName(agent.id);

  /** Keys of an earlier hour, with answers of this size in all. */
  const fill = async (keys: number, bytes: number) => {
    await runInDurableObject(ledgerOf(), (_, { storage }) => {
      const until = Date.now() + 60 * MINUTE_MS;
      storage.sql.exec(
        `INSERT INTO keys (name, fingerprint, lease, expires_at, answered)
         WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?)
         SELECT 'old' || n, 'x', 'x', ?, 1 FROM n`,
        keys,
        until,
      );
      const parts = Math.ceil(bytes / 1_000_000);
      for (let part = 0; part < parts; part++) {
        storage.sql.exec("INSERT INTO answers (name, part, bytes) VALUES ('old1', ?, zeroblob(1000000))", part);
      }
    });
    await evictDurableObject(ledgerOf());
  };

  test.each([
    ["by their number", 250_000, 0],
    ["by their answers", 1, 270_000_000],
  ])("%s: 429 before anything is done, earlier answers stand, and room comes with time", async (_what, keys, bytes) => {
    const first = await post("/api/v1/mcp/tools", "before", unused);
    await fill(keys, bytes);
    const tool = await countedTool();
    const refused = await post(`/api/v1/mcp/invoke/${tool.id}`, "one-more");
    expect([refused.status, refused.body.code]).toEqual([429, "idempotency_full"]);
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(await callsAt(tool.path)).toBe(0);
    expect((await post("/api/v1/mcp/tools", "before", unused)).body).toEqual(first.body);
    passTime(61 * MINUTE_MS);
    expect((await post("/api/v1/mcp/tools", "one-more", { ...unused, name: "later" })).status).toBe(201);
  });
});
