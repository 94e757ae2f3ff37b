import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { app } from "../../../api/app.ts";
import { call, newAgent, newTool } from "./hub.ts";

const path = "/api/v1/mcp/tools";
const endpoint = "http://127.0.0.1:9/tool";

describe("POST /api/v1/mcp/tools", () => {
  test("201 answers in the roadmap's shape and fills its defaults in", async () => {
    const a = await newAgent();
    const inputSchema = { type: "object", properties: { q: { type: "string" } } };
    const { status, body } = await call("POST", path, {
      key: a.key,
      body: { name: "search", description: "Finds", inputSchema, tags: ["web", "web", "find"], endpoint },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^tool_[\w-]{12}$/),
      agentId: a.id,
      name: "search",
      description: "Finds",
      readme: "",
      version: "1.0.0",
      inputSchema,
      outputSchema: null,
      tags: ["web", "find"],
      category: null,
      protocol: "http",
      endpoint,
      authType: "none",
      hasCredentials: false,
      serverId: null,
      isPublic: true,
      connection: null,
      circuit: { state: "closed", since: null, retryAt: null, errorCode: null },
      rateLimit: { maxPerMinute: 60 },
      outputCheck: null,
      redaction: [],
      pricing: { model: "free", priceUsd: 0 },
      status: "active",
      deprecatedAt: null,
      successorId: null,
      definitionHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      mcpUri: `mcp://nxscall.com/tools/${body.id}`,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect((await call("GET", `${path}/${body.id}`, { key: a.key })).body).toEqual(body);
  });

  test("409 for a name and version that the agent has; another version and another agent are free", async () => {
    const [a, b] = [await newAgent(), await newAgent()];
    const body = { name: "same", version: "2.0.0", endpoint };
    expect((await call("POST", path, { key: a.key, body })).status).toBe(201);
    const again = await call("POST", path, { key: a.key, body });
    expect(again.status).toBe(409);
    expect(again.body.code).toBe("tool_exists");
    expect((await call("POST", path, { key: a.key, body: { ...body, version: "2.0.1" } })).status).toBe(201);
    expect((await call("POST", path, { key: b.key, body })).status).toBe(201);
  });

  test("category, output check and redaction are kept, and changed and taken back by PUT", async () => {
    const { key } = await newAgent();
    const given = { category: "search", outputCheck: "enforce", redaction: ["/arguments/a", "/result/list/*/b~1c"] };
    const { body } = await call("POST", path, { key, body: { name: "kept", endpoint, ...given } });
    expect(body).toMatchObject({ ...given, protocol: "http" });
    const put = async (changes: object) => (await call("PUT", `${path}/${body.id}`, { key, body: changes })).body;
    expect(await put({ description: "else" })).toMatchObject(given);
    const taken = { category: null, outputCheck: null, redaction: [] };
    expect(await put(taken)).toMatchObject(taken);
    expect((await call("GET", `${path}/${body.id}`, { key })).body).toMatchObject(taken);
  });

  test.each([
    ["no name", { endpoint }, "/name", "missing_field"],
    ["a name with a space", { name: "a b", endpoint }, "/name", "invalid_format"],
    [
      "a schema that is none",
      { name: "a", endpoint, inputSchema: { type: "strin" } },
      "/inputSchema/type",
      "invalid_schema",
    ],
    ["a schema that is a number", { name: "a", endpoint, outputSchema: 7 }, "/outputSchema", "invalid_schema"],
    [
      "a pattern that is none",
      { name: "a", endpoint, inputSchema: { pattern: "(" } },
      "/inputSchema/pattern",
      "invalid_schema",
    ],
    ["an endpoint that is no URL", { name: "a", endpoint: "not a url" }, "/endpoint", "egress_refused"],
    ["an endpoint with another scheme", { name: "a", endpoint: "file:///etc/passwd" }, "/endpoint", "egress_refused"],
    [
      "an endpoint on a private network",
      { name: "a", endpoint: "https://192.168.1.1/" },
      "/endpoint",
      "egress_refused",
    ],
    ["a token that is missing", { name: "a", endpoint, authType: "bearer" }, "/authConfig/token", "missing_field"],
    [
      "a negative price",
      { name: "a", endpoint, pricing: { model: "per_call", priceUsd: -1 } },
      "/pricing/priceUsd",
      "too_small",
    ],
    [
      "no calls a minute",
      { name: "a", endpoint, rateLimit: { maxPerMinute: 0 } },
      "/rateLimit/maxPerMinute",
      "too_small",
    ],
    ["a category with a space", { name: "a", endpoint, category: "a b" }, "/category", "invalid_format"],
    [
      "a protocol, which is the hub's to say",
      { name: "a", endpoint, protocol: "builtin" },
      "/protocol",
      "unknown_field",
    ],
    ["an output check that is none", { name: "a", endpoint, outputCheck: "maybe" }, "/outputCheck", "invalid_value"],
    ["a redaction elsewhere", { name: "a", endpoint, redaction: ["/error"] }, "/redaction/0", "invalid_format"],
    [
      "a redaction that is no pointer",
      { name: "a", endpoint, redaction: ["/result/~2"] },
      "/redaction/0",
      "invalid_format",
    ],
    ["a mistyped field", { name: "a", endpoint, input_schema: {} }, "/input_schema", "unknown_field"],
    [
      "a mistyped field inside another",
      { name: "a", endpoint, rateLimit: { maxPerMinuet: 1 } },
      "/rateLimit/maxPerMinute",
      "missing_field",
    ],
  ])("422 for %s", async (_what, body, pointer, code) => {
    const { key } = await newAgent();
    const answer = await call("POST", path, { key, body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]).toMatchObject({ pointer, code });
  });

  test("422 lists all faults at once", async () => {
    const { key } = await newAgent();
    const body = { name: "a", endpoint: "x", authType: "api_key", inputSchema: 1, outputSchema: 2 };
    const { errors } = (await call("POST", path, { key, body })).body;
    expect(errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      "/endpoint",
      "/inputSchema",
      "/outputSchema",
      "/authConfig/header",
      "/authConfig/key",
    ]);
  });

  test("where EGRESS is public, loopback and http are refused", async () => {
    const { key } = await newAgent();
    const publicEnv = { ...env, EGRESS: "public" as const };
    const register = async (refused: string) => {
      const request = new Request(`https://hub.example${path}`, {
        method: "POST",
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        body: JSON.stringify({ name: "a", endpoint: refused }),
      });
      return (await app.fetch(request, publicEnv, createExecutionContext())).status;
    };
    expect(await register("http://127.0.0.1:9/tool")).toBe(422);
    expect(await register("http://example.com/")).toBe(422);
    expect(await register("https://localhost/")).toBe(422);
    expect(await register("https://example.com/")).toBe(201);
  });
});

describe("GET /api/v1/mcp/tools", () => {
  test("pages through every tool once, however many arrive meanwhile", async () => {
    const a = await newAgent();
    const made: string[] = [];
    for (let i = 0; i < 7; i++) made.unshift((await newTool(a)).id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const { status, body } = await call("GET", `${path}?agentId=${a.id}&limit=3${query}`, { key: a.key });
      expect(status).toBe(200);
      seen.push(...body.data.map((tool: { id: string }) => tool.id));
      cursor = body.nextCursor;
      await newTool(a);
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual(made.toSorted());
  });

  test("finds by text in name or description without regard to case, by tag, by agent, by status", async () => {
    const a = await newAgent();
    const one = await newTool(a, "/echo", { description: "Translates 50% of _texts_", tags: ["language"] });
    const two = await newTool(a, "/echo", { description: "Draws", tags: ["image"] });
    const find = async (query: string) => {
      const { body } = await call("GET", `${path}?agentId=${a.id}&${query}`, { key: a.key });
      return body.data.map((tool: { id: string }) => tool.id);
    };
    expect(await find("q=TRANSLATES")).toEqual([one.id]);
    expect(await find(`q=${encodeURIComponent("50% of _")}`)).toEqual([one.id]);
    expect(await find(`q=${encodeURIComponent("%")}`)).toEqual([one.id]);
    expect(await find(`q=${"x".repeat(200)}`)).toEqual([]);
    expect(await find(`q=${two.name.toUpperCase()}`)).toEqual([two.id]);
    expect(await find("tag=image")).toEqual([two.id]);
    expect(await find("tag=imag")).toEqual([]);
    expect(await find("status=inactive")).toEqual([]);
  });

  test("an inactive tool is listed for its owner alone", async () => {
    const [a, b] = [await newAgent(), await newAgent()];
    const tool = await newTool(a);
    await env.DB.prepare("UPDATE mcp_tools SET status = 'inactive' WHERE id = ?").bind(tool.id).run();
    const seenBy = async (key: string) => (await call("GET", `${path}?agentId=${a.id}`, { key })).body.data.length;
    expect(await seenBy(a.key)).toBe(1);
    expect(await seenBy(b.key)).toBe(0);
    expect((await call("GET", `${path}/${tool.id}`, { key: b.key })).status).toBe(404);
  });

  test.each(["limit=0", "limit=101", "limit=x", "limit=1&limit=2", "status=gone"])("400 for ?%s", async (query) => {
    const { key } = await newAgent();
    const { status, body } = await call("GET", `${path}?${query}`, { key });
    expect([status, body.code]).toEqual([400, "invalid_parameter"]);
    expect(body.errors[0].pointer).toBe(`/query/${query.split("=")[0]}`);
  });

  test.each(["x", "e30", "W10", "%F0%9F%98%80", "bnVsbA", "WyJhIiwiYiJd"])("400 for the cursor %s", async (cursor) => {
    const { key } = await newAgent();
    const { status, body } = await call("GET", `${path}?cursor=${cursor}`, { key });
    expect([status, body.code]).toEqual([400, "invalid_cursor"]);
  });
});

describe("a tool's other routes", () => {
  test("its endpoint is shown to its provider alone", async () => {
    const [a, b] = [await newAgent(), await newAgent()];
    const tool = await newTool(a);
    const seen = await call("GET", `${path}/${tool.id}`, { key: b.key });
    expect(seen.status).toBe(200);
    expect(seen.body).not.toHaveProperty("endpoint");
  });

  test("its readme is read with the tool alone, whoever asks, and stays where a change leaves it out", async () => {
    const [a, b] = [await newAgent(), await newAgent()];
    const tool = await newTool(a, "/echo", { readme: "# Echo\n\nSays it again. 다시 말합니다." });
    const read = async () => (await call("GET", `${path}/${tool.id}`, { key: b.key })).body.readme as unknown;
    expect(await read()).toBe("# Echo\n\nSays it again. 다시 말합니다.");
    const listed = await call("GET", `/api/v1/mcp/agents/${a.id}/tools`, { key: a.key });
    expect(listed.body.data[0]).not.toHaveProperty("readme");
    const change = (body: object, key = a.key) => call("PUT", `${path}/${tool.id}`, { key, body });
    const { definitionHash } = (await change({ tags: ["say"] })).body;
    expect(await read()).toBe("# Echo\n\nSays it again. 다시 말합니다.");
    expect((await change({ readme: "Theirs" }, b.key)).status).toBe(404);
    expect((await change({ readme: "x".repeat(50_000) })).body).toMatchObject({
      readme: "x".repeat(50_000),
      tags: ["say"],
      definitionHash,
    });
    const refused = await change({ readme: "x".repeat(50_001) });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, "/readme"]);
    await change({ readme: "" });
    expect(await read()).toBe("");
  });

  test("GET …/schema gives both schemas, GET …/agents/:id/tools one agent's tools", async () => {
    const a = await newAgent();
    const tool = await newTool(a, "/echo", { outputSchema: { type: "object" } });
    const schema = await call("GET", `${path}/${tool.id}/schema`, { key: a.key });
    expect(schema.body).toEqual({ toolId: tool.id, inputSchema: null, outputSchema: { type: "object" } });
    const listed = await call("GET", `/api/v1/mcp/agents/${a.id}/tools`, { key: a.key });
    expect(listed.body.data.map((one: { id: string }) => one.id)).toEqual([tool.id]);
  });

  test("DELETE takes it away for everybody, once, and frees its name", async () => {
    const [a, b] = [await newAgent(), await newAgent()];
    const tool = await newTool(a, "/echo", { name: "fleeting" });
    expect((await call("DELETE", `${path}/${tool.id}`, { key: b.key })).status).toBe(404);
    expect((await call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: b.key, body: {} })).status).toBe(200);
    expect((await call("DELETE", `${path}/${tool.id}`, { key: a.key })).status).toBe(204);
    expect((await call("DELETE", `${path}/${tool.id}`, { key: a.key })).status).toBe(410);
    expect((await call("GET", `${path}/${tool.id}`, { key: a.key })).status).toBe(410);
    expect((await call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: b.key, body: {} })).status).toBe(410);
    await newTool(a, "/echo", { name: "fleeting" });
  });
});
