import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import worker from "../../../api/worker.ts";
import { call, newAgent } from "./hub.ts";

describe("POST /api/v1/agents", () => {
  test("201 gives an id, and a key that works at once", async () => {
    const { status, headers, body } = await call("POST", "/api/v1/agents", { body: { name: "A", description: "x" } });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^agent_[\w-]{12}$/),
      name: "A",
      description: "x",
      tags: [],
      apiKey: expect.stringMatching(/^nxc_live_[0-9A-Za-z]{28}$/),
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(headers.get("Location")).toBe(`/api/v1/agents/${body.id}`);
    expect((await call("GET", `/api/v1/agents/${body.id}`, { key: body.apiKey })).status).toBe(200);
  });

  test("the key is stored only as its hash", async () => {
    const { key } = await newAgent();
    const rows = await env.DB.prepare("SELECT * FROM mcp_api_keys").all();
    expect(JSON.stringify(rows.results)).not.toContain(key.slice("nxc_live_".length + 4));
  });

  test("422 names each fault and hints at a mistyped field", async () => {
    const { status, body } = await call("POST", "/api/v1/agents", { body: { nmae: "A" } });
    expect(status).toBe(422);
    expect(body.code).toBe("invalid_request");
    expect(body.errors).toEqual([
      { code: "missing_field", pointer: "/name", message: "This field is required." },
      {
        code: "unknown_field",
        pointer: "/nmae",
        message: 'There is no field "nmae" here.',
        hint: 'Did you mean "name"?',
      },
    ]);
  });

  test("an agent without its key is never left behind", async () => {
    const count = async () => (await env.DB.prepare("SELECT count(*) AS n FROM agents").first<{ n: number }>())?.n;
    const before = await count();
    await call("POST", "/api/v1/agents", { body: { name: "" } });
    expect(await count()).toBe(before);
  });

  test("REGISTRATION=closed lets only the holder of a valid key register", async () => {
    const { key } = await newAgent();
    const register = async (headers: Record<string, string>) => {
      const ctx = createExecutionContext();
      const request = new Request("https://hub.example/api/v1/agents", {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: '{"name":"B"}',
      });
      const response = await worker.fetch(request, { ...env, REGISTRATION: "closed" }, ctx);
      await waitOnExecutionContext(ctx);
      return response;
    };
    const refused = await register({});
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "registration_closed" });
    expect((await register({ Authorization: "Bearer nxc_live_wrong" })).status).toBe(403);
    expect((await register({ Authorization: `Bearer ${key}` })).status).toBe(201);
  });
});

describe("GET /api/v1/agents/:agentId", () => {
  test("200 shows another agent's public profile and nothing else", async () => {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    const { status, body } = await call("GET", `/api/v1/agents/${b.id}`, { key: a.key });
    expect(status).toBe(200);
    expect(body).toEqual({ id: b.id, name: "B", description: "", tags: [], createdAt: expect.any(String) });
  });

  test("404 for an id that does not exist", async () => {
    const { key } = await newAgent();
    expect((await call("GET", "/api/v1/agents/agent_nobody", { key })).body.code).toBe("not_found");
  });
});

describe("PUT /api/v1/agents/:agentId", () => {
  const put = ({ id, key }: { id: string; key: string }, body: unknown) =>
    call("PUT", `/api/v1/agents/${id}`, { key, body });

  test("changes what is named and leaves the rest; tags come sorted, each once", async () => {
    const agent = await newAgent("A");
    const first = await put(agent, { description: "Reads", tags: ["b", "a", " b "] });
    expect(first.body).toMatchObject({ name: "A", description: "Reads", tags: ["a", "b"], handoffUrl: null });
    expect((await put(agent, { name: "AA" })).body).toMatchObject({
      name: "AA",
      description: "Reads",
      tags: ["a", "b"],
    });
    expect((await put(agent, { tags: [] })).body.tags).toEqual([]);
    const other = await newAgent("B");
    const seen = await call("GET", `/api/v1/agents/${agent.id}`, { key: other.key });
    expect(seen.body).toMatchObject({ name: "AA", tags: [] });
  });

  test("where its handoffs are told is its own business, and must be an address that the hub may call", async () => {
    const [agent, other] = [await newAgent("A"), await newAgent("B")];
    await call("POST", "/api/v1/mcp/callbacks/secret", { key: agent.key });
    expect((await put(agent, { handoffUrl: "http://127.0.0.1:9/x" })).body.handoffUrl).toBe("http://127.0.0.1:9/x");
    expect((await call("GET", `/api/v1/agents/${agent.id}`, { key: other.key })).body).not.toHaveProperty("handoffUrl");
    const refused = await put(agent, { handoffUrl: "http://10.0.0.1/x" });
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, "egress_refused"]);
    expect((await put(agent, { handoffUrl: null })).body.handoffUrl).toBeNull();
  });

  test("404 for another agent's, as for none", async () => {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    for (const id of [b.id, "agent_nobody"]) {
      const { status, body } = await put({ id, key: a.key }, { name: "taken" });
      expect([status, body.code]).toEqual([404, "not_found"]);
    }
  });
});
