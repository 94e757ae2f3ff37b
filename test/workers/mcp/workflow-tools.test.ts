// Workflows that are tools, and their runs as tasks, in the revisions that have them.

import { beforeAll, describe, expect, test } from "vitest";
import { call, newAgent, newKey, newTool } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";
import { ask, messagesOf, OldClient, result } from "./client.ts";

let a: TestAgent;
let b: TestAgent;

beforeAll(async () => {
  [a, b] = await Promise.all([newAgent("A"), newAgent("B")]);
});

const EXTENSION = "io.modelcontextprotocol/tasks";
const TAKES_TASKS = { "io.modelcontextprotocol/clientCapabilities": { extensions: { [EXTENSION]: {} } } };
const inputSchema = { type: "object", properties: { n: { type: "integer" } }, required: ["n"] };

async function newExposed(exposeAsTool: unknown, extra: Record<string, unknown> = {}, agent = a) {
  const body = {
    name: "plus one",
    description: "Adds one",
    inputSchema,
    steps: [
      { id: "first", toolId: "tool_nexus_transform", arguments: { expression: "$input + 1", input: "{{input.n}}" } },
    ],
    output: { sum: "{{steps.first.result.value}}" },
    exposeAsTool,
    ...extra,
  };
  const answer = await call("POST", "/api/v1/workflows", { key: agent.key, body });
  if (answer.status !== 201) throw new Error(`a workflow answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as { id: string };
}

/** A workflow that lasts, in steps of so many ms. */
function newSlow(name: string, ms: readonly number[], agent = a) {
  const steps = ms.map((pause, i) => ({
    id: `s${i}`,
    toolId: "tool_nexus_delay",
    arguments: { ms: pause },
    ...(i > 0 && { dependsOn: [`s${i - 1}`] }),
  }));
  return newExposed({ name }, { name, inputSchema: undefined, steps, output: { done: true } }, agent);
}

async function listed(key = a.key, path = "/mcp/v1?tools=few") {
  const { tools } = await result("tools/list", {}, { key, path });
  return tools as {
    name: string;
    title?: string;
    description: string;
    inputSchema: unknown;
    _meta: Record<string, unknown>;
  }[];
}

/** Asks until the task has ended. */
async function ended(get: () => Promise<{ status: string; result?: unknown }>) {
  for (;;) {
    const task = await get();
    if (task.status !== "working") return task;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe("a workflow as a tool", () => {
  test("is listed to its owner with its input as arguments, and a call answers the run's output", async () => {
    const { id } = await newExposed(true);
    const tool = (await listed()).find(({ name }) => name === "plus_one");
    expect(tool).toMatchObject({ description: "Adds one", inputSchema, _meta: { "nxscall.com/workflowId": id } });
    const called = await result("tools/call", { name: "plus_one", arguments: { n: 4 } }, { key: a.key });
    expect(called).toMatchObject({ structuredContent: { sum: 5 }, content: [{ type: "text", text: '{"sum":5}' }] });
    const { body: run } = await call("GET", `/api/v1/workflow-runs/${called._meta["nxscall.com/runId"]}`, {
      key: a.key,
    });
    expect(run).toMatchObject({ workflowId: id, status: "success", input: { n: 4 } });
    expect((await listed(b.key)).map(({ name }) => name)).not.toContain("plus_one");
    const { body } = await ask("tools/call", { name: "plus_one", arguments: { n: 4 } }, { key: b.key });
    expect(body.error.data.code).toBe("not_found");
  });

  test("has the name and the words that its author gives it; without exposeAsTool it is none", async () => {
    await newExposed({ name: "adder", description: "Give it n" });
    await newExposed(false, { name: "hidden_one" });
    await newExposed(undefined, { name: "hidden_two" });
    const tools = await listed();
    expect(tools.find(({ name }) => name === "adder")).toMatchObject({ description: "Give it n" });
    expect(tools.map(({ name }) => name)).not.toEqual(expect.arrayContaining(["hidden_one"]));
    expect(tools.map(({ name }) => name)).not.toEqual(expect.arrayContaining(["hidden_two"]));
  });

  test("a name means the newest of it; the hub's own stay its own, and a registered tool makes way", async () => {
    const agent = await newAgent();
    const older = await newExposed({ name: "same" }, {}, agent);
    await newExposed({ name: "same" }, { output: { newer: "{{steps.first.result.value}}" } }, agent);
    const own = await newExposed({ name: "search_tools" }, {}, agent);
    const registered = await newTool(agent, "/echo", { name: "same" });
    const tools = await listed(agent.key, "/mcp/v1?tools=all");
    expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
    expect(tools.find(({ name }) => name === older.id)?.title).toBe("same");
    expect(tools.find(({ name }) => name === own.id)?.title).toBe("search_tools");
    expect(tools.find(({ _meta }) => _meta?.["nxscall.com/toolId"] === registered.id)?.name).toBe(`${agent.id}__same`);
    const called = async (name: string) =>
      (await result("tools/call", { name, arguments: { n: 1 } }, { key: agent.key })).structuredContent;
    expect(await called("same")).toEqual({ newer: 2 });
    expect(await called(older.id)).toEqual({ sum: 2 });
  });

  test("one that is deleted is gone from the list at once", async () => {
    const { id } = await newExposed({ name: "short_lived" });
    expect((await listed()).map(({ name }) => name)).toContain("short_lived");
    await call("DELETE", `/api/v1/workflows/${id}`, { key: a.key });
    expect((await listed()).map(({ name }) => name)).not.toContain("short_lived");
  });

  test("input that does not fit comes back as a result that says what to mend, and no run is started", async () => {
    const { id } = await newExposed({ name: "strict" });
    const { isError, content } = await result("tools/call", { name: "strict", arguments: { n: "x" } }, { key: a.key });
    expect(isError).toBe(true);
    expect(content[0].text).toMatch(/invalid_input[\s\S]*\/input\/n/);
    expect((await call("GET", `/api/v1/workflows/${id}/runs`, { key: a.key })).body.data ?? []).toEqual([]);
  });

  test("a run that fails is a result with the step's code", async () => {
    const failing = await newTool(b, "/status?code=400");
    const steps = [{ id: "bad", toolId: failing.id, retry: { maxAttempts: 1 } }];
    await newExposed({ name: "failing" }, { steps, inputSchema: undefined, output: undefined });
    const called = await result("tools/call", { name: "failing", arguments: {} }, { key: a.key });
    expect(called).toMatchObject({ isError: true, _meta: { "nxscall.com/error": { code: expect.any(String) } } });
    expect(called._meta["nxscall.com/runId"]).toMatch(/^run_/);
  });

  test("an output that is kept outside its run's journal comes whole; of a larger one than a tool answers it says where it is", async () => {
    const agent = await newAgent();
    const steps = [{ id: "one", transform: { text: "{{input.text}}" } }];
    const extra = { inputSchema: undefined, steps, output: { made: "{{steps.one.result}}" } };
    await newExposed({ name: "large" }, extra, agent);
    const text = "x".repeat(100_000);
    const called = await result("tools/call", { name: "large", arguments: { text } }, { key: agent.key });
    expect(called.structuredContent).toEqual({ made: { text } });
    const uri = `nexus://runs/${called._meta["nxscall.com/runId"]}/result`;
    const read = await result("resources/read", { uri }, { key: agent.key });
    expect(JSON.parse(read.contents[0].text)).toMatchObject({ output: { made: { text } }, largeValues: [] });

    const large = await newTool(agent, "/large?mb=2");
    const tooLarge = { ...extra, steps: [{ id: "one", toolId: large.id, arguments: {} }] };
    const { id } = await newExposed({ name: "too_large" }, tooLarge, agent);
    const refused = await result("tools/call", { name: "too_large", arguments: {} }, { key: agent.key });
    expect(refused).toMatchObject({ isError: true, _meta: { "nxscall.com/error": { code: "response_too_large" } } });
    const { url } = JSON.parse(refused.content[1].text).largeValues[0];
    expect((await call("GET", url, { key: agent.key })).body.last.answer).toBe(42);
    const { content } = await result(
      "tools/call",
      { name: "workflow_run", arguments: { workflowId: id } },
      { key: agent.key },
    );
    expect(JSON.parse(content[0].text)).toMatchObject({
      status: "success",
      output: { made: null },
      largeValues: [{ pointer: "/output/made", url: expect.stringContaining("/values/") }],
    });
  });

  test("running it takes workflows:execute, and the scope is told by name", async () => {
    await newExposed({ name: "scoped" });
    const key = await newKey(a, { scopes: ["tools:invoke"] });
    const { body } = await ask("tools/call", { name: "scoped", arguments: { n: 1 } }, { key });
    expect(body.error).toMatchObject({
      data: { code: "insufficient_scope" },
      message: expect.stringContaining("workflows:execute"),
    });
  });

  test.each([
    ["a name with a space", { name: "two words" }],
    ["a number", 7],
    ["a field that is none", { title: "x" }],
  ])("exposeAsTool as %s is a fault of the definition", async (_what, exposeAsTool) => {
    const body = { name: "x", steps: [{ id: "a", toolId: "tool_nexus_uuid" }], exposeAsTool };
    const answer = await call("POST", "/api/v1/workflows", { key: a.key, body });
    expect([answer.status, answer.body.code]).toEqual([422, "invalid_definition"]);
    expect(answer.body.errors[0].pointer).toMatch(/^\/exposeAsTool/);
  });

  test("steps are told as progress while it runs", async () => {
    const agent = await newAgent();
    await newSlow("told", [700, 700], agent);
    const client = new OldClient(agent, "2025-06-18");
    await client.initialize();
    const params = { name: "told", arguments: {}, _meta: { progressToken: "p" } };
    const { body } = await client.send({ jsonrpc: "2.0", id: 9, method: "tools/call", params });
    const messages = messagesOf(String(body));
    const told = messages.slice(0, -1).map(({ params: { message, total } }) => `${total}: ${message}`);
    expect(told).toContain("2: 1 of 2 steps, running s1");
    expect(messages.at(-1)).toMatchObject({ id: 9, result: { structuredContent: { done: true } } });
  });
});

describe("a workflow among what search_tools finds", () => {
  let agent: TestAgent;
  const own = (name: string, args: Record<string, unknown>, key = agent.key, asked: object = {}) =>
    result("tools/call", { name, arguments: args }, { key, ...asked });
  const found = async (args: Record<string, unknown>, key = agent.key) =>
    (await own("search_tools", args, key)).structuredContent as { tools: { name: string }[]; nextCursor?: string };

  beforeAll(async () => {
    agent = await newAgent();
  });

  test("comes before tools that fit as well, to who may run it alone", async () => {
    await newTool(agent, "/echo", { name: "quokka_counter", description: "Counts quokkas" });
    const { id } = await newExposed(
      { name: "quokka_report", description: "Writes the quokkas up\nat length" },
      {},
      agent,
    );
    const { tools } = await found({ query: "quokka" });
    expect(tools).toEqual([
      { workflowId: id, name: "quokka_report", summary: "Writes the quokkas up" },
      expect.objectContaining({ name: "quokka_counter" }),
    ]);
    expect((await found({ query: "quokka", tag: "none" })).tools).toEqual([]);
    expect((await found({ query: "quokka" }, b.key)).tools.map(({ name }) => name)).toEqual(["quokka_counter"]);
  });

  test("is found with more than half of the words, the best first, and by the beginnings of words", async () => {
    const at = await newAgent();
    await newExposed({ name: "axolotl_feed", description: "Feeds the axolotl at dawn" }, {}, at);
    await newExposed({ name: "dawn", description: "Feeds at dawn" }, {}, at);
    const names = async (query: string) => (await found({ query }, at.key)).tools.map(({ name }) => name);
    expect(await names("axolotl feeds dawn")).toEqual(["axolotl_feed", "dawn"]);
    expect(await names("axolotl breeding")).toEqual([]);
    expect(await names("axol")).toEqual(["axolotl_feed"]);
  });

  test("pages hold each workflow once, then the tools", async () => {
    const at = await newAgent();
    for (const n of [1, 2, 3]) await newExposed({ name: `numbat_${n}` }, {}, at);
    await newTool(at, "/echo", { name: "numbat_tool" });
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await found({ query: "numbat", limit: 1, ...(cursor && { cursor }) }, at.key);
      names.push(...page.tools.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(names).toEqual(["numbat_3", "numbat_2", "numbat_1", "numbat_tool"]);
  });

  test("is described, and called by name or id as tools/call does", async () => {
    const { id } = await newExposed({ name: "wombat_sum", description: "Adds" }, {}, agent);
    const described = await own("describe_tool", { tool: "wombat_sum" });
    expect(described.structuredContent).toMatchObject({ workflowId: id, name: "wombat_sum", inputSchema });
    for (const tool of ["wombat_sum", id]) {
      const called = await own("call_tool", { tool, arguments: { n: 1 } });
      expect(called).toMatchObject({ structuredContent: { sum: 2 } });
      expect(called._meta["nxscall.com/runId"]).toMatch(/^run_/);
    }
    const { body } = await ask("tools/call", { name: "call_tool", arguments: { tool: id } }, { key: b.key });
    expect(body.error.data.code).toBe("not_found");
    const key = await newKey(agent, { scopes: ["tools:invoke"] });
    const refused = await ask("tools/call", { name: "call_tool", arguments: { tool: id } }, { key });
    expect(refused.body.error).toMatchObject({ message: expect.stringContaining("workflows:execute") });
  });

  test("one that lasts becomes a task of call_tool, in both revisions that have tasks", async () => {
    await newSlow("wombat_long", [2_500], agent);
    const args = { tool: "wombat_long", arguments: {} };
    const started = await own("call_tool", args, agent.key, { meta: TAKES_TASKS });
    expect(started).toMatchObject({ resultType: "task", status: "working" });
    const client = new OldClient(agent, "2025-11-25");
    await client.initialize();
    const { tools } = await client.result("tools/list");
    expect(tools.find(({ name }: { name: string }) => name === "call_tool").execution).toEqual({
      taskSupport: "optional",
    });
    const { task } = await client.result("tools/call", { name: "call_tool", arguments: args, task: {} });
    expect(await client.result("tasks/result", { taskId: task.taskId })).toMatchObject({
      structuredContent: { done: true },
    });
    const plain = { name: "call_tool", arguments: { tool: "tool_nexus_uuid" }, task: {} };
    expect((await client.ask("tools/call", plain)).body.error.code).toBe(-32_601);
  });

  test("its steps are told as progress of call_tool", async () => {
    const at = await newAgent();
    await newSlow("wombat_told", [700, 700], at);
    const client = new OldClient(at, "2025-06-18");
    await client.initialize();
    const _meta = { progressToken: "p" };
    const params = { name: "call_tool", arguments: { tool: "wombat_told" }, _meta };
    const { body } = await client.send({ jsonrpc: "2.0", id: 9, method: "tools/call", params });
    const told = messagesOf(String(body)).flatMap(({ params: said }) => said?.message ?? []);
    expect(told).toContain("1 of 2 steps, running s1");
  });
});

describe("tasks of 2026-07-28", () => {
  const asked = () => ({ key: a.key, meta: TAKES_TASKS });
  const get = (taskId: string) => result("tasks/get", { taskId }, { ...asked(), headers: { "Mcp-Name": taskId } });

  test("the extension is offered, and what is quick is answered at once", async () => {
    await newExposed({ name: "quick" });
    const { capabilities } = await result("server/discover", {}, { key: a.key });
    expect(capabilities.extensions).toEqual({ [EXTENSION]: {} });
    expect(capabilities.tasks).toBeUndefined();
    const called = await result("tools/call", { name: "quick", arguments: { n: 1 } }, asked());
    expect(called).toMatchObject({ resultType: "complete", structuredContent: { sum: 2 } });
  });

  test("what lasts is a task, which tasks/get follows to its result", async () => {
    await newSlow("lasting", [2_500, 500]);
    const started = await result("tools/call", { name: "lasting", arguments: {} }, asked());
    expect(started).toMatchObject({ resultType: "task", status: "working", ttlMs: null, pollIntervalMs: 1_000 });
    expect(await get(started.taskId)).toMatchObject({ resultType: "complete", taskId: started.taskId });
    const task = await ended(() => get(started.taskId));
    expect(task).toMatchObject({ status: "completed", result: { structuredContent: { done: true } } });
  });

  test("a client that does not take tasks gets none", async () => {
    await newSlow("patient", [2_500]);
    const called = await result("tools/call", { name: "patient", arguments: {} }, { key: a.key });
    expect(called).toMatchObject({ resultType: "complete", structuredContent: { done: true } });
  });

  test("tasks/cancel ends the run; tasks/update is acknowledged, since no task asks for anything", async () => {
    await newSlow("endless", [20_000, 20_000]);
    const { taskId } = await result("tools/call", { name: "endless", arguments: {} }, asked());
    const headers = { "Mcp-Name": taskId };
    const inputResponses = {};
    expect(await result("tasks/update", { taskId, inputResponses }, { ...asked(), headers })).toMatchObject({
      resultType: "complete",
    });
    expect(await result("tasks/cancel", { taskId }, { ...asked(), headers })).toMatchObject({ resultType: "complete" });
    expect(await ended(() => get(taskId))).toMatchObject({ status: "cancelled" });
    expect((await call("GET", `/api/v1/workflow-runs/${taskId}`, { key: a.key })).body.status).toBe("cancelled");
  });

  test.each(["tasks/get", "tasks/update", "tasks/cancel"])(
    "%s of another agent's task answers as of a missing one",
    async (method) => {
      await newSlow("private", [2_500]);
      const { taskId } = await result("tools/call", { name: "private", arguments: {} }, asked());
      const answers = [];
      for (const id of [taskId, "run_missing_12", "nonsense", "inv_aaaaaaaaaaaa"]) {
        const params = { taskId: id, inputResponses: {} };
        answers.push(await ask(method, params, { key: b.key, meta: TAKES_TASKS, headers: { "Mcp-Name": id } }));
      }
      expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body.error]))).size).toBe(1);
      expect(answers[0]?.body.error).toMatchObject({ code: -32_602, data: { code: "not_found" } });
    },
  );
});

describe("tasks of 2025-11-25", () => {
  async function connected(agent = a): Promise<OldClient> {
    const client = new OldClient(agent, "2025-11-25");
    const { body } = await client.initialize();
    expect(body.result.capabilities.tasks).toEqual({ list: {}, cancel: {}, requests: { tools: { call: {} } } });
    return client;
  }

  test("a call that asks for a task gets one at once; tasks/result waits for what it comes to", async () => {
    const agent = await newAgent();
    await newSlow("old_lasting", [800], agent);
    const client = await connected(agent);
    const { tools } = await client.result("tools/list");
    expect(tools.find(({ name }: { name: string }) => name === "old_lasting").execution).toEqual({
      taskSupport: "optional",
    });
    const { task } = await client.result("tools/call", { name: "old_lasting", arguments: {}, task: { ttl: 60_000 } });
    expect(task).toMatchObject({ status: "working", ttl: null, pollInterval: 1_000 });
    expect(await client.result("tasks/get", { taskId: task.taskId })).toMatchObject({ taskId: task.taskId });
    const settled = await client.result("tasks/result", { taskId: task.taskId });
    expect(settled).toMatchObject({
      structuredContent: { done: true },
      _meta: { "io.modelcontextprotocol/related-task": { taskId: task.taskId } },
    });
    expect(await client.result("tasks/get", { taskId: task.taskId })).toMatchObject({ status: "completed" });
    expect((await client.ask("tasks/cancel", { taskId: task.taskId })).body.error.code).toBe(-32_602);
  });

  test("a tool that fails has a failed task; one that is cancelled says so", async () => {
    const failing = await newTool(b, "/status?code=400");
    const steps = [{ id: "bad", toolId: failing.id, retry: { maxAttempts: 1 } }];
    const agent = await newAgent();
    await newExposed({ name: "old_failing" }, { steps, inputSchema: undefined, output: undefined }, agent);
    await newSlow("old_endless", [20_000], agent);
    const client = await connected(agent);
    const start = async (name: string) =>
      (await client.result("tools/call", { name, arguments: {}, task: {} })).task.taskId as string;
    const get = (taskId: string) => client.result("tasks/get", { taskId });
    const failed = await start("old_failing");
    expect(await ended(() => get(failed))).toMatchObject({ status: "failed" });
    expect(await client.result("tasks/result", { taskId: failed })).toMatchObject({ isError: true });
    const endless = await start("old_endless");
    expect(await client.result("tasks/cancel", { taskId: endless })).toMatchObject({ status: "cancelled" });
    expect(await get(endless)).toMatchObject({ status: "cancelled" });
  });

  test("a revision without tasks knows no such method", async () => {
    const client = new OldClient(a, "2025-06-18");
    await client.initialize();
    for (const method of ["tasks/get", "tasks/result", "tasks/cancel", "tasks/update"]) {
      expect((await client.ask(method, { taskId: "run_missing_12" })).body.error.code).toBe(-32_601);
    }
  });
});
