import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { digestOf } from "../../../api/platform/secrets.ts";
import worker from "../../../api/worker.ts";
import { call, newAgent, newKey, newSession, newToken } from "../api/hub.ts";
import { ask, result } from "../mcp/client.ts";
import {
  allow,
  codeFor,
  HUB,
  ISSUER,
  LOOPBACK,
  newClient,
  newGrant,
  open,
  post,
  redeem,
  REDIRECT,
  refresh,
  requestOf,
  submit,
  tokensFor,
  VERIFIER,
} from "./flow.ts";

const CHALLENGE = await digestOf(VERIFIER);

describe("metadata", () => {
  test.each([
    ["/.well-known/oauth-protected-resource", "/mcp/v1"],
    ["/.well-known/oauth-protected-resource/mcp/v1", "/mcp/v1"],
    ["/.well-known/oauth-protected-resource/mcp/v1/servers/srv_1", "/mcp/v1/servers/srv_1"],
    ["/.well-known/oauth-protected-resource/mcp/v1/boxes/box_1", "/mcp/v1/boxes/box_1"],
  ])("%s names its endpoint and the issuer, to any page", async (path, resource) => {
    const { status, headers, body } = await call("GET", path, { headers: { Origin: "https://client.example" } });
    expect(status).toBe(200);
    expect(headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(body).toMatchObject({
      resource: ISSUER + resource,
      authorization_servers: [ISSUER],
      scopes_supported: ["tools:invoke"],
      bearer_methods_supported: ["header"],
    });
  });

  test.each(["/api/v1", "/mcp/v1/ws", "/mcp/v1/boxes/a/b", "/mcp/v2"])(
    "there is no resource metadata of %s, which takes none of these tokens",
    async (path) => {
      expect((await call("GET", `/.well-known/oauth-protected-resource${path}`)).status).toBe(404);
    },
  );

  test.each(["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"])(
    "%s promises what the endpoints keep, whatever name the request came by",
    async (path) => {
      const { status, body } = await call("GET", path);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/oauth/authorize`,
        token_endpoint: `${ISSUER}/oauth/token`,
        registration_endpoint: `${ISSUER}/oauth/register`,
        revocation_endpoint: `${ISSUER}/oauth/revoke`,
        response_types_supported: ["code"],
        code_challenge_methods_supported: ["S256"],
        token_endpoint_auth_methods_supported: ["none"],
        authorization_response_iss_parameter_supported: true,
        client_id_metadata_document_supported: true,
      });
    },
  );
});

describe("an MCP endpoint", () => {
  test("tells who shows nothing where to ask for a token, and for which scope", async () => {
    const { status, headers } = await call("POST", "/mcp/v1", { body: {} });
    expect(status).toBe(401);
    expect(headers.get("WWW-Authenticate")).toBe(
      `Bearer resource_metadata="${ISSUER}/.well-known/oauth-protected-resource/mcp/v1", scope="tools:invoke"`,
    );
  });

  test("tells who shows a bad token that it is one", async () => {
    const { status, headers } = await call("POST", "/mcp/v1", { key: "a.b.c", body: {} });
    expect(status).toBe(401);
    expect(headers.get("WWW-Authenticate")).toMatch(/^Bearer error="invalid_token", resource_metadata="/);
  });

  test("takes an access token for itself, with no more scopes than the consent", async () => {
    const { tokens } = await newGrant();
    const { tools } = await result("tools/list", {}, { key: tokens.access_token });
    expect(tools.length).toBeGreaterThan(0);
    const refused = await ask("tools/call", { name: "workflow_create", arguments: {} }, { key: tokens.access_token });
    expect(refused.status).toBe(403);
    expect(refused.headers.get("WWW-Authenticate")).toBe(
      'Bearer error="insufficient_scope", scope="tools:invoke workflows:write", ' +
        `resource_metadata="${ISSUER}/.well-known/oauth-protected-resource/mcp/v1"`,
    );
  });

  test("names tools:invoke where a token may not even call tools", async () => {
    const { tokens } = await newGrant({ scope: "workflows:write" });
    const refused = await ask("tools/call", { name: "search_tools", arguments: {} }, { key: tokens.access_token });
    expect(refused.status).toBe(403);
    expect(refused.headers.get("WWW-Authenticate")).toContain('error="insufficient_scope", scope="tools:invoke"');
  });

  test("takes API keys and the hub's tokens for them as before", async () => {
    const agent = await newAgent();
    for (const key of [agent.key, await newToken(agent)]) {
      expect((await ask("tools/list", {}, { key })).status).toBe(200);
    }
  });

  test("of a toolbox challenges for itself, and takes its own tokens alone", async () => {
    const { agent, clientId, tokens } = await newGrant();
    const box = await call("POST", "/api/v1/mcp/boxes", { key: agent.key, body: { name: "b", tools: ["hash"] } });
    const path = `/mcp/v1/boxes/${box.body.id}`;
    const own = await tokensFor(agent, clientId, { resource: ISSUER + path });
    const { tools } = await result("tools/list", {}, { key: own.access_token, path });
    expect(tools).toHaveLength(1);
    expect((await ask("tools/list", {}, { key: own.access_token })).status).toBe(401);
    const refused = await ask("tools/list", {}, { key: tokens.access_token, path });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("WWW-Authenticate")).toContain(`/.well-known/oauth-protected-resource${path}"`);
  });

  test("of any id answers with a header, whatever the id holds", async () => {
    const { status, headers } = await call("POST", "/mcp/v1/boxes/a%0Ab%22%C3%A9", { body: {} });
    expect(status).toBe(401);
    expect(headers.get("WWW-Authenticate")).toContain("/mcp/v1/boxes/a%0Ab%22%C3%A9");
  });

  test("refuses a token of another resource", async () => {
    const { tokens } = await newGrant({ resource: `${HUB}/boxes/box_1` });
    const { status, headers } = await ask("tools/list", {}, { key: tokens.access_token });
    expect(status).toBe(401);
    expect(headers.get("WWW-Authenticate")).toContain('error="invalid_token"');
  });
});

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

describe("registration", () => {
  test("gives a public client an id, whatever way to authenticate it asked for", async () => {
    const { status, body } = await call("POST", "/oauth/register", {
      body: {
        client_name: "An editor",
        redirect_uris: [LOOPBACK, "cursor://anysphere.cursor-mcp/oauth/callback"],
        token_endpoint_auth_method: "client_secret_basic",
        grant_types: ["authorization_code", "refresh_token"],
        application_type: "native",
      },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      client_id: expect.stringMatching(/^client_/),
      client_id_issued_at: expect.any(Number),
      client_name: "An editor",
      redirect_uris: [LOOPBACK],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    });
  });

  test.each([
    ["javascript:alert(1)"],
    ["http://app.example/callback"],
    ["https://app.example/callback#fragment"],
    ["https://user:password@app.example/"],
    ["https://app.example/callback?code=planted"],
    ["http://127.0.0.1@evil.example/"],
    ["http://localhost.evil.example/"],
    ["https://app.example/\\evil"],
    ["data:text/html,x"],
    ["/callback"],
    [""],
  ])("refuses the redirect URI %j", async (uri) => {
    const { status, body } = await call("POST", "/oauth/register", { body: { redirect_uris: [uri] } });
    expect([status, body.error]).toEqual([400, "invalid_redirect_uri"]);
  });

  test.each([
    [{}],
    [{ redirect_uris: [] }],
    [{ redirect_uris: Array.from({ length: 11 }, () => REDIRECT) }],
    [{ redirect_uris: "https://app.example" }],
    [{ redirect_uris: [REDIRECT], grant_types: ["client_credentials"] }],
    [{ redirect_uris: [REDIRECT], response_types: ["token"] }],
    [[]],
    ["text"],
  ])("refuses metadata that make no client: %j", async (body) => {
    const answer = await call("POST", "/oauth/register", { body });
    expect([answer.status, answer.body.error]).toEqual([400, "invalid_client_metadata"]);
  });

  test("is refused where the body is no JSON, or too large", async () => {
    for (const raw of ["{", "x".repeat(1_100_000)]) {
      const { status, body } = await call("POST", "/oauth/register", { raw });
      expect([status, body.error]).toEqual([400, "invalid_client_metadata"]);
    }
  });

  test("is bounded for each address, and for a whole network of IPv6", async () => {
    const from = (address: string) =>
      call("POST", "/oauth/register", {
        body: { redirect_uris: [REDIRECT] },
        headers: { "CF-Connecting-IP": address },
      });
    const answers = await Promise.all(Array.from({ length: 25 }, (_, i) => from(`2001:db8:1:2::${i + 1}`)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    const refused = answers.find(({ status }) => status !== 201);
    expect([refused?.status, refused?.body.error]).toEqual([429, "temporarily_unavailable"]);
    expect(refused?.headers.get("Retry-After")).toBe("3600");
    expect((await from("2001:db8:1:3::1")).status).toBe(201);
    const { results } = await env.DB.prepare("SELECT registered_from FROM oauth_clients").all();
    expect(JSON.stringify(results)).not.toContain("2001:db8");
  });

  test("forgets who was allowed nothing for a month", async () => {
    const [unused, used] = [await newClient(), await newClient()];
    await tokensFor(await newAgent(), used);
    await env.DB.prepare("UPDATE oauth_clients SET created_at = '2020-01-01T00:00:00.000Z' WHERE id IN (?, ?)")
      .bind(unused, used)
      .run();
    await newClient();
    expect((await open(await requestOf(unused))).page.status).toBe(400);
    expect((await open(await requestOf(used))).page.status).toBe(200);
  });
});

describe("the consent page", () => {
  test("shows who asks, for what, where it leads; without a script, in no frame, for no cache", async () => {
    const clientId = await newClient([REDIRECT], "Ann's <b>editor</b>");
    const { page } = await open(await requestOf(clientId, { scope: "tools:invoke workflows:execute" }));
    expect(page.status).toBe(200);
    const text = String(page.body);
    expect(text).toContain("Ann&#39;s &lt;b&gt;editor&lt;/b&gt;");
    expect(text).toContain("<code>app.example</code>");
    expect(text).toContain("workflows:execute");
    expect(text).toContain(HUB);
    expect(text).not.toMatch(/<script|javascript:|\son\w+=/i);
    const policy = page.headers.get("Content-Security-Policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self' https://app.example;");
    expect(policy).not.toContain("script-src");
    expect(page.headers.get("X-Frame-Options")).toBe("DENY");
    expect(page.headers.get("Cache-Control")).toBe("no-store");
    expect(page.headers.get("Set-Cookie")).toMatch(
      /^__Host-nexuscall-consent=[\w-]{43}; Max-Age=900; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  test("shows a client's name without what turns text around or hides it", async () => {
    const clientId = await newClient([REDIRECT], "Good\u202Eliove\u200B\nname");
    const { page } = await open(await requestOf(clientId));
    expect(String(page.body)).toContain("“Good liove name”");
  });

  test("warns of a program on this machine, whose name anything could take", async () => {
    const { page } = await open(await requestOf(await newClient(), { redirect_uri: LOOPBACK }));
    expect(String(page.body)).toContain("a program on this computer");
  });

  test("allows with an agent's key: a code, the state and the issuer go to the redirect URI, and no secret besides", async () => {
    const agent = await newAgent();
    const target = await allow(await requestOf(await newClient()), agent);
    expect(target.origin + target.pathname).toBe(REDIRECT);
    expect(Object.fromEntries(target.searchParams)).toEqual({
      code: expect.stringMatching(/^nxc_code_[\w-]{43}$/),
      state: "the-state",
      iss: ISSUER,
    });
    const stored = await env.DB.prepare("SELECT * FROM oauth_grants WHERE agent_id = ?").bind(agent.id).first();
    expect(JSON.stringify(stored)).not.toContain(target.searchParams.get("code"));
  });

  test.each([REDIRECT, LOOPBACK])("denied, it says so to the client at %s", async (redirectUri) => {
    const path = await requestOf(await newClient(), { redirect_uri: redirectUri });
    const { status, headers } = await submit(path, await open(path), { decision: "deny" });
    expect(status).toBe(303);
    const target = new URL(headers.get("Location") ?? "");
    expect(target.origin + target.pathname).toBe(redirectUri);
    expect(Object.fromEntries(target.searchParams)).toMatchObject({
      error: "access_denied",
      state: "the-state",
      iss: ISSUER,
    });
  });

  test.each([
    ["a key that is none", "nxc_live_nonsense"],
    ["no key", ""],
  ])("asks again for %s", async (_what, key) => {
    const path = await requestOf(await newClient());
    const { status, body, headers } = await submit(path, await open(path), { api_key: key });
    expect(status).toBe(422);
    expect(String(body)).toContain("not valid");
    expect(headers.get("Location")).toBeNull();
  });

  test("takes no token in place of the key", async () => {
    const path = await requestOf(await newClient());
    const { status } = await submit(path, await open(path), { api_key: await newToken(await newAgent()) });
    expect(status).toBe(422);
  });

  test("says when a key has nothing of what is asked for", async () => {
    const path = await requestOf(await newClient(), { scope: "workflows:write" });
    const key = await newKey(await newAgent(), { scopes: ["tools:invoke"] });
    const { status, body } = await submit(path, await open(path), { api_key: key });
    expect(status).toBe(422);
    expect(String(body)).toContain("none of the scopes");
  });

  test("takes a dashboard's session in place of the key, and then remembers what was allowed", async () => {
    const agent = await newAgent("Ann");
    const { Cookie } = await newSession(agent);
    const path = await requestOf(await newClient());
    const shown = await open(path, Cookie);
    expect(String(shown.page.body)).toContain("signed in as <strong>Ann</strong>");
    const allowed = await submit(path, shown, {});
    expect(allowed.headers.get("Location")).toMatch(/^https:\/\/app\.example\/callback\?code=/);

    const again = await open(path, Cookie);
    expect(again.page.status).toBe(303);
    expect(again.page.headers.get("Location")).toMatch(/^https:\/\/app\.example\/callback\?code=/);
    const more = await open(`${path}&scope=tools:invoke+tools:write`, Cookie);
    expect(more.page.status).toBe(200);
    const elsewhere = await open(path.replace("callback", "callback2"), Cookie);
    expect(elsewhere.page.status).toBe(400);

    const { body } = await call("GET", "/api/v1/oauth/grants", { key: agent.key });
    for (const { id } of body.data) await call("DELETE", `/api/v1/oauth/grants/${id}`, { key: agent.key });
    expect((await open(path, Cookie)).page.status).toBe(200);
  });

  test("is shown each time to whom a program on this machine sends, allowed before or not", async () => {
    const agent = await newAgent();
    const clientId = await newClient();
    await allow(await requestOf(clientId, { redirect_uri: LOOPBACK }), agent);
    const { Cookie } = await newSession(agent);
    const { page } = await open(
      await requestOf(clientId, { redirect_uri: LOOPBACK.replace("33418", "44000") }),
      Cookie,
    );
    expect(page.status).toBe(200);
    expect(String(page.body)).toContain("allowed it this before");
  });
});

describe("forged consent is refused:", () => {
  const refused = async (send: (path: string) => Promise<{ status: number; body: unknown; headers: Headers }>) => {
    const answer = await send(await requestOf(await newClient()));
    expect(answer.status).toBe(403);
    expect(answer.headers.get("Location")).toBeNull();
    expect(String(answer.body)).toContain("forgery_suspected");
  };

  test("from another site's page", () =>
    refused(async (path) =>
      submit(path, await open(path), { api_key: (await newAgent()).key }, { Origin: "https://evil.example" }),
    ));
  test("from a page that hides where it is", () =>
    refused(async (path) => submit(path, await open(path), { api_key: (await newAgent()).key }, { Origin: "null" })));
  test("without the cookie", () =>
    refused(async (path) => submit(path, { ...(await open(path)), cookie: "" }, { api_key: (await newAgent()).key })));
  test("without the form's token", () =>
    refused(async (path) => submit(path, { ...(await open(path)), token: "" }, { api_key: (await newAgent()).key })));
  test("with another browser's token", () =>
    refused(async (path) => {
      const [mine, theirs] = [await open(path), await open(path)];
      return submit(path, { ...mine, token: theirs.token }, { api_key: (await newAgent()).key });
    }));
  test("with the token of another request", () =>
    refused(async (path) => {
      const shown = await open(path);
      return submit(`${path}&scope=tools:write`, shown, { api_key: (await newAgent()).key });
    }));
  test("with a session that was not there when the page was shown", () =>
    refused(async (path) => {
      const shown = await open(path);
      const { Cookie } = await newSession(await newAgent());
      return submit(path, { ...shown, cookie: `${shown.cookie}; ${Cookie}` }, {});
    }));
});

describe("an authorization request", () => {
  test.each([
    ["a client that is none", { client_id: "client_nobody" }],
    ["no client", { client_id: undefined }],
    ["no redirect_uri", { redirect_uri: undefined }],
    ["a redirect_uri that goes on where the registered one ends", { redirect_uri: `${REDIRECT}/more` }],
    ["a redirect_uri that is a beginning of the registered one", { redirect_uri: "https://app.example/" }],
    ["a redirect_uri with another query", { redirect_uri: `${REDIRECT}?x=1` }],
    ["a redirect_uri with a user name", { redirect_uri: "https://app.example@evil.example/callback" }],
    ["a redirect_uri with a fragment", { redirect_uri: `${REDIRECT}#x` }],
    ["a redirect_uri in another case", { redirect_uri: "https://app.example/Callback" }],
    ["a redirect_uri whose host is in another case", { redirect_uri: "https://APP.example/callback" }],
    ["a redirect_uri on another port", { redirect_uri: "https://app.example:8443/callback" }],
    ["a redirect_uri with the default port written out", { redirect_uri: "https://app.example:443/callback" }],
    ["a redirect_uri with an escaped path", { redirect_uri: "https://app.example/call%62ack" }],
    ["a redirect_uri with dots", { redirect_uri: "https://app.example/x/../callback" }],
    ["a redirect_uri without TLS", { redirect_uri: "http://app.example/callback" }],
    ["a loopback redirect_uri of another path", { redirect_uri: "http://127.0.0.1:33418/other" }],
    ["a loopback redirect_uri of another name", { redirect_uri: "http://localhost:33418/callback" }],
    [
      "a loopback redirect_uri that is somebody's name",
      { redirect_uri: "http://127.0.0.1:33418@evil.example/callback" },
    ],
    ["a loopback redirect_uri with a long name", { redirect_uri: "http://127.0.0.1.evil.example/callback" }],
  ])("with %s is answered here, and sends nobody anywhere", async (_what, change) => {
    const { page } = await open(await requestOf(await newClient(), change));
    expect(page.status).toBe(400);
    expect(page.headers.get("Location")).toBeNull();
    expect(String(page.body)).not.toContain("href");
    expect(page.headers.get("Content-Security-Policy")).toContain("frame-ancestors 'none'");
  });

  test("may name any port of this machine, since a program takes whichever it gets", async () => {
    const target = await allow(
      await requestOf(await newClient(), { redirect_uri: "http://127.0.0.1:9/callback" }),
      await newAgent(),
    );
    expect(target.host).toBe("127.0.0.1:9");
  });

  const wrong: [string, Record<string, string | undefined>, string][] = [
    ["another response_type", { response_type: "token" }, "unsupported_response_type"],
    ["no PKCE", { code_challenge: undefined }, "invalid_request"],
    ["plain PKCE", { code_challenge_method: "plain" }, "invalid_request"],
    ["PKCE of no method, which would mean plain", { code_challenge_method: undefined }, "invalid_request"],
    ["a challenge that is no digest", { code_challenge: "short" }, "invalid_request"],
    ["a scope that there is not", { scope: "tools:invoke admin" }, "invalid_scope"],
    ["the scope that makes keys", { scope: "keys:write" }, "invalid_scope"],
    ["a resource elsewhere", { resource: "https://elsewhere.example/mcp/v1" }, "invalid_target"],
    ["the REST API as its resource", { resource: `${ISSUER}/api/v1` }, "invalid_target"],
    ["a resource with a fragment", { resource: `${HUB}#x` }, "invalid_target"],
    ["another way to answer", { response_mode: "fragment" }, "invalid_request"],
  ];

  test.each(wrong)(
    "with %s: the client on this machine is told, with state and issuer",
    async (_what, change, error) => {
      const { page } = await open(await requestOf(await newClient(), { ...change, redirect_uri: LOOPBACK }));
      expect(page.status).toBe(303);
      const target = new URL(page.headers.get("Location") ?? "");
      expect(target.origin + target.pathname).toBe(LOOPBACK);
      expect(Object.fromEntries(target.searchParams)).toEqual({
        error,
        error_description: expect.any(String),
        state: "the-state",
        iss: ISSUER,
      });
    },
  );

  test.each(wrong)("with %s sends nobody to another machine by itself", async (_what, change, error) => {
    const { page } = await open(await requestOf(await newClient(), change));
    expect(page.status).toBe(400);
    expect(page.headers.get("Location")).toBeNull();
    expect(String(page.body)).toContain(`<code>${error}</code>`);
    expect(String(page.body)).toContain(`href="${REDIRECT}?error=${error}`);
  });

  test("with a parameter twice is refused", async () => {
    const path = await requestOf(await newClient());
    expect((await open(`${path}&client_id=another`)).page.status).toBe(400);
  });

  test("may name its resource with another case, a slash or a query; the token is for the one endpoint", async () => {
    const { tokens } = await newGrant({ resource: "HTTPS://NXSCALL.com/mcp/v1/?tools=all" });
    expect(decodeJwt(tokens.access_token).aud).toBe(HUB);
  });

  test("of a client that names no resource is for the hub", async () => {
    const { tokens } = await newGrant({ resource: undefined });
    expect(decodeJwt(tokens.access_token).aud).toBe(HUB);
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

describe("where the hub serves a laptop", () => {
  /** A request by the address that it was asked by, with this setting. */
  async function at(url: string, egress: "public" | "loopback") {
    const ctx = createExecutionContext();
    const response = await worker.fetch(new Request(url), { ...env, EGRESS: egress }, ctx);
    await waitOnExecutionContext(ctx);
    return (await response.json<{ issuer: string }>()).issuer;
  }
  const path = "/.well-known/oauth-authorization-server";

  test("it goes by the loopback address that it was asked by", async () => {
    expect(await at(`http://127.0.0.1:8787${path}`, "loopback")).toBe("http://127.0.0.1:8787");
  });

  test("no other name, and no deployed hub, goes by what the request says", async () => {
    expect(await at(`http://rebound.example${path}`, "loopback")).toBe(ISSUER);
    expect(await at(`http://127.0.0.1:8787${path}`, "public")).toBe(ISSUER);
  });
});
