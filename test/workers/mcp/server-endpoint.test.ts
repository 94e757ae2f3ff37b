// One upstream MCP server alone, behind the hub: `/mcp/v1/servers/:id`, for clients and servers of both eras.

import { SELF } from "cloudflare:test";
import { describe, expect, inject, test } from "vitest";
import { call, newAgent, newKey } from "../api/hub.ts";
import { changingServer, newServer, refresh, SERVERS, toolIdOf } from "../servers/upstream.ts";
import { ask, messagesOf, OldClient, result, stream } from "./client.ts";

const eras = [
  ["2026-07-28", "/modern/mcp"],
  ["2025-11-25", "/legacy/mcp"],
] as const;

const LATER = { timeout: 30_000, interval: 200 };

type Opened = Awaited<ReturnType<typeof opened>>;

async function opened(upstream: string) {
  const [owner, caller] = [await newAgent("Owner"), await newAgent("Caller")];
  const server = await newServer(owner, upstream);
  return { owner, caller, server, at: { key: caller.key, path: `/mcp/v1/servers/${server.id}` } };
}

describe.each(eras)("a server of %s", (_revision, upstream) => {
  test("is listed as it is: its own names, order and annotations, with its instructions", async () => {
    const { at, server } = await opened(upstream);
    const { capabilities, instructions } = await result("server/discover", {}, at);
    expect(instructions).toBe("A fixture for tests.");
    expect(capabilities).toMatchObject({ tools: {}, resources: {}, prompts: {}, completions: {} });
    const { tools } = await result("tools/list", {}, at);
    const { body } = await call("GET", `${SERVERS}/${server.id}/definitions?limit=100`, { key: at.key });
    const kept = body.data as { definition: { name: string; _meta?: object } }[];
    expect(tools.map(({ name }: { name: string }) => name)).toEqual(kept.map(({ definition }) => definition.name));
    const withoutMeta = ({ _meta, ...tool }: { _meta?: object }) => tool;
    // What is said of headers is between the hub and the server.
    const listed = JSON.stringify(kept.map(({ definition }) => withoutMeta(definition)));
    expect(tools.map(withoutMeta)).toEqual(
      JSON.parse(listed.replace('"x-mcp-header":"Region",', "").replace(',"x-mcp-header":"Region"', "")),
    );
    const { resources } = await result("resources/list", {}, at);
    expect(resources).toMatchObject([{ uri: "test://static-text" }, {}, {}, {}]);
    const { resourceTemplates } = await result("resources/templates/list", {}, at);
    expect(resourceTemplates).toMatchObject([{ uriTemplate: "test://template/{id}/data" }]);
    expect((await result("prompts/list", {}, at)).prompts).toHaveLength(5);
  });

  test("what a tool answers comes as it came: blocks, structure, errors; REST keeps its own", async () => {
    const { at, server, caller } = await opened(upstream);
    const called = (name: string, args = {}) => result("tools/call", { name, arguments: args }, at);
    expect(await called("add", { a: 1, b: 2 })).toMatchObject({
      content: [{ type: "text", text: "3" }],
      structuredContent: { sum: 3 },
      _meta: { "nxscall.com/invocationId": expect.stringMatching(/^inv_/) },
    });
    const { content } = await called("test_multiple_content_types");
    expect(content.map(({ type }: { type: string }) => type)).toEqual(["text", "image", "resource"]);
    expect(await called("test_error_handling")).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining("intentionally returns an error") }],
    });
    const add = await toolIdOf(caller, server.id, "add");
    const log = async () => (await call("GET", `/api/v1/mcp/invocations?toolId=${add}`, { key: caller.key })).body.data;
    await expect.poll(log, { timeout: 20_000 }).toMatchObject([{ status: "success", callerAgentId: caller.id }]);
    expect(await called("add", { a: "1" })).toMatchObject({
      isError: true,
      _meta: { "nxscall.com/error": { code: "invalid_arguments" } },
    });
    expect((await ask("tools/call", { name: "no_such_tool", arguments: {} }, at)).body.error).toMatchObject({
      code: -32_602,
    });
  });

  test("resources, prompts and completions are asked live, and its errors keep their codes", async () => {
    const { at } = await opened(upstream);
    expect(await result("resources/read", { uri: "test://template/7/data" }, at)).toMatchObject({
      contents: [{ uri: "test://template/7/data" }],
    });
    const asked = { name: "test_prompt_with_arguments", arguments: { arg1: "x", arg2: "y" } };
    expect((await result("prompts/get", asked, at)).messages[0].content.text).toContain("x");
    const ref = { type: "ref/prompt", name: "test_prompt_with_arguments" };
    const completed = await result("completion/complete", { ref, argument: { name: "arg1", value: "p" } }, at);
    expect(completed.completion.values).toEqual(["paris"]);
    const { body } = await ask("resources/read", { uri: "test://nothing-here" }, at);
    expect(body.error).toMatchObject({ code: -32_602, data: { uri: "test://nothing-here" } });
  });

  test("a key without tools:invoke reads its lists and asks it nothing", async () => {
    const { caller, at } = await opened(upstream);
    const key = await newKey(caller, { scopes: ["workflows:write"] });
    expect((await result("resources/list", {}, { ...at, key })).resources.length).toBeGreaterThan(0);
    const ref = { type: "ref/prompt", name: "test_prompt_with_arguments" };
    const questions = [
      ["tools/call", { name: "add", arguments: { a: 1, b: 2 } }],
      ["resources/read", { uri: "test://static-text" }],
      ["prompts/get", { name: "test_simple_prompt" }],
      ["completion/complete", { ref, argument: { name: "arg1", value: "p" } }],
    ] as const;
    const old = new OldClient({ key }, "2025-11-25", at.path);
    await old.initialize();
    for (const [method, params] of questions) {
      for (const answer of [await ask(method, params, { ...at, key }), await old.ask(method, params)]) {
        expect([method, answer.status, answer.body.error?.data]).toEqual([
          method,
          403,
          expect.objectContaining({ code: "insufficient_scope" }),
        ]);
      }
    }
  });

  test("what it says while it works reaches a client of either era", async () => {
    const { at, caller } = await opened(upstream);
    const old = new OldClient(caller, "2025-11-25", at.path);
    await old.initialize();
    const params = { name: "test_tool_with_progress", arguments: {}, _meta: { progressToken: "p" } };
    const progress = await old.send({ jsonrpc: "2.0", id: 1, method: "tools/call", params });
    expect(
      messagesOf(String(progress.body)).flatMap((message) => (message.method ? [message.params.progress] : [])),
    ).toMatchObject([expect.any(Number), 50, 100]);
    const logging = { name: "test_tool_with_logging", arguments: {} };
    const logged = await old.send({ jsonrpc: "2.0", id: 2, method: "tools/call", params: logging });
    expect(messagesOf(String(logged.body)).filter(({ method }) => method === "notifications/message")).toHaveLength(3);
  });
});

describe.each(eras)("a call that its client gives up, at a server of %s", (revision, upstream) => {
  /** Begins a call of the tool that waits; the server has it by then. */
  async function waiting(send: (params: object) => Promise<unknown>) {
    const mark = crypto.randomUUID();
    const ending = async () => {
      const answer = await fetch(`${inject("upstreamUrl")}/_ending/${mark}`);
      return (await answer.json<{ ending: string | null }>()).ending;
    };
    const sent = send({ name: "test_waits", arguments: { mark } });
    await expect.poll(ending, LATER).toBe("waiting");
    return { sent, ending };
  }

  async function endsAsGivenUp({ caller, server }: Opened, ending: () => Promise<string | null>) {
    await expect.poll(ending, LATER).toBe(revision === "2026-07-28" ? "closed" : "notified");
    const toolId = await toolIdOf(caller, server.id, "test_waits");
    const log = async () =>
      (await call("GET", `/api/v1/mcp/invocations?toolId=${toolId}`, { key: caller.key })).body.data;
    await expect.poll(log, LATER).toMatchObject([{ status: "error", error: { code: "caller_gone" } }]);
  }

  test("by notifications/cancelled in 2025-11-25, is given up there, and the log says caller_gone", async () => {
    const at = await opened(upstream);
    const client = new OldClient(at.caller, "2025-11-25", at.at.path);
    await client.initialize();
    const id = "given-up";
    const { ending } = await waiting((params) => client.send({ jsonrpc: "2.0", id, method: "tools/call", params }));
    await client.notify("notifications/cancelled", { requestId: id });
    await endsAsGivenUp(at, ending);
  });

  test("by going away in 2026-07-28, is given up there, and the log says caller_gone", async () => {
    const at = await opened(upstream);
    const { sent, ending } = await waiting((params) => stream("tools/call", { ...params }, at.at));
    await ((await sent) as Response).body?.cancel();
    await endsAsGivenUp(at, ending);
  });

  test("by going away in 2025-11-25 without a session, is given up there, and the log says caller_gone", async () => {
    const at = await opened(upstream);
    const { key, path } = at.at;
    const headers = { "Content-Type": "application/json", "MCP-Protocol-Version": "2025-11-25" };
    const { sent, ending } = await waiting((params) =>
      SELF.fetch(`https://hub.example${path}`, {
        method: "POST",
        headers: { ...headers, Authorization: `Bearer ${key}` },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }),
      }),
    );
    await ((await sent) as Response).body?.cancel();
    await endsAsGivenUp(at, ending);
  });
});

test("a server that asks its caller by its result is answered by who called, and no state of its own is lost", async () => {
  const { at } = await opened("/modern/mcp");
  const meta = { "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: {} } } };
  const name = "test_input_required_result_request_state";
  const asked = await result("tools/call", { name, arguments: {} }, { ...at, meta });
  expect(asked).toMatchObject({
    resultType: "input_required",
    inputRequests: { confirm: { method: "elicitation/create" } },
  });
  const inputResponses = { confirm: { action: "accept", content: { ok: true } } };
  const { requestState } = asked;
  const answered = await result("tools/call", { name, arguments: {}, inputResponses, requestState }, { ...at, meta });
  expect(answered.content[0].text).toBe("state-ok: confirmed");
  const tampered = { name, arguments: {}, inputResponses, requestState: `${requestState}x` };
  expect((await ask("tools/call", tampered, { ...at, meta })).body.error).toMatchObject({ code: -32_602 });
});

test("a server that nobody has is a 404 in both eras", async () => {
  const { key } = await newAgent();
  const path = "/mcp/v1/servers/srv_missing";
  expect((await ask("tools/list", {}, { key, path })).status).toBe(404);
  expect((await new OldClient({ key }, "2025-11-25", path).initialize()).status).toBe(404);
});

test("a server that is down is listed all the same, marked as of when", async () => {
  const upstream = changingServer();
  await upstream.has({ tools: [{ name: "one", title: "One", inputSchema: { type: "object" } }] });
  const { owner, server, at } = await opened(upstream.path);
  await upstream.has({ down: true });
  await refresh(owner, server.id);
  const { tools, _meta } = await result("tools/list", {}, at);
  expect(tools).toMatchObject([{ name: "one", title: "One" }]);
  expect(_meta).toMatchObject({ "nxscall.com/staleSince": expect.stringMatching(/Z$/) });
});

test("what its owner has not approved is neither listed nor called", async () => {
  const upstream = changingServer();
  await upstream.has({ tools: [{ name: "one", inputSchema: { type: "object" } }] });
  const { owner, server, at } = await opened(upstream.path);
  const two = { name: "two", inputSchema: { type: "object" } };
  await upstream.has({ tools: [{ name: "one", description: "Other words", inputSchema: { type: "object" } }, two] });
  await refresh(owner, server.id);
  const { tools } = await result("tools/list", {}, at);
  expect(tools.map(({ name, description }: { name: string; description?: string }) => [name, description])).toEqual([
    ["one", undefined],
  ]);
  expect((await ask("tools/call", { name: "two", arguments: {} }, at)).body.error).toMatchObject({ code: -32_602 });
});
