// What a client gets for a consent: codes, access tokens, refresh tokens; and how an agent or a client ends it.

import { env } from "cloudflare:workers";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { digestOf } from "../../../api/platform/secrets.ts";
import { call, newAgent, newKey } from "../api/hub.ts";
import { ask } from "../mcp/client.ts";
import {
  codeFor,
  HUB,
  ISSUER,
  LOOPBACK,
  newClient,
  newGrant,
  post,
  redeem,
  REDIRECT,
  refresh,
  tokensFor,
  VERIFIER,
} from "./flow.ts";

const CHALLENGE = await digestOf(VERIFIER);

describe("an access token", () => {
  test("says for whom, for which endpoint and of which grant it is, for 15 minutes", async () => {
    const { agent, clientId, tokens } = await newGrant();
    expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ alg: "EdDSA", typ: "at+jwt" });
    const claims = decodeJwt(tokens.access_token);
    expect(claims).toMatchObject({ iss: ISSUER, aud: HUB, sub: agent.id, client_id: clientId, scope: "tools:invoke" });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900);
  });

  test("is nothing to the REST API", async () => {
    const { tokens } = await newGrant();
    const { status, body } = await call("GET", "/api/v1/keys", { key: tokens.access_token });
    expect([status, body.code]).toEqual([401, "invalid_token"]);
  });

  test("gives no token that stands for a key", async () => {
    const { tokens } = await newGrant();
    expect((await call("POST", "/api/v1/auth/token", { key: tokens.access_token })).status).toBe(401);
  });

  test("ends with the key that consented, and so do its refresh tokens", async () => {
    const [agent, clientId] = await Promise.all([newAgent(), newClient()]);
    const key = await newKey(agent, { name: "consents" });
    const tokens = await tokensFor({ key }, clientId);
    expect((await ask("tools/list", {}, { key: tokens.access_token })).status).toBe(200);
    const { body } = await call("GET", "/api/v1/keys", { key: agent.key });
    const { id } = body.data.find(({ name }: { name: string }) => name === "consents");
    await call("DELETE", `/api/v1/keys/${id}`, { key: agent.key });
    expect((await ask("tools/list", {}, { key: tokens.access_token })).status).toBe(401);
    expect((await refresh(clientId, tokens.refresh_token)).body.error).toBe("invalid_grant");
    expect((await call("GET", "/api/v1/oauth/grants", { key: agent.key })).body.data).toEqual([]);
  });

  test("has no scope that its key does not have", async () => {
    const [agent, clientId] = await Promise.all([newAgent(), newClient()]);
    const key = await newKey(agent, { scopes: ["tools:invoke"] });
    const tokens = await tokensFor({ key }, clientId, { scope: "tools:invoke workflows:write" });
    expect(tokens.scope).toBe("tools:invoke");
  });
});

describe("a code", () => {
  test("counts once: the second time, what it gave ends as well", async () => {
    const [agent, clientId] = await Promise.all([newAgent(), newClient()]);
    const code = await codeFor(agent, clientId);
    const { status, headers, body: tokens } = await redeem(clientId, code);
    expect(status).toBe(200);
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(tokens).toMatchObject({ token_type: "Bearer", expires_in: 900, scope: "tools:invoke" });
    const replayed = await redeem(clientId, code);
    expect([replayed.status, replayed.body.error]).toEqual([400, "invalid_grant"]);
    expect((await ask("tools/list", {}, { key: tokens.access_token })).status).toBe(401);
    expect((await refresh(clientId, tokens.refresh_token)).body.error).toBe("invalid_grant");
  });

  test("counts once, however many show it at the same time", async () => {
    const [agent, clientId] = await Promise.all([newAgent(), newClient()]);
    const code = await codeFor(agent, clientId);
    const answers = await Promise.all(Array.from({ length: 8 }, () => redeem(clientId, code)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect((await call("GET", "/api/v1/oauth/grants", { key: agent.key })).body.data).toEqual([]);
  });

  test.each([
    ["another verifier", { code_verifier: "x".repeat(43) }, "invalid_grant"],
    ["the challenge as the verifier", { code_verifier: CHALLENGE }, "invalid_grant"],
    ["no verifier", { code_verifier: undefined }, "invalid_request"],
    ["another redirect_uri", { redirect_uri: LOOPBACK }, "invalid_grant"],
    ["no redirect_uri", { redirect_uri: undefined }, "invalid_request"],
    ["another client", { client_id: "client_other" }, "invalid_grant"],
    ["no client", { client_id: undefined }, "invalid_request"],
    ["another resource", { resource: `${HUB}/boxes/box_1` }, "invalid_target"],
    ["a resource that is none", { resource: "https://elsewhere.example/" }, "invalid_target"],
    ["another grant_type", { grant_type: "password" }, "unsupported_grant_type"],
    ["another code", { code: "nxc_code_x" }, "invalid_grant"],
  ])("gives nothing to %s", async (_what, change, error) => {
    const [agent, clientId] = await Promise.all([newAgent(), newClient()]);
    const { status, body } = await redeem(clientId, await codeFor(agent, clientId), change);
    expect([status, body.error]).toEqual([400, error]);
    expect(JSON.stringify(body)).not.toContain("access_token");
  });

  test("has ended after a minute", async () => {
    const [agent, clientId] = await Promise.all([newAgent(), newClient()]);
    const code = await codeFor(agent, clientId);
    await env.DB.prepare("UPDATE oauth_grants SET code_expires_at = ? WHERE agent_id = ?")
      .bind(new Date().toISOString(), agent.id)
      .run();
    expect((await redeem(clientId, code)).body.error).toBe("invalid_grant");
  });

  test("is asked for with a form, not with JSON, and never makes the hub fail", async () => {
    const bodies: [string, string][] = [
      ["application/json", "{}"],
      ["application/x-www-form-urlencoded", "x".repeat(20_000)],
      ["application/x-www-form-urlencoded", "code=a&code=b"],
      ["application/x-www-form-urlencoded", "%ff=%00&grant_type"],
    ];
    for (const [type, raw] of bodies) {
      const { status, body } = await call("POST", "/oauth/token", { raw, headers: { "Content-Type": type } });
      expect([status, body.error]).toEqual([400, "invalid_request"]);
    }
  });
});

describe("a refresh token", () => {
  test("gives another pair, for the same or for less", async () => {
    const { clientId, tokens } = await newGrant({ scope: "tools:invoke workflows:execute" });
    const { status, body } = await refresh(clientId, tokens.refresh_token, { scope: "tools:invoke", resource: HUB });
    expect([status, body.scope]).toEqual([200, "tools:invoke"]);
    expect(body.refresh_token).not.toBe(tokens.refresh_token);
    const next = await refresh(clientId, body.refresh_token);
    expect(next.body.scope).toBe("tools:invoke workflows:execute");
    expect((await ask("tools/list", {}, { key: next.body.access_token })).status).toBe(200);
  });

  test("that comes again ends all that was allowed", async () => {
    const { clientId, tokens } = await newGrant();
    const { body: next } = await refresh(clientId, tokens.refresh_token);
    const reused = await refresh(clientId, tokens.refresh_token);
    expect([reused.status, reused.body.error]).toEqual([400, "invalid_grant"]);
    expect((await refresh(clientId, next.refresh_token)).body.error).toBe("invalid_grant");
    expect((await ask("tools/list", {}, { key: next.access_token })).status).toBe(401);
  });

  test("that was made up ends nothing", async () => {
    const { clientId, tokens } = await newGrant();
    for (const made of ["nonsense", `nxc_refresh_${"A".repeat(43)}.${"A".repeat(43)}`]) {
      expect((await refresh(clientId, made)).body.error).toBe("invalid_grant");
    }
    expect((await refresh(clientId, tokens.refresh_token)).status).toBe(200);
  });

  test("is of use to no other client, for no other resource and no further scope", async () => {
    const { clientId, tokens } = await newGrant();
    const errors = [
      await refresh("client_other", tokens.refresh_token),
      await refresh(clientId, tokens.refresh_token, { resource: `${HUB}/servers/srv_1` }),
    ].map(({ body }) => body.error);
    expect(errors).toEqual(["invalid_grant", "invalid_target"]);
    const more = await refresh(clientId, tokens.refresh_token, { scope: "tools:invoke tools:write" });
    expect(more.body.error).toBe("invalid_scope");
  });

  test("is stored as a digest", async () => {
    const { agent, tokens } = await newGrant();
    const stored = await env.DB.prepare("SELECT * FROM oauth_grants WHERE agent_id = ?").bind(agent.id).first();
    const [family = "", current = ""] = tokens.refresh_token.slice("nxc_refresh_".length).split(".");
    for (const secret of [family, current]) expect(JSON.stringify(stored)).not.toContain(secret);
  });
});

describe("POST /oauth/revoke", () => {
  test.each(["refresh_token", "access_token"] as const)("with the %s ends the grant", async (which) => {
    const { clientId, tokens } = await newGrant();
    expect((await post("/oauth/revoke", { token: tokens[which], client_id: clientId })).status).toBe(200);
    expect((await ask("tools/list", {}, { key: tokens.access_token })).status).toBe(401);
    expect((await refresh(clientId, tokens.refresh_token)).body.error).toBe("invalid_grant");
  });

  test("with another client's token, or none, ends nothing and answers 200", async () => {
    const { clientId, tokens } = await newGrant();
    const tries = [
      { token: tokens.refresh_token, client_id: "client_other" },
      { token: tokens.access_token, client_id: "client_other" },
      { token: "nonsense", client_id: clientId },
      { token: "a.b.c", client_id: clientId },
    ];
    for (const fields of tries) expect((await post("/oauth/revoke", fields)).status).toBe(200);
    expect((await ask("tools/list", {}, { key: tokens.access_token })).status).toBe(200);
    expect((await post("/oauth/revoke", { client_id: clientId })).body.error).toBe("invalid_request");
  });
});

describe("/api/v1/oauth/grants", () => {
  test("lists what the agent allowed, page by page, and nothing secret", async () => {
    const agent = await newAgent();
    const clientId = await newClient();
    for (let i = 0; i < 3; i++) await tokensFor(agent, clientId);
    const first = await call("GET", "/api/v1/oauth/grants?limit=2", { key: agent.key });
    expect(first.body.data).toHaveLength(2);
    const { body } = await call("GET", `/api/v1/oauth/grants?limit=2&cursor=${first.body.nextCursor}`, {
      key: agent.key,
    });
    expect(body).toEqual({
      data: [
        {
          id: expect.stringMatching(/^grant_/),
          clientId,
          clientName: "Test client",
          redirectUri: REDIRECT,
          resource: HUB,
          scopes: ["tools:invoke"],
          keyId: expect.stringMatching(/^key_/),
          createdAt: expect.any(String),
          lastUsedAt: expect.any(String),
          expiresAt: expect.any(String),
        },
      ],
      nextCursor: null,
    });
  });

  test("a revoked grant ends its tokens; another agent's does not exist", async () => {
    const { agent, clientId, tokens } = await newGrant();
    expect((await ask("tools/list", {}, { key: tokens.access_token })).status).toBe(200);
    const { body } = await call("GET", "/api/v1/oauth/grants", { key: agent.key });
    const path = `/api/v1/oauth/grants/${body.data[0].id}`;
    const stranger = await newAgent();
    expect((await call("DELETE", path, { key: stranger.key })).status).toBe(404);
    expect((await call("DELETE", path, { key: agent.key })).status).toBe(204);
    expect((await call("DELETE", path, { key: agent.key })).status).toBe(404);
    expect((await ask("tools/list", {}, { key: tokens.access_token })).status).toBe(401);
    expect((await refresh(clientId, tokens.refresh_token)).body.error).toBe("invalid_grant");
  });

  test("an agent has 500 grants at most: one more ends the oldest", async () => {
    const { agent } = await newGrant();
    const copies = Array.from({ length: 499 }, (_, i) =>
      env.DB.prepare(
        `INSERT INTO oauth_grants (id, agent_id, key_id, client_id, client_name, redirect_uri, resource, scopes, code_hash,
          code_challenge, code_expires_at, created_at, expires_at)
          SELECT 'grant_copy' || ?1 || agent_id, agent_id, key_id, client_id, client_name, redirect_uri, resource, scopes,
          code_hash || ?1, code_challenge, code_expires_at, created_at || ?1, expires_at
          FROM oauth_grants WHERE agent_id = ?2 AND id NOT LIKE 'grant_copy%'`,
      ).bind(i, agent.id),
    );
    await env.DB.batch(copies);
    await tokensFor(agent, await newClient());
    const count = await env.DB.prepare("SELECT count(*) AS n FROM oauth_grants WHERE agent_id = ?")
      .bind(agent.id)
      .first("n");
    expect(count).toBe(500);
  });
});
