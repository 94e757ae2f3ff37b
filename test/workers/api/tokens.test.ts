import { createExecutionContext, runInDurableObject, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";
import type { JWTHeaderParameters, JWTPayload } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import type { SigningKey } from "../../../api/auth/signing-keys.ts";
import { SCOPES } from "../../../api/keys/scopes.ts";
import worker from "../../../api/worker.ts";
import { call, newAgent, newKey, newTool, newToken } from "./hub.ts";
import type { TestAgent } from "./hub.ts";

const path = "/api/v1/auth/token";
const signer = env.TOKEN_SIGNER.getByName("hub");

/** A request to another isolate: one whose memory of published keys is its own, and empty. */
async function elsewhere(route: string, key: string, method = "GET"): Promise<{ status: number; body: string }> {
  const ctx = createExecutionContext();
  const request = new Request(`https://hub.example${route}`, { method, headers: { Authorization: `Bearer ${key}` } });
  const response = await worker.fetch(request, { ...env }, ctx);
  await waitOnExecutionContext(ctx);
  return { status: response.status, body: await response.text() };
}

async function ownKeyId(agent: TestAgent): Promise<string> {
  return (await call("GET", "/api/v1/keys", { key: agent.key })).body.data[0].id;
}

function headerOf(token: string): JWTHeaderParameters {
  return JSON.parse(atob((token.split(".")[0] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
}

describe("POST /api/v1/auth/token", () => {
  test("201 gives a token for 15 minutes with all that the key may do, which anybody can verify by the published keys", async () => {
    const a = await newAgent();
    const { status, headers, body } = await call("POST", path, { key: a.key });
    expect(status).toBe(201);
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(body).toEqual({
      token: expect.any(String),
      tokenType: "Bearer",
      expiresIn: 900,
      expiresAt: expect.any(String),
      scopes: [...SCOPES],
    });

    const { body: published } = await call("GET", "/.well-known/jwks.json");
    const { payload, protectedHeader } = await jwtVerify(body.token, createLocalJWKSet(published));
    expect(protectedHeader).toEqual({ alg: "EdDSA", kid: expect.stringMatching(/^sig_[\w-]{12}$/), typ: "JWT" });
    expect(payload).toEqual({
      iss: "https://nxscall.com",
      aud: "https://nxscall.com/api/v1",
      sub: a.id,
      jti: expect.stringMatching(/^tok_[\w-]{12}$/),
      key_id: await ownKeyId(a),
      scope: SCOPES.join(" "),
      iat: expect.any(Number),
      exp: (payload.iat ?? 0) + 900,
    });
    expect(Date.parse(body.expiresAt)).toBe((payload.exp ?? 0) * 1_000);
  });

  test("a token can be shorter and may do less, but not less than what is asked for", async () => {
    const a = await newAgent();
    const { body } = await call("POST", path, { key: a.key, body: { expiresIn: 60, scopes: ["tools:*"] } });
    expect(body).toMatchObject({ expiresIn: 60, scopes: ["tools:invoke", "tools:write"] });
    const tool = { name: "t", endpoint: "http://127.0.0.1:9/" };
    expect((await call("POST", "/api/v1/mcp/tools", { key: body.token, body: tool })).status).toBe(201);
    expect((await call("POST", "/api/v1/keys", { key: body.token })).body.code).toBe("insufficient_scope");
  });

  test("422 for a scope that the key lacks", async () => {
    const key = await newKey(await newAgent(), { scopes: ["tools:invoke"] });
    const { status, body } = await call("POST", path, { key, body: { scopes: ["tools:invoke", "keys:write"] } });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ code: "scope_not_held", pointer: "/scopes/1" }]);
  });

  test.each([0, 901, 1.5, "60"])("422 for a lifetime of %j", async (expiresIn) => {
    const { key } = await newAgent();
    const { status, body } = await call("POST", path, { key, body: { expiresIn } });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer: "/expiresIn" }]);
  });

  test("403 for a token in place of the key, so that no token outlives its 15 minutes", async () => {
    const token = await newToken(await newAgent());
    const { status, body } = await call("POST", path, { key: token });
    expect([status, body.code]).toEqual([403, "key_needed"]);
  });
});

describe("a token", () => {
  test("acts for its agent, and leaves its mark on its key", async () => {
    const a = await newAgent();
    const token = await newToken(a);
    const { body } = await call("GET", "/api/v1/keys", { key: token });
    expect(body.data.map(({ agentId }: { agentId: string }) => agentId)).toEqual([a.id]);
  });

  test("counts against the limit of its key", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    const key = await newKey(a, { rateLimitPerMin: 2 });
    const token = await newToken({ ...a, key });
    const invoke = (shown: string) => call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: shown, body: {} });
    expect((await invoke(key)).status).toBe(200);
    expect((await invoke(token)).status).toBe(200);
    expect((await invoke(await newToken({ ...a, key }))).body.code).toBe("rate_limited");
  });

  test("ends with its key: revoked", async () => {
    const a = await newAgent();
    const key = await newKey(a);
    const token = await newToken({ ...a, key });
    expect((await call("GET", "/api/v1/keys", { key: token })).status).toBe(200);
    const { body } = await call("GET", "/api/v1/keys", { key: a.key });
    const { id } = body.data.find(({ name }: { name: string | null }) => name === null);
    await call("DELETE", `/api/v1/keys/${id}`, { key: a.key });
    const refused = await call("GET", "/api/v1/keys", { key: token });
    expect([refused.status, refused.body.code]).toEqual([401, "invalid_key"]);
  });

  test("ends with its key: rotated without an overlap", async () => {
    const a = await newAgent();
    const token = await newToken(a);
    await call("POST", `/api/v1/keys/${await ownKeyId(a)}/rotate`, { key: a.key, body: { overlapSeconds: 0 } });
    const refused = await call("GET", "/api/v1/keys", { key: token });
    expect([refused.status, refused.body.code]).toEqual([401, "expired_key"]);
  });

  test("that is no key stays out of a problem's text", async () => {
    const token = await newToken(await newAgent());
    const { body } = await call("GET", "/api/v1/keys", { key: `${token}x` });
    expect(JSON.stringify(body)).not.toContain(token.slice(0, 40));
  });
});

describe("401, and why, for a token that", () => {
  const now = () => Math.floor(Date.now() / 1_000);
  let claims: JWTPayload;
  let kid: string;
  let valid: string;

  beforeAll(async () => {
    const a = await newAgent();
    valid = await newToken(a);
    kid = headerOf(valid).kid ?? "";
    claims = {
      iss: "https://nxscall.com",
      aud: "https://nxscall.com/api/v1",
      sub: a.id,
      jti: "tok_test",
      key_id: await ownKeyId(a),
      scope: SCOPES.join(" "),
      iat: now(),
      exp: now() + 900,
    };
  });

  const encode = (value: unknown) =>
    btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const signed = (change: Record<string, unknown>) => signer.sign({ ...claims, ...change });
  const forged = async (header: JWTHeaderParameters, { alg } = header) => {
    const { privateKey } = await generateKeyPair(alg);
    return new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
  };

  test("is in order: the same claims, signed by the hub, are accepted", async () => {
    expect((await call("GET", "/api/v1/keys", { key: await signed({}) })).status).toBe(200);
  });

  test("is not one that a machine signed whose clock is a little ahead", async () => {
    expect((await call("GET", "/api/v1/keys", { key: await signed({ iat: now() + 3 }) })).status).toBe(200);
  });

  const refused: [string, () => string | Promise<string>, RegExp][] = [
    ["has alg none", () => `${encode({ alg: "none", typ: "JWT", kid })}.${encode(claims)}.`, /damaged/],
    ["has alg None and a signature", () => `${encode({ alg: "None", kid })}.${encode(claims)}.AAAA`, /damaged/],
    [
      "is signed with the public key as a secret",
      async () => {
        const { body } = await call("GET", "/.well-known/jwks.json");
        const secret = new TextEncoder().encode(JSON.stringify(body.keys[0]));
        return new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid, typ: "JWT" }).sign(secret);
      },
      /damaged/,
    ],
    ["has another algorithm", () => forged({ alg: "ES256", kid, typ: "JWT" }), /damaged/],
    ["is signed by somebody else under the hub's kid", () => forged({ alg: "EdDSA", kid, typ: "JWT" }), /damaged/],
    ["has an unknown kid", () => forged({ alg: "EdDSA", kid: "sig_unknown", typ: "JWT" }), /not signed with a key/],
    [
      "brings its own key",
      async () => {
        const { privateKey, publicKey } = await generateKeyPair("EdDSA", { extractable: true });
        const header = { alg: "EdDSA", typ: "JWT", kid: "own", jwk: await exportJWK(publicKey) };
        return new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
      },
      /not signed with a key/,
    ],
    [
      "has a critical header that the hub does not know",
      () => `${encode({ alg: "EdDSA", kid, crit: ["x"], x: 1 })}.${encode(claims)}.AAAA`,
      /damaged/,
    ],
    ["says more than was signed", () => valid.replace(/\..*\./, `.${encode({ ...claims, scope: "*" })}.`), /damaged/],
    ["is from another issuer", () => signed({ iss: "https://example.com" }), /not from this hub/],
    ["is for another audience", () => signed({ aud: "https://example.com" }), /not for its API/],
    ["has no audience", () => signed({ aud: undefined }), /not for its API/],
    ["is not valid yet", () => signed({ nbf: now() + 600 }), /not valid yet/],
    ["was issued in the future", () => signed({ iat: now() + 600, exp: now() + 900 }), /not valid yet/],
    ["never expires", () => signed({ exp: undefined }), /not valid/],
    ["names no key", () => signed({ key_id: undefined }), /whose it is/],
    ["names its scopes as a number", () => signed({ scope: 1 }), /whose it is/],
    ["is garbage", () => "a.b.c", /damaged/],
    ["is empty in all its parts", () => "..", /damaged/],
    ["has a header that is no JSON", () => `${btoa("{").replaceAll("=", "")}.${encode(claims)}.AAAA`, /damaged/],
    ["has a body that is a list", () => `${encode({ alg: "EdDSA", kid })}.${encode([])}.AAAA`, /damaged/],
    ["has 100 kB", () => `${valid}${"A".repeat(100_000)}`, /longer/],
  ];

  test.each(refused)("%s", async (_what, tokenOf, why) => {
    const { status, headers, body } = await call("GET", "/api/v1/keys", { key: await tokenOf() });
    expect([status, body.code]).toEqual([401, "invalid_token"]);
    expect(body.detail).toMatch(why);
    expect(headers.get("WWW-Authenticate")).toBe('Bearer error="invalid_token"');
  });

  test.each([
    ["has expired", () => ({ exp: now() - 6 })],
    ["is older than 15 minutes, whatever its end", () => ({ iat: now() - 907 })],
  ])("%s", async (_what, change) => {
    const { status, body } = await call("GET", "/api/v1/keys", { key: await signed(change()) });
    expect([status, body.code]).toEqual([401, "expired_token"]);
  });

  test("was made for a key that does not exist", async () => {
    const { status, body } = await call("GET", "/api/v1/keys", { key: await signed({ key_id: "key_nobodys" }) });
    expect([status, body.code]).toEqual([401, "invalid_key"]);
  });

  test("names a scope that its key does not have: 403", async () => {
    const a = await newAgent();
    const key = await newKey(a, { scopes: ["tools:invoke"], name: "narrow" });
    const { body } = await call("GET", "/api/v1/keys", { key });
    const { id } = body.data.find(({ name }: { name: string }) => name === "narrow");
    const answer = await call("POST", "/api/v1/keys", { key: await signed({ key_id: id }), body: {} });
    expect([answer.status, answer.body.code]).toEqual([403, "insufficient_scope"]);
  });
});

describe("GET /.well-known/jwks.json", () => {
  test("200 shows public keys alone, to anybody, and for caches to keep a while", async () => {
    const { status, headers, body } = await call("GET", "/.well-known/jwks.json");
    expect(status).toBe(200);
    expect(headers.get("Cache-Control")).toBe("public, max-age=300");
    expect(body.keys.length).toBeGreaterThan(0);
    for (const key of body.keys) {
      expect(key).toEqual({
        kid: expect.stringMatching(/^sig_/),
        kty: "OKP",
        crv: "Ed25519",
        x: expect.any(String),
        alg: "EdDSA",
        use: "sig",
      });
    }
  });

  test("however many ask at once at the very beginning, there is one key", async () => {
    const fresh = env.TOKEN_SIGNER.getByName("fresh");
    const sets = await Promise.all(Array.from({ length: 8 }, () => fresh.publicKeys()));
    expect(new Set(sets.map((keys) => JSON.stringify(keys))).size).toBe(1);
    expect(sets[0]).toHaveLength(1);
  });
});

describe("a signing key's life", () => {
  const DAY_MS = 86_400_000;

  /** Makes the signer's keys older by so much. */
  const age = (ms: number) =>
    runInDurableObject(signer, (_, { storage }) => {
      const keys = storage.kv.get<SigningKey[]>("keys") ?? [];
      storage.kv.put(
        "keys",
        keys.map((key) => ({ ...key, signsFrom: key.signsFrom - ms })),
      );
    });
  const published = async (): Promise<string[]> => (await signer.publicKeys()).map(({ kid }) => kid ?? "");

  test("its successor is published before it signs, its own tokens outlive it, and then it goes", async () => {
    const a = await newAgent();
    const first = await newToken(a);
    const old = headerOf(first).kid ?? "";
    expect(await published()).toEqual([old]);

    await age(30 * DAY_MS - 1_800_000);
    const [, next = ""] = await published();
    expect(next).toMatch(/^sig_/);
    const second = await newToken(a);
    expect(headerOf(second).kid).toBe(old);

    await age(3_600_000);
    const third = await newToken(a);
    expect(headerOf(third).kid).toBe(next);
    expect(await published()).toEqual([old, next]);
    for (const token of [first, second, third]) expect((await elsewhere("/api/v1/keys", token)).status).toBe(200);

    await age(1_200_000);
    expect(await published()).toEqual([next]);
    expect(await elsewhere("/api/v1/keys", third)).toMatchObject({ status: 200 });
    const gone = await elsewhere("/api/v1/keys", first);
    expect(gone.status).toBe(401);
    expect(gone.body).toContain("not signed with a key of this hub");
  });

  test("a hub that slept through the change publishes the successor before it signs all the same", async () => {
    await age(365 * DAY_MS);
    const a = await newAgent();
    const token = await newToken(a);
    const [old = "", next = ""] = await published();
    expect(headerOf(token).kid).toBe(old);
    expect(next).toMatch(/^sig_/);
    expect((await elsewhere("/api/v1/keys", token)).status).toBe(200);
  });
});
