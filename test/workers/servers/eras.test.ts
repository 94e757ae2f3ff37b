// Upstream servers of every revision, called by agents that know nothing of MCP.

import { inject } from "vitest";
import { describe, expect, test } from "vitest";
import { call, newAgent, newWorkflow } from "../api/hub.ts";
import { invoke, newServer, SERVERS, toolIdOf } from "./upstream.ts";

const eras = [
  ["2026-07-28", "/modern/mcp"],
  ["2025-11-25", "/legacy/mcp"],
  ["2025-11-25", "/legacy/mcp?sessions"],
  ["2025-06-18", "/pinned/2025-06-18/mcp"],
  ["2025-03-26", "/pinned/2025-03-26/mcp"],
  ["2026-07-28", "/mcp"],
] as const;

describe.each(eras)("a server of %s at %s", (revision, path) => {
  test("is asked what it speaks, and what it has is taken over", async () => {
    const agent = await newAgent();
    const server = await newServer(agent, path);
    expect(server).toMatchObject({
      revision,
      identity: { name: "fixture", version: "1.0.0" },
      instructions: "A fixture for tests.",
      counts: { tools: 33, resources: 4, templates: 1, prompts: 5, heldChanges: 0 },
      stale: false,
      problems: [],
    });
    const { body } = await call("GET", `/api/v1/mcp/tools?q=add&agentId=${agent.id}`, { key: agent.key });
    expect(body.data).toMatchObject([
      { name: "add", description: "Adds two numbers", protocol: "mcp", serverId: server.id },
    ]);
  });

  test("is called by others: structured content is the result, blocks are where there is none", async () => {
    const [owner, caller] = [await newAgent("Owner"), await newAgent("Caller")];
    const server = await newServer(owner, path);
    const add = await toolIdOf(caller, server.id, "add");
    const text = await toolIdOf(caller, server.id, "test_simple_text");
    expect(await invoke(caller, add, { arguments: { a: 1, b: 2 } })).toMatchObject({
      status: "success",
      result: { sum: 3 },
    });
    expect(await invoke(caller, add, { arguments: { a: 20, b: 2 } })).toMatchObject({
      status: "success",
      result: { sum: 22 },
    });
    expect(await invoke(caller, text)).toMatchObject({
      status: "success",
      result: [{ type: "text", text: "This is a simple text response for testing." }],
      providerAgentId: owner.id,
    });
  });

  test("a tool that fails is a failed call, with what it says", async () => {
    const agent = await newAgent();
    const tool = await toolIdOf(agent, (await newServer(agent, path)).id, "test_error_handling");
    expect(await invoke(agent, tool)).toMatchObject({
      status: "error",
      error: {
        code: "tool_error",
        message: expect.stringContaining("intentionally returns an error"),
        retryable: false,
      },
    });
  });

  test("arguments that do not fit never reach it", async () => {
    const agent = await newAgent();
    const tool = await toolIdOf(agent, (await newServer(agent, path)).id, "add");
    expect(await invoke(agent, tool, { arguments: { a: "1" } })).toMatchObject({ code: "invalid_arguments" });
  });

  test("a tool that asks its caller, which a plain call cannot answer, is told apart from one that fails", async () => {
    const agent = await newAgent();
    const { id } = await newServer(agent, path);
    const tool = await toolIdOf(agent, id, "test_missing_capability");
    expect((await invoke(agent, tool)).error).toMatchObject({ code: "input_required", retryable: false });
    const workflow = await newWorkflow(agent, tool, { steps: [{ id: "asks", toolId: tool }] });
    const run = await call("POST", `/api/v1/workflows/${workflow.id}/execute?wait=20`, { key: agent.key, body: {} });
    expect(run.body).toMatchObject({ status: "failed", error: { code: "input_required" } });
    const prompt = { name: "test_input_required_result_prompt" };
    const got = await call("POST", `${SERVERS}/${id}/prompts/get`, { key: agent.key, body: prompt });
    expect(got).toMatchObject({ status: 424, body: { code: "upstream_failed" } });
  });

  test("batches, calls in the background and steps of workflows reach it too", async () => {
    const agent = await newAgent();
    const add = await toolIdOf(agent, (await newServer(agent, path)).id, "add");
    const calls = [1, 2, 3].map((a) => ({ toolId: add, arguments: { a, b: 1 } }));
    const batch = await call("POST", "/api/v1/mcp/invoke/batch", { key: agent.key, body: { calls } });
    expect(batch.body.results.map((one: { invocation: { result: object } }) => one.invocation.result)).toEqual([
      { sum: 2 },
      { sum: 3 },
      { sum: 4 },
    ]);

    const steps = [{ id: "only", toolId: add, arguments: { a: "{{input.a}}", b: 5 } }];
    const workflow = await newWorkflow(agent, add, { steps });
    const body = { input: { a: 2 } };
    const run = await call("POST", `/api/v1/workflows/${workflow.id}/execute?wait=20`, { key: agent.key, body });
    expect(run.body).toMatchObject({ status: "success", output: { only: { sum: 7 } } });

    const started = await invoke(agent, add, { arguments: { a: 2, b: 2 }, async: true });
    await expect
      .poll(
        async () => (await call("GET", `/api/v1/mcp/invocations/${started.invocationId}`, { key: agent.key })).body,
        {
          timeout: 20_000,
        },
      )
      .toMatchObject({ status: "success", output: { sum: 4 } });
  });

  test("its resources and prompts are listed from what the hub has, and read live", async () => {
    const [owner, reader] = [await newAgent(), await newAgent()];
    const { id } = await newServer(owner, path);
    const list = async (kind: string) =>
      (await call("GET", `${SERVERS}/${id}/definitions?kind=${kind}&limit=100`, { key: reader.key })).body.data;
    expect((await list("resource")).map((one: { definition: { uri: string } }) => one.definition.uri)).toEqual([
      "test://static-text",
      "test://static-binary",
      "test://watched-resource",
      "test://asked-for",
    ]);
    expect(await list("template")).toMatchObject([{ definition: { uriTemplate: "test://template/{id}/data" } }]);
    const ask = async (what: string, body: object) =>
      (await call("POST", `${SERVERS}/${id}/${what}`, { key: reader.key, body })).body;
    expect(await ask("resources/read", { uri: "test://template/7/data" })).toMatchObject({
      contents: [{ mimeType: "application/json", text: '{"id":"7","templateTest":true}' }],
    });
    const given = { name: "test_prompt_with_arguments", arguments: { arg1: "x", arg2: "y" } };
    expect(await ask("prompts/get", given)).toMatchObject({
      messages: [{ role: "user", content: { text: "Prompt with arguments: arg1='x', arg2='y'" } }],
    });
    expect(await ask("resources/read", { uri: "test://nowhere" })).toMatchObject({ code: "upstream_failed" });
    expect(await ask("prompts/get", { name: "nobody" })).toMatchObject({ code: "upstream_failed" });
  });
});

describe("sessions", () => {
  test("a server of an older revision that forgot its sessions is asked for a new one, and the call is made", async () => {
    const agent = await newAgent();
    const add = await toolIdOf(agent, (await newServer(agent, "/legacy/mcp")).id, "add");
    expect((await invoke(agent, add, { arguments: { a: 1, b: 1 } })).result).toEqual({ sum: 2 });
    await fetch(`${inject("upstreamUrl")}/_forget`);
    expect((await invoke(agent, add, { arguments: { a: 1, b: 2 } })).result).toEqual({ sum: 3 });
  });

  test("calls that a caller makes at once on one server have each its own answer", async () => {
    const agent = await newAgent();
    const { id } = await newServer(agent, "/legacy/mcp");
    const add = await toolIdOf(agent, id, "add");
    const slow = await toolIdOf(agent, id, "test_tool_with_logging");
    await invoke(agent, add, { arguments: { a: 0, b: 0 } });
    const sums = [1, 2, 3, 4, 5].map((a) => invoke(agent, add, { arguments: { a, b: 1 }, timeout: 10_000 }));
    const slows = [1, 2, 3].map(() => invoke(agent, slow, { timeout: 10_000 }));
    expect((await Promise.all(sums)).map(({ result }) => result)).toEqual([2, 3, 4, 5, 6].map((sum) => ({ sum })));
    for (const { status, error } of await Promise.all(slows))
      expect({ status, error }).toMatchObject({ status: "success" });
  });

  test("an argument that the server wants as a header too is sent as one", async () => {
    const agent = await newAgent();
    const tool = await toolIdOf(agent, (await newServer(agent, "/modern/mcp")).id, "test_x_mcp_header");
    expect((await invoke(agent, tool, { arguments: { region: "eu" } })).result).toMatchObject([{ text: "region=eu" }]);
  });

  test("a stream that the server breaks off to be asked for again is asked for again", async () => {
    const agent = await newAgent();
    const tool = await toolIdOf(agent, (await newServer(agent, "/legacy/mcp")).id, "test_reconnection");
    expect(await invoke(agent, tool)).toMatchObject({ status: "success" });
  });
});
