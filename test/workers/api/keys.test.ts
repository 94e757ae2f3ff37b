import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { SCOPES } from "../../../api/keys/scopes.ts";
import worker from "../../../api/worker.ts";
import { eventually } from "../../harness/eventually.ts";
import { call, newAgent, newKey } from "./hub.ts";
import type { TestAgent } from "./hub.ts";

const path = "/api/v1/keys";

/** A further key, with its id. */
async function created(agent: TestAgent, body: Record<string, unknown> = {}) {
  const answer = await call("POST", path, { key: agent.key, body });
  expect(answer.status).toBe(201);
  return answer.body as { id: string; apiKey: string; expiresAt: string | null; createdAt: string };
}

/** The id of the key that the agent registered with. */
async function firstId(agent: TestAgent): Promise<string> {
  const { body } = await call("GET", path, { key: agent.key });
  return body.data.find(({ name }: { name: string | null }) => name === "first").id;
}

/** Whether the key opens the hub, and the code of the refusal if not. */
async function opens(key: string): Promise<true | string> {
  const { status, body } = await call("GET", path, { key });
  return status === 200 || body.code;
}

describe("POST /api/v1/keys", () => {
  test("201 gives a further key that may only invoke tools, 100 times a minute, unless asked otherwise", async () => {
    const a = await newAgent();
    const { status, body } = await call("POST", path, { key: a.key, body: {} });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^key_[\w-]{12}$/),
      agentId: a.id,
      name: null,
      apiKey: expect.stringMatching(/^nxc_live_/),
      prefix: body.apiKey.slice(0, 13),
      scopes: ["tools:invoke"],
      rateLimitPerMin: 100,
      expiresAt: null,
      createdAt: expect.any(String),
    });
    expect((await call("GET", `/api/v1/agents/${a.id}`, { key: body.apiKey })).status).toBe(200);
  });

  test("422 where a key would get a scope that the calling key lacks", async () => {
    const a = await newAgent();
    const narrow = await newKey(a, { scopes: ["keys:write"] });
    const { status, body } = await call("POST", path, { key: narrow, body: { scopes: ["keys:write", "tools:write"] } });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ code: "scope_not_held", pointer: "/scopes/1" }]);
  });

  test("short forms of scopes are spelt out as they are now, each scope once", async () => {
    const a = await newAgent();
    const scopesOf = async (scopes: string[]) =>
      (await call("POST", path, { key: a.key, body: { scopes } })).body.scopes;
    expect(await scopesOf(["workflows:*", "workflows:write", "tools:invoke"])).toEqual([
      "workflows:execute",
      "workflows:write",
      "tools:invoke",
    ]);
    expect(await scopesOf(["*"])).toEqual([...SCOPES]);
  });

  test("422 where a short form stands for a scope that the calling key lacks, which the fault names", async () => {
    const narrow = await newKey(await newAgent(), { scopes: ["keys:*", "tools:invoke"] });
    const { status, body } = await call("POST", path, { key: narrow, body: { scopes: ["tools:*"] } });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ code: "scope_not_held", pointer: "/scopes/0" }]);
    expect(body.errors[0].message).toContain('"tools:write"');
    expect(body.errors[0].message).not.toContain('"tools:invoke"');
  });

  test("422 above the operator's ceiling, and not at it", async () => {
    const a = await newAgent();
    const ceiling = Number(env.MAX_KEY_RATE_LIMIT_PER_MIN);
    expect((await call("POST", path, { key: a.key, body: { rateLimitPerMin: ceiling } })).status).toBe(201);
    const { status, body } = await call("POST", path, { key: a.key, body: { rateLimitPerMin: ceiling + 1 } });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ code: "above_ceiling", pointer: "/rateLimitPerMin" }]);
  });

  test.each([
    ["an expiry in the past", { expiresAt: "2020-01-01T00:00:00Z" }, "/expiresAt"],
    ["an expiry that is no time", { expiresAt: "tomorrow" }, "/expiresAt"],
    ["an unknown scope", { scopes: ["tools:all"] }, "/scopes/0"],
    ["no scope", { scopes: [] }, "/scopes"],
    ["a limit of zero", { rateLimitPerMin: 0 }, "/rateLimitPerMin"],
    ["half a call", { rateLimitPerMin: 1.5 }, "/rateLimitPerMin"],
  ])("422 for %s", async (_what, body, pointer) => {
    const { key } = await newAgent();
    const answer = await call("POST", path, { key, body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer }]);
  });
});

describe("GET /api/v1/keys", () => {
  test("200 pages through the agent's own keys, newest first, and never shows one", async () => {
    const [a, other] = [await newAgent(), await newAgent()];
    const made: { id: string; apiKey: string }[] = [];
    for (const name of ["one", "two", "three"]) made.push(await created(a, { name }));
    await created(other);
    const first = await call("GET", `${path}?limit=3`, { key: a.key });
    const second = await call("GET", `${path}?limit=3&cursor=${first.body.nextCursor}`, { key: a.key });
    const keys = [...first.body.data, ...second.body.data];
    expect(new Set(keys.map(({ name }) => name))).toEqual(new Set(["first", "one", "two", "three"]));
    expect(keys).toHaveLength(4);
    const order = keys.map(({ createdAt, id }) => `${createdAt} ${id}`);
    expect(order).toEqual(order.toSorted((x, y) => (x < y ? 1 : -1)));
    expect(second.body.nextCursor).toBeNull();
    const shown = JSON.stringify(keys);
    for (const { apiKey } of [...made, { apiKey: a.key }]) expect(shown).not.toContain(apiKey.slice(13));
    expect(shown).not.toMatch(/hash/i);
  });

  test("a key says when it was last used, and whether it is active, expired or revoked", async () => {
    const a = await newAgent();
    const [fresh, expired, revoked] = [await created(a), await created(a), await created(a)];
    await env.DB.prepare("UPDATE mcp_api_keys SET expires_at = '2020-01-01T00:00:00.000Z' WHERE id = ?")
      .bind(expired.id)
      .run();
    await call("DELETE", `${path}/${revoked.id}`, { key: a.key });
    const { body } = await call("GET", path, { key: a.key });
    const statusOf = (id: string) => body.data.find((key: { id: string }) => key.id === id).status;
    expect([statusOf(fresh.id), statusOf(expired.id), statusOf(revoked.id)]).toEqual(["active", "expired", "revoked"]);

    const read = () => call("GET", `${path}/${fresh.id}`, { key: a.key });
    expect((await read()).body.lastUsedAt).toBeNull();
    await call("GET", path, { key: fresh.apiKey });
    await eventually(async () => (await read()).body.lastUsedAt).toEqual(expect.any(String));
  });
});

describe("GET /api/v1/keys/:keyId", () => {
  test("200 gives what the list gives", async () => {
    const a = await newAgent();
    const { id } = await created(a, { name: "x", scopes: ["tools:*"], rateLimitPerMin: 7 });
    const { status, body } = await call("GET", `${path}/${id}`, { key: a.key });
    expect(status).toBe(200);
    expect(body).toEqual({
      id,
      agentId: a.id,
      name: "x",
      prefix: expect.stringMatching(/^nxc_live_.{4}$/),
      scopes: ["tools:invoke", "tools:write"],
      rateLimitPerMin: 7,
      status: "active",
      replacedBy: null,
      expiresAt: null,
      createdAt: expect.any(String),
      lastUsedAt: null,
    });
    const list = await call("GET", path, { key: a.key });
    expect(list.body.data).toContainEqual(body);
  });
});

describe("POST /api/v1/keys/:keyId/rotate", () => {
  const rotate = (key: string, id: string, body: Record<string, unknown> = {}) =>
    call("POST", `${path}/${id}/rotate`, { key, body });

  test("201 gives a new key of the same name, scopes and limit; both work until the overlap ends", async () => {
    const a = await newAgent();
    const old = await created(a, { name: "worker", scopes: ["tools:write"], rateLimitPerMin: 9 });
    const before = Date.now();
    const { status, headers, body } = await rotate(a.key, old.id, { overlapSeconds: 60 });
    expect(status).toBe(201);
    expect(headers.get("Location")).toBe(`${path}/${body.id}`);
    expect(body).toMatchObject({ name: "worker", scopes: ["tools:write"], rateLimitPerMin: 9, expiresAt: null });
    expect(body.id).not.toBe(old.id);
    expect([await opens(old.apiKey), await opens(body.apiKey)]).toEqual([true, true]);

    const { replacedBy, expiresAt } = (await call("GET", `${path}/${old.id}`, { key: a.key })).body;
    expect(replacedBy).toBe(body.id);
    expect(Date.parse(expiresAt)).toBeGreaterThanOrEqual(before + 60_000);
    expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  test("an overlap of 0 ends the old key at once, even where it has just been used", async () => {
    const a = await newAgent();
    const old = await created(a);
    expect(await opens(old.apiKey)).toBe(true);
    const { body } = await rotate(a.key, old.id, { overlapSeconds: 0 });
    expect([await opens(old.apiKey), await opens(body.apiKey)]).toEqual(["expired_key", true]);
  });

  test("a key can rotate itself", async () => {
    const a = await newAgent();
    const { body } = await rotate(a.key, await firstId(a), { overlapSeconds: 0 });
    expect([await opens(a.key), await opens(body.apiKey)]).toEqual(["expired_key", true]);
  });

  test("an overlap never lengthens the old key's life, and the new one lasts as long as the old one was made for", async () => {
    const a = await newAgent();
    const old = await created(a, { expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    const { body } = await rotate(a.key, old.id);
    const lifetime = (key: { createdAt: string; expiresAt: string | null }) =>
      Date.parse(key.expiresAt ?? "") - Date.parse(key.createdAt);
    expect(lifetime(body)).toBe(lifetime(old));
    expect((await call("GET", `${path}/${old.id}`, { key: a.key })).body.expiresAt).toBe(old.expiresAt);
  });

  test("of many rotations at once one has a successor, and 409 answers the others", async () => {
    const a = await newAgent();
    const old = await created(a);
    const answers = await Promise.all(Array.from({ length: 8 }, () => rotate(a.key, old.id)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ status, body }) => `${status} ${body.code}`)).toEqual(Array(7).fill("409 key_not_valid"));
    const { body } = await call("GET", path, { key: a.key });
    expect(body.data).toHaveLength(3);
  });

  test("409 for a revoked key", async () => {
    const a = await newAgent();
    const { id } = await created(a);
    await call("DELETE", `${path}/${id}`, { key: a.key });
    const { status, body } = await rotate(a.key, id);
    expect([status, body.code]).toEqual([409, "key_not_valid"]);
  });

  test("403 where the old key may do more than the one that rotates it", async () => {
    const a = await newAgent();
    const narrow = await newKey(a, { scopes: ["keys:write", "tools:invoke"] });
    const { status, body } = await rotate(narrow, await firstId(a));
    expect([status, body.code]).toEqual([403, "insufficient_scope"]);
    expect(await opens(a.key)).toBe(true);
  });

  test.each([-1, 1.5, 2_592_001, "60"])("422 for an overlap of %j", async (overlapSeconds) => {
    const a = await newAgent();
    const { status, body } = await rotate(a.key, await firstId(a), { overlapSeconds });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer: "/overlapSeconds" }]);
  });
});

describe("DELETE /api/v1/keys/:keyId", () => {
  const revoke = (key: string, id: string) => call("DELETE", `${path}/${id}`, { key });

  test("204, and the key is refused at once here, even where it has just been used; a second time changes nothing", async () => {
    const a = await newAgent();
    const { id, apiKey } = await created(a);
    expect(await opens(apiKey)).toBe(true);
    expect((await revoke(a.key, id)).status).toBe(204);
    expect(await opens(apiKey)).toBe("invalid_key");
    expect((await revoke(a.key, id)).status).toBe(204);
  });

  test("an isolate that remembers the key forgets it within 5 s of its revocation elsewhere", async () => {
    const a = await newAgent();
    const { id, apiKey } = await created(a);
    // Services of their own, and so a memory of their own, as in another isolate.
    const elsewhere = { ...env };
    const opensElsewhere = async () => {
      const ctx = createExecutionContext();
      const request = new Request(`https://hub.example${path}`, { headers: { Authorization: `Bearer ${apiKey}` } });
      const { status } = await worker.fetch(request, elsewhere, ctx);
      await waitOnExecutionContext(ctx);
      return status;
    };
    expect(await opensElsewhere()).toBe(200);
    await revoke(a.key, id);
    await scheduler.wait(5_000);
    expect(await opensElsewhere()).toBe(401);
  });

  test("409 for the last valid key with keys:write; the agent keeps it", async () => {
    const a = await newAgent();
    await created(a);
    const expired = await created(a, { scopes: ["keys:write"] });
    await env.DB.prepare("UPDATE mcp_api_keys SET expires_at = '2020-01-01T00:00:00.000Z' WHERE id = ?")
      .bind(expired.id)
      .run();
    const { status, body } = await revoke(a.key, await firstId(a));
    expect([status, body.code]).toEqual([409, "last_key"]);
    expect(await opens(a.key)).toBe(true);
  });

  test("204 for it once another one has keys:write", async () => {
    const a = await newAgent();
    const other = await created(a, { scopes: ["keys:write"] });
    expect((await revoke(other.apiKey, await firstId(a))).status).toBe(204);
    expect([await opens(a.key), await opens(other.apiKey)]).toEqual(["invalid_key", true]);
  });

  test("of two keys that revoke each other at once, one is left", async () => {
    const a = await newAgent();
    const other = await created(a, { scopes: ["keys:write"] });
    await Promise.all([revoke(a.key, other.id), revoke(other.apiKey, await firstId(a))]);
    const left = [await opens(a.key), await opens(other.apiKey)].filter((open) => open === true);
    expect(left).toHaveLength(1);
  });
});
