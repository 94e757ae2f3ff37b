// Workflows out of the hub and into it.

import { beforeAll, describe, expect, test } from "vitest";
import { call, newAgent, newTool, type TestAgent } from "./hub.ts";

const path = "/api/v1/workflows";
let agent: TestAgent;

beforeAll(async () => {
  agent = await newAgent();
});

const post = (to: string, body: unknown, by = agent) => call("POST", `${path}${to}`, { key: by.key, body });
const exported = async (id: string, by = agent) => (await call("GET", `${path}/${id}/export`, { key: by.key })).body;

describe("our own document", () => {
  test("goes out and comes back in exactly as it was written, and runs", async () => {
    const tool = await newTool(agent, "/mirror", { version: "2.1.0" });
    const inner = (await post("", { name: "inner", steps: [{ id: "one", transform: 1 }] })).body.id;
    const definition = {
      $schema: "https://nxscall.com/schemas/workflow/v1.json",
      name: "all of it",
      description: "Ünïcödé, and {{input.x}} as text",
      inputSchema: { type: "object", properties: { x: { type: "number" } } },
      steps: [
        {
          id: "b",
          tool: `${agent.id}/${tool.name}@2.1.0`,
          arguments: { y: "{{input.x ?? 1}}", z: [1e20, -0.5, null] },
        },
        {
          id: "a",
          toolId: tool.id,
          arguments: { y: "{{steps.b.result.y}}" },
          compensate: { toolId: "tool_nexus_echo" },
        },
        { id: "c", workflowId: inner, arguments: {} },
        { id: "d", wait: { ms: 1 }, dependsOn: ["a"] },
      ],
      output: { y: "{{steps.a.result.y}}", one: "{{steps.c.result.one}}" },
      errorStrategy: "compensate",
    };
    const { body: created } = await post("", definition);
    const document = await exported(created.id);
    expect(document).toMatchObject({
      format: "nexuscall.workflow/1",
      workflow: { id: created.id, version: 1, name: "all of it" },
      workflows: [{ ref: inner, name: "inner", version: 1 }],
    });
    const { definitionHash } = (await call("GET", `/api/v1/mcp/tools/${tool.id}`, { key: agent.key })).body;
    const described = { agentId: agent.id, name: tool.name, version: "2.1.0", definitionHash };
    expect(document.tools).toEqual(
      expect.arrayContaining([
        { ref: tool.id, ...described },
        { ref: `${agent.id}/${tool.name}@2.1.0`, ...described },
        expect.objectContaining({ ref: "tool_nexus_echo", agentId: "agent_nexus", name: "echo" }),
      ]),
    );
    const imported = await post("/import", { format: "nexus", source: document });
    expect([imported.status, imported.body.notes]).toEqual([201, []]);
    expect(imported.body.definition).toEqual(definition);
    expect(JSON.stringify(imported.body.definition)).toBe(JSON.stringify(definition));
    expect({ ...(await exported(imported.body.id)), workflow: null }).toEqual({ ...document, workflow: null });
    const run = await post(`/${imported.body.id}/execute?wait=20`, { input: { x: 7 } });
    expect([run.body.status, run.body.output]).toEqual(["success", { y: 7, one: 1 }]);
  });

  test("a tool with another id here is found by its agent, name and version; one that has changed is told", async () => {
    const tool = await newTool(agent, "/echo");
    const { body: created } = await post("", { name: "x", steps: [{ id: "s", toolId: tool.id, arguments: {} }] });
    const document = JSON.parse(JSON.stringify(await exported(created.id)).replaceAll(tool.id, "tool_elsewhere00"));
    const { body } = await post("/import", { format: "nexus", source: document });
    expect([body.definition.steps[0].toolId, body.notes]).toEqual([tool.id, []]);
    document.tools[0].definitionHash = "0".repeat(64);
    const changed = await post("/import", { format: "nexus", source: document });
    expect([changed.status, changed.body.notes]).toMatchObject([
      201,
      [{ severity: "warning", code: "changed_tool", pointer: "/definition/steps/0/toolId" }],
    ]);
  });

  test("a tool or a workflow that is nowhere is named, unless `tools` says what to call in its place", async () => {
    const step = { id: "s", toolId: "tool_nowhere0000", arguments: {} };
    const source = {
      format: "nexuscall.workflow/1",
      workflow: { id: "wf_elsewhere000", version: 3, name: "x", description: "" },
      definition: { name: "x", steps: [step, { id: "t", workflowId: "wf_nowhere00000", arguments: {} }] },
      tools: [],
      workflows: [{ ref: "wf_nowhere00000", name: "inner", version: 2 }],
    };
    const refused = await post("/import", { format: "nexus", source });
    expect([refused.status, refused.body.code]).toEqual([422, "not_importable"]);
    expect(refused.body.errors).toMatchObject([
      {
        code: "unmapped_tool",
        pointer: "/source/definition/steps/0/toolId",
        hint: expect.stringContaining("tool_nowhere0000"),
      },
      {
        code: "unmapped_tool",
        pointer: "/source/definition/steps/1/workflowId",
        message: 'There is no workflow "wf_nowhere00000" ("inner", version 2) here that you can run.',
        hint: expect.stringContaining('{"tools": {"wf_nowhere00000": "wf_…"}}'),
      },
    ]);
    const { id: inner } = (await post("", { name: "inner", steps: [{ id: "one", transform: 1 }] })).body;
    const tools = { tool_nowhere0000: "tool_nexus_echo", wf_nowhere00000: inner };
    const { status, body } = await post("/import", { format: "nexus", source, tools });
    expect(status).toBe(201);
    expect(body.definition.steps).toMatchObject([{ toolId: "tool_nexus_echo" }, { workflowId: inner }]);
  });

  test("a document that is none says what is wrong with it", async () => {
    const { status, body } = await post("/import", { format: "nexus", source: { format: "nexuscall.workflow/9" } });
    expect([status, body.code]).toEqual([422, "not_importable"]);
    expect(body.errors[0]).toMatchObject({ code: "invalid_source", pointer: "/source/format" });
  });

  test("an older version is exported as it was; another agent's workflow is not there", async () => {
    const { body: created } = await post("", { name: "x", steps: [{ id: "s", transform: 1 }] });
    const second = { name: "x", steps: [{ id: "s", transform: 2 }] };
    await call("PUT", `${path}/${created.id}`, { key: agent.key, body: second });
    const at = (query: string, key = agent.key) => call("GET", `${path}/${created.id}/export${query}`, { key });
    expect((await at("")).body.definition).toEqual(second);
    expect((await at("?version=1")).body).toMatchObject({
      workflow: { version: 1 },
      definition: { steps: [{ transform: 1 }] },
    });
    expect((await at("?version=9")).status).toBe(404);
    expect((await at("", (await newAgent()).key)).status).toBe(404);
  });
});

const RESOURCE = "arn:aws:lambda:eu-central-1:123456789012:function:say";
const machine = (states: Record<string, unknown>, extra = {}) => ({
  QueryLanguage: "JSONata",
  StartAt: "Say",
  States: states,
  ...extra,
});
const say = { Type: "Task", Resource: RESOURCE, Arguments: { text: "{% $states.input.text %}" }, End: true };

describe("States Language", () => {
  test("a state machine becomes a workflow that runs", async () => {
    const source = machine({ Say: say }, { Comment: "Says it." });
    const { status, body } = await post("/import", { format: "asl", source, tools: { [RESOURCE]: "tool_nexus_echo" } });
    expect([status, body.description, body.notes]).toEqual([201, "Says it.", []]);
    const run = await post(`/${body.id}/execute?wait=20`, { input: { text: "hello" } });
    expect([run.body.status, run.body.output]).toEqual(["success", { text: "hello" }]);
  });

  test("each construct without a counterpart is named with its pointer, and nothing is stored", async () => {
    const other = await newAgent();
    const source = machine({ Say: { ...say, HeartbeatSeconds: 5, Credentials: {} } });
    const asked = { format: "asl", source, tools: { [RESOURCE]: "tool_nexus_echo" } };
    const refused = await post("/import", asked, other);
    expect([refused.status, refused.body.code]).toEqual([422, "not_importable"]);
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      "/source/States/Say/HeartbeatSeconds",
      "/source/States/Say/Credentials",
    ]);
    const dry = await post("/import", { ...asked, dryRun: true }, other);
    expect([dry.status, dry.body.ok, dry.body.diagnostics]).toEqual([200, false, []]);
    expect(dry.body.notes.map(({ pointer }: { pointer: string }) => pointer)).toContain("/States/Say/HeartbeatSeconds");
    expect(dry.body.definition.steps).toHaveLength(1);
    expect((await call("GET", path, { key: other.key })).body.data).toEqual([]);
  });
});

test("a document of Serverless Workflow becomes a workflow that runs; a dry run of it stores nothing", async () => {
  const other = await newAgent();
  const source = {
    document: { dsl: "1.0.0", namespace: "test", name: "say", version: "0.1.0" },
    do: [{ say: { call: "say", with: { text: "${ .text }" } } }, { end: { set: { said: "${ .text }" } } }],
  };
  const asked = { format: "serverless", source, tools: { say: "tool_nexus_echo" } };
  const dry = await post("/import", { ...asked, dryRun: true }, other);
  expect([dry.status, dry.body.ok, dry.body.notes]).toEqual([200, true, []]);
  expect((await call("GET", path, { key: other.key })).body.data).toEqual([]);
  const { status, body } = await post("/import", asked, other);
  expect([status, body.name]).toEqual([201, "say"]);
  const run = await post(`/${body.id}/execute?wait=20`, { input: { text: "hello" } }, other);
  expect([run.body.status, run.body.output]).toEqual(["success", { said: "hello" }]);
});

test("a document of Serverless Workflow comes as YAML, too; what is wrong with its text is said", async () => {
  const source =
    "document: {dsl: '1.0.0', name: say}\ndo:\n  - say:\n      call: say\n      with:\n        text: ${ .text }\n";
  const asked = { format: "serverless", source, tools: { say: "tool_nexus_echo" } };
  const { status, body } = await post("/import", asked);
  expect([status, body.name, body.notes]).toEqual([201, "say", []]);
  const run = await post(`/${body.id}/execute?wait=20`, { input: { text: "hello" } });
  expect([run.body.status, run.body.output]).toEqual(["success", { text: "hello" }]);
  for (const [text, why] of [
    ["a: &x [1]\nb: *x", "alias"],
    ["[".repeat(60_000), "nests"],
    ["a: [", "At line 1"],
  ]) {
    const refused = await post("/import", { ...asked, source: text });
    expect([refused.status, refused.body.code]).toEqual([422, "not_importable"]);
    expect(refused.body.errors).toMatchObject([{ pointer: "/source", message: expect.stringContaining(why ?? "") }]);
  }
});

describe("a body in YAML", () => {
  const yaml = (raw: string, type = "application/yaml") =>
    call("POST", `${path}/import`, { key: agent.key, raw, headers: { "Content-Type": type } });
  const document =
    "document: {dsl: '1.0.0', name: say}\ndo:\n  - say:\n      call: http\n      with: {method: get, endpoint: https://x.test/}\n";

  test.each(["application/yaml", "application/yaml; charset=utf-8", "text/yaml", "application/x-yaml"])(
    "%s: a document by itself becomes a workflow",
    async (type) => {
      const { status, body } = await yaml(document, type);
      expect([status, body.name, body.notes]).toEqual([201, "say", []]);
    },
  );

  test("has the fields that JSON has; what is wrong with them is said as of JSON", async () => {
    const indented = document.replaceAll(/^/gm, "  ").trimEnd();
    const dry = await yaml(`format: serverless\ndryRun: true\nsource:\n${indented}\n`);
    expect([dry.status, dry.body.ok, dry.body.definition.name]).toEqual([200, true, "say"]);
    const refused = await yaml(`format: bpmn\nsource: 1\nmore: 2\n`);
    expect([refused.status, refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
      422,
      ["/format", "/more"],
    ]);
  });

  test("a state machine by itself is imported, too, also as JSON", async () => {
    const itself = { QueryLanguage: "JSONata", StartAt: "A", States: { A: { Type: "Pass", Output: 1, End: true } } };
    expect((await post("/import", itself)).status).toBe(201);
    expect((await yaml(JSON.stringify(itself))).status).toBe(201);
  });

  test.each([
    ["a: [", "At line 1"],
    ["a: &x [1]\nb: *x", "alias"],
    ["[".repeat(60_000), "nests"],
    ["a: .inf", "number"],
    [`a: ${"x".repeat(70_000)}`, "longer"],
  ])("that cannot be read is refused, with why: %#", async (raw, why) => {
    const { status, body } = await yaml(raw);
    expect([status, body.code, body.detail]).toEqual([400, "malformed_json", expect.stringContaining(why)]);
  });

  test("is for documents alone: elsewhere it is 415", async () => {
    const headers = { "Content-Type": "application/yaml" };
    const { status, body } = await call("POST", path, { key: agent.key, raw: "name: w\nsteps: []\n", headers });
    expect([status, body.code]).toEqual([415, "unsupported_media_type"]);
  });
});

test("an unknown format, and a source that is nothing, are refused", async () => {
  expect((await post("/import", { format: "bpmn", source: {} })).status).toBe(422);
  for (const format of ["nexus", "asl", "serverless"]) {
    for (const source of [null, [], 1, "x", {}]) {
      const { status, body } = await post("/import", { format, source });
      expect([status, body.code]).toEqual([422, "not_importable"]);
    }
  }
});
