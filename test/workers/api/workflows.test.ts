import { describe, expect, test } from "vitest";
import { call, newAgent, newTool, newWorkflow } from "./hub.ts";

const path = "/api/v1/workflows";

describe("POST /api/v1/workflows", () => {
  test("201 for a definition with its fields at the top level; GET gives it back as it was written", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    const definition = {
      name: "echo twice",
      description: "for the test",
      inputSchema: { type: "object", properties: { topic: { type: "string" } }, required: ["topic"] },
      steps: [
        { id: "first", toolId: tool.id, arguments: { a: "{{input.topic}}" } },
        { id: "second", toolId: tool.id, arguments: { b: "{{steps.first.result}}" }, dependsOn: ["first"] },
      ],
      errorStrategy: "stop_on_first",
      timeoutMs: 60_000,
    };
    const { status, headers, body } = await call("POST", path, { key: a.key, body: definition });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^wf_[\w-]{12}$/),
      agentId: a.id,
      name: "echo twice",
      description: "for the test",
      status: "active",
      version: 1,
      isPublic: false,
      inputSchema: definition.inputSchema,
      warnings: [],
    });
    expect(headers.get("Location")).toBe(`${path}/${body.id}`);
    const read = await call("GET", `${path}/${body.id}`, { key: a.key });
    expect(read.status).toBe(200);
    expect(read.body.definition).toEqual(definition);
  });

  test("422 with every fault at once; the check says the same and stores nothing", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    const body = {
      name: "faulty",
      steps: [
        { id: "a", toolId: tool.id, arguments: {}, dependsOn: ["b"] },
        { id: "b", toolId: tool.id, arguments: {}, dependsOn: ["a"] },
        { id: "c", toolId: "tool_unknown00000", arguments: { x: "{{steps.nowhere.result}}" } },
        { id: "d", toolId: tool.id, arguments: { x: "{{steps.d.result}}" } },
      ],
      errorStratgy: "continue",
    };
    const created = await call("POST", path, { key: a.key, body });
    expect(created.status).toBe(422);
    expect(created.body.code).toBe("invalid_definition");
    expect(created.body.errors.length).toBeGreaterThanOrEqual(4);
    const checked = await call("POST", `${path}/check`, { key: a.key, body });
    expect(checked.status).toBe(200);
    expect(checked.body).toEqual({ ok: false, diagnostics: created.body.errors });
    expect((await call("GET", path, { key: a.key })).body.data).toEqual([]);
  });

  test("an unknown tool is answered with the one that was meant", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    const body = { name: "x", steps: [{ id: "s", toolId: `${tool.id.slice(0, -1)}!`, arguments: {} }] };
    const { errors } = (await call("POST", path, { key: a.key, body })).body;
    expect(errors).toMatchObject([{ pointer: "/steps/0/toolId", hint: expect.stringContaining(tool.id) }]);
  });

  test.each([
    ["a list", []],
    ["a number", 1],
    ["nothing but null", null],
    ["an empty object", {}],
  ])("422 for %s", async (_what, body) => {
    const { key } = await newAgent();
    const answer = await call("POST", path, { key, raw: JSON.stringify(body) });
    expect([answer.status, answer.body.code]).toEqual([422, "invalid_definition"]);
  });

  test("a definition of 10,000 steps is stored, read and executed; one of 10,001 is refused with 422", async () => {
    const a = await newAgent();
    const tool = await newTool(a, "/mirror", { rateLimit: { maxPerMinute: 1_000_000 } });
    const steps = Array.from({ length: 10_000 }, (_, i) => ({ id: `s${i}`, toolId: tool.id, arguments: {} }));
    const created = await call("POST", path, { key: a.key, body: { name: "large", steps } });
    expect(created.status).toBe(201);
    const execute = await call("POST", `${path}/${created.body.id}/execute`, { key: a.key });
    expect(execute.status).toBe(202);
    const run = `/api/v1/workflow-runs/${execute.body.runId}`;
    expect((await call("POST", `${run}/cancel`, { key: a.key })).body.status).toBe("cancelled");

    steps.push({ id: "one-too-many", toolId: tool.id, arguments: {} });
    const refused = await call("POST", path, { key: a.key, body: { name: "too large", steps } });
    expect([refused.status, refused.body.code]).toEqual([422, "invalid_definition"]);
  }, 60_000);

  test("a definition of 3 MB is read back as it was sent, in every version", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    const large = (text: string) => ({
      name: "large",
      steps: [{ id: "s", toolId: tool.id, arguments: { text: text.repeat(1_000_000) } }],
    });
    const created = await call("POST", path, { key: a.key, body: large("æ") });
    expect(created.status).toBe(201);
    const one = `${path}/${created.body.id}`;
    const replaced = await call("PUT", one, { key: a.key, body: large("xyz") });
    expect([replaced.status, replaced.body.version]).toEqual([200, 2]);
    const small = { ...large(""), name: "small" };
    expect((await call("PUT", one, { key: a.key, body: small })).body.version).toBe(3);
    expect((await call("GET", one, { key: a.key })).body.definition).toEqual(small);
    expect((await call("GET", `${one}/versions/1`, { key: a.key })).body.definition).toEqual(large("æ"));
    expect((await call("POST", `${one}/versions/2/restore`, { key: a.key })).body.version).toBe(4);
    expect((await call("GET", one, { key: a.key })).body.definition).toEqual(large("xyz"));
    expect((await call("PUT", one, { key: a.key, body: large("xyz") })).body.version).toBe(4);

    const tooLarge = await call("POST", path, { key: a.key, body: large("xyzzy") });
    expect([tooLarge.status, tooLarge.body.code]).toEqual([413, "body_too_large"]);
  });

  test("a definition whose numbers grow when they are written out is refused with 422, not with a fault", async () => {
    const a = await newAgent();
    const tool = await newTool(a);
    const many = `[${"1e20,".repeat(250_000)}1]`;
    const raw = `{"name":"x","steps":[{"id":"s","toolId":"${tool.id}","arguments":{"many":${many}}}]}`;
    const { status, body } = await call("POST", path, { key: a.key, raw });
    expect([status, body.code]).toEqual([422, "invalid_definition"]);
  });
});

describe("a workflow's other routes", () => {
  test("the list holds the caller's own, without definitions", async () => {
    const [a, b] = [await newAgent(), await newAgent()];
    const tool = await newTool(a);
    const mine = await newWorkflow(a, tool.id);
    await newWorkflow(b, tool.id);
    const { body } = await call("GET", path, { key: a.key });
    expect(body.data.map((one: { id: string }) => one.id)).toEqual([mine.id]);
    expect(body.data[0]).not.toHaveProperty("definition");
    expect(body.nextCursor).toBeNull();
  });

  test("the list is filtered by name, by time, and by what is published", async () => {
    const agent = await newAgent();
    const made: string[] = [];
    for (const name of ["Nightly Report", "nightly backup", "100%"]) {
      made.push((await newWorkflow(agent, "tool_nexus_echo", { name })).id);
    }
    const [report = "", backup = "", percent = ""] = made;
    await call("POST", `${path}/${backup}/publish`, { key: agent.key, body: {} });
    const { createdAt } = (await call("GET", `${path}/${backup}`, { key: agent.key })).body;
    const found = async (query: string) => {
      const { body } = await call("GET", `${path}?${query}`, { key: agent.key });
      return body.data.map((one: { id: string }) => one.id);
    };
    expect(await found("q=NIGHTLY")).toEqual([backup, report]);
    expect(await found("q=%25")).toEqual([percent]);
    expect(await found("isPublic=true")).toEqual([backup]);
    expect(await found("isPublic=false&q=nightly")).toEqual([report]);
    const [since, before] = [await found(`from=${createdAt}`), await found(`to=${createdAt}`)];
    expect([since.includes(backup), before.includes(backup)]).toEqual([true, false]);
    expect([...since, ...before]).toEqual([percent, backup, report]);
    const never = await call("GET", `${path}?from=2030-01-02T00:00:00Z&to=2030-01-01T00:00:00Z`, { key: agent.key });
    expect([never.status, never.body.code]).toEqual([400, "invalid_parameter"]);
  });

  test("DELETE takes it away once; its runs stay readable", async () => {
    const a = await newAgent();
    const workflow = await newWorkflow(a, (await newTool(a)).id);
    const run = await call("POST", `${path}/${workflow.id}/execute?wait=10`, { key: a.key, body: { input: {} } });
    expect(run.status).toBe(200);
    expect((await call("DELETE", `${path}/${workflow.id}`, { key: a.key })).status).toBe(204);
    expect((await call("DELETE", `${path}/${workflow.id}`, { key: a.key })).status).toBe(404);
    expect((await call("GET", `${path}/${workflow.id}`, { key: a.key })).status).toBe(404);
    expect((await call("POST", `${path}/${workflow.id}/execute`, { key: a.key, body: {} })).status).toBe(404);
    expect((await call("GET", `/api/v1/workflow-runs/${run.body.id}`, { key: a.key })).status).toBe(200);
  });
});
