// Clients that register themselves: public ones, with bounds.

import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { call, newAgent } from "../api/hub.ts";
import { LOOPBACK, newClient, open, REDIRECT, requestOf, tokensFor } from "./flow.ts";

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
