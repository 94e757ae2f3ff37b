import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { call, callsAt, newAgent, newKey, newTool } from "./hub.ts";

const invoke = (toolId: string) => `/api/v1/mcp/invoke/${toolId}`;
const schema = {
  type: "object",
  properties: { query: { type: "string" }, count: { type: "integer", maximum: 5 } },
  required: ["query"],
  additionalProperties: false,
};

describe("POST /api/v1/mcp/invoke/:toolId", () => {
  test("200: agent A calls agent B's tool and gets its answer", async () => {
    const [a, b] = [await newAgent("A"), await newAgent("B")];
    const tool = await newTool(b, "/echo", { inputSchema: schema });
    const { status, headers, body } = await call("POST", invoke(tool.id), {
      key: a.key,
      body: { arguments: { query: "x" }, timeout: 5_000 },
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      invocationId: expect.stringMatching(/^inv_[\w-]{12}$/),
      toolId: tool.id,
      status: "success",
      result: { echo: { query: "x" } },
      latencyMs: expect.any(Number),
      callerAgentId: a.id,
      providerAgentId: b.id,
      timestamp: expect.stringMatching(/Z$/),
    });
    expect(headers.get("RateLimit-Policy")).toBe('"calls";q=60;w=60');
    expect(headers.get("RateLimit")).toMatch(/^"calls";r=59;t=\d+$/);
  });

  test("422 for arguments that do not fit; the provider is never called", async () => {
    const b = await newAgent("B");
    const tool = await newTool(b, "/never-called", { inputSchema: schema });
    const { status, body } = await call("POST", invoke(tool.id), {
      key: b.key,
      body: { arguments: { count: 6, extra: true } },
    });
    expect(status).toBe(422);
    expect(body.code).toBe("invalid_arguments");
    expect(body.errors.length).toBeGreaterThanOrEqual(3);
    for (const error of body.errors) {
      expect(error.pointer).toMatch(/^\/arguments/);
      expect(error.message).not.toBe("");
    }
    expect(await callsAt("/never-called")).toBe(0);
  });

  test.each([
    ["arguments that are a list", { arguments: [1] }, "/arguments"],
    ["a timeout of nothing", { arguments: {}, timeout: 0 }, "/timeout"],
    ["a timeout of more than five minutes", { arguments: {}, timeout: 300_001 }, "/timeout"],
    ["a mistyped field", { argumnets: {} }, "/argumnets"],
  ])("422 for %s", async (_what, body, pointer) => {
    const b = await newAgent();
    const tool = await newTool(b);
    const answer = await call("POST", invoke(tool.id), { key: b.key, body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer }]);
  });

  test.each([
    ["/status?code=500", "error"],
    ["/close", "error"],
    ["/garbage", "error"],
    ["/hang", "timeout"],
  ])("a provider at %s is answered 200 with the status %s and a reason", async (path, outcome) => {
    const b = await newAgent();
    const tool = await newTool(b, path);
    const { status, body } = await call("POST", invoke(tool.id), { key: b.key, body: { timeout: 500 } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: outcome, result: null, error: { code: expect.any(String) } });
  });

  test("429 with Retry-After once the key's limit is met; the provider is not called", async () => {
    const b = await newAgent();
    const tool = await newTool(b, "/mirror?limit");
    const key = await newKey(b, { rateLimitPerMin: 2 });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push(await call("POST", invoke(tool.id), { key, body: {} }));
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429]);
    const refused = statuses[2];
    expect(refused?.body.code).toBe("rate_limited");
    expect(Number(refused?.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(refused?.headers.get("RateLimit-Policy")).toBe('"calls";q=2;w=60');
    expect(refused?.headers.get("RateLimit")).toMatch(/^"calls";r=0;t=\d+$/);
  });

  test("429 once the tool's limit for this caller is met; another caller is not touched", async () => {
    const [a, b] = [await newAgent(), await newAgent()];
    const tool = await newTool(b, "/echo", { rateLimit: { maxPerMinute: 1 } });
    expect((await call("POST", invoke(tool.id), { key: a.key, body: {} })).status).toBe(200);
    expect((await call("POST", invoke(tool.id), { key: a.key, body: {} })).status).toBe(429);
    expect((await call("POST", invoke(tool.id), { key: b.key, body: {} })).status).toBe(200);
  });

  test("a burst of calls reads the key and the tool once", async () => {
    const b = await newAgent();
    const tool = await newTool(b);
    expect((await call("POST", invoke(tool.id), { key: b.key, body: {} })).status).toBe(200);
    const prepare = vi.spyOn(env.DB, "prepare");
    expect((await call("POST", invoke(tool.id), { key: b.key, body: {} })).status).toBe(200);
    const reads = prepare.mock.calls.filter(([text]) => /^select/i.test(text));
    prepare.mockRestore();
    expect(reads).toEqual([]);
  });
});

describe("the log of calls", () => {
  test("shows a call to caller and provider, and to nobody else", async () => {
    const [a, b, stranger] = [await newAgent("A"), await newAgent("B"), await newAgent("C")];
    const tool = await newTool(b);
    const { invocationId } = (await call("POST", invoke(tool.id), { key: a.key, body: { arguments: { x: 1 } } })).body;
    const one = `/api/v1/mcp/invocations/${invocationId}`;
    await vi.waitFor(
      async () => {
        const { body } = await call("GET", one, { key: a.key });
        expect(body).toMatchObject({ id: invocationId, status: "success", input: { x: 1 }, error: null });
      },
      { timeout: 10_000, interval: 200 },
    );
    expect((await call("GET", one, { key: b.key })).status).toBe(200);
    expect((await call("GET", one, { key: stranger.key })).status).toBe(404);
    const listed = async (key: string, query: string) =>
      (await call("GET", `/api/v1/mcp/invocations?toolId=${tool.id}&${query}`, { key })).body.data.length;
    expect(await listed(a.key, "role=caller&status=success")).toBe(1);
    expect(await listed(a.key, "role=provider")).toBe(0);
    expect(await listed(b.key, "role=provider")).toBe(1);
    expect(await listed(stranger.key, "")).toBe(0);
  });
});
