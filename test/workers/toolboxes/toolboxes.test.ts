import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { call, newAgent, newKey, newTool } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";
import { ask, OldClient, result } from "../mcp/client.ts";

let a: TestAgent;
let b: TestAgent;

beforeAll(async () => {
  [a, b] = await Promise.all([newAgent("A"), newAgent("B")]);
});

const BOXES = "/api/v1/mcp/boxes";

async function newBox(tools: unknown[], extra: Record<string, unknown> = {}, agent = a) {
  const answer = await call("POST", BOXES, { key: agent.key, body: { name: "box", tools, ...extra } });
  if (answer.status !== 201) throw new Error(`a box answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as { id: string; mcpPath: string; version: number; updatedAt: string };
}

async function namesIn(path: string, key = a.key): Promise<string[]> {
  const { tools } = await result("tools/list", {}, { key, path });
  return tools.map(({ name }: { name: string }) => name);
}

/** Answers from memory are up to 5 s old. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await check();
    } catch (error) {
      if (tries > 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

describe("REST", () => {
  test("a toolbox is created, listed, read, replaced and deleted", async () => {
    const tool = await newTool(b);
    const box = await newBox([tool.id, { tool: "hash@^1.0.0", as: "sha" }], { description: "Two" });
    const read = await call("GET", `${BOXES}/${box.id}`, { key: a.key });
    expect(read.body).toEqual(box);
    expect(read.body).toMatchObject({
      agentId: a.id,
      tools: [{ tool: tool.id }, { tool: "hash@^1.0.0", as: "sha" }],
      isPublic: false,
      version: 1,
      mcpPath: `/mcp/v1/boxes/${box.id}`,
    });
    const { body: listed } = await call("GET", BOXES, { key: a.key });
    expect(listed.data[0]).toEqual(box);
    const replaced = await call("PUT", `${BOXES}/${box.id}`, { key: a.key, body: { name: "other", tools: [tool.id] } });
    expect(replaced.body).toMatchObject({ name: "other", description: "", tools: [{ tool: tool.id }], version: 2 });
    expect((await call("GET", `${BOXES}/${box.id}`, { key: a.key })).body).toEqual(replaced.body);
    expect((await call("DELETE", `${BOXES}/${box.id}`, { key: a.key })).status).toBe(204);
    expect((await call("GET", `${BOXES}/${box.id}`, { key: a.key })).status).toBe(404);
    expect((await call("GET", BOXES, { key: a.key })).body.data).not.toContainEqual(
      expect.objectContaining({ id: box.id }),
    );
  });

  test("another agent's private toolbox answers as a missing one, a public one is read by all and changed by its owner alone", async () => {
    const [mine, open] = [await newBox(["hash"]), await newBox(["hash"], { isPublic: true })];
    const body = { name: "taken", tools: [] };
    for (const method of ["GET", "PUT", "DELETE"]) {
      const asking = { key: b.key, ...(method === "PUT" && { body }) };
      const [foreign, missing] = await Promise.all(
        [mine.id, "box_missing"].map((id) => call(method, `${BOXES}/${id}`, asking)),
      );
      expect(foreign?.status).toBe(404);
      expect({ ...foreign?.body, requestId: "" }).toEqual({ ...missing?.body, requestId: "" });
      expect((await call(method, `${BOXES}/${open.id}`, asking)).status).toBe(method === "GET" ? 200 : 404);
    }
    expect((await call("GET", BOXES, { key: b.key })).body.data).toEqual([]);
  });

  test("an entry that means no tool, several, or takes a name twice is refused, each at its place", async () => {
    await newTool(a, "/echo", { name: "of_two" });
    await newTool(b, "/echo", { name: "of_two" });
    const c = await newAgent("C");
    const tools = ["missing", "of_two", "hash@^9", { tool: "hash", as: "same" }, { tool: "uuid", as: "same" }];
    const { status, body } = await call("POST", BOXES, { key: c.key, body: { name: "x", tools } });
    expect([status, body.code]).toEqual([422, "invalid_request"]);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      "/tools/0",
      "/tools/1",
      "/tools/2",
      "/tools/4/as",
    ]);
    expect(body.errors[1].message).toContain(`${b.id}/of_two`);
  });

  test("a toolbox is bounded", async () => {
    const over = [
      { name: "x", tools: Array.from({ length: 101 }, () => "hash") },
      { name: "x".repeat(101), tools: [] },
      { name: "", tools: [] },
      { name: "x", tools: ["y".repeat(513)] },
      { name: "x", tools: [{ tool: "hash", as: "with space" }] },
      { name: "x", description: "d".repeat(2_001), tools: [] },
    ];
    for (const body of over) expect((await call("POST", BOXES, { key: a.key, body })).status).toBe(422);
  });

  test("reading takes any key, writing the scope tools:write", async () => {
    const key = await newKey(a, { scopes: ["tools:invoke"] });
    const { status, body } = await call("POST", BOXES, { key, body: { name: "x", tools: [] } });
    expect([status, body.code]).toEqual([403, "insufficient_scope"]);
    expect((await call("GET", BOXES, { key })).status).toBe(200);
  });
});

describe("MCP", () => {
  test("an endpoint of its own has the box's tools alone, bare or renamed, in its order", async () => {
    await newTool(b, "/echo", { name: "boxed" });
    const box = await newBox(["boxed", { tool: "hash", as: "sha" }, "uuid"], {
      name: "My box",
      description: "Use it.",
    });
    const { instructions, _meta } = await result("server/discover", {}, { key: a.key, path: box.mcpPath });
    expect(instructions).toBe("Use it.");
    expect(_meta["io.modelcontextprotocol/serverInfo"]).toMatchObject({ title: "My box", version: "1.0.0" });
    expect(await namesIn(box.mcpPath)).toEqual(["boxed", "sha", "uuid"]);
    const called = await result(
      "tools/call",
      { name: "boxed", arguments: { n: 1 } },
      { key: a.key, path: box.mcpPath },
    );
    expect(JSON.parse(called.content[0].text)).toMatchObject({ echo: { n: 1 } });
    for (const name of ["hash", "echo", "search_tools"]) {
      const { body } = await ask("tools/call", { name, arguments: {} }, { key: a.key, path: box.mcpPath });
      expect(body.error).toMatchObject({ code: -32_602, data: { code: "not_found" } });
    }
    const { body } = await ask("resources/list", {}, { key: a.key, path: box.mcpPath });
    expect(body.error.code).toBe(-32_601);
  });

  test.each(["2025-11-25", "2025-06-18", "2025-03-26"])("a client of %s opens a session on it", async (revision) => {
    const box = await newBox([{ tool: "uuid", as: "one" }]);
    const client = new OldClient(a, revision, box.mcpPath);
    const { body } = await client.initialize();
    expect(body.result).toMatchObject({ protocolVersion: revision, serverInfo: { name: `nexuscall/${box.id}` } });
    const { tools } = await client.result("tools/list");
    expect(tools.map(({ name }: { name: string }) => name)).toEqual(["one"]);
    expect((await client.result("tools/call", { name: "one", arguments: {} })).isError).toBeUndefined();
    const elsewhere = new OldClient(a, revision);
    elsewhere.sessionId = client.sessionId;
    expect((await elsewhere.ask("tools/list")).status).toBe(404);
  });

  test("to another agent a private box is a missing one, in every era; a public one is called under its own key", async () => {
    const tool = await newTool(b, "/echo", { name: "for_all" });
    const [mine, open] = [await newBox([tool.id]), await newBox([tool.id], { isPublic: true })];
    const [foreign, missing] = await Promise.all(
      [mine.mcpPath, "/mcp/v1/boxes/box_missing"].map((path) => ask("tools/list", {}, { key: b.key, path })),
    );
    expect(foreign?.status).toBe(404);
    expect({ ...foreign?.body, id: 0 }).toEqual({ ...missing?.body, id: 0 });
    expect((await new OldClient(b, "2025-11-25", mine.mcpPath).initialize()).status).toBe(404);
    expect((await call("POST", mine.mcpPath, { body: { jsonrpc: "2.0", id: 1, method: "tools/list" } })).status).toBe(
      401,
    );
    const called = await result("tools/call", { name: "for_all", arguments: {} }, { key: b.key, path: open.mcpPath });
    const invocationId = called._meta["nxscall.com/invocationId"];
    await eventually(async () => {
      const { body } = await call("GET", `/api/v1/mcp/invocations/${invocationId}`, { key: b.key });
      expect(body).toMatchObject({ toolId: tool.id, callerAgentId: b.id });
    });
  });

  test("a range means its highest version, and a newer one as soon as it is there", async () => {
    const [one, two] = [await newTool(b, "/echo", { name: "ranged", version: "1.1.0" }), { id: "" }];
    const box = await newBox(["ranged@^1", { tool: `${b.id}/ranged`, as: "latest" }]);
    const idsIn = async () => {
      const { tools } = await result("tools/list", {}, { key: a.key, path: box.mcpPath });
      return tools.map(({ name, _meta }: { name: string; _meta: Record<string, string> }) => [
        name,
        _meta["nxscall.com/toolId"],
      ]);
    };
    expect(await idsIn()).toEqual([
      ["ranged", one.id],
      ["latest", one.id],
    ]);
    two.id = (await newTool(b, "/echo", { name: "ranged", version: "2.0.0" })).id;
    const three = await newTool(b, "/echo", { name: "ranged", version: "1.2.0" });
    await eventually(async () =>
      expect(await idsIn()).toEqual([
        ["ranged", three.id],
        ["latest", two.id],
      ]),
    );
  });

  test("nobody comes to be meant by an entry who registers the same name later", async () => {
    const first = await newTool(b, "/echo", { name: "claimed" });
    const box = await newBox(["claimed"]);
    await newTool(a, "/echo", { name: "claimed" });
    await call("PUT", `${BOXES}/${box.id}`, { key: a.key, body: { name: "again", tools: ["claimed"] } });
    const { tools } = await result("tools/list", {}, { key: a.key, path: box.mcpPath });
    expect(tools[0]._meta["nxscall.com/toolId"]).toBe(first.id);
  });

  test("a tool that vanishes is not listed any more, and the rest of the box stays as it is", async () => {
    const gone = await newTool(b, "/echo", { name: "to_vanish" });
    const box = await newBox([gone.id, "to_vanish@1.0.0", "uuid"]);
    // The same tool twice: the second has no name left but its id.
    expect(await namesIn(box.mcpPath)).toEqual(["to_vanish", gone.id, "uuid"]);
    await call("DELETE", `/api/v1/mcp/tools/${gone.id}`, { key: b.key });
    expect(await namesIn(box.mcpPath)).toEqual(["uuid"]);
    const body = { name: "kept", tools: [gone.id, { tool: "uuid", as: "id" }] };
    expect((await call("PUT", `${BOXES}/${box.id}`, { key: a.key, body })).status).toBe(200);
    expect(await namesIn(box.mcpPath)).toEqual(["id"]);
  });

  test("who lists again reads the box as another isolate has left it", async () => {
    const box = await newBox(["uuid"]);
    expect(await namesIn(box.mcpPath)).toEqual(["uuid"]);
    await env.DB.prepare("UPDATE mcp_toolboxes SET tools = '[]', version = 2 WHERE id = ?").bind(box.id).run();
    expect(await namesIn(box.mcpPath)).toEqual([]);
  });

  test("a box that turns private ends what others had of it", async () => {
    const box = await newBox(["uuid"], { isPublic: true });
    const client = new OldClient(b, "2025-11-25", box.mcpPath);
    await client.initialize();
    await client.result("tools/list");
    await call("PUT", `${BOXES}/${box.id}`, { key: a.key, body: { name: "box", tools: ["uuid"] } });
    await eventually(async () => {
      const { body } = await client.ask("tools/call", { name: "uuid", arguments: {} });
      expect(body.error.data.code).toBe("not_found");
    });
  });

  test("calling takes tools:invoke", async () => {
    const box = await newBox(["uuid"]);
    const key = await newKey(a, { scopes: ["tools:write"] });
    const { status } = await ask("tools/call", { name: "uuid", arguments: {} }, { key, path: box.mcpPath });
    expect(status).toBe(403);
  });
});
