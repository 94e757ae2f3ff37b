import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { call, newAgent, newKey } from "./hub.ts";

const path = "/api/v1/keys";

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
    ["an unknown scope", { scopes: ["tools:*"] }, "/scopes/0"],
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
