import { inject } from "vitest";
import { describe, expect, test } from "vitest";
import { call, newAgent, newTool } from "./hub.ts";
import type { TestAgent } from "./hub.ts";

const path = "/api/v1/mcp/tools";
const invoke = (toolId: string) => `/api/v1/mcp/invoke/${toolId}`;
const put = (agent: TestAgent, toolId: string, body: unknown) =>
  call("PUT", `${path}/${toolId}`, { key: agent.key, body });

describe("PUT /api/v1/mcp/tools/:toolId", () => {
  test("changes what is given, keeps what is not, and answers as GET does", async () => {
    const a = await newAgent();
    const made = await newTool(a, "/echo", { description: "Old", tags: ["old"], rateLimit: { maxPerMinute: 7 } });
    const inputSchema = { type: "object", required: ["q"] };
    const changed = await put(a, made.id, { description: "New", inputSchema, tags: ["new", "new"] });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      id: made.id,
      name: made.name,
      createdAt: made.createdAt,
      description: "New",
      inputSchema,
      tags: ["new"],
      rateLimit: { maxPerMinute: 7 },
    });
    expect(changed.body.updatedAt > changed.body.createdAt).toBe(true);
    expect((await call("GET", `${path}/${made.id}`, { key: a.key })).body).toEqual(changed.body);
    const tagged = async (tag: string) =>
      (await call("GET", `${path}?agentId=${a.id}&tag=${tag}`, { key: a.key })).body.data.length;
    expect([await tagged("old"), await tagged("new")]).toEqual([0, 1]);
  });

  test("a change holds from the next call on", async () => {
    const a = await newAgent();
    const tool = await newTool(a, "/echo");
    expect((await call("POST", invoke(tool.id), { key: a.key, body: {} })).status).toBe(200);
    await put(a, tool.id, { inputSchema: { type: "object", required: ["q"] } });
    expect((await call("POST", invoke(tool.id), { key: a.key, body: {} })).status).toBe(422);
    await put(a, tool.id, { inputSchema: null, endpoint: `${inject("providerUrl")}/status?code=500` });
    const moved = await call("POST", invoke(tool.id), { key: a.key, body: {} });
    expect([moved.status, moved.body.status]).toEqual([200, "error"]);
    await put(a, tool.id, { status: "inactive" });
    expect((await call("POST", invoke(tool.id), { key: a.key, body: {} })).status).toBe(404);
    expect((await put(a, tool.id, { status: "active" })).body.status).toBe("active");
    expect((await call("POST", invoke(tool.id), { key: a.key, body: {} })).status).toBe(200);
  });

  test("409 for a name and version that another tool of the agent has; nothing is changed", async () => {
    const a = await newAgent();
    const [one, two] = [await newTool(a, "/echo", { tags: ["one"] }), await newTool(a, "/echo", { version: "2.0.0" })];
    const clash = await put(a, one.id, { name: two.name, version: "2.0.0", tags: ["two"] });
    expect([clash.status, clash.body.code]).toEqual([409, "tool_exists"]);
    expect((await call("GET", `${path}/${one.id}`, { key: a.key })).body).toMatchObject({
      name: one.name,
      tags: ["one"],
    });
    expect((await put(a, one.id, { name: two.name })).status).toBe(200);
  });

  test("of changes at the same time none is lost", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    const changes = [{ description: "D" }, { version: "3.0.0" }, { tags: ["t"] }, { rateLimit: { maxPerMinute: 9 } }];
    const answers = await Promise.all(changes.map((body) => put(a, tool.id, body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await call("GET", `${path}/${tool.id}`, { key: a.key })).body).toMatchObject(Object.assign({}, ...changes));
  });

  test.each([
    ["a schema that is none", { inputSchema: { type: "strin" } }, "/inputSchema/type", "invalid_schema"],
    ["an endpoint that is no URL", { endpoint: "nowhere" }, "/endpoint", "egress_refused"],
    ["another id", { id: "tool_x" }, "/id", "unknown_field"],
    ["another agent", { agentId: "agent_x" }, "/agentId", "unknown_field"],
    ["a status that is none", { status: "gone" }, "/status", "invalid_value"],
    ["a successor that does not exist", { successorId: "tool_doesNotExist" }, "/successorId", "invalid_value"],
  ])("422 for %s", async (_what, body, pointer, code) => {
    const a = await newAgent();
    const tool = await newTool(a);
    const answer = await put(a, tool.id, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer, code }]);
    expect((await call("GET", `${path}/${tool.id}`, { key: a.key })).body).toEqual(tool);
  });

  test("a tool cannot succeed itself", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    expect((await put(a, tool.id, { successorId: tool.id })).body.errors).toMatchObject([{ pointer: "/successorId" }]);
  });
});

describe("a deprecated tool", () => {
  test("says since when, and which to use instead, wherever it is read or called, until it is active again", async () => {
    const [a, b] = [await newAgent(), await newAgent()];
    const [old, next] = [await newTool(a), await newTool(a)];
    const { body } = await put(a, old.id, { status: "deprecated", successorId: next.id });
    expect(body).toMatchObject({ status: "deprecated", deprecatedAt: body.updatedAt, successorId: next.id });
    const asks = [
      () => call("GET", `${path}/${old.id}`, { key: b.key }),
      () => call("GET", `${path}/${old.id}/schema`, { key: b.key }),
      () => call("POST", invoke(old.id), { key: b.key, body: {} }),
    ];
    for (const ask of asks) {
      const { status, headers } = await ask();
      expect(status).toBe(200);
      expect(headers.get("Deprecation")).toBe(`@${Math.floor(Date.parse(body.deprecatedAt) / 1000)}`);
      expect(headers.get("Link")).toBe(`<${path}/${next.id}>; rel="successor-version"`);
    }
    const later = await put(a, old.id, { description: "Still deprecated" });
    expect(later.body.deprecatedAt).toBe(body.deprecatedAt);
    expect((await put(a, old.id, { status: "active" })).body.deprecatedAt).toBeNull();
    for (const ask of asks) {
      const { headers } = await ask();
      expect([headers.get("Deprecation"), headers.get("Link")]).toEqual([null, null]);
    }
  });
});

describe("a deregistered tool", () => {
  test.each(["named before", "named with DELETE"])("answers 410 with its successor, %s", async (when) => {
    const [a, b] = [await newAgent(), await newAgent()];
    const [old, next] = [await newTool(a), await newTool(a)];
    expect((await call("POST", invoke(old.id), { key: b.key, body: {} })).status).toBe(200);
    if (when === "named before") await put(a, old.id, { successorId: next.id });
    const query = when === "named before" ? "" : `?successorId=${next.id}`;
    expect((await call("DELETE", `${path}/${old.id}${query}`, { key: a.key })).status).toBe(204);
    for (const [method, url, key] of [
      ["GET", `${path}/${old.id}`, b.key],
      ["GET", `${path}/${old.id}/schema`, b.key],
      ["POST", invoke(old.id), b.key],
      ["PUT", `${path}/${old.id}`, a.key],
      ["DELETE", `${path}/${old.id}`, a.key],
    ] as const) {
      const { status, headers, body } = await call(method, url, { key });
      expect([status, body.code]).toEqual([410, "tool_gone"]);
      expect(body.successor).toEqual({ id: next.id, href: `${path}/${next.id}` });
      expect(headers.get("Link")).toBe(`<${path}/${next.id}>; rel="successor-version"`);
    }
    expect((await call("GET", `${path}?agentId=${a.id}`, { key: a.key })).body.data).toMatchObject([{ id: next.id }]);
  });

  test("without a successor names none", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    await call("DELETE", `${path}/${tool.id}`, { key: a.key });
    const { status, headers, body } = await call("GET", `${path}/${tool.id}`, { key: a.key });
    expect(status).toBe(410);
    expect(body).not.toHaveProperty("successor");
    expect(headers.get("Link")).toBeNull();
  });

  test("that was inactive stays unknown to everybody else", async () => {
    const [a, b] = [await newAgent(), await newAgent()];
    const tool = await newTool(a);
    await put(a, tool.id, { status: "inactive" });
    await call("DELETE", `${path}/${tool.id}`, { key: a.key });
    expect((await call("GET", `${path}/${tool.id}`, { key: b.key })).body.code).toBe("not_found");
    expect((await call("POST", invoke(tool.id), { key: b.key, body: {} })).body.code).toBe("not_found");
    expect((await call("GET", `${path}/${tool.id}`, { key: a.key })).body.code).toBe("tool_gone");
  });

  test("is not deregistered where the successor given does not exist", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    const refused = await call("DELETE", `${path}/${tool.id}?successorId=tool_doesNotExist`, { key: a.key });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, "/query/successorId"]);
    expect((await call("GET", `${path}/${tool.id}`, { key: a.key })).status).toBe(200);
  });

  test("leaves the log of its calls readable", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    const { invocationId } = (await call("POST", invoke(tool.id), { key: a.key, body: {} })).body;
    await call("DELETE", `${path}/${tool.id}`, { key: a.key });
    const one = () => call("GET", `/api/v1/mcp/invocations/${invocationId}`, { key: a.key });
    await expect.poll(async () => (await one()).body.toolId, { timeout: 10_000, interval: 200 }).toBe(tool.id);
  });
});
