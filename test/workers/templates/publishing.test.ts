// Workflows as agents offer them to each other: published, made anew, rated, reported, and taken back.

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { call, newAgent, newTool, type TestAgent } from "../api/hub.ts";
import { publishWorkflow } from "../../../api/templates/publish-workflow.ts";
import { openDatabase } from "../../../api/platform/database.ts";
import { tradeTool } from "./trade-tools.ts";

let author: TestAgent;
let reader: TestAgent;

beforeAll(async () => {
  [author, reader] = [await newAgent("author"), await newAgent("reader")];
});

const templates = "/api/v1/templates";
const ask = (method: string, path: string, agent: TestAgent, body?: unknown) =>
  call(method, path, { key: agent.key, ...(body !== undefined && { body }) });
const publish = (workflowId: string, body: unknown = {}, agent = author) =>
  ask("POST", `/api/v1/workflows/${workflowId}/publish`, agent, body);

async function workflowOf(agent: TestAgent, definition: Record<string, unknown>): Promise<string> {
  const { status, body } = await ask("POST", "/api/v1/workflows", agent, { name: "mine", ...definition });
  expect([status, body.errors ?? []]).toEqual([201, []]);
  return body.id;
}

/** A tool that only its agent may know of, as a private MCP server's is. */
async function privateTool(agent: TestAgent, path = "/search", extra = {}) {
  const { id } = await newTool(agent, path, extra);
  await env.DB.prepare("UPDATE mcp_tools SET is_public = 0 WHERE id = ?").bind(id).run();
  return id;
}

const oneStep = { steps: [{ id: "only", toolId: "tool_nexus_echo", arguments: { a: 1 } }] };

describe("POST /api/v1/workflows/:id/publish", () => {
  test("422: a slot that is named otherwise, and one for a tool that no step names so, say how it is done", async () => {
    const id = await workflowOf(author, oneStep);
    const { body } = await publish(id, { slots: { "My-slot": { tool: "tool_nexus_echo" } } });
    expect(body.errors).toMatchObject([
      { pointer: "/slots/My-slot", message: "A slot's name has 1 to 40 of a-z 0-9 _, a letter first." },
    ]);
    const { body: other } = await publish(id, { slots: { echo: { tool: "agent_nexus/echo@1.0.0" } } });
    expect(other.errors).toMatchObject([
      { code: "unknown_tool", pointer: "/slots/echo/tool", hint: "Its steps name: tool_nexus_echo." },
    ]);
  });

  test("201: everybody finds it and reads it, and the workflow says that it is public", async () => {
    const id = await workflowOf(author, { ...oneStep, description: "Says one." });
    const texts = {
      title: "Zebra crossing",
      readme: "# Zebras\n\nThey cross.",
      category: "animals",
      tags: ["zebra"],
      icon: "🦓",
    };
    const { status, headers, body } = await publish(id, texts);
    expect(status).toBe(201);
    expect(headers.get("Location")).toBe(`${templates}/${body.id}`);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^tpl_[\w-]{12}$/),
      ...texts,
      agentId: author.id,
      agentName: "author",
      workflowId: id,
      summary: "Says one.",
      version: 1,
      slots: [],
      forkedFrom: null,
      warnings: [],
    });
    expect((await ask("GET", `${templates}/${body.id}`, reader)).body.definition).toEqual(body.definition);
    expect((await ask("GET", `${templates}?q=zebra`, reader)).body.data).toMatchObject([{ id: body.id }]);
    expect((await ask("GET", `${templates}?agentId=${author.id}`, reader)).body.data).toMatchObject([{ id: body.id }]);
    expect((await ask("GET", `/api/v1/workflows/${id}`, author)).body.isPublic).toBe(true);
  });

  test("published again it has another version; who made a workflow of the first keeps it; texts alone make none", async () => {
    const id = await workflowOf(author, oneStep);
    const { body: first } = await publish(id, { readme: "One." });
    const made = await ask("POST", `${templates}/${first.id}/instantiate`, reader, {});
    const changed = { name: "mine", steps: [{ id: "only", toolId: "tool_nexus_echo", arguments: { a: 2 } }] };
    await ask("PUT", `/api/v1/workflows/${id}`, author, changed);
    const second = await publish(id);
    expect([second.status, second.body.id, second.body.version, second.body.readme]).toEqual([
      201,
      first.id,
      2,
      "One.",
    ]);
    expect(second.body.versions.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    const texts = await publish(id, { readme: "Two.", icon: null });
    expect([texts.status, texts.body.version, texts.body.readme]).toEqual([200, 2, "Two."]);
    const older = await ask("GET", `${templates}/${first.id}?version=1`, reader);
    expect([older.body.shownVersion, older.body.definition.steps[0].arguments]).toEqual([1, { a: 1 }]);
    const again = await ask("POST", `${templates}/${first.id}/instantiate`, reader, { version: 1 });
    expect([again.status, again.body.template.version]).toEqual([201, 1]);
    const kept = await ask("GET", `/api/v1/workflows/${made.body.id}`, reader);
    expect(kept.body.definition.steps[0].arguments).toEqual({ a: 1 });
    const earlier = await publish(id, { version: 1 });
    expect([earlier.status, earlier.body.version, earlier.body.definition.steps[0].arguments]).toEqual([
      201,
      3,
      { a: 1 },
    ]);
  });

  test("tools for a slot are found in the version that has it, however it is called in the next", async () => {
    const id = await workflowOf(author, oneStep);
    const { body: template } = await publish(id, { slots: { early: { tool: "tool_nexus_echo" } } });
    expect((await publish(id, { slots: { late: { tool: "tool_nexus_echo" } } })).body.version).toBe(2);
    const toolsOf = (slot: string) => ask("GET", `${templates}/${template.id}/slots/${slot}`, reader);
    expect((await toolsOf("early/tools?version=1")).body.data[0].id).toBe("tool_nexus_echo");
    expect((await toolsOf("late/tools")).body.data[0].id).toBe("tool_nexus_echo");
    const others = ["early/tools", "late/tools?version=1", "late/tools?version=3", "late/tools?version=0"];
    const statuses = await Promise.all(others.map(async (other) => (await toolsOf(other)).status));
    expect(statuses).toEqual([404, 404, 404, 400]);
  });

  test("of publications at once one makes the template, the others are its versions or the same", async () => {
    const id = await workflowOf(author, oneStep);
    const answers = await Promise.all([1, 2, 3, 4].map((n) => publish(id, { title: `Number ${n}` })));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
  });

  /** The hub's database, in which something happens before each write. */
  const databaseWith = (before: () => Promise<unknown>) =>
    openDatabase(
      new Proxy(env.DB, {
        get(target, name: keyof D1Database) {
          if (name !== "batch") return target[name].bind(target);
          return async (statements: D1PreparedStatement[]) => {
            await before();
            return target.batch(statements);
          };
        },
      }),
    );
  const echoing = (a: number) => ({ name: "mine", steps: [{ ...oneStep.steps[0], arguments: { a } }] });

  test("what is the same leaves the version alone that came in between", async () => {
    const id = await workflowOf(author, echoing(1));
    const { body: first } = await publish(id);
    const db = databaseWith(async () => {
      await ask("PUT", `/api/v1/workflows/${id}`, author, echoing(2));
      await publish(id);
    });
    expect(await publishWorkflow(db, author.id, id, { workflowVersion: 1, slots: {} })).toMatchObject({ isNew: false });
    expect((await ask("GET", `${templates}/${first.id}`, reader)).body.version).toBe(2);
  });

  test("409 where another publication comes in between time and again", async () => {
    const id = await workflowOf(author, echoing(0));
    await publish(id);
    await ask("PUT", `/api/v1/workflows/${id}`, author, echoing(1));
    let n = 1;
    const db = databaseWith(async () => {
      await ask("PUT", `/api/v1/workflows/${id}`, author, echoing(++n));
      await publish(id);
    });
    const asked = publishWorkflow(db, author.id, id, { workflowVersion: 2, slots: {} });
    await expect(asked).rejects.toMatchObject({ code: "template_changed" });
  });

  test("422 for what is too large for a row, together with its example", async () => {
    const filler = (length: number) => "x".repeat(length);
    const id = await workflowOf(author, { ...echoing(1), description: "", output: filler(900_000) });
    const { status, body } = await publish(id, { exampleInput: filler(900_000) });
    expect([status, body.code, body.errors?.[0]?.code]).toEqual([422, "not_publishable", "too_large"]);
  });

  test("an example is kept as long as it fits, and goes where null is given for it", async () => {
    const id = await workflowOf(author, echoing(1));
    expect((await publish(id, { exampleInput: { n: "one" } })).status).toBe(201);
    expect((await publish(id)).body.exampleInput).toEqual({ n: "one" });
    const inputSchema = { type: "object", properties: { n: { type: "number" } } };
    await ask("PUT", `/api/v1/workflows/${id}`, author, { ...echoing(1), inputSchema });
    const refused = await publish(id);
    expect(refused.body.errors).toMatchObject([{ code: "schema_mismatch", pointer: "/exampleInput/n" }]);
    expect((await publish(id, { exampleInput: null })).body).toMatchObject({ version: 2, exampleInput: null });
  });

  test("a credential in a private tool's schema is not copied to its slot", async () => {
    const inputSchema = { type: "object", properties: { to: { type: "string", default: `sk-${"a1B2".repeat(8)}` } } };
    const tool = await privateTool(author, "/echo", { inputSchema });
    const id = await workflowOf(author, { steps: [{ id: "a", toolId: tool, arguments: { to: "x" } }] });
    const { status, body } = await publish(id, { slots: { say: { tool } } });
    expect([status, body.errors?.map(({ code, pointer }: Record<string, string>) => [code, pointer])]).toEqual([
      422,
      [["secret", "/slots/say/inputSchema/properties/to/default"]],
    ]);
  });

  test("a tool that the definition has by id and by name has one slot", async () => {
    const { id: toolId, name } = await newTool(author);
    await env.DB.prepare("UPDATE mcp_tools SET is_public = 0 WHERE id = ?").bind(toolId).run();
    const tool = `${author.id}/${name}`;
    const steps = [
      { id: "a", toolId, arguments: {} },
      { id: "b", tool, arguments: {} },
    ];
    const id = await workflowOf(author, { steps });
    const two = await publish(id, { slots: { one: { tool: toolId }, other: { tool } } });
    expect([two.status, two.body.errors]).toMatchObject([
      422,
      [{ code: "invalid_value", pointer: "/slots/other/tool" }],
    ]);
    const { status, body } = await publish(id, { slots: { one: { tool } } });
    expect([status, body.definition.steps.map((step: { toolId: string }) => step.toolId)]).toEqual([
      201,
      ["slot:one", "slot:one"],
    ]);
  });

  test("of many slots without a tool each is named; for the first five, tools are looked for", async () => {
    const tools = await Promise.all(Array.from({ length: 6 }, () => privateTool(author)));
    const steps = tools.map((toolId, n) => ({ id: `s${n}`, toolId, arguments: {} }));
    const slots = Object.fromEntries(tools.map((tool, n) => [`slot${n}`, { tool }]));
    const { body: template } = await publish(await workflowOf(author, { steps }), { slots });
    const { status, body } = await ask("POST", `${templates}/${template.id}/instantiate`, reader, {});
    expect([status, body.errors.length, Object.keys(body.fitting).length]).toEqual([422, 6, 5]);
    expect(body.errors[5].hint).toContain("/slots/slot5/tools");
  });

  test("422 with all that others may not see or could not use; nothing is published", async () => {
    const tool = await privateTool(author);
    const inner = await workflowOf(author, oneStep);
    const id = await workflowOf(author, {
      steps: [
        { id: "a", toolId: tool, arguments: {} },
        { id: "b", workflowId: inner, arguments: {} },
        { id: "c", toolId: "tool_nexus_echo", arguments: { apiKey: "letmein" } },
        { id: "d", handoff: { tag: "x", parentHandoffId: "handoff_123456789012" } },
      ],
    });
    expect((await ask("DELETE", `/api/v1/workflows/${inner}`, author)).status).toBe(204);
    const { status, body } = await publish(id, {
      readme: `Use sk-${"a1B2".repeat(8)}`,
      slots: { other: { tool: "tool_x" } },
    });
    expect([status, body.code]).toEqual([422, "not_publishable"]);
    expect(body.errors.map(({ code, pointer }: Record<string, string>) => [code, pointer])).toEqual([
      ["missing_workflow", "/steps/1/workflowId"],
      ["private_tool", "/steps/0/toolId"],
      ["private_handoff", "/steps/3/handoff/parentHandoffId"],
      ["unknown_tool", "/slots/other/tool"],
      ["secret", "/steps/2/arguments/apiKey"],
      ["secret", "/readme"],
    ]);
    expect(JSON.stringify(body)).not.toContain("letmein");
    expect((await ask("GET", `/api/v1/workflows/${id}`, author)).body.isPublic).toBe(false);
    expect((await ask("GET", `${templates}?agentId=${author.id}&q=letmein`, reader)).body.data).toEqual([]);
  });

  test("a private tool becomes a slot that asks for what is sent and read; others fill it and run it", async () => {
    const text = { type: "string" };
    const tool = await privateTool(author, "/search", {
      inputSchema: { type: "object", properties: { query: text, market: text }, required: ["query"] },
      outputSchema: {
        type: "object",
        properties: { results: { type: "array" }, cost: text },
        required: ["results", "cost"],
      },
    });
    const id = await workflowOf(author, {
      steps: [{ id: "find", toolId: tool, arguments: { query: "{{input.topic}}" } }],
      inputSchema: { type: "object", properties: { topic: text }, required: ["topic"] },
      output: { count: "{{= $count($steps.find.result.results) }}" },
    });
    const slots = { search: { tool, title: "A search", description: "Finds." } };
    const { status, body } = await publish(id, { slots, exampleInput: { topic: "bees" } });
    expect(status).toBe(201);
    expect(JSON.stringify(body)).not.toContain(tool);
    expect(body.slots).toEqual([
      {
        name: "search",
        title: "A search",
        description: "Finds.",
        inputSchema: { type: "object", properties: { query: text }, required: ["query"], additionalProperties: false },
        outputSchema: { type: "object", properties: { results: { type: "array" } }, required: ["results"] },
      },
    ]);
    // Whoever knows its id, or its name, has no tool by that.
    const { body: own } = await ask("GET", `/api/v1/mcp/tools/${tool}`, author);
    for (const named of [tool, `${author.id}/${own.name}@${own.version}`]) {
      const refused = await ask("POST", `${templates}/${body.id}/instantiate`, reader, { slots: { search: named } });
      expect([refused.status, refused.body.errors]).toMatchObject([422, [{ code: "unknown_tool" }]]);
      expect(JSON.stringify(refused.body.fitting)).not.toContain(tool);
    }
    const search = await tradeTool(reader, "search");
    const made = await ask("POST", `${templates}/${body.id}/instantiate`, reader, { slots: { search } });
    expect(made.status).toBe(201);
    const input = { input: body.exampleInput };
    const run = await ask("POST", `/api/v1/workflows/${made.body.id}/execute?wait=20`, reader, input);
    expect([run.body.status, run.body.output]).toEqual(["success", { count: 8 }]);
  });

  test("a public tool may be a slot too, and stays its default", async () => {
    const id = await workflowOf(author, oneStep);
    const { body } = await publish(id, { slots: { say: { tool: "tool_nexus_echo" } } });
    expect(body.slots).toMatchObject([{ name: "say", title: "echo", default: "tool_nexus_echo", outputSchema: null }]);
    const made = await ask("POST", `${templates}/${body.id}/instantiate`, reader, {});
    expect([made.status, made.body.definition.steps[0].toolId]).toEqual([201, "tool_nexus_echo"]);
  });

  test("an example that does not fit, a bad slot name and a workflow of another are refused", async () => {
    const inputSchema = { type: "object", properties: { n: { type: "number" } }, required: ["n"] };
    const id = await workflowOf(author, { ...oneStep, inputSchema });
    const unfit = await publish(id, { exampleInput: { n: "one" } });
    expect(unfit.body.errors).toMatchObject([{ code: "schema_mismatch", pointer: "/exampleInput/n" }]);
    expect((await publish(id, { slots: { "Not a name": { tool: "tool_nexus_echo" } } })).status).toBe(422);
    const many = Array.from({ length: 51 }, (_, n) => [`s${n}`, { tool: "tool_nexus_echo" }]);
    expect((await publish(id, { slots: Object.fromEntries(many) })).body.code).toBe("invalid_request");
    expect((await publish(id, {}, reader)).status).toBe(404);
    expect((await publish(id, { version: 7 })).status).toBe(404);
  });
});

test("a workflow that was made of a template, changed and published, says where it comes from", async () => {
  const { body: root } = await publish(await workflowOf(author, oneStep), { title: "Root" });
  const made = await ask("POST", `${templates}/${root.id}/instantiate`, reader, { name: "mine" });
  const { body: fork } = await publish(made.body.id, { title: "Fork" }, reader);
  expect([fork.forkedFrom, fork.lineage]).toEqual([
    { id: root.id, version: 1 },
    [{ id: root.id, version: 1, title: "Root" }],
  ]);
  const third = await newAgent("third");
  const again = await ask("POST", `${templates}/${fork.id}/instantiate`, third, {});
  const { body: leaf } = await publish(again.body.id, { title: "Leaf" }, third);
  expect(leaf.lineage.map(({ title }: { title: string }) => title)).toEqual(["Fork", "Root"]);
  expect((await ask("GET", `${templates}/${root.id}`, third)).body.forkCount).toBe(1);
  await ask("DELETE", `${templates}/${fork.id}`, reader);
  const { body: later } = await ask("GET", `${templates}/${leaf.id}`, third);
  expect(later.lineage.map(({ title }: { title: string | null }) => title)).toEqual([null, "Root"]);
});

describe("PUT /api/v1/templates/:id/rating", () => {
  const rate = (id: string, agent: TestAgent, body: unknown) => ask("PUT", `${templates}/${id}/rating`, agent, body);

  test("who has used it rates it once; another rating takes its place; lists and sorts go by it", async () => {
    const { body: template } = await publish(await workflowOf(author, oneStep));
    const [p, q] = await Promise.all([newAgent("p"), newAgent("q")]);
    for (const agent of [p, q]) await ask("POST", `${templates}/${template.id}/instantiate`, agent, {});
    expect((await rate(template.id, p, { rating: 1, comment: "No." })).status).toBe(200);
    const changed = await rate(template.id, p, { rating: 5, comment: "Yes." });
    expect(changed.body).toMatchObject({ agentId: p.id, rating: 5, comment: "Yes.", version: 1 });
    await rate(template.id, q, { rating: 4 });
    const { body: read } = await ask("GET", `${templates}/${template.id}`, reader);
    expect([read.rating, read.userCount]).toEqual([{ average: 4.5, count: 2 }, 2]);
    const ratings = await ask("GET", `${templates}/${template.id}/ratings?limit=1`, reader);
    expect(ratings.body.data).toMatchObject([{ agentId: q.id, rating: 4, comment: null }]);
    const next = await ask("GET", `${templates}/${template.id}/ratings?cursor=${ratings.body.nextCursor}`, reader);
    expect(next.body).toMatchObject({ data: [{ agentId: p.id }], nextCursor: null });
    const best = await ask("GET", `${templates}?sort=rating&limit=1`, reader);
    expect(best.body.data[0].id).toBe(template.id);
    const used = await ask("GET", `${templates}?sort=popularity&limit=1`, reader);
    expect(used.body.data[0].id).toBe(template.id);
  });

  test("a template says to each agent whether it has made a workflow of it", async () => {
    const { body: template } = await publish(await workflowOf(author, oneStep));
    expect(template.isUsed).toBe(false);
    await ask("POST", `${templates}/${template.id}/instantiate`, reader, {});
    const read = async (agent: typeof reader) => (await ask("GET", `${templates}/${template.id}`, agent)).body.isUsed;
    expect([await read(reader), await read(author)]).toEqual([true, false]);
  });

  test("409 for who has not used it and for its publisher; 422 for more than five stars", async () => {
    const { body: template } = await publish(await workflowOf(author, oneStep));
    await ask("POST", `${templates}/${template.id}/instantiate`, author, {});
    for (const agent of [reader, author]) {
      const { status, body } = await rate(template.id, agent, { rating: 5 });
      expect([status, body.code]).toEqual([409, "rating_refused"]);
    }
    expect((await rate(template.id, reader, { rating: 6 })).status).toBe(422);
    expect((await ask("GET", `${templates}/${template.id}`, reader)).body).toMatchObject({ useCount: 1, userCount: 0 });
  });
});

test("a report is kept for the operator, one of each agent, the last one", async () => {
  const { body: template } = await publish(await workflowOf(author, oneStep));
  const report = (body: unknown) => ask("POST", `${templates}/${template.id}/report`, reader, body);
  expect((await report({ reason: "spam" })).status).toBe(200);
  const { body } = await report({ reason: "malicious", details: "It sends mail." });
  expect(body).toMatchObject({ templateId: template.id, reason: "malicious", version: 1 });
  expect((await report({ reason: "boring" })).status).toBe(422);
  const { results } = await env.DB.prepare(
    "SELECT agent_id, reason, details FROM template_reports WHERE template_id = ?",
  )
    .bind(template.id)
    .all();
  expect(results).toEqual([{ agent_id: reader.id, reason: "malicious", details: "It sends mail." }]);
});

describe("DELETE /api/v1/templates/:id", () => {
  test("its publisher takes it back: nobody finds it, workflows that were made of it stay", async () => {
    const id = await workflowOf(author, oneStep);
    const { body: template } = await publish(id, { title: "Quagga" });
    const made = await ask("POST", `${templates}/${template.id}/instantiate`, reader, {});
    expect((await ask("DELETE", `${templates}/${template.id}`, reader)).status).toBe(404);
    expect((await ask("DELETE", `${templates}/${template.id}`, author)).status).toBe(204);
    expect((await ask("DELETE", `${templates}/${template.id}`, author)).status).toBe(404);
    for (const path of ["", "/ratings"]) {
      expect((await ask("GET", `${templates}/${template.id}${path}`, author)).status).toBe(404);
    }
    expect((await ask("GET", `${templates}?q=quagga`, reader)).body.data).toEqual([]);
    expect((await ask("GET", `/api/v1/workflows/${made.body.id}`, reader)).status).toBe(200);
    expect((await ask("GET", `/api/v1/workflows/${id}`, author)).body.isPublic).toBe(false);
    const again = await publish(id, { title: "Quagga" });
    expect([again.status, again.body.id === template.id]).toEqual([201, false]);
    expect((await ask("DELETE", `${templates}/${template.id}`, author)).status).toBe(404);
    expect((await ask("GET", `/api/v1/workflows/${id}`, author)).body.isPublic).toBe(true);
  });

  test("nobody takes a preset back", async () => {
    expect((await ask("DELETE", `${templates}/tpl_nexus_book_trip`, author)).status).toBe(404);
  });
});
