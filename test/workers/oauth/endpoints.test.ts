// What an MCP endpoint tells of how to get in, and whom it takes.

import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import worker from "../../../api/worker.ts";
import { call, newAgent, newToken } from "../api/hub.ts";
import { ask, result } from "../mcp/client.ts";
import { HUB, ISSUER, newGrant, tokensFor } from "./flow.ts";

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
