import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import worker from "../../../api/worker.ts";
import { call, newAgent, newKey, newSession, newToken } from "./hub.ts";

const path = "/api/v1/auth/session";
const COOKIE = /^__Host-nexuscall=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/;

describe("POST /api/v1/auth/session", () => {
  test("201 signs in with the key of the body: a cookie that no script and no other site can use", async () => {
    const a = await newAgent();
    const { status, headers, body } = await call("POST", path, { body: { apiKey: a.key } });
    expect(status).toBe(201);
    expect(headers.get("Set-Cookie")).toMatch(COOKIE);
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(body).toEqual({
      agentId: a.id,
      keyId: expect.stringMatching(/^key_/),
      scopes: expect.arrayContaining(["tools:invoke", "keys:write"]),
      rateLimitPerMin: 100,
      session: { csrfToken: expect.stringMatching(/^[\w-]{43}$/), expiresAt: expect.any(String) },
    });
    expect(JSON.stringify(body)).not.toContain(/=([\w-]+);/.exec(headers.get("Set-Cookie") ?? "")?.[1]);
  });

  test("201 signs in with the key of a header", async () => {
    const { key } = await newAgent();
    expect((await call("POST", path, { key })).status).toBe(201);
    expect((await call("POST", path, { headers: { "X-API-Key": key } })).status).toBe(201);
  });

  test("over http the cookie is not Secure, as browsers ask for", async () => {
    const { key } = await newAgent();
    const ask = async (method: string, headers: Record<string, string>) => {
      const ctx = createExecutionContext();
      const response = await worker.fetch(new Request(`http://hub.example${path}`, { method, headers }), env, ctx);
      await waitOnExecutionContext(ctx);
      return response;
    };
    const cookie = (await ask("POST", { "X-API-Key": key })).headers.get("Set-Cookie") ?? "";
    expect(cookie).toMatch(/^nexuscall=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await ask("GET", { Cookie: cookie.split(";")[0] ?? "" })).status).toBe(200);
  });

  test.each([
    ["no key", {}, "missing_key"],
    ["a wrong key", { apiKey: "nxc_live_wrong" }, "invalid_key"],
    ["an empty key", { apiKey: "" }, "invalid_key"],
  ])("401 for %s, and no cookie", async (_what, body, code) => {
    const answer = await call("POST", path, { body });
    expect([answer.status, answer.body.code]).toEqual([401, code]);
    expect(answer.headers.get("Set-Cookie")).toBeNull();
  });

  test("403 for a token, which would live longer as a session", async () => {
    const apiKey = await newToken(await newAgent(), { expiresIn: 60, scopes: ["tools:invoke"] });
    for (const asking of [{ key: apiKey }, { headers: { "X-API-Key": apiKey } }]) {
      const { status, body } = await call("POST", path, asking);
      expect([status, body.code]).toEqual([403, "key_needed"]);
    }
  });

  test("403 from a page of another site", async () => {
    const { key } = await newAgent();
    for (const Origin of [
      "https://evil.example",
      "null",
      "https://hub.example.evil.example",
      "https://hub.example:8443",
    ]) {
      const { status, headers, body } = await call("POST", path, { body: { apiKey: key }, headers: { Origin } });
      expect([status, body.code]).toEqual([403, "forgery_suspected"]);
      expect(headers.get("Set-Cookie")).toBeNull();
    }
    const own = await call("POST", path, { body: { apiKey: key }, headers: { Origin: "https://hub.example" } });
    expect(own.status).toBe(201);
  });

  test("the table holds neither the cookie's secret nor the CSRF token", async () => {
    const { Cookie, ...csrf } = await newSession(await newAgent());
    const { results } = await env.DB.prepare("SELECT * FROM sessions").all();
    expect(results.length).toBeGreaterThan(0);
    expect(JSON.stringify(results)).not.toContain(Cookie.split("=")[1]);
    expect(JSON.stringify(results)).not.toContain(csrf["X-CSRF-Token"]);
  });

  test("sessions of the key that have ended go when it signs in again", async () => {
    const a = await newAgent();
    await newSession(a);
    const keyId = (await call("GET", "/api/v1/keys", { key: a.key })).body.data[0].id;
    const ofKey = async () =>
      (await env.DB.prepare("SELECT hash FROM sessions WHERE key_id = ?").bind(keyId).all()).results.length;
    await env.DB.prepare("UPDATE sessions SET expires_at = '2020-01-01T00:00:00.000Z' WHERE key_id = ?")
      .bind(keyId)
      .run();
    await newSession(a);
    expect(await ofKey()).toBe(1);
    await newSession(a);
    expect(await ofKey()).toBe(2);
  });
});

describe("GET /api/v1/auth/session", () => {
  test("200 says who is signed in, and the CSRF token again, so that a page can be loaded anew", async () => {
    const a = await newAgent();
    const { Cookie, ...csrf } = await newSession(a);
    const { status, headers, body } = await call("GET", path, { headers: { Cookie } });
    expect([status, body.agentId, body.session.csrfToken]).toEqual([200, a.id, csrf["X-CSRF-Token"]]);
    expect(headers.get("Cache-Control")).toBe("no-store");
  });

  test("200 says who calls with a key or a token, which is no session", async () => {
    const a = await newAgent();
    for (const key of [a.key, await newToken(a)]) {
      expect((await call("GET", path, { key })).body).toMatchObject({ agentId: a.id, session: null });
    }
  });

  test("a key in a header counts before the cookie", async () => {
    const [a, b] = [await newAgent(), await newAgent()];
    const headers = await newSession(a);
    expect((await call("GET", path, { key: b.key, headers })).body).toMatchObject({ agentId: b.id, session: null });
  });

  test.each(["", "x", "A".repeat(43), "A".repeat(10_000), "%00", '"'])("401 for the cookie %j", async (value) => {
    const { status, body } = await call("GET", path, { headers: { Cookie: `__Host-nexuscall=${value}` } });
    expect([status, body.code]).toEqual([401, "invalid_session"]);
  });

  test("the plain cookie does not count over https, where another host of the domain could have set it", async () => {
    const { Cookie } = await newSession(await newAgent());
    const { status, body } = await call("GET", path, { headers: { Cookie: Cookie.replace("__Host-", "") } });
    expect([status, body.code]).toEqual([401, "missing_key"]);
  });
});

describe("a session", () => {
  const change = (headers: Record<string, string>) => call("POST", "/api/v1/keys", { headers, body: {} });

  test("changes things with its own CSRF token, and with no other", async () => {
    const [mine, theirs] = [await newSession(await newAgent()), await newSession(await newAgent())];
    expect((await change(mine)).status).toBe(201);
    for (const token of [theirs["X-CSRF-Token"], "", mine["X-CSRF-Token"].slice(1)]) {
      const { status, body } = await change({ ...mine, "X-CSRF-Token": token });
      expect([status, body.code]).toEqual([403, "forgery_suspected"]);
    }
  });

  test("changes nothing from a page of another site, even with its CSRF token", async () => {
    const headers = await newSession(await newAgent());
    for (const Origin of ["https://evil.example", "null"]) {
      const { status, body } = await change({ ...headers, Origin });
      expect([status, body.code]).toEqual([403, "forgery_suspected"]);
    }
    expect((await change({ ...headers, Origin: "https://hub.example" })).status).toBe(201);
  });

  test("has its key's scopes", async () => {
    const a = await newAgent();
    const key = await newKey(a, { scopes: ["tools:invoke"] });
    const { status, body } = await change(await newSession({ ...a, key }));
    expect([status, body.code]).toEqual([403, "insufficient_scope"]);
  });

  test("ends with its key", async () => {
    const a = await newAgent();
    const key = await newKey(a);
    const headers = await newSession({ ...a, key });
    const { keyId } = (await call("GET", path, { headers })).body;
    await call("DELETE", `/api/v1/keys/${keyId}`, { key: a.key });
    const { status, body } = await call("GET", path, { headers });
    expect([status, body.code]).toEqual([401, "invalid_key"]);
  });

  test("ends when its time is over", async () => {
    const headers = await newSession(await newAgent());
    await env.DB.prepare("UPDATE sessions SET expires_at = '2020-01-01T00:00:00.000Z'").run();
    const { status, body } = await call("GET", path, { headers });
    expect([status, body.code]).toEqual([401, "invalid_session"]);
  });
});

describe("DELETE /api/v1/auth/session", () => {
  test("204 signs out: the cookie is cleared, and worth nothing to whoever kept it, even where it was just used", async () => {
    const headers = await newSession(await newAgent());
    expect((await call("GET", path, { headers })).status).toBe(200);
    const signedOut = await call("DELETE", path, { headers });
    expect(signedOut.status).toBe(204);
    expect(signedOut.headers.get("Set-Cookie")).toMatch(/^__Host-nexuscall=; Max-Age=0; Path=\/; HttpOnly; Secure/);
    const { status, body } = await call("GET", path, { headers });
    expect([status, body.code]).toEqual([401, "invalid_session"]);
  });

  test("204 with a key alone: nobody is signed in", async () => {
    expect((await call("DELETE", path, { key: (await newAgent()).key })).status).toBe(204);
  });

  test("one session ends, another of the same key goes on", async () => {
    const a = await newAgent();
    const [one, other] = [await newSession(a), await newSession(a)];
    await call("DELETE", path, { headers: one });
    expect((await call("GET", path, { headers: other })).status).toBe(200);
  });
});

describe("/api/v1/auth/sessions", () => {
  const sessions = "/api/v1/auth/sessions";

  async function listed(headers: Record<string, string>, query = "") {
    const { status, body } = await call("GET", `${sessions}${query}`, { headers });
    expect(status).toBe(200);
    return body as { data: { id: string; isCurrent: boolean; [field: string]: unknown }[]; nextCursor: string | null };
  }

  test("lists all browsers that are signed in, whatever key they came with, newest first, and says which is asking", async () => {
    const a = await newAgent();
    const asking = await newSession(a);
    const { apiKey } = (await call("POST", "/api/v1/keys", { key: a.key, body: { name: "other" } })).body;
    const headers = { "X-API-Key": apiKey as string, "User-Agent": `Firefox ${"x".repeat(1_000)}` };
    expect((await call("POST", path, { headers })).status).toBe(201);
    const { data } = await listed(asking);
    const times = { createdAt: expect.any(String), lastUsedAt: expect.any(String), expiresAt: expect.any(String) };
    const id = expect.stringMatching(/^session_[\w-]{16}$/);
    const keyId = expect.stringMatching(/^key_/);
    expect(data).toEqual([
      { id, keyId, userAgent: `Firefox ${"x".repeat(292)}`, isCurrent: false, ...times },
      { id, keyId, userAgent: null, isCurrent: true, ...times },
    ]);
    expect((await listed({ "X-API-Key": a.key })).data.map(({ isCurrent }) => isCurrent)).toEqual([false, false]);
    expect((await listed(await newSession(await newAgent()))).data).toHaveLength(1);
  });

  test("goes page by page", async () => {
    const a = await newAgent();
    const headers = await newSession(a);
    for (let more = 0; more < 4; more++) await newSession(a);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page = await listed(headers, `?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });

  test("one that is ended is refused, and is listed no more; the one that ended it goes on", async () => {
    const a = await newAgent();
    const [other, asking] = [await newSession(a), await newSession(a)];
    const { data } = await listed(asking);
    const found = data.find(({ isCurrent }) => !isCurrent);
    expect((await call("DELETE", `${sessions}/${found?.id}`, { headers: asking })).status).toBe(204);
    const refused = await call("GET", path, { headers: other });
    expect([refused.status, refused.body.code]).toEqual([401, "invalid_session"]);
    expect((await listed(asking)).data).toMatchObject([{ isCurrent: true }]);
    expect((await call("DELETE", `${sessions}/${found?.id}`, { headers: asking })).status).toBe(404);
  });

  test("all others are ended at once, whatever key they came with; the one that asks and other agents' go on", async () => {
    const a = await newAgent();
    const [asking, foreign] = [await newSession(a), await newSession(await newAgent())];
    const others = [await newSession(a), await newSession({ ...a, key: await newKey(a) })];
    expect((await call("DELETE", sessions, { headers: asking })).status).toBe(204);
    for (const headers of others) {
      const { status, body } = await call("GET", path, { headers });
      expect([status, body.code]).toEqual([401, "invalid_session"]);
    }
    expect((await call("GET", path, { headers: foreign })).status).toBe(200);
    expect((await listed(asking)).data).toMatchObject([{ isCurrent: true }]);
    expect((await call("DELETE", sessions, { key: a.key })).status).toBe(204);
    expect((await listed({ "X-API-Key": a.key })).data).toEqual([]);
  });

  test("when one was last used is noted, to the minute", async () => {
    const a = await newAgent();
    const asking = await newSession(a);
    const earlier = new Date(Date.now() - 120_000).toISOString();
    const [{ id } = { id: "" }] = (await listed({ "X-API-Key": a.key })).data;
    await env.DB.prepare("UPDATE sessions SET created_at = ? WHERE 'session_' || substr(hash, 1, 16) = ?")
      .bind(earlier, id)
      .run();
    const lastUsedAt = async () => (await listed({ "X-API-Key": a.key })).data[0]?.["lastUsedAt"];
    expect(await lastUsedAt()).toBe(earlier);
    expect((await call("GET", path, { headers: asking })).status).toBe(200);
    await vi.waitFor(async () => expect(((await lastUsedAt()) as string) > earlier).toBe(true));
  });

  test("those that have ended by themselves or with their key are not listed", async () => {
    const a = await newAgent();
    const asking = await newSession(a);
    const { id, apiKey } = (await call("POST", "/api/v1/keys", { key: a.key, body: { name: "other" } })).body;
    await newSession({ ...a, key: apiKey as string });
    await newSession(a);
    await env.DB.prepare(
      "UPDATE sessions SET expires_at = '2020-01-01T00:00:00.000Z' WHERE created_at = (SELECT max(created_at) FROM sessions)",
    ).run();
    expect((await call("DELETE", `/api/v1/keys/${id}`, { key: a.key })).status).toBe(204);
    expect((await listed(asking)).data).toMatchObject([{ isCurrent: true }]);
  });
});
