// A person allows a client something: what is asked for, what is shown, and what nobody else can send.

import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import { call, newAgent, newKey, newSession, newToken } from "../api/hub.ts";
import { allow, HUB, ISSUER, LOOPBACK, newClient, newGrant, open, REDIRECT, requestOf, submit } from "./flow.ts";

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
