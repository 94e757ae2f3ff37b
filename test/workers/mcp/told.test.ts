// What clients are told without asking: changed lists, resources that they subscribed to, tasks that go on. In each era, over a
// stream and over a socket, which sleeps in between.

import { runInDurableObject, SELF } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { openSurface } from "../../../api/mcp/open-surface.ts";
import { SessionJournal } from "../../../api/mcp/session-journal.ts";
import { servicesFor } from "../../../api/services.ts";
import { eventually } from "../../harness/eventually.ts";
import { call, newAgent, newTool } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";
import { ask, CURRENT, Listening, OldClient, result, stream, untilTold } from "./client.ts";
import { connect, hibernate, initialize, modern } from "./socket-client.ts";

const EXTENSION = "io.modelcontextprotocol/tasks";
const DECLARED = { extensions: { [EXTENSION]: {} } };
const SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";

let a: TestAgent;
let b: TestAgent;
/** A workflow of `a` that lasts. */
let lasting: { id: string };

/** Its runs last until `end` ends them. */
function newLasting(agent: TestAgent) {
  const steps = [{ id: "wait", wait: { signal: "go" } }];
  const body = { name: "lasting", steps, output: { done: true }, exposeAsTool: true };
  return created(agent, body);
}

async function created(agent: TestAgent, body: object): Promise<{ id: string }> {
  const answer = await call("POST", "/api/v1/workflows", { key: agent.key, body });
  if (answer.status !== 201) throw new Error(`a workflow answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function started(agent: TestAgent, { id }: { id: string }): Promise<string> {
  const { status, body } = await call("POST", `/api/v1/workflows/${id}/execute`, {
    key: agent.key,
    body: { input: {} },
  });
  if (body.runId === undefined) throw new Error(`a run answered ${status}: ${JSON.stringify(body)}`);
  return body.runId;
}

async function end(agent: TestAgent, runId: string): Promise<void> {
  const path = `/api/v1/workflow-runs/${runId}/signals/go`;
  const { status, body } = await call("POST", path, { key: agent.key, body: {} });
  if (status >= 300) throw new Error(`the signal answered ${status}: ${JSON.stringify(body)}`);
}

beforeAll(async () => {
  [a, b] = await Promise.all([newAgent("A"), newAgent("B")]);
  lasting = await newLasting(a);
});

function listen(key: string, notifications: object, clientCapabilities: object = DECLARED): Promise<Response> {
  const meta = { "io.modelcontextprotocol/clientCapabilities": clientCapabilities };
  return stream("subscriptions/listen", { notifications }, { key, meta });
}

async function session(agent: TestAgent, revision: string): Promise<{ client: OldClient; told: Listening }> {
  const client = new OldClient(agent, revision);
  await client.initialize();
  return { client, told: await streamOf(client, agent) };
}

/** The GET stream of a session: there is one at a time. */
async function streamOf(client: OldClient, agent: TestAgent): Promise<Listening> {
  const headers = { ...client.headers(), Authorization: `Bearer ${agent.key}`, Accept: "text/event-stream" };
  const response = await SELF.fetch("https://hub.example/mcp/v1", { headers });
  if (!response.ok) throw new Error(`the stream answered ${response.status}: ${await response.text()}`);
  return new Listening(response);
}

/** A socket of 2025 whose client has begun. */
async function begun(agent: TestAgent, revision: string) {
  const socket = await connect(agent.key);
  socket.send(initialize(revision));
  const { result: began } = await socket.next();
  socket.send({ jsonrpc: "2.0", method: "notifications/initialized" });
  return { socket, began };
}

/** Long enough for a first look, on a machine that is not busy. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 1_500));

/** The next message of this method. */
async function nextOf(from: { next(): Promise<unknown> }, method: string) {
  for (;;) {
    // oxlint-disable-next-line typescript/no-explicit-any -- what a message holds is what the tests are about
    const message = (await from.next()) as any;
    if (message === undefined) throw new Error(`the stream ended before ${method}`);
    if (message.method === method) return message.params;
  }
}

describe("tasks, to a listener of 2026-07-28", () => {
  test("its own tasks are acknowledged, and told as tasks/get has them, from how they stand to their result", async () => {
    const [runId, foreign] = [await started(a, lasting), await started(b, await newLasting(b))];
    const told = new Listening(await listen(a.key, { taskIds: [runId, foreign, "run_missing_12"] }));
    expect(await told.next()).toMatchObject({
      method: "notifications/subscriptions/acknowledged",
      params: { notifications: { taskIds: [runId] }, _meta: { [SUBSCRIPTION_ID]: expect.any(Number) } },
    });
    const first = await nextOf(told, "notifications/tasks");
    expect(first).toMatchObject({
      taskId: runId,
      status: "working",
      ttlMs: null,
      _meta: { [SUBSCRIPTION_ID]: expect.any(Number) },
    });
    await end(a, runId);
    let last = first;
    while (last.status === "working") last = await nextOf(told, "notifications/tasks");
    const meta = { "io.modelcontextprotocol/clientCapabilities": DECLARED };
    const asked = { key: a.key, meta, headers: { "Mcp-Name": runId } };
    const { resultType: _, _meta: __, ...task } = await result("tasks/get", { taskId: runId }, asked);
    expect(last).toMatchObject({ ...task, status: "completed", result: { structuredContent: { done: true } } });
    await told.close();
  });

  test("what it listens for besides is told beside it", async () => {
    const uri = `nexus://workflows/${lasting.id}`;
    const runId = await started(a, lasting);
    const filter = { toolsListChanged: true, resourceSubscriptions: [uri, "nexuscall-task:x"], taskIds: [runId] };
    const told = new Listening(await listen(a.key, filter));
    const acknowledged = await told.next();
    expect(acknowledged.params.notifications).toEqual({
      toolsListChanged: true,
      resourceSubscriptions: [uri],
      taskIds: [runId],
    });
    await nextOf(told, "notifications/tasks");
    await untilTold(nextOf(told, "notifications/tools/list_changed"), () => newTool(a));
    await told.close();
  });

  test("a client that does not declare tasks is told that it has to, by listening and by every method", async () => {
    const response = await listen(a.key, { taskIds: ["run_missing_12"] }, {});
    const refused = { code: -32_021, data: { requiredCapabilities: DECLARED } };
    expect([response.status, await response.json()]).toMatchObject([400, { id: expect.any(Number), error: refused }]);
    const socket = await connect(a.key);
    socket.send(modern(7, "subscriptions/listen", { notifications: { taskIds: ["run_missing_12"] } }));
    expect(await socket.next()).toMatchObject({ id: 7, error: refused });
    for (const method of ["tasks/get", "tasks/update", "tasks/cancel"]) {
      const params = { taskId: "run_missing_12", inputResponses: {} };
      const { body } = await ask(method, params, { key: a.key, headers: { "Mcp-Name": "run_missing_12" } });
      expect(body.error).toMatchObject(refused);
    }
  });

  test("over a socket that sleeps in between", async () => {
    const socket = await connect(a.key);
    const runId = await started(a, lasting);
    socket.send(modern(3, "subscriptions/listen", { notifications: { taskIds: [runId] } }, DECLARED));
    expect((await socket.next()).params.notifications).toEqual({ taskIds: [runId] });
    const first = await nextOf(socket, "notifications/tasks");
    expect(first).toMatchObject({ taskId: runId, status: "working", _meta: { [SUBSCRIPTION_ID]: 3 } });
    await hibernate();
    await end(a, runId);
    let last = first;
    while (last.status === "working") last = await nextOf(socket, "notifications/tasks");
    expect(last).toMatchObject({ status: "completed", result: { structuredContent: { done: true } } });
  });
});

describe("tasks, to a client of 2025-11-25", () => {
  const params = { name: "lasting", arguments: {}, task: {} };

  test("the stream of its session tells how its task goes on, until it has ended", async () => {
    const { client, told } = await session(a, "2025-11-25");
    const { task } = await client.result("tools/call", params);
    const first = await nextOf(told, "notifications/tasks/status");
    expect(first).toMatchObject({ taskId: task.taskId, status: "working", ttl: null });
    await end(a, task.taskId);
    let last = first;
    while (last.status === "working") last = await nextOf(told, "notifications/tasks/status");
    expect(last).toMatchObject({ taskId: task.taskId, status: "completed" });
    await told.close();
  });

  test("who has subscribed to ever so much is told of its tasks all the same", async () => {
    const client = new OldClient(a, "2025-11-25");
    await client.initialize();
    await runInDurableObject(env.MCP_SESSION.getByName(client.sessionId), (_, { storage }) => {
      const journal = new SessionJournal(storage);
      for (let i = 0; i < 100; i++) journal.subscribe(`nexus://tools/tool_${i}`);
    });
    const { task } = await client.result("tools/call", params);
    const told = await streamOf(client, a);
    expect(await nextOf(told, "notifications/tasks/status")).toMatchObject({ taskId: task.taskId, status: "working" });
    await told.close();
  });

  test("so does its socket, which sleeps in between", async () => {
    const { socket } = await begun(a, "2025-11-25");
    socket.send({ jsonrpc: "2.0", id: 2, method: "tools/call", params });
    const { task } = (await socket.next()).result;
    expect(await nextOf(socket, "notifications/tasks/status")).toMatchObject({ status: "working" });
    await hibernate();
    await end(a, task.taskId);
    let last = { taskId: "", status: "working" };
    while (last.status === "working") last = await nextOf(socket, "notifications/tasks/status");
    expect(last).toMatchObject({ taskId: task.taskId, status: "completed" });
  });

  test("tasks/list gives the caller's own in pages, newest first, as tasks/get has them", async () => {
    const agent = await newAgent();
    const workflow = await newLasting(agent);
    const RUNS = 120;
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
       INSERT INTO workflow_runs (id, workflow_id, triggered_by, status, error, created_at, completed_at)
       SELECT printf('run_listed_%s_%03d', ?2, i), ?3, ?4, iif(i = 0, 'failed', iif(i = 1, 'cancelled', 'success')),
         iif(i = 0, '{"code":"tool_error","message":"It broke."}', NULL),
         printf('2026-01-01T00:00:%02d.000Z', i / 3), printf('2026-01-01T00:01:%02d.000Z', i / 3) FROM n`,
    )
      .bind(RUNS, agent.id.slice(-6), workflow.id, agent.id)
      .run();
    const client = new OldClient(agent, "2025-11-25");
    const { body } = await client.initialize();
    expect(body.result.capabilities.tasks).toEqual({ list: {}, cancel: {}, requests: { tools: { call: {} } } });
    const { task } = await client.result("tools/call", params);
    const tasks: { taskId: string; status: string; statusMessage: string; createdAt: string }[] = [];
    for (;;) {
      tasks.length = 0;
      let cursor: string | undefined;
      do {
        const page = await client.result("tasks/list", { ...(cursor && { cursor }) });
        expect(page.tasks.length).toBeLessThanOrEqual(50);
        tasks.push(...page.tasks);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      // A run is in the list once its journal has told of it.
      if (tasks.length > RUNS) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(new Set(tasks.map(({ taskId }) => taskId)).size).toBe(RUNS + 1);
    const times = tasks.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(tasks[0]).toEqual(await client.result("tasks/get", { taskId: task.taskId }));
    expect(
      tasks
        .slice(-3)
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual(["cancelled", "completed", "failed"]);
    expect(tasks.find(({ status }) => status === "failed")).toMatchObject({ statusMessage: "It broke." });
    const other = new OldClient(b, "2025-11-25");
    await other.initialize();
    const ofOther = (await other.result("tasks/list")).tasks as { taskId: string }[];
    expect(ofOther.filter(({ taskId }) => tasks.some((one) => one.taskId === taskId))).toEqual([]);
    expect((await client.ask("tasks/list", { cursor: "nonsense" })).body.error.code).toBe(-32_602);
    await client.result("tasks/cancel", { taskId: task.taskId });
  });

  test("tasks/list is there in no other revision", async () => {
    const client = new OldClient(a, "2025-06-18");
    await client.initialize();
    expect((await client.ask("tasks/list")).body.error.code).toBe(-32_601);
    const meta = { "io.modelcontextprotocol/clientCapabilities": DECLARED };
    expect((await ask("tasks/list", {}, { key: a.key, meta })).body.error.code).toBe(-32_601);
  });
});

describe.each(["2025-11-25", "2025-06-18", "2025-03-26"])("changes, to a socket of %s", (revision) => {
  test("changed tools are told while the socket sleeps in between, and nothing that is as it was", async () => {
    const { socket, began } = await begun(a, revision);
    expect(began.capabilities).toMatchObject({ tools: { listChanged: true }, resources: { subscribe: true } });
    await settle();
    await hibernate();
    expect(socket.waiting).toBe(0);
    const told = await untilTold(socket.next(), () => newTool(a));
    expect(told).toMatchObject({ method: "notifications/tools/list_changed" });
  });
});

test("a session is told of what changed between two of its streams", async () => {
  // Its workflows are its own resources: nobody else's test changes them.
  const agent = await newAgent();
  const { client, told } = await session(agent, "2025-11-25");
  await untilTold(nextOf(told, "notifications/resources/list_changed"), () => newLasting(agent));
  await told.close();
  await newLasting(agent);
  const again = await streamOf(client, agent);
  await nextOf(again, "notifications/resources/list_changed");
  await again.close();
});

test("a socket of 2025 is told of the resource that it subscribed to, until it unsubscribes", async () => {
  const agent = await newAgent();
  const [one, two] = [
    await newLasting(agent),
    await created(agent, { name: "other", steps: [{ id: "a", toolId: "tool_nexus_uuid" }] }),
  ];
  const uriOf = ({ id }: { id: string }) => `nexus://workflows/${id}`;
  const { socket } = await begun(agent, "2025-11-25");
  const subscribe = async (id: number, method: string, uri: string) => {
    socket.send({ jsonrpc: "2.0", id, method, params: { uri } });
    expect((await socket.next()).result).toEqual({});
  };
  await subscribe(2, "resources/subscribe", uriOf(one));
  await subscribe(3, "resources/subscribe", uriOf(two));
  await subscribe(4, "resources/unsubscribe", uriOf(one));
  await hibernate();
  const told = await untilTold(nextOf(socket, "notifications/resources/updated"), async (n) => {
    for (const workflow of [one, two]) await change(agent, workflow, n);
  });
  expect(told).toEqual({ uri: uriOf(two) });
});

async function change(agent: TestAgent, { id }: { id: string }, n: number): Promise<void> {
  const steps = [{ id: "b", toolId: "tool_nexus_uuid" }];
  await call("PUT", `/api/v1/workflows/${id}`, { key: agent.key, body: { name: `changed ${n}`, steps } });
}

describe("a resource that is subscribed to", () => {
  test.each(["2025-06-18", CURRENT])(
    "is told of when its run goes on, its tool or workflow changes, in %s",
    async (revision) => {
      const agent = await newAgent();
      const [tool, workflow] = [await newTool(agent), await newLasting(agent)];
      const runId = await started(agent, workflow);
      const watched = [
        `nexus://runs/${runId}`,
        `nexus://runs/${runId}/result`,
        `nexus://tools/${tool.id}`,
        `nexus://tools/${tool.id}/schema`,
        `nexus://workflows/${workflow.id}`,
      ];
      let told: Listening;
      if (revision === CURRENT) {
        told = new Listening(await listen(agent.key, { resourceSubscriptions: watched }));
        expect((await told.next()).params.notifications).toEqual({ resourceSubscriptions: watched });
      } else {
        const opened = await session(agent, revision);
        for (const uri of watched) await opened.client.result("resources/subscribe", { uri });
        told = opened.told;
      }
      const left = new Set(watched);
      const heard = async (most: number) => {
        while (left.size > most) left.delete((await nextOf(told, "notifications/resources/updated")).uri);
      };
      // How the run stood has been seen as well, once the others are told of.
      await untilTold(heard(2), async (n) => {
        const inputSchema = { type: "object", properties: { [`changed_${n}`]: { type: "string" } } };
        const changed = await call("PUT", `/api/v1/mcp/tools/${tool.id}`, { key: agent.key, body: { inputSchema } });
        expect(changed.status).toBe(200);
        await change(agent, workflow, n);
      });
      await end(agent, runId);
      await heard(0);
      await told.close();
    },
  );

  test("cannot be another agent's", async () => {
    const runId = await started(a, lasting);
    const client = new OldClient(b, "2025-11-25");
    await client.initialize();
    const answers = [];
    for (const id of [runId, "run_missing_12"]) {
      const uri = `nexus://runs/${id}`;
      const { status, body } = await client.ask("resources/subscribe", { uri });
      answers.push(JSON.stringify([status, body.error]).replaceAll(uri, ""));
    }
    expect(answers[0]).toContain("-32602");
    expect(new Set(answers).size).toBe(1);
  });
});

test("a run whose output is kept elsewhere is seen to end, and looked at again, without that being read", async () => {
  const text = "x".repeat(100_000);
  const workflow = await created(a, {
    name: "large",
    steps: [
      { id: "wait", toolId: "tool_nexus_delay", arguments: { ms: 500 } },
      { id: "make", dependsOn: ["wait"], transform: { text } },
    ],
    output: { made: "{{steps.make.result}}" },
  });
  const runId = await started(a, workflow);
  const caller = { agentId: a.id, keyId: "key_look", scopes: [], rateLimitPerMin: 1_000 };
  const surface = await openSurface(servicesFor(env), caller, { kind: "hub", tools: "auto" });
  const reads = vi.spyOn(env.ARCHIVE, "get");
  const subjects = [{ task: runId }, { uri: `nexus://runs/${runId}/result` }, { uri: `nexus://runs/${runId}` }];
  const look = () => Promise.all(subjects.map((subject) => surface.stateOf(subject)));
  const before = await look();
  await eventually(async () => (await surface.tasks?.standing(runId))?.status).toBe("completed");
  const after = await look();
  expect(after.map((state, n) => state === before[n])).toEqual([false, false, false]);
  expect(await look()).toEqual(after);
  expect(reads).not.toHaveBeenCalled();
  // What is answered is whole.
  expect(await surface.tasks?.get(runId)).toMatchObject({ result: { structuredContent: { made: { text } } } });
  expect(reads).toHaveBeenCalledOnce();
  reads.mockRestore();
});
