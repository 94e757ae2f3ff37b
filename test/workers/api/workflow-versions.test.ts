// A workflow's versions: a change makes one, none is lost, runs keep theirs, and of two who change at once nobody overwrites
// unseen.

import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { call, newAgent, newTool, type TestAgent } from "./hub.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };

const path = "/api/v1/workflows";

function saying(value: unknown, extra: Record<string, unknown> = {}) {
  return { name: "says", steps: [{ id: "say", transform: value }], output: "{{steps.say.result}}", ...extra };
}

async function created({ key }: TestAgent, definition: unknown): Promise<string> {
  const { status, body } = await call("POST", path, { key, body: definition });
  expect([status, body.errors]).toEqual([201, undefined]);
  return `${path}/${body.id}`;
}

async function outputOf({ key }: TestAgent, workflow: string, query = "") {
  const { status, body } = await call("POST", `${workflow}/execute?wait=10${query}`, { key, body: {} });
  return status === 200 ? [body.output, body.workflowVersion] : status;
}

const put = ({ key }: TestAgent, workflow: string, body: unknown, ifMatch?: string) =>
  call("PUT", workflow, { key, body, headers: ifMatch === undefined ? {} : { "If-Match": ifMatch } });

describe("PUT /api/v1/workflows/:id", () => {
  test("makes the next version, which runs from now on; older ones still run when they are asked for", async () => {
    const agent = await newAgent();
    const workflow = await created(agent, saying("one"));
    expect(await outputOf(agent, workflow)).toEqual(["one", 1]);
    const { status, headers, body } = await put(agent, workflow, saying("two", { description: "Another" }));
    expect([status, body.version, body.description, headers.get("ETag")]).toEqual([200, 2, "Another", '"2"']);
    expect(await outputOf(agent, workflow)).toEqual(["two", 2]);
    expect(await outputOf(agent, workflow, "&version=1")).toEqual(["one", 1]);
    expect(await outputOf(agent, workflow, "&version=3")).toBe(404);
    const read = await call("GET", workflow, { key: agent.key });
    expect([read.body.definition, read.headers.get("ETag")]).toEqual([
      saying("two", { description: "Another" }),
      '"2"',
    ]);
  });

  test("a run that is under way keeps the version that it was started with", async () => {
    const agent = await newAgent();
    const waits = (value: string) => ({
      name: "waits",
      steps: [
        { id: "go", wait: { signal: "go" } },
        { id: "say", transform: value, dependsOn: ["go"] },
      ],
      output: "{{steps.say.result}}",
    });
    const workflow = await created(agent, waits("old"));
    const { runId } = (await call("POST", `${workflow}/execute`, { key: agent.key, body: {} })).body;
    expect((await put(agent, workflow, waits("new"))).body.version).toBe(2);
    const run = `/api/v1/workflow-runs/${runId}`;
    await call("POST", `${run}/signals/go`, { key: agent.key, body: {} });
    await vi.waitFor(async () => {
      const { body } = await call("GET", run, { key: agent.key });
      expect([body.output, body.workflowVersion]).toEqual(["old", 1]);
    }, PATIENCE);
  });

  test("what is no version is told so: text, a fraction, none, one that there is not", async () => {
    const agent = await newAgent();
    const workflow = await created(agent, saying(1));
    const run = async (version: string) => {
      const { status, body } = await call("POST", `${workflow}/execute?version=${version}`, {
        key: agent.key,
        body: {},
      });
      return [status, body.code, body.errors?.[0].message];
    };
    expect(await run("abc")).toEqual([400, "invalid_parameter", "This is not a number."]);
    expect(await run("1.5")).toEqual([400, "invalid_parameter", "This is not a whole number."]);
    for (const version of ["0", "-1"]) expect((await run(version)).slice(0, 2)).toEqual([400, "invalid_parameter"]);
    expect((await run("999")).slice(0, 2)).toEqual([404, "not_found"]);
  });

  test("an input is checked against the schema of the version that is run", async () => {
    const agent = await newAgent();
    const inputSchema = { type: "object", required: ["topic"] };
    const workflow = await created(agent, saying(1, { inputSchema }));
    await put(agent, workflow, saying(1));
    expect(await outputOf(agent, workflow)).toEqual([1, 2]);
    expect(await outputOf(agent, workflow, "&version=1")).toBe(422);
  });

  test("a definition that is the same makes no version; one with faults is refused with all of them", async () => {
    const agent = await newAgent();
    const workflow = await created(agent, saying("one"));
    expect((await put(agent, workflow, saying("one"))).body.version).toBe(1);
    const refused = await put(agent, workflow, saying("{{steps.nowhere.result}}", { stepz: [] }));
    expect([refused.status, refused.body.code, refused.body.errors.length]).toEqual([422, "invalid_definition", 2]);
    expect((await call("GET", workflow, { key: agent.key })).body.version).toBe(1);
  });

  test("a version that would lead back to the workflow itself is refused", async () => {
    const agent = await newAgent();
    const inner = await created(agent, saying(1));
    const outer = await created(agent, { name: "outer", steps: [{ id: "in", workflowId: inner.split("/").at(-1) }] });
    const looped = { name: "loops", steps: [{ id: "out", workflowId: outer.split("/").at(-1) }] };
    const { status, body } = await put(agent, inner, looped);
    expect([status, body.errors[0].code]).toEqual([422, "workflow_cycle"]);
  });

  test("412 that names the current version for a change that is meant for another; of many at once none is lost", async () => {
    const agent = await newAgent();
    const workflow = await created(agent, saying(0));
    const outdated = await put(agent, workflow, saying(1), '"7"');
    expect([outdated.status, outdated.body.code, outdated.headers.get("ETag")]).toEqual([
      412,
      "version_outdated",
      '"1"',
    ]);
    expect(outdated.body.detail).toContain("version 1");

    expect((await put(agent, workflow, saying(0), 'W/"1"')).status).toBe(200);

    const meant = await Promise.all([1, 2, 3, 4].map((n) => put(agent, workflow, saying(n), '"1"')));
    expect(meant.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412]);
    const free = await Promise.all([5, 6, 7, 8].map((n) => put(agent, workflow, saying(n))));
    expect(free.map(({ body }) => body.version).toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6]);
    for (const { body } of free) {
      const kept = await call("GET", `${workflow}/versions/${body.version}`, { key: agent.key });
      expect(kept.body.definition).toEqual(body.definition);
    }
  });
});

test("versions are listed newest first, page by page, also of a workflow from before there were any", async () => {
  const agent = await newAgent();
  const workflow = await created(agent, saying(1));
  for (const n of [2, 3, 4]) await put(agent, workflow, saying(n));
  const versions: number[] = [];
  for (let cursor = ""; ;) {
    const { status, body } = await call("GET", `${workflow}/versions?limit=3${cursor}`, { key: agent.key });
    expect(status).toBe(200);
    versions.push(...body.data.map(({ version }: { version: number }) => version));
    if (body.nextCursor === null) break;
    cursor = `&cursor=${body.nextCursor}`;
  }
  expect(versions).toEqual([4, 3, 2, 1]);
  for (const wrong of ["0", "9", "1.0", "x", "-1"]) {
    expect((await call("GET", `${workflow}/versions/${wrong}`, { key: agent.key })).status).toBe(404);
  }
  const unversioned = await env.DB.prepare(
    "SELECT count(*) AS n FROM workflows w WHERE NOT EXISTS (SELECT 1 FROM workflow_versions v WHERE v.workflow_id = w.id AND v.version = w.version)",
  ).first("n");
  expect(unversioned).toBe(0);
});

test("the difference of two versions says which steps came, went and changed, and its patch makes the one into the other", async () => {
  const agent = await newAgent();
  const workflow = await created(agent, {
    name: "d",
    steps: [
      { id: "a", transform: 1 },
      { id: "b", transform: 2 },
    ],
  });
  const after = {
    name: "d",
    description: "new",
    steps: [
      { id: "b", transform: 3, when: "{{= true }}" },
      { id: "c", transform: 4 },
    ],
  };
  await put(agent, workflow, after);
  const { body } = await call("GET", `${workflow}/diff`, { key: agent.key });
  expect(body).toMatchObject({
    from: 1,
    to: 2,
    fields: ["description"],
    steps: { added: ["c"], removed: ["a"], changed: [{ id: "b", fields: ["transform", "when"] }] },
  });
  expect(body.patch).toContainEqual({ op: "add", path: "/description", value: "new" });
  expect((await call("GET", `${workflow}/diff?from=2&to=2`, { key: agent.key })).body.patch).toEqual([]);
  expect((await call("GET", `${workflow}/diff?from=1&to=9`, { key: agent.key })).status).toBe(404);
});

test("rolling back makes a version equal to an older one, which runs what that ran; it is refused where that can no longer run", async () => {
  const agent = await newAgent();
  const tool = await newTool(agent);
  const calling = { name: "calls", steps: [{ id: "call", tool: `${agent.id}/${tool.name}`, arguments: {} }] };
  const workflow = await created(agent, calling);
  await put(agent, workflow, saying("two"));
  await newTool(agent, "/mirror", { name: tool.name, version: "2.0.0" });
  const restored = await call("POST", `${workflow}/versions/1/restore`, { key: agent.key });
  expect([restored.status, restored.body.version, restored.body.definition]).toEqual([200, 3, calling]);
  const { body } = await call("GET", `${workflow}/versions`, { key: agent.key });
  expect(body.data[0]).toMatchObject({ version: 3, restores: 1 });
  // The newest tool of the name is another one by now.
  expect(await outputOf(agent, workflow)).toEqual([{ call: { echo: {} } }, 3]);

  await put(agent, workflow, saying("four"));
  await call("DELETE", `/api/v1/mcp/tools/${tool.id}`, { key: agent.key });
  const only = { name: "calls", steps: [{ id: "call", toolId: tool.id, arguments: {} }] };
  expect((await put(agent, workflow, only)).status).toBe(422);
  const stale = await call("POST", `${workflow}/versions/2/restore`, {
    key: agent.key,
    headers: { "If-Match": '"3"' },
  });
  expect(stale.status).toBe(412);
  expect((await call("POST", `${workflow}/versions/9/restore`, { key: agent.key })).status).toBe(404);
});
