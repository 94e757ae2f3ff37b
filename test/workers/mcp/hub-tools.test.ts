import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { call, newAgent, newKey, newTool } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";
import { ask, messagesOf, OldClient, result } from "./client.ts";

let a: TestAgent;
let b: TestAgent;
let c: TestAgent;

beforeAll(async () => {
  [a, b, c] = await Promise.all([newAgent("A"), newAgent("B"), newAgent("C")]);
});

/** Every tool that is listed, page by page. */
async function listAll(key: string): Promise<{ name: string; title?: string; _meta: Record<string, unknown> }[]> {
  const tools = [];
  let cursor: string | undefined;
  do {
    const page = await result("tools/list", { ...(cursor && { cursor }) }, { key, path: "/mcp/v1?tools=all" });
    tools.push(...page.tools);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return tools;
}

/** The same for an agent that has nothing of its own. */
async function listAsNewcomer() {
  return listAll((await newAgent()).key);
}

function echoed(called: { content: [{ text: string }] }) {
  return JSON.parse(called.content[0].text).echo;
}

const nameOf = (tools: Awaited<ReturnType<typeof listAll>>, id: string) =>
  tools.find(({ _meta }) => _meta?.["nxscall.com/toolId"] === id)?.name;

test("a schema that asks for headers is listed without that, and with all the rest", async () => {
  const property = { type: "string", "x-mcp-header": "Region" };
  const named = { "x-mcp-header": { type: "string", default: { "x-mcp-header": 1 } } };
  const inputSchema = {
    type: "object",
    properties: { region: property, list: { type: "array", items: property }, ...named },
  };
  const { id } = await newTool(b, "/echo", { inputSchema });
  const listed = (await listAsNewcomer()).find(({ _meta }) => _meta?.["nxscall.com/toolId"] === id);
  const plain = { type: "string" };
  const properties = { region: plain, list: { type: "array", items: plain }, ...named };
  expect(listed).toMatchObject({ inputSchema: { type: "object", properties } });
  expect(JSON.stringify(listed)).not.toContain("Region");
});

test("who lists again after a change reads the new list: of tools, and of workflows that another isolate has changed", async () => {
  const agent = await newAgent();
  const steps = [{ id: "a", toolId: "tool_nexus_uuid" }];
  const body = { name: "as_tool", steps, exposeAsTool: true };
  const workflow = await call("POST", "/api/v1/workflows", { key: agent.key, body });
  const names = async () => (await listAll(agent.key)).map(({ name }) => name);
  expect(await names()).toContain("as_tool");
  const { id } = await newTool(b);
  expect(nameOf(await listAll(agent.key), id)).toBeDefined();
  await call("DELETE", `/api/v1/mcp/tools/${id}`, { key: b.key });
  expect(nameOf(await listAll(agent.key), id)).toBeUndefined();
  await env.DB.prepare("UPDATE workflows SET tool_name = NULL WHERE id = ?").bind(workflow.body.id).run();
  expect(await names()).not.toContain("as_tool");
});

describe("names", () => {
  test("a name that one agent has is bare; one that several have is qualified, and called bare it answers the candidates", async () => {
    const alone = await newTool(b, "/echo", { name: "alone" });
    const [ofB, ofC] = [await newTool(b, "/echo", { name: "shared" }), await newTool(c, "/echo", { name: "shared" })];
    const tools = await listAsNewcomer();
    expect(nameOf(tools, alone.id)).toBe("alone");
    expect(nameOf(tools, ofB.id)).toBe(`${b.id}__shared`);
    expect(nameOf(tools, ofC.id)).toBe(`${c.id}__shared`);
    const { status, body } = await ask("tools/call", { name: "shared", arguments: {} }, { key: a.key });
    expect({ status, code: body.error.code }).toEqual({ status: 200, code: -32_602 });
    expect(body.error.data.code).toBe("ambiguous_tool");
    const candidates = body.error.data.candidates.map(({ toolId }: { toolId: string }) => toolId);
    expect(candidates.toSorted()).toEqual([ofB.id, ofC.id].toSorted());
    for (const name of [`${b.id}__shared`, `${b.id}/shared`, ofB.id, `${b.id}/shared@1.0.0`]) {
      const called = await result("tools/call", { name, arguments: { n: 1 } }, { key: a.key });
      expect(called.isError).toBeUndefined();
      expect(echoed(called)).toEqual({ n: 1 });
    }
  });

  test("nobody takes a name from an agent's own tool or from the hub's", async () => {
    const owner = await newAgent();
    const own = await newTool(owner, "/echo", { name: "mine" });
    await newTool(b, "/echo", { name: "mine" });
    await newTool(b, "/echo", { name: "uuid" });
    await newTool(b, "/echo", { name: "search_tools" });
    const tools = await listAll(owner.key);
    expect(nameOf(tools, own.id)).toBe("mine");
    expect(nameOf(tools, "tool_nexus_uuid")).toBe("uuid");
    expect(tools.filter(({ name }) => name === "search_tools")).toHaveLength(1);
    expect((await result("tools/call", { name: "mine", arguments: {} }, { key: owner.key })).isError).toBeUndefined();
    const uuid = await result("tools/call", { name: "uuid", arguments: {} }, { key: a.key });
    expect(uuid.content[0].text).toContain("-");
  });

  test("of several versions the latest by semver is listed and called, and each by its number", async () => {
    const name = "versioned";
    const older = await newTool(b, "/echo", { name, version: "1.9.0" });
    const newer = await newTool(b, "/echo", { name, version: "1.10.0" });
    await newTool(b, "/echo", { name, version: "2.0.0-beta.1" });
    const tools = await listAsNewcomer();
    expect(nameOf(tools, newer.id)).toBe(name);
    expect(nameOf(tools, older.id)).toBeUndefined();
    const called = async (asked: string) =>
      (await result("tools/call", { name: asked, arguments: {} }, { key: a.key }))._meta["nxscall.com/invocationId"];
    const toolOf = async (id: string) => {
      for (;;) {
        const { status, body } = await call("GET", `/api/v1/mcp/invocations/${id}`, { key: a.key });
        if (status === 200) return body.toolId;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    expect(await toolOf(await called(name))).toBe(newer.id);
    expect(await toolOf(await called(`${name}@1.9.0`))).toBe(older.id);
  });

  test("every name that is given out is one that clients take, and calls its tool", async () => {
    const long = await newTool(b, "/echo", { name: `a.${"x".repeat(100)}` });
    const tools = await listAsNewcomer();
    expect(tools.filter(({ name }) => !/^[A-Za-z0-9_-]{1,64}$/.test(name))).toEqual([]);
    expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
    expect(tools.find(({ name }) => name === long.id)?.title).toBe(long.name);
  });

  test("an inactive tool is neither listed nor called, and answers as one that does not exist", async () => {
    const hidden = await newTool(b, "/echo", { name: "hidden" });
    await call("PUT", `/api/v1/mcp/tools/${hidden.id}`, { key: b.key, body: { status: "inactive" } });
    expect(nameOf(await listAsNewcomer(), hidden.id)).toBeUndefined();
    const errors = await Promise.all(
      ["hidden", hidden.id, "missing"].map(
        async (name) => (await ask("tools/call", { name, arguments: {} }, { key: a.key })).body.error,
      ),
    );
    expect(errors.map(({ code, data }) => [code, data.code])).toEqual(errors.map(() => [-32_602, "not_found"]));
  });
});

describe("calls", () => {
  test("a result with an output schema is structured; one that does not fit it is an error, not a broken client", async () => {
    const outputSchema = { type: "object", properties: { echo: { type: "object" } }, required: ["echo"] };
    const fits = await newTool(b, "/echo", { outputSchema });
    const unfit = await newTool(b, "/echo", { outputSchema: { type: "object", required: ["nowhere"] } });
    const good = await result("tools/call", { name: fits.id, arguments: { n: 1 } }, { key: a.key });
    expect(good.structuredContent).toMatchObject({ echo: { n: 1 } });
    const bad = await result("tools/call", { name: unfit.id, arguments: {} }, { key: a.key });
    expect(bad).toMatchObject({ isError: true, _meta: { "nxscall.com/error": { code: "invalid_output" } } });
  });

  test("arguments that do not fit come back as a result that says what to mend, and never reach the provider", async () => {
    const inputSchema = { type: "object", properties: { n: { type: "integer" } }, required: ["n"] };
    const strict = await newTool(b, "/echo", { inputSchema });
    const { isError, content } = await result("tools/call", { name: strict.id, arguments: { n: "x" } }, { key: a.key });
    expect(isError).toBe(true);
    expect(content[0].text).toMatch(/invalid_arguments[\s\S]*\/arguments\/n/);
  });

  test("a provider's failure is a result with its code", async () => {
    const gone = await newTool(b, "/status?code=500");
    const called = await result("tools/call", { name: gone.id, arguments: {} }, { key: a.key });
    expect(called).toMatchObject({ isError: true, _meta: { "nxscall.com/error": { code: "provider_unavailable" } } });
  });

  test("a limit is an error that says when to come back", async () => {
    const slow = await newTool(b, "/echo", { rateLimit: { maxPerMinute: 1 } });
    await result("tools/call", { name: slow.id, arguments: {} }, { key: a.key });
    const { body } = await ask("tools/call", { name: slow.id, arguments: {} }, { key: a.key });
    expect(body.error).toMatchObject({
      code: -32_000,
      data: { code: "rate_limited", retryAfterSeconds: expect.any(Number) },
    });
  });

  test("a request that is cancelled ends the provider's call, and the log says so", async () => {
    const slow = await newTool(b, "/hang");
    const client = new OldClient(a, "2025-11-25");
    await client.initialize();
    const id = "to-be-cancelled";
    const asked = client.send({ jsonrpc: "2.0", id, method: "tools/call", params: { name: slow.id, arguments: {} } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const logged = async () => {
      for (;;) {
        // More than once: the first may come before what it cancels.
        await client.notify("notifications/cancelled", { requestId: id });
        const { body } = await call("GET", `/api/v1/mcp/invocations?toolId=${slow.id}`, { key: a.key });
        if (body.data[0]?.completedAt) return body.data[0];
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    expect(await logged()).toMatchObject({ status: "error", error: { code: "caller_gone" } });
    void asked;
  });
});

describe("discovery", () => {
  test("few lists the hub's own tools alone, and they lead to every other", async () => {
    const described = await newTool(b, "/echo", {
      name: "zebra_counter",
      description: "Counts zebras",
      inputSchema: { type: "object", properties: { n: { type: "integer" } } },
    });
    const asked = { key: a.key, path: "/mcp/v1?tools=few" };
    const { tools, nextCursor } = await result("tools/list", {}, asked);
    expect(tools.slice(0, 3).map(({ name }: { name: string }) => name)).toEqual([
      "search_tools",
      "describe_tool",
      "call_tool",
    ]);
    expect(nextCursor).toBeUndefined();
    expect(JSON.stringify(tools).length).toBeLessThan(4_500);
    const own = async (name: string, args: unknown) =>
      (await result("tools/call", { name, arguments: args }, asked)).structuredContent;
    const found = await own("search_tools", { query: "zebras" });
    expect(found.tools[0]).toMatchObject({ toolId: described.id, summary: "Counts zebras" });
    expect(await own("describe_tool", { tool: described.id })).toMatchObject({ inputSchema: { type: "object" } });
    const called = await result(
      "tools/call",
      { name: "call_tool", arguments: { tool: "zebra_counter", arguments: { n: 5 } } },
      asked,
    );
    expect(echoed(called)).toEqual({ n: 5 });
  });

  test("with more than 100 tools the list begins with the few, unless all are asked for", async () => {
    const names = Array.from({ length: 101 }, (_, n) => `many_${String(n).padStart(3, "0")}`);
    await Promise.all(names.map((name) => newTool(c, "/echo", { name })));
    const fresh = await newAgent();
    const { tools } = await result("tools/list", {}, { key: fresh.key });
    expect(tools.map(({ name }: { name: string }) => name)).not.toContain("many_000");
    const all = (await listAll(fresh.key)).map(({ name }) => name);
    expect(all.filter((name) => name.startsWith("many_"))).toEqual(names);
  });

  test("an own tool's arguments are checked like any other's", async () => {
    const { isError, content } = await result(
      "tools/call",
      { name: "search_tools", arguments: { limit: 0 } },
      { key: a.key },
    );
    expect({ isError, text: content[0].text }).toEqual({
      isError: true,
      text: expect.stringContaining("/arguments/limit"),
    });
  });
});

describe("workflows as tools", () => {
  const definition = (toolId: string) => ({
    name: "twice",
    steps: [
      { id: "first", toolId, arguments: { n: "{{input.n}}" } },
      { id: "second", toolId, arguments: { n: "{{steps.first.result.echo.n}}" } },
    ],
  });

  test("a model checks, creates, runs and explains a workflow", async () => {
    const { id } = await newTool(b);
    const own = async (name: string, args: unknown) => result("tools/call", { name, arguments: args }, { key: a.key });
    const faulty = await own("workflow_check", { definition: definition("tool_missing") });
    expect(faulty.structuredContent.ok).toBe(false);
    const { structuredContent: created } = await own("workflow_create", { definition: definition(id) });
    const { structuredContent: ran } = await own("workflow_run", { workflowId: created.workflowId, input: { n: 7 } });
    expect(ran).toMatchObject({ status: "success", output: { second: { echo: { n: 7 } } } });
    const { structuredContent: order } = await own("workflow_explain", { definition: definition(id) });
    expect(order.order).toEqual([["first"], ["second"]]);
    const { structuredContent: told } = await own("workflow_explain", { runId: ran.runId });
    expect(told).toMatchObject({ status: "success", steps: { success: 2 } });
  });

  test("a model that has never seen the format has it right on its second try", async () => {
    const { id, name } = await newTool(b);
    const own = async (tool: string, args: unknown) =>
      result("tools/call", { name: tool, arguments: args }, { key: a.key });
    const first = {
      name: "twice",
      inputs: { n: "number" },
      steps: [
        { id: "first", type: "tool", toolId: name, params: { n: "${input.n}" } },
        { id: "second", toolId: id, arguments: { n: "{{steps.first.output.echo.n}}" }, depends_on: ["first"] },
      ],
    };
    const refused = await own("workflow_create", { definition: first });
    expect(refused.isError).toBe(true);
    expect(refused.content[0].text).toContain('fix: [{"op":"move","from":"/inputs","path":"/inputSchema"}');
    const { structuredContent: mended } = await own("workflow_check", { definition: first, fix: true });
    expect(mended).toMatchObject({ ok: true, left: [] });
    const { structuredContent: created } = await own("workflow_create", { definition: mended.definition });
    const { structuredContent: ran } = await own("workflow_run", { workflowId: created.workflowId, input: { n: 7 } });
    expect(ran).toMatchObject({ status: "success", output: { second: { echo: { n: 7 } } } });
  });

  test("faults of a definition come back as a result, all at once", async () => {
    const { isError, content } = await result(
      "tools/call",
      { name: "workflow_create", arguments: { definition: { name: "x", steps: [{ id: "a" }, { id: "a" }] } } },
      { key: a.key },
    );
    expect(isError).toBe(true);
    expect(content[0].text.split("\n").length).toBeGreaterThan(2);
  });

  test("a run tells its progress to a client that asks for it", async () => {
    const { structuredContent: created } = await result(
      "tools/call",
      {
        name: "workflow_create",
        arguments: {
          definition: { name: "slow", steps: [{ id: "one", toolId: "tool_nexus_delay", arguments: { ms: 1200 } }] },
        },
      },
      { key: a.key },
    );
    const client = new OldClient(a, "2025-11-25");
    await client.initialize();
    const params = {
      name: "workflow_run",
      arguments: { workflowId: created.workflowId },
      _meta: { progressToken: "p" },
    };
    const { body } = await client.send({ jsonrpc: "2.0", id: 9, method: "tools/call", params });
    const messages = messagesOf(String(body));
    expect(messages[0]).toMatchObject({ method: "notifications/progress", params: { progressToken: "p", total: 1 } });
    expect(messages.at(-1)).toMatchObject({ id: 9, result: { structuredContent: { runId: expect.any(String) } } });
  });

  test("a scope that the key lacks is told by name", async () => {
    const key = await newKey(a, { scopes: ["tools:invoke"] });
    const { body } = await ask("tools/call", { name: "workflow_create", arguments: { definition: {} } }, { key });
    expect(body.error).toMatchObject({
      code: -32_000,
      data: { code: "insufficient_scope" },
      message: expect.stringContaining("workflows:write"),
    });
  });
});

describe("resources and completion", () => {
  test("tools, schemas, workflows, runs and results are read by nexus:// and another agent's are not there", async () => {
    const { id } = await newTool(b);
    const steps = [{ id: "only", toolId: id, arguments: { n: 1 } }];
    const run = async (name: string, args: unknown) =>
      (await result("tools/call", { name, arguments: args }, { key: a.key })).structuredContent;
    const { workflowId } = await run("workflow_create", { definition: { name: "res", steps } });
    const { runId } = await run("workflow_run", { workflowId });
    const { resources } = await result("resources/list", {}, { key: a.key });
    expect(resources).toContainEqual(expect.objectContaining({ uri: `nexus://workflows/${workflowId}`, name: "res" }));
    const { resourceTemplates } = await result("resources/templates/list", {}, { key: a.key });
    expect(resourceTemplates).toContainEqual(expect.objectContaining({ uriTemplate: "nexus://runs/{runId}/result" }));
    const read = async (uri: string, key = a.key) => ask("resources/read", { uri }, { key });
    const uris = [
      `tools/${id}`,
      `tools/${id}/schema`,
      `workflows/${workflowId}`,
      `runs/${runId}`,
      `runs/${runId}/result`,
    ];
    for (const path of uris) {
      const { body } = await read(`nexus://${path}`);
      expect(JSON.parse(body.result.contents[0].text)).toEqual(expect.any(Object));
    }
    for (const path of [`workflows/${workflowId}`, `runs/${runId}`, "runs/run_missing", "nowhere/x"]) {
      const { body } = await read(`nexus://${path}`, b.key);
      expect(body.error.code).toBe(-32_602);
    }
  });

  test("ids are completed from the beginning of a name", async () => {
    const tool = await newTool(b, "/echo", { name: "completable_one" });
    const ref = { type: "ref/resource", uri: "nexus://tools/{toolId}" };
    const { completion } = await result(
      "completion/complete",
      { ref, argument: { name: "toolId", value: "completable_" } },
      { key: a.key },
    );
    expect(completion.values).toEqual([tool.id]);
  });

  test("without MCP servers the prompts are the templates", async () => {
    const { prompts } = await result("prompts/list", {}, { key: a.key });
    expect(prompts).not.toEqual([]);
    expect(prompts.every(({ name }: { name: string }) => name.startsWith("tpl_"))).toBe(true);
  });
});

describe("who is let in", () => {
  const body = { jsonrpc: "2.0", id: 1, method: "tools/list" };

  test("without a key, 401 with a challenge, in JSON-RPC", async () => {
    const answer = await call("POST", "/mcp/v1", { body });
    expect({ status: answer.status, code: answer.body.error.data.code }).toEqual({ status: 401, code: "missing_key" });
    expect(answer.headers.get("WWW-Authenticate")).toMatch(/^Bearer/);
  });

  test("without tools:invoke, 403 with the scope in the challenge", async () => {
    const key = await newKey(a, { scopes: ["workflows:write"] });
    const { status, headers } = await ask("tools/call", { name: "echo", arguments: {} }, { key });
    expect(status).toBe(403);
    expect(headers.get("WWW-Authenticate")).toContain('scope="tools:invoke"');
  });

  test.each([
    ["POST", "/mcp/v1", 200],
    // Past the door there is no such box, server or session, nor an upgrade.
    ["POST", "/mcp/v1/boxes/box_none", 404],
    ["POST", "/mcp/v1/servers/srv_none", 404],
    ["GET", "/mcp/v1", 405],
    ["GET", "/mcp/v1/ws", 426],
  ])("a page of a foreign origin is refused at %s %s, one of this machine is not", async (method, path, status) => {
    const from = async (Origin: string) => {
      const headers = { Origin, Accept: "application/json, text/event-stream" };
      return (await call(method, path, { key: a.key, ...(method === "POST" && { body }), headers })).status;
    };
    expect(await from("https://evil.example")).toBe(403);
    expect(await from("null")).toBe(403);
    expect(await from("http://localhost:6274")).toBe(status);
  });

  test.each<[string, BodyInit, number]>([
    ["no JSON", "{", 400],
    ["nothing", "", 400],
    ["too deep", "[".repeat(200) + "]".repeat(200), 400],
    ["too large", `{"a":"${"x".repeat(1_100_000)}"}`, 413],
    ["a number", "1", 400],
    ["an empty batch", "[]", 400],
    ["a batch of nonsense", "[1,2]", 400],
    ["another version", '{"jsonrpc":"1.0","id":1,"method":"ping"}', 400],
    ["no method", '{"jsonrpc":"2.0","id":1}', 400],
  ])("%s is refused, never a 5xx", async (_what, raw, status) => {
    const answer = await call("POST", "/mcp/v1", { key: a.key, raw, headers: { "Content-Type": "application/json" } });
    expect(answer.status).toBe(status);
    expect(answer.body.error.code).toEqual(expect.any(Number));
  });

  test.each([
    ["tools/call", {}],
    ["tools/call", { name: 7 }],
    ["tools/call", { name: "echo", arguments: "text" }],
    ["tools/call", { name: "x".repeat(10_000), arguments: {} }],
    ["tools/list", { cursor: "nonsense" }],
    ["resources/read", { uri: "" }],
    ["resources/read", { uri: 5 }],
    ["completion/complete", { ref: { type: "ref/prompt", name: "x" }, argument: { name: "a", value: "" } }],
    ["prompts/get", { name: "none" }],
    ["subscriptions/listen", { notifications: 5 }],
    ["no/such/method", {}],
  ])("%s with %j is an error of the request, in every era", async (method, params) => {
    const modern = await ask(method, params, { key: a.key });
    expect(modern.status).toBeLessThan(500);
    expect(modern.body.error.code).toEqual(expect.any(Number));
    const client = new OldClient(a, "2025-06-18");
    await client.initialize();
    const old = await client.ask(method, params);
    expect(old.status).toBeLessThan(500);
    expect(old.body.error.code).toEqual(expect.any(Number));
  });
});
