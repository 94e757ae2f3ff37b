// Templates that carry sub-workflows: what is brought along, what is refused in it, and what becomes of it in another's account.

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { instantiate } from "../../../api/templates/instantiate.ts";
import { openDatabase } from "../../../api/platform/database.ts";
import { call, newAgent, newTool, type TestAgent } from "../api/hub.ts";

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
const make = (templateId: string, body: unknown = {}, agent = reader) =>
  ask("POST", `${templates}/${templateId}/instantiate`, agent, body);

async function workflowOf(definition: Record<string, unknown>, agent = author): Promise<string> {
  const { status, body } = await ask("POST", "/api/v1/workflows", agent, { name: "mine", ...definition });
  expect([status, body.errors ?? []]).toEqual([201, []]);
  return body.id;
}

async function privateTool(agent: TestAgent): Promise<string> {
  const { id } = await newTool(agent);
  await env.DB.prepare("UPDATE mcp_tools SET is_public = 0 WHERE id = ?").bind(id).run();
  return id;
}

const running = (name: string, workflowId: string, more: object[] = []) => ({
  name,
  steps: [{ id: "run", workflowId, arguments: { n: "{{input.n}}" } }, ...more],
  output: { from: name, inner: "{{steps.run.result}}" },
});
const leaf = (says: string, toolId = "tool_nexus_echo") => ({
  name: "Leaf!",
  steps: [{ id: "say", toolId, arguments: { says, n: "{{input.n}}" } }],
  output: { from: "leaf", said: "{{steps.say.result}}" },
});

/** Three of the author's: the outermost runs the middle one, which runs the leaf; the outermost runs the leaf as well. */
async function three() {
  const inner = await workflowOf(leaf("one"));
  const middle = await workflowOf(running("middle", inner));
  const also = { id: "also", workflowId: inner, arguments: { n: 0 } };
  const outer = await workflowOf(running("outer", middle, [also]));
  return { inner, middle, outer };
}

const idsOf = async (agent: TestAgent): Promise<string[]> => {
  const { body } = await ask("GET", "/api/v1/workflows?limit=100", agent);
  return body.data.map(({ id }: { id: string }) => id).toSorted();
};

describe("POST /api/v1/workflows/:id/publish", () => {
  test("a template carries what its steps run, transitively and each once, under names and without ids", async () => {
    const { inner, middle, outer } = await three();
    const { status, body } = await publish(outer);
    expect(status).toBe(201);
    expect(body.definition.steps.map((step: { workflowId: string }) => step.workflowId)).toEqual([
      "sub:middle",
      "sub:leaf",
    ]);
    expect(Object.keys(body.subWorkflows).toSorted()).toEqual(["leaf", "middle"]);
    expect(body.subWorkflows.middle.steps[0].workflowId).toBe("sub:leaf");
    expect(body.subWorkflows.leaf).toEqual(leaf("one"));
    for (const id of [inner, middle]) expect(JSON.stringify(body)).not.toContain(id);
    expect((await ask("GET", `${templates}/${body.id}`, reader)).body.subWorkflows).toEqual(body.subWorkflows);
  });

  test("each is brought along in the version that is pinned where it is named, two versions as two", async () => {
    const inner = await workflowOf(leaf("one"));
    const middle = await workflowOf(running("middle", inner));
    await ask("PUT", `/api/v1/workflows/${inner}`, author, leaf("two"));
    const also = { id: "also", workflowId: inner, arguments: { n: 0 } };
    const outer = await workflowOf(running("outer", middle, [also]));
    await ask("PUT", `/api/v1/workflows/${inner}`, author, leaf("three"));
    const { body } = await publish(outer);
    expect(body.definition.steps[1].workflowId).toBe("sub:leaf");
    expect(body.subWorkflows.leaf).toEqual(leaf("two"));
    expect(body.subWorkflows.middle.steps[0].workflowId).toBe("sub:leaf_2");
    expect(body.subWorkflows.leaf_2).toEqual(leaf("one"));
    expect((await publish(outer)).status).toBe(200);
    await ask("PUT", `/api/v1/workflows/${outer}`, author, {
      ...running("outer", middle, [also]),
      description: "Stored again.",
    });
    const next = await publish(outer);
    expect([next.status, next.body.version, next.body.subWorkflows.leaf]).toEqual([201, 2, leaf("three")]);
  });

  test("422 with what others may not see in each, under the name of the sub-workflow, and which workflow that is", async () => {
    const tool = await privateTool(author);
    const inner = await workflowOf({
      name: "Inner",
      steps: [
        { id: "a", toolId: tool, arguments: {} },
        { id: "b", toolId: "tool_nexus_echo", arguments: { apiKey: "letmein" } },
        { id: "c", handoff: { tag: "x", parentHandoffId: "handoff_123456789012" } },
      ],
    });
    const outer = await workflowOf({
      name: "outer",
      steps: [
        { id: "run", workflowId: inner, arguments: {} },
        { id: "own", toolId: "tool_nexus_echo", arguments: { password: "letmein" } },
      ],
    });
    const { status, body } = await publish(outer);
    expect([status, body.code]).toEqual([422, "not_publishable"]);
    expect(body.errors.map(({ code, pointer }: Record<string, string>) => [code, pointer])).toEqual([
      ["private_tool", "/subWorkflows/inner/steps/0/toolId"],
      ["private_handoff", "/subWorkflows/inner/steps/2/handoff/parentHandoffId"],
      ["secret", "/steps/1/arguments/password"],
      ["secret", "/subWorkflows/inner/steps/1/arguments/apiKey"],
    ]);
    expect(body.errors[0].message).toContain(`This is in ${inner}, version 1.`);
    expect(JSON.stringify(body)).not.toContain("letmein");
    expect((await ask("GET", `/api/v1/workflows/${outer}`, author)).body.isPublic).toBe(false);
  });

  test("422 for one that is deleted, at the step that runs it, with what to do; and for more than fifty", async () => {
    const { inner, outer } = await three();
    await ask("DELETE", `/api/v1/workflows/${inner}`, author);
    const { status, body } = await publish(outer);
    expect([status, body.errors.map(({ code, pointer }: Record<string, string>) => [code, pointer])]).toEqual([
      422,
      [
        ["missing_workflow", "/steps/1/workflowId"],
        ["missing_workflow", "/subWorkflows/middle/steps/0/workflowId"],
      ],
    ]);
    expect(body.errors[0].hint).toContain("store that as a new version");
    const many = await Promise.all(Array.from({ length: 51 }, (_, n) => workflowOf(leaf(String(n)))));
    const steps = many.map((workflowId, n) => ({ id: `s${n}`, workflowId, arguments: { n } }));
    const over = await publish(await workflowOf({ steps }));
    expect([over.status, over.body.errors[0].code]).toEqual([422, "too_large"]);
  });

  test("a tool that all of them call has one slot, which asks for what any of them sends", async () => {
    const tool = await privateTool(author);
    const inner = await workflowOf({
      name: "inner",
      steps: [{ id: "a", toolId: tool, arguments: { query: "{{input.n}}", deep: true } }],
    });
    const outer = await workflowOf(
      running("outer", inner, [{ id: "own", toolId: tool, arguments: { query: "x", wide: 1 } }]),
    );
    const { status, body } = await publish(outer, { slots: { find: { tool } } });
    expect([status, body.slots[0].name, Object.keys(body.slots[0].inputSchema.properties).toSorted()]).toEqual([
      201,
      "find",
      ["deep", "query", "wide"],
    ]);
    expect(body.slots[0].inputSchema.required).toEqual(["query"]);
    const { id: echo } = await newTool(reader, "/echo");
    const made = await make(body.id, { slots: { find: echo } });
    expect([made.status, made.body.subWorkflows.length]).toEqual([201, 1]);
    const sub = await ask("GET", `/api/v1/workflows/${made.body.subWorkflows[0].workflowId}`, reader);
    expect([sub.body.definition.steps[0].toolId, made.body.definition.steps[1].toolId]).toEqual([echo, echo]);
  });
});

describe("POST /api/v1/templates/:id/instantiate", () => {
  test("the sub-workflows are the caller's, the workflow runs them, and each can be read and run by itself", async () => {
    const { outer } = await three();
    const { body: template } = await publish(outer);
    const user = await newAgent("user");
    const { status, headers, body } = await make(template.id, { name: "My own" }, user);
    expect([status, body.name]).toEqual([201, "My own"]);
    expect(headers.get("Location")).toBe(`/api/v1/workflows/${body.id}`);
    expect(body.subWorkflows.map(({ name, isNew }: Record<string, unknown>) => [name, isNew])).toEqual([
      ["leaf", true],
      ["middle", true],
    ]);
    const subs = body.subWorkflows as { workflowId: string }[];
    const made = [body.id as string, ...subs.map(({ workflowId }) => workflowId)];
    expect(await idsOf(user)).toEqual(made.toSorted());
    const run = await ask("POST", `/api/v1/workflows/${body.id}/execute?wait=20`, user, { input: { n: 7 } });
    expect([run.body.status, run.body.output]).toMatchObject([
      "success",
      { from: "outer", inner: { from: "middle", inner: { from: "leaf", said: { says: "one", n: 7 } } } },
    ]);
    expect((await ask("GET", `${templates}/${template.id}`, user)).body).toMatchObject({ useCount: 1, userCount: 1 });
  });

  test("made again, the sub-workflows are taken again as long as they are as they were; a changed one is made anew", async () => {
    const { outer } = await three();
    const { body: template } = await publish(outer);
    const user = await newAgent("user");
    const subs = async () => {
      const { status, body } = await make(template.id, {}, user);
      expect(status).toBe(201);
      const here = body.subWorkflows as { name: string; workflowId: string; isNew: boolean }[];
      return new Map(here.map((one) => [one.name, one]));
    };
    const [first, second] = [await subs(), await subs()];
    expect([...second.values()].map(({ isNew }) => isNew)).toEqual([false, false]);
    expect(second.get("leaf")?.workflowId).toBe(first.get("leaf")?.workflowId);
    expect(await idsOf(user)).toHaveLength(4);
    await ask("PUT", `/api/v1/workflows/${first.get("leaf")?.workflowId}`, user, leaf("changed"));
    const third = await subs();
    expect([third.get("leaf")?.isNew, third.get("middle")?.isNew]).toEqual([true, true]);
    const fourth = await subs();
    expect([fourth.get("leaf")?.isNew, fourth.get("leaf")?.workflowId]).toEqual([false, third.get("leaf")?.workflowId]);
    await ask("DELETE", `/api/v1/workflows/${third.get("leaf")?.workflowId}`, user);
    expect((await subs()).get("leaf")?.isNew).toBe(true);
  });

  test("all that is made is written as one: where a part of it fails there is none of it", async () => {
    const { outer } = await three();
    const { body: template } = await publish(outer);
    const user = await newAgent("user");
    const failing = new Proxy(env.DB, {
      get(target, name: keyof D1Database) {
        if (name !== "batch") return target[name].bind(target);
        return (statements: D1PreparedStatement[]) =>
          target.batch([...statements, target.prepare("SELECT json_extract('{}', 'no path')")]);
      },
    });
    const asked = instantiate(openDatabase(failing), user.id, template.id, { slots: {} });
    await expect(asked).rejects.toThrow("JSON path");
    expect(await idsOf(user)).toEqual([]);
    expect((await ask("GET", `${templates}/${template.id}`, user)).body.useCount).toBe(0);
    expect((await make(template.id, {}, user)).status).toBe(201);
    expect(await idsOf(user)).toHaveLength(3);
  });

  test("a fork carries them on, changed ones as they are now, and says where it comes from", async () => {
    const { outer } = await three();
    const { body: root } = await publish(outer, { title: "Root" });
    const user = await newAgent("user");
    const made = await make(root.id, {}, user);
    const [{ workflowId: own }] = made.body.subWorkflows;
    await ask("PUT", `/api/v1/workflows/${own}`, user, leaf("mine"));
    await ask("PUT", `/api/v1/workflows/${made.body.id}`, user, { ...made.body.definition, description: "Mine." });
    const { status, body: fork } = await publish(made.body.id, { title: "Fork" }, user);
    expect([status, fork.forkedFrom, fork.lineage[0].title]).toEqual([201, { id: root.id, version: 1 }, "Root"]);
    expect(Object.keys(fork.subWorkflows).toSorted()).toEqual(["leaf", "leaf_2", "middle"]);
    expect(fork.subWorkflows.leaf).toEqual(leaf("mine"));
    expect(fork.subWorkflows.leaf_2).toEqual(leaf("one"));
    const third = await newAgent("third");
    const again = await make(fork.id, {}, third);
    const run = await ask("POST", `/api/v1/workflows/${again.body.id}/execute?wait=20`, third, { input: { n: 1 } });
    expect([run.body.status, run.body.output.inner.inner.said.says]).toEqual(["success", "one"]);
  });
});

describe("before anything is made", () => {
  const path = `${templates}/tpl_nexus_compare_subjects`;

  test("a dry run of the template runs its sub-workflows, with open slots, answers for their steps, and the example", async () => {
    const user = await newAgent("user");
    const { status, body } = await ask("POST", `${path}/dry-run`, user, {
      answers: {
        "briefs/search": { result: { results: [{ url: "https://a.example/" }] } },
        "briefs/write": { result: { text: "They cluster." } },
      },
    });
    expect([status, body.status, body.error]).toEqual([200, "success", null]);
    expect(body.output.briefs).toEqual(
      ["honey bees", "bumblebees"].map((subject) => ({
        subject,
        text: "They cluster.",
        sources: ["https://a.example/"],
      })),
    );
    // Two sub-workflows with two calls each, and one more.
    expect(body.calls).toBe(7);
    expect(await idsOf(user)).toEqual([]);
  });

  test("a step of a sub-workflow that fails is a failure of the step that runs it; an answer for that starts none", async () => {
    const user = await newAgent("user");
    const error = { code: "provider_error", message: "down" };
    const failed = await ask("POST", `${path}/dry-run`, user, { answers: { "briefs/write": { error } } });
    expect([failed.body.status, failed.body.steps.briefs.error.message]).toMatchObject(["failed", /down/]);
    const brief = { subject: "x", text: "y", sources: [] };
    const answered = await ask("POST", `${path}/dry-run`, user, { answers: { briefs: { result: brief } } });
    expect([answered.body.status, answered.body.output.briefs, answered.body.calls]).toEqual([
      "success",
      [brief, brief],
      3,
    ]);
  });

  test("422 for answers of steps that there are not, tools that do not fit, and an input that does not", async () => {
    const user = await newAgent("user");
    const dry = (body: unknown) => ask("POST", `${path}/dry-run`, user, body);
    const unknown = await dry({ answers: { "briefs/nothing": { result: 1 }, "compare/x": { result: 1 } } });
    expect([unknown.status, unknown.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
      422,
      ["/answers/briefs~1nothing", "/answers/compare~1x"],
    ]);
    expect((await dry({ slots: { search: "tool_nexus_uuid" } })).body.code).toBe("slots_unfit");
    expect((await dry({ input: { subjects: [] } })).body.code).toBe("invalid_input");
    expect((await dry({ version: 9 })).status).toBe(404);
  });

  test("its price and calls are those of all of it, and so are a stored workflow's", async () => {
    const user = await newAgent("user");
    const priced = { pricing: { model: "per_call", priceUsd: 0.02 } };
    const { id: tool } = await newTool(author, "/echo", priced);
    const inner = await workflowOf({
      name: "inner",
      steps: [
        { id: "a", toolId: tool, forEach: { items: [1, 2] }, retry: { maxAttempts: 2 }, arguments: { n: "{{item}}" } },
        { id: "b", toolId: tool, forEach: { items: "{{input.list}}" }, arguments: { n: "{{item}}" } },
      ],
    });
    const definition = {
      name: "outer",
      steps: [
        { id: "three", workflowId: inner, forEach: { items: [1, 2, 3] }, arguments: { list: [] } },
        { id: "own", toolId: tool, retry: { maxAttempts: 1 }, arguments: {} },
      ],
    };
    const sums = {
      calls: { once: 7, atMost: 13, perItem: ["three"] },
      price: { perRunUsd: 0.14, perItemUsd: { three: 0.02 }, subscriptions: [] },
    };
    expect((await ask("POST", "/api/v1/workflows/plan", author, definition)).body).toMatchObject(sums);
    const { body: template } = await publish(await workflowOf(definition), { slots: { tool: { tool } } });
    const bound = await ask("POST", `${templates}/${template.id}/plan`, user, {});
    expect(bound.body).toMatchObject(sums);
    const { id: free } = await newTool(user, "/echo");
    const other = await ask("POST", `${templates}/${template.id}/plan`, user, { slots: { tool: free } });
    expect(other.body).toMatchObject({ calls: sums.calls, price: { perRunUsd: 0 } });
  });
});
